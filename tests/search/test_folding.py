"""Letters compared, not pictures of letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import fold, normalise, syllable
from search.telex import decode, written
from tests.search.makers import calm


@calm
@given(st.text())
def test_folding_gives_one_character_for_each(text):
    assert len(fold(text)) == len(unicodedata.normalize("NFC", text))


@calm
@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@calm
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [("Đường", "duong"), ("ĐẶNG", "dang"), ("Ủy ban nhân dân", "uy ban nhan dan"), ("Ðà", "da")],
)
def test_folding_takes_off_every_mark(written, plain):
    assert fold(written) == plain
    assert fold(unicodedata.normalize("NFD", written)) == plain


def test_cleaning_drops_what_nobody_sees():
    assert normalise("dân\u200b chủ\u00a0ở \ufeffcơ sở") == "dân chủ ở cơ sở"
    assert normalise("Ðông Khê") == "Đông Khê"
    assert normalise("53/KH\u2013UBND") == "53/KH-UBND"


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("uỷ", "ủy"), ("thuý", "thúy"), ("kĩ", "kỹ"), ("lí", "lý"), ("quí", "quý")],
)
def test_the_place_of_the_tone_makes_no_difference(one, other):
    assert syllable(one) == syllable(other)


def test_another_tone_is_another_word():
    assert syllable("muỗi").exact != syllable("muối").exact
    assert syllable("muỗi").folded == syllable("muối").folded


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ddoong", "đông"),
        ("huwng", "hưng"),
        ("quets", "quét"),
        ("dduowngf", "đường"),
        ("d9o6ng", "đông"),
        ("thu3", "thủ"),
        ("hoafn", "hoàn"),
        ("uyr", "ủy"),
        ("qr", "qr"),
    ],
)
def test_raw_keys_give_the_word_that_was_meant(keys, word):
    assert decode(keys) == word


@pytest.mark.parametrize("word", ["hòa", "ủy", "kế", "quét", "đường", "tiện", "dan"])
def test_an_exact_key_can_be_written_again(word):
    assert written(syllable(word).exact) == word
