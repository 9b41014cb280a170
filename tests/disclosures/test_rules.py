from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from portal.disclosures import periods, rules
from portal.disclosures.periods import MONTHS, ONCE, Rhythm
from portal.disclosures.rules import Counted, Form, FormState, Limit, Outcome, Shown, Wanted
from portal.law import Unit, calendar

CALENDAR = calendar()
FIRST = date(2026, 1, 1)
FIVE_DAYS = Limit(counted=Counted.DOCUMENT, days=5, unit=Unit.WORKING)
AFTER = Limit(counted=Counted.END, days=15, unit=Unit.CALENDAR)
BEFORE = Limit(counted=Counted.START, days=31, unit=Unit.CALENDAR)
DUE = date(2026, 10, 15)


def shown(form=Form.BOARD, since=DUE, until=None):
    return Shown(form=form, started_on=since, ended_on=until)


@pytest.mark.parametrize("rhythm", list(MONTHS))
def test_the_periods_of_a_year_join_without_gap_or_overlap(rhythm):
    found = periods.spans(rhythm, FIRST, date(2026, 12, 31))
    assert len(found) == 12 // MONTHS[rhythm]
    assert found[0].since == FIRST
    assert found[-1].until == date(2026, 12, 31)
    for one, following in pairwise(found):
        assert following.since == one.until + timedelta(days=1)


@pytest.mark.parametrize("rhythm", list(MONTHS))
def test_a_period_is_found_again_by_its_key(rhythm):
    for span in periods.spans(rhythm, date(2025, 11, 5), date(2027, 2, 3)):
        assert periods.span_of(rhythm, span.key) == span


def test_periods_cross_the_turn_of_the_year():
    found = periods.spans(Rhythm.QUARTER, date(2025, 11, 5), date(2026, 2, 3))
    assert [span.key for span in found] == ["2025-Q4", "2026-Q1"]


@pytest.mark.parametrize(
    ("rhythm", "key"),
    [
        (Rhythm.YEAR, "2026-Q1"),
        (Rhythm.YEAR, ""),
        (Rhythm.QUARTER, "2026"),
        (Rhythm.QUARTER, "2026-Q5"),
        (Rhythm.QUARTER, "2026-Q0"),
        (Rhythm.HALF, "2026-H3"),
        (Rhythm.MONTH, "2026-M13"),
        (Rhythm.MONTH, "26-M1"),
        (Rhythm.YEAR, "0000"),
        (Rhythm.YEAR, "9999"),
        (Rhythm.YEAR, "２０２６"),
        (Rhythm.ONCE, "2026"),
        (Rhythm.EVENT, "2026"),
        (Rhythm.YEAR, "2026\n"),
    ],
)
def test_a_period_the_rhythm_does_not_have_is_refused(rhythm, key):
    with pytest.raises(ValueError, match="no period"):
        periods.span_of(rhythm, key)


def test_an_event_owes_nothing_and_has_no_periods():
    assert periods.spans(Rhythm.EVENT, FIRST, DUE) == []
    assert rules.expected_on(Rhythm.EVENT, FIVE_DAYS, ONCE, FIRST, CALENDAR) is None
    assert not rules.is_owed(ONCE, None, FIRST, None)


def test_figures_of_a_quarter_are_due_after_it_ends_on_a_working_day():
    third = periods.span_of(Rhythm.QUARTER, "2026-Q3")
    assert rules.expected_on(Rhythm.QUARTER, AFTER, third, FIRST, CALENDAR) == date(2026, 10, 15)


def test_a_plan_is_due_after_the_year_begins_or_after_the_register_does():
    year = periods.span_of(Rhythm.YEAR, "2026")
    assert rules.expected_on(Rhythm.YEAR, BEFORE, year, FIRST, CALENDAR) == date(2026, 2, 2)
    later = date(2026, 7, 1)
    assert rules.expected_on(Rhythm.YEAR, BEFORE, year, later, CALENDAR) >= later + timedelta(
        days=31
    )


def test_a_document_nobody_has_seen_is_waited_for_until_the_period_ends():
    year = periods.span_of(Rhythm.YEAR, "2026")
    assert rules.expected_on(Rhythm.YEAR, FIVE_DAYS, year, FIRST, CALENDAR) == date(2026, 12, 31)


