"""How the authority's entries lie over the law."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock, law
from portal.law import Bound, Standing, Term, Unit
from portal.procedures import rules
from portal.procedures.rules import Day, DayKind, Promise

MONDAY = date(2026, 11, 16)
KNOWN = law.calendar()


def day(on, kind=DayKind.CLOSED):
    return Day(on=on, kind=kind, name="Nghỉ do bão", notice="TB 12/TB-UBND")


def term(**changes) -> Term:
    fields = {
        "code": "feedback.answer",
        "days": 10,
        "unit": Unit.WORKING,
        "basis": "Trả lời: cam kết của cơ quan",
        "standing": Standing.COMMITMENT,
        "valid_from": date(2025, 7, 1),
    } | changes
    return Term(**fields)


def promise(**changes) -> Promise:
    fields = {
        "code": "feedback.answer",
        "days": 7,
        "unit": Unit.WORKING,
        "document": "QĐ 45/QĐ-UBND",
        "valid_from": MONDAY,
    } | changes
    return Promise(**fields)


def test_a_storm_day_is_off_and_says_which_notice():
    calendar = rules.with_days(KNOWN, [day(MONDAY)])
    assert not calendar.works(MONDAY)
    assert calendar.names[MONDAY] == "Nghỉ do bão, TB 12/TB-UBND"
    assert KNOWN.works(MONDAY)


def test_a_saturday_is_worked_in_exchange():
    saturday = MONDAY + timedelta(days=5)
    assert rules.with_days(KNOWN, [day(saturday, DayKind.WORKED)]).works(saturday)


def test_a_public_holiday_may_be_worked_where_a_notice_says_so():
    assert not KNOWN.works(date(2026, 11, 24))
    worked = rules.with_days(KNOWN, [day(date(2026, 11, 24), DayKind.WORKED)])
    assert worked.works(date(2026, 11, 24))


def test_a_day_worked_in_exchange_may_be_closed_again():
    closed = rules.with_days(KNOWN, [day(date(2026, 8, 22))])
    assert KNOWN.works(date(2026, 8, 22))
    assert not closed.works(date(2026, 8, 22))


@pytest.mark.parametrize(
    ("on", "kind", "new"),
    [
        (MONDAY, DayKind.CLOSED, True),
        (MONDAY, DayKind.WORKED, False),
        (MONDAY + timedelta(days=5), DayKind.OFF, False),
        (MONDAY + timedelta(days=5), DayKind.WORKED, True),
    ],
)
def test_only_what_changes_the_day_is_an_entry(on, kind, new):
    assert rules.is_new(KNOWN, on, kind) is new


def test_a_promise_of_the_authority_is_never_called_law():
    law_term = term(standing=Standing.LAW, basis="Luật X, Điều 1")
    found = rules.promised(law_term, [promise(days=5)], MONDAY)
    assert (found.days, found.standing) == (5, Standing.COMMITMENT)
    assert "QĐ 45/QĐ-UBND" in found.basis
    assert "cam kết" in found.basis


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (MONDAY - timedelta(days=1), 10),
        (MONDAY, 7),
        (date(2026, 12, 31), 7),
        (date(2027, 1, 1), 10),
    ],
)
def test_a_promise_holds_between_its_days(on, days):
    assert rules.promised(term(), [promise(valid_to=date(2026, 12, 31))], on).days == days


def test_of_two_promises_the_later_one_holds():
    later = promise(days=5, valid_from=MONDAY + timedelta(days=7))
    found = rules.promised(term(), [later, promise()], MONDAY + timedelta(days=9))
    assert found.days == 5


def test_of_two_promises_from_one_day_on_the_one_entered_last_holds():
    assert rules.promised(term(), [promise(), promise(days=5)], MONDAY).days == 5


def test_a_promise_about_something_else_changes_nothing():
    assert rules.promised(term(), [promise(code="praise.answer")], MONDAY) == term()


@pytest.mark.parametrize(
    ("standing", "bound", "days", "unit", "may"),
    [
        (Standing.COMMITMENT, Bound.AT_MOST, 30, Unit.CALENDAR, True),
        (Standing.LAW, Bound.AT_MOST, 9, Unit.WORKING, True),
        (Standing.LAW, Bound.AT_MOST, 11, Unit.WORKING, False),
        (Standing.LAW, Bound.AT_MOST, 9, Unit.CALENDAR, False),
        (Standing.LAW, Bound.AT_LEAST, 11, Unit.WORKING, True),
        (Standing.LAW, Bound.AT_LEAST, 9, Unit.WORKING, False),
    ],
)
def test_the_law_may_only_be_bettered(standing, bound, days, unit, may):
    assert rules.may_promise(term(standing=standing, bound=bound), days, unit) is may


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.integers(0, 60),
    st.sampled_from(Unit),
    st.lists(st.dates(date(2026, 1, 1), date(2029, 6, 30)), max_size=8),
)
def test_more_days_off_never_bring_a_date_forward(start, days, unit, off):
    closed = rules.with_days(KNOWN, [day(on) for on in off])
    assert law.due_on(start, days, unit, closed) >= law.due_on(start, days, unit, KNOWN)
    if days:
        assert closed.works(law.due_on(start, days, unit, closed))


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(start, first, more):
    once = clock.add_working_days(start, first + more, KNOWN)
    twice = clock.add_working_days(clock.add_working_days(start, first, KNOWN), more, KNOWN)
    assert once == twice
    assert clock.working_days(start, once, KNOWN) == first + more
