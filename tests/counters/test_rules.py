import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.counters import rules

TOKENS = st.text(alphabet=rules.ALPHABET, min_size=rules.LENGTH, max_size=rules.LENGTH)


def test_no_two_letters_of_a_token_are_read_as_each_other():
    assert len(rules.ALPHABET) == 32
    assert not set("OILU") & set(rules.ALPHABET)


def test_fresh_tokens_are_tokens_and_differ():
    made = {rules.new_token(secrets.choice) for _ in range(200)}
    assert len(made) == 200
    assert all(rules.normalise(token) == token for token in made)


@given(st.integers())
def test_a_token_uses_the_choice_it_is_given(seed):
    token = rules.new_token(random.Random(seed).choice)  # noqa: S311 - a test, and repeatable
    assert len(token) == rules.LENGTH
    assert set(token) <= set(rules.ALPHABET)


@given(TOKENS)
def test_a_token_is_understood_as_it_is_printed(token):
    assert rules.normalise(rules.shown(token)) == token
    assert rules.shown(token).count("-") == 1


@given(TOKENS, st.data())
def test_a_token_is_understood_however_it_is_typed(token, data):
    like = {"0": "0Oo", "1": "1IiLl"}
    typed = ""
    for char in token:
        typed += data.draw(st.sampled_from(like.get(char, char + char.lower())))
        typed += data.draw(st.sampled_from(["", "", "-", " ", "–", ".", "\u200b"]))
    assert rules.normalise(f"  {typed} ") == token


@given(st.text())
def test_whatever_is_typed_is_a_token_or_nothing(typed):
    read = rules.normalise(typed)
    assert read == "" or (len(read) == rules.LENGTH and set(read) <= set(rules.ALPHABET))
    assert rules.normalise(read) == read


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFG", "ABCD-EFGH-J", "ABCD-EFGU", "ĂBCD-EFGH", "'; --"]
)
def test_what_cannot_be_a_token_is_none(typed):
    assert rules.normalise(typed) == ""


def test_full_width_letters_of_an_input_method_are_read():
    assert rules.normalise("ＡＢＣＤ－ＥＦＧＨ") == "ABCDEFGH"