def test_what_is_done_once_is_due_after_the_register_begins():
    assert rules.expected_on(Rhythm.ONCE, FIVE_DAYS, ONCE, date(2026, 6, 1), CALENDAR) == date(
        2026, 6, 8
    )


def test_a_document_is_due_from_its_own_day_and_figures_from_their_period():
    third = periods.span_of(Rhythm.QUARTER, "2026-Q3")
    of_document = rules.due_on(
        rhythm=Rhythm.QUARTER, limit=FIVE_DAYS, span=third, begins=FIRST,
        decided_on=date(2026, 10, 9), calendar=CALENDAR)  # fmt: skip
    of_period = rules.due_on(
        rhythm=Rhythm.QUARTER,
        limit=AFTER,
        span=third,
        begins=FIRST,
        decided_on=date(2026, 11, 9),
        calendar=CALENDAR,
    )
    assert of_document == date(2026, 10, 16)
    assert of_period == date(2026, 10, 15)


def test_working_days_leave_out_days_off():
    before_new_year = date(2026, 2, 13)
    due = FIVE_DAYS.due_on(before_new_year, CALENDAR)
    assert calendar().works(due)
    worked = [
        before_new_year + timedelta(days=at)
        for at in range(1, (due - before_new_year).days + 1)
        if calendar().works(before_new_year + timedelta(days=at))
    ]
    assert len(worked) == 5


@pytest.mark.parametrize(
    ("begins", "ends", "owed"),
    [
        (FIRST, None, True),
        (date(2026, 9, 30), None, True),
        (date(2026, 10, 1), None, False),  # the register begins after the period
        (FIRST, date(2026, 10, 15), True),
        (FIRST, date(2026, 10, 14), False),  # the duty ended before it was due
    ],
)
def test_a_duty_is_owed_only_while_it_is_in_force(begins, ends, owed):
    third = periods.span_of(Rhythm.QUARTER, "2026-Q3")
    assert rules.is_owed(third, DUE, begins, ends) is owed


def test_a_paper_stays_its_days_and_comes_down_on_a_working_day():
    until = rules.stay_until(Form.BOARD, date(2026, 10, 12), 20, CALENDAR)
    assert until == date(2026, 11, 2)  # the 20th day, 1 November, is a Sunday


def test_three_days_of_broadcast_are_three_days():
    assert rules.stay_until(Form.LOUDSPEAKER, date(2026, 10, 12), 3, CALENDAR) == date(2026, 10, 14)


@pytest.mark.parametrize("form", sorted(set(Form) - rules.LASTING))
def test_what_happens_once_has_no_end(form):
    assert rules.stay_until(form, DUE, 20, CALENDAR) is None
    state = rules.form_state(Wanted(form=form, days=20), [shown(form)], DUE, DUE, CALENDAR)
    assert state is FormState.DONE


STAY = date(2026, 11, 4)  # twenty days after DUE


@pytest.mark.parametrize(
    ("ended_on", "today", "state"),
    [
        (None, STAY - timedelta(days=1), FormState.RUNNING),
        (None, STAY, FormState.ENOUGH),
        (STAY - timedelta(days=1), STAY, FormState.SHORT),
        (STAY, STAY, FormState.DONE),
    ],
)
def test_a_posting_runs_until_it_was_up_long_enough(ended_on, today, state):
    wanted = Wanted(form=Form.BOARD, days=20)
    assert rules.form_state(wanted, [shown(until=ended_on)], DUE, today, CALENDAR) is state


@pytest.mark.parametrize(
    ("today", "due", "state"),
    [
        (DUE, DUE, FormState.WAITING),
        (DUE + timedelta(days=1), DUE, FormState.MISSING),
        (DUE, None, FormState.WAITING),
    ],
)
def test_a_form_nobody_used_is_missing_once_it_is_due(today, due, state):
    assert rules.form_state(Wanted(form=Form.BOARD), [], due, today, CALENDAR) is state


def test_a_second_posting_makes_up_for_one_taken_down_too_early():
    wanted = Wanted(form=Form.BOARD, days=20)
    early = shown(until=DUE + timedelta(days=2))
    again = shown(since=STAY, until=STAY + timedelta(days=30))
    today = STAY + timedelta(days=40)
    assert rules.form_state(wanted, [early, again], DUE, today, CALENDAR) is FormState.DONE


