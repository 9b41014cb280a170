from datetime import date

import pytest

from portal import law
from portal.cases.kinds import ALL, OFFERED
from portal.cases.models import Span
from portal.permissions import GRANTS, Action, Role


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.slug)
def test_every_kind_names_limits_in_force(kind):
    procedure = law.procedure(kind.slug, date(2026, 11, 21))
    assert procedure.started_by("received")
    for row in procedure.clocks:
        assert Span(row.span)
        assert law.term(row.term, date(2026, 11, 21)).basis


def test_every_extension_names_a_role_that_may_sign_it():
    for term in law.terms():
        for extension in term.extensions:
            assert Action.CASE_EXTEND in GRANTS[Role(extension.signer)]
            assert extension.basis
            assert extension.days > 0


@pytest.mark.parametrize("kind", OFFERED, ids=lambda kind: kind.slug)
def test_what_citizens_are_offered_has_an_answer_owed_and_a_second_look(kind):
    assert kind.answer_term
    assert kind.second_look_term


def test_what_has_its_own_way_in_is_never_offered():
    assert {kind.slug for kind in ALL} - {kind.slug for kind in OFFERED} == {
        "complaint",
        "denunciation",
        "petition",
        "petition_chairman",
        "petition_dialogue",
    }


def test_a_limit_that_is_not_law_says_so():
    assert law.term("feedback.answer", date(2026, 11, 21)).standing is law.Standing.COMMITMENT
    assert law.term("consultation", date(2026, 11, 21)).standing is law.Standing.LAW


def test_a_day_off_no_notice_was_seen_for_says_so_and_a_holiday_of_the_law_does_not():
    names = law.calendar().names
    assert names[date(2026, 11, 24)].endswith("cần đối chiếu thông báo chính thức")
    assert names[date(2026, 9, 2)] == law.public_holidays()[date(2026, 9, 2)]
    assert date(2026, 11, 24) in law.calendar().holidays


def test_nothing_was_in_force_before_it_began():
    with pytest.raises(LookupError, match=r"feedback\.answer"):
        law.term("feedback.answer", date(2020, 1, 1))


def test_the_due_day_is_counted_in_the_limits_own_unit():
    assert law.term("feedback.answer", date(2026, 2, 13)).due_on(date(2026, 2, 13)) == date(
        2026, 3, 6
    )
    assert law.term("consultation", date(2026, 2, 13)).due_on(date(2026, 2, 3)) == date(2026, 2, 23)
