"""Editions once asked are never changed: answers given to them keep their meaning."""

import pytest

from portal.counters.questions import EDITIONS

ASKED = {
    1: {"attitude": "good bad", "time": "good bad", "guidance": "good bad"},
    2: {
        "attitude": "good bad",
        "time": "good bad",
        "guidance": "good bad",
        "trips": "0 1 2",
        "extra": "no yes",
    },
    3: {**{f"index{at}": "good middle bad" for at in range(1, 10)}, "extra": "no yes"},
}


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.number)
def test_an_edition_asks_for_ever_what_it_asked(edition):
    asked = {
        question.name: " ".join(choice.value for choice in question.choices)
        for question in edition.questions
    }
    assert asked == ASKED[edition.number]


def test_the_decree_says_which_indices_are_about_the_person():
    about = {question.name for question in EDITIONS[3].questions if question.person}
    assert about - {"extra"} == {f"index{at}" for at in (1, 2, 3, 4, 7)}


def test_questions_follow_one_another_to_the_end():
    edition = EDITIONS[2]
    assert edition.after("").name == "attitude"
    assert edition.after("attitude").name == "time"
    assert edition.after("extra") is None
    assert edition.after("never asked") is None