BOTH = (Wanted(form=Form.PORTAL), Wanted(form=Form.BOARD))
IN_TIME, TOO_LATE = DUE, DUE + timedelta(days=1)


def _expected(portal, board, today):
    days = [day for day in (portal, board) if day is not None]
    if len(days) < 2:
        if today <= DUE:
            return Outcome.NOT_YET
        return Outcome.PARTIAL if days else Outcome.MISSING
    return Outcome.ON_TIME if max(days) <= DUE else Outcome.LATE


@pytest.mark.parametrize(
    ("portal", "board", "today"),
    list(product((None, IN_TIME, TOO_LATE), (None, IN_TIME, TOO_LATE), (DUE, TOO_LATE))),
)
def test_every_form_that_is_asked_for_counts(portal, board, today):
    done = [
        shown(form, day)
        for form, day in ((Form.PORTAL, portal), (Form.BOARD, board))
        if day is not None
    ]
    assert rules.outcome(BOTH, done, DUE, today, CALENDAR) is _expected(portal, board, today)


def test_being_on_the_portal_alone_proves_no_posting():
    done = [shown(Form.PORTAL)]
    assert rules.outcome(BOTH, done, DUE, TOO_LATE, CALENDAR) is Outcome.PARTIAL


def test_taken_down_too_early_is_not_complete():
    wanted = (Wanted(form=Form.BOARD, days=20),)
    assert rules.outcome(wanted, [shown(until=DUE)], DUE, STAY, CALENDAR) is Outcome.PARTIAL


def test_without_any_form_asked_for_the_portal_is_meant():
    assert rules.outcome((), [shown(Form.PORTAL)], DUE, STAY, CALENDAR) is Outcome.ON_TIME
    assert rules.outcome((), [shown(Form.BOARD)], DUE, DUE, CALENDAR) is Outcome.NOT_YET


def test_what_nothing_is_asked_of_is_done_in_any_form():
    assert rules.outcome((), [shown(Form.BOARD)], None, STAY, CALENDAR) is Outcome.ON_TIME
    assert rules.outcome((), [], None, STAY, CALENDAR) is Outcome.NOT_YET


WORSE = [Outcome.MISSING, Outcome.PARTIAL, Outcome.LATE, Outcome.ON_TIME, Outcome.NOT_YET]


@pytest.mark.parametrize(("one", "other"), list(product(WORSE, WORSE)))
def test_the_worst_of_several_disclosures_is_told(one, other):
    expected = min((one, other), key=WORSE.index)
    assert rules.together([one, other], DUE, DUE) is expected


@pytest.mark.parametrize(
    ("due", "today", "said"),
    [
        (None, DUE, Outcome.NOTHING),
        (DUE, DUE, Outcome.NOT_YET),
        (DUE, TOO_LATE, Outcome.MISSING),
    ],
)
def test_where_nothing_was_disclosed_the_due_day_decides(due, today, said):
    assert rules.together([], due, today) is said


def test_every_outcome_and_state_has_a_word_and_a_shape():
    from portal.disclosures import wording

    assert set(wording.OUTCOMES) == set(wording.TAGS) == set(Outcome)
    assert set(wording.STATES) == set(wording.STATE_TAGS) == set(FormState)
    assert set(wording.FORMS) == set(Form)
    assert set(wording.RHYTHMS) == set(Rhythm)
    assert set(wording.COUNTS) == set(Counted)
    assert set(wording.BASES) == set(wording.BASIS_TAGS) == set(rules.Basis)


def test_a_posting_taken_down_too_early_is_not_in_time_because_another_came_later():
    wanted = (Wanted(form=Form.BOARD, days=20),)
    failed = shown(until=DUE)
    again = shown(since=DUE + timedelta(days=60))
    late = DUE + timedelta(days=200)
    assert rules.outcome(wanted, [failed, again], DUE, late, CALENDAR) is Outcome.LATE


def test_what_was_withdrawn_on_its_first_day_told_nobody():
    (only,) = [shown(Form.PORTAL, until=shown(Form.PORTAL).started_on)]
    wanted = (Wanted(form=Form.PORTAL),)
    assert rules.outcome(wanted, [only], DUE, STAY, CALENDAR) is Outcome.PARTIAL
