"""Sealing and opening, with keys alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealed import rules
from portal.sealed.rules import BLOCK, Content, Enclosed, Unreadable

HEAD = {"number": "KIN-ABCDEF", "received_on": "2026-11-27"}
CODE = "0123456789ABCDEFGHJKMNPQRSTV"


def sealed(content, key=None):
    key = key or rules.new_key()
    return key, rules.seal(HEAD, content, rules.public_bytes(key))


@given(words=st.text(), name=st.text(max_size=40), content=st.binary(max_size=2000))
def test_what_is_sealed_opens_to_the_same(words, name, content):
    file = Enclosed(name=name, media_type="image/png", content=content)
    given_in = Content(facts={"text": words}, files=(file,))
    key, bundle = sealed(given_in)
    head, found = rules.unseal(bundle, key)
    assert found == given_in
    assert head["number"] == "KIN-ABCDEF"


def test_length_says_nothing_about_a_short_text():
    lengths = {len(sealed(Content(facts={"text": "a" * many}))[1]) for many in (0, 9, 900, 20_000)}
    assert len(lengths) == 1
    assert lengths.pop() > BLOCK


def test_another_key_does_not_open_it():
    _key, bundle = sealed(Content(facts={"text": "x"}))
    with pytest.raises(Unreadable, match="sealed to the key"):
        rules.unseal(bundle, rules.new_key())


@pytest.mark.parametrize("place", [25, 60, -1, -40_000])
def test_one_altered_byte_is_noticed(place):
    key, bundle = sealed(Content(facts={"text": "x"}))
    altered = bytearray(bundle)
    altered[place] ^= 1
    with pytest.raises(Unreadable):
        rules.unseal(bytes(altered), key)


@pytest.mark.parametrize("other", [b"", b"{}", b"null\nx", b"[1]\n", b"\xff\xfe\n", b"PK\x03\x04"])
def test_what_is_no_bundle_is_said_to_be_none(other):
    with pytest.raises(Unreadable, match="no sealed bundle"):
        rules.unseal(other, rules.new_key())


def test_an_answer_opens_with_the_code_alone():
    to = rules.public_bytes(rules.reply_key(CODE))
    answer = rules.seal_answer("KIN-ABCDEF", "Đã xác minh xong.", to)
    _head, found = rules.unseal(answer, rules.reply_key(CODE))
    assert found.facts == {"answer": "Đã xác minh xong."}
    with pytest.raises(Unreadable):
        rules.unseal(answer, rules.reply_key(CODE[:-1] + "W"))


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ông Cao Văn Lộc nhận tiền", True),
        ("ong cao van loc, nhan tien", True),
        ("Ông Cao Văn Lộcc", False),
        ("Ông Lộc nhận tiền", False),
    ],
)
def test_a_full_name_is_heard_however_it_is_typed(said, heard):
    assert rules.named(said, ["Cao Văn Lộc"]) == [heard]


@pytest.mark.parametrize("typed", ["", "00" * 32, "zz" * 32, "ab" * 31, "ab" * 33])
def test_what_is_no_public_key_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of the three it is
        rules.read_public(typed)
