import itertools
from dataclasses import replace

import pytest

from portal.cases import codes

ROUND = [f"form token {count}" for count in range(300)]


@pytest.fixture
def code(settings):
    return codes.make(settings, "one form")


def test_a_code_has_128_bits_or_more_and_two_letters_to_catch_slips(code):
    assert len(codes.ALPHABET) ** codes.LETTERS >= 2**128
    assert len(code) == codes.LENGTH == 28
    assert set(code) <= set(codes.ALPHABET)


def test_the_same_form_gives_the_same_code_and_every_form_another(settings):
    made = [codes.make(settings, token) for token in ROUND]
    assert made == [codes.make(settings, token) for token in ROUND]
    assert len(set(made)) == len(ROUND)


def test_every_letter_is_used_at_every_place(settings):
    made = [codes.make(settings, token) for token in ROUND]
    for place in range(codes.LETTERS):
        assert len({code[place] for code in made}) > 28


def test_nobody_without_the_key_makes_the_same_code(settings):
    other = replace(settings, key="22" * 32)
    assert codes.make(settings, "one form") != codes.make(other, "one form")


def test_a_leaked_database_cannot_check_a_guess_without_the_key(settings, code):
    other = replace(settings, key="22" * 32)
    assert codes.mark(settings, code) != codes.mark(other, code)
    assert code not in codes.mark(settings, code)


def test_a_code_is_read_however_it_was_typed(code):
    spellings = (
        code.lower(),
        codes.shown(code),
        codes.shown(code).replace("-", " "),
        codes.shown(code).replace("-", " – "),
        f"  {code}\n",
        code.replace("0", "o"),
        code.replace("0", "O").replace("1", "l"),
        code.replace("1", "I"),
        "".join(chr(ord(char) + 0xFEE0) for char in code),  # full width, from a Chinese keyboard
    )
    assert [codes.read(typed) for typed in spellings] == [code] * len(spellings)


def test_one_wrong_character_is_always_noticed(code):
    for place, char in itertools.product(range(codes.LENGTH), codes.ALPHABET):
        slip = code[:place] + char + code[place + 1 :]
        assert (codes.read(slip) is None) == (slip != code)


def test_swapped_neighbours_are_always_noticed(settings):
    for token in ROUND[:50]:
        code = codes.make(settings, token)
        for at in range(codes.LETTERS - 1):
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            assert (codes.read(swapped) is None) == (swapped != code)


@pytest.mark.parametrize(
    "typed", ["", "-", "U" * 28, "A" * 27, "A" * 29, "đ" * 28, "\0" * 28, "x" * 9999]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.read(typed) is None


def test_a_code_is_shown_in_groups_of_four(code):
    groups = codes.shown(code).split("-")
    assert [len(group) for group in groups] == [4] * 7
