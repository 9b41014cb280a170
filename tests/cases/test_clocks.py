from datetime import date, timedelta

import pytest
import time_machine

from portal import law
from portal.cases import clocks, service
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import State
from portal.history.service import events_of

MONDAY = "2026-11-16 09:00+07:00"


def clock_of(**changes) -> CaseClock:
    term = law.term("feedback.answer", date(2026, 8, 1))
    fields = {
        "days": term.days,
        "unit": term.unit,
        "basis": term.basis,
        "standing": term.standing,
    } | changes
    return CaseClock(**fields)


def test_the_clock_starts_on_the_local_day_even_before_dawn(send):
    with time_machine.travel("2026-11-16 00:30+07:00", tick=False):
        case = send().case
    assert case.clocks[0].started_on == date(2026, 11, 16)
    # Ten working days; Tuesday 24 November is Vietnamese Culture Day.
    assert case.due_on == case.clocks[0].due_on == date(2026, 12, 1)


def test_a_clock_keeps_the_term_it_was_started_under(send):
    case = send().case
    term = law.term("feedback.answer", case.clocks[0].started_on)
    kept = case.clocks[0]
    assert (kept.days, kept.unit, kept.basis, kept.standing) == (
        *(term.days, term.unit),
        *(term.basis, term.standing),
    )


def test_the_count_names_every_day_left_out():
    owed = clock_of(started_on=date(2026, 8, 21), due_on=date(2026, 9, 8))
    count = clocks.counted(owed)
    assert date(2026, 8, 22) in count.worked  # a Saturday worked in exchange
    assert date(2026, 8, 23) in count.weekends
    assert date(2026, 9, 2) in count.days_off
    days = {*count.worked, *count.weekends, *count.days_off}
    assert len(days) == (owed.due_on - owed.started_on).days


def test_calendar_days_leave_out_only_a_last_day_on_a_day_off():
    owed = clock_of(
        days=20, unit=law.Unit.CALENDAR, started_on=date(2026, 11, 1), due_on=date(2026, 11, 23)
    )
    count = clocks.counted(owed)
    assert count.weekends == (date(2026, 11, 21), date(2026, 11, 22))
    assert count.worked[-1] == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days_from_due", "late"), [(-1, False), (0, False), (1, True), (30, True)]
)
def test_a_case_is_late_from_the_day_after_it_was_due(days_from_due, late):
    case = Case(state=State.IN_PROGRESS, due_on=date(2026, 11, 20))
    today = date(2026, 11, 20) + timedelta(days=days_from_due)
    assert clocks.is_overdue(case, today) is late


def test_what_owes_no_answer_is_never_late():
    for state in (State.ANSWERED, State.CLOSED, State.REFUSED, State.WITHDRAWN):
        assert not clocks.is_overdue(Case(state=state, due_on=date(2020, 1, 1)), date(2026, 1, 1))


def test_the_nightly_look_dates_lateness_on_the_day_it_began_and_only_once(db, make_case):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.IN_PROGRESS)
    assert clocks.note_all_lateness(db, case.due_on) == 0
    assert clocks.note_all_lateness(db, case.due_on + timedelta(days=5)) == 1
    assert clocks.note_all_lateness(db, case.due_on + timedelta(days=6)) == 0
    assert case.overdue_on == case.due_on + timedelta(days=1)
    noted = [event for event in events_of(db, "case", case.id) if event.act == "overdue"]
    assert [event.facts["on"] for event in noted] == [case.overdue_on.isoformat()]


def test_answering_late_never_takes_the_lateness_back(db, make_case, staff):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.FOR_APPROVAL)
        due = case.due_on
    with time_machine.travel("2026-12-15 09:00+07:00", tick=False):
        service.approve(db, staff.head, case)
    assert case.overdue_on == due + timedelta(days=1)
    assert case.clocks[0].met_on == date(2026, 12, 15)


def test_handing_over_an_overdue_case_leaves_the_lateness_with_the_one_who_had_it(
    db, make_case, staff, make_office
):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.IN_PROGRESS)
    other = make_office("Công an xã")
    with time_machine.travel("2026-12-15 09:00+07:00", tick=False):
        service.hand_over(db, staff.officer, case, other, "Việc này thuộc Công an xã.")
    noted = next(event for event in events_of(db, "case", case.id) if event.act == "overdue")
    assert noted.office_id == staff.office.id


def test_a_second_look_that_is_late_is_written_down_again(db, make_case):
    from portal.permissions import HOLDER

    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.ANSWERED)
        service.dispute(db, HOLDER, case, "Đèn vẫn chưa sáng.")
    clocks.note_all_lateness(db, case.due_on + timedelta(days=1))
    assert [kept.overdue_on for kept in case.clocks if kept.span is Span.ANSWER] == [
        None,
        case.due_on + timedelta(days=1),
    ]
