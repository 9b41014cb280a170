"""Which steps there are, who is the same person, how many are asked for."""

import itertools

import pytest

from portal.errors import IllegalMove
from portal.petitions import rules
from portal.petitions.rules import ENDED, PUBLIC, REASONS, STEPS, Move, State, Way


@pytest.mark.parametrize(("state", "move"), list(itertools.product(State, Move)))
def test_every_state_takes_exactly_the_moves_of_the_table(state, move):
    if (state, move) in STEPS:
        assert rules.after(state, move) is STEPS[state, move]
    else:
        with pytest.raises(IllegalMove):
            rules.after(state, move)


def test_what_has_ended_stays_ended():
    assert not [state for state, _move in STEPS if state in ENDED]


def test_nothing_is_public_before_a_moderator_looked():
    into = {step for (before, _), step in STEPS.items() if before not in PUBLIC and step in PUBLIC}
    assert into == {State.OPEN, State.REFUSED}
    assert {before for (before, _), step in STEPS.items() if step is State.OPEN} == {
        State.MODERATING
    }


@pytest.mark.parametrize(
    ("way", "typed", "one"),
    [
        (Way.EMAIL, "Lan.Nguyen+kn1@GMAIL.com", "lannguyen@gmail.com"),
        (Way.EMAIL, "lannguyen@googlemail.com", "lannguyen@gmail.com"),
        (Way.EMAIL, " l.a.n@xa.example.vn ", "lan@xa.example.vn"),
        (Way.EMAIL, "ｌａｎ@gmail.com", "lan@gmail.com"),
        (Way.PHONE, "0912 345 678", "0912345678"),
        (Way.PHONE, "+84 912.345.678", "0912345678"),
        (Way.PHONE, "84912345678", "0912345678"),
    ],
)
def test_one_person_is_spelled_in_one_way(way, typed, one):
    assert rules.canonical(way, typed) == one


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        (Way.EMAIL, ""), (Way.EMAIL, "lan"), (Way.EMAIL, "@gmail.com"), (Way.EMAIL, "+x@gmail.com"),
        (Way.EMAIL, "lan@"), (Way.PHONE, "113"), (Way.PHONE, "lan"), (Way.PHONE, "١٢٣٤٥٦٧٨٩٠"),
    ],
)  # fmt: skip
def test_what_reaches_nobody_is_refused(way, typed):
    with pytest.raises(ValueError):  # noqa: PT011 - whichever it is
        rules.canonical(way, typed)


def test_everybodys_domain_is_no_sign_of_anything():
    assert rules.domain_of(Way.EMAIL, "lan@gmail.com") == ""
    assert rules.domain_of(Way.PHONE, "0912345678") == ""
    assert rules.domain_of(Way.EMAIL, "lan@bat-ky.example") == "bat-ky.example"


def test_a_share_of_the_voters_is_rounded_up_and_unknown_without_them():
    assert rules.needed(50, None, 0) == 50
    assert rules.needed(None, 10, 8_011) == 802
    assert rules.needed(None, 10, 0) is None


def test_a_text_is_hidden_for_what_harms_somebody():
    hidden = {reason.slug for reason in REASONS if reason.hidden}
    assert {"personal", "insulting", "complaint"} <= hidden
    assert {"duplicate", "elsewhere", "answered"}.isdisjoint(hidden)
