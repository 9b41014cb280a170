"""Dates worked out by hand, on paper, with a calendar on the wall; never by running the code.

Off, as the law and the notices say:
2026: 01/01 02/01, Tết 16-20/02, 27/04 30/04 01/05, 31/08 01/09 02/09, 24/11; worked 10/01, 22/08.
2027: 01/01, Tết 04-10/02, 16/04 30/04 03/05, 02/09 03/09, 24/11.
2028: 03/01, Tết 24-28/01, 04/04 01/05 02/05, 01/09 04/09, 24/11.
"""

import os
import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock, law
from portal.cases import counting
from portal.cases.counting import Longer, Pause
from portal.law import Unit
from portal.procedures import rules
from portal.procedures.rules import Day, DayKind

W, C = Unit.WORKING, Unit.CALENDAR
KNOWN = law.calendar()


def d(told: str) -> date:
    return datetime.strptime(told, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


BY_HAND = [
    # plain weeks of June 2026; the first day is not counted, a weekend is skipped
    ("01/06/2026", 1, W, "02/06/2026"),
    ("01/06/2026", 5, W, "08/06/2026"),
    ("05/06/2026", 1, W, "08/06/2026"),
    ("05/06/2026", 10, W, "19/06/2026"),
    ("10/06/2026", 7, W, "19/06/2026"),
    ("11/06/2026", 15, W, "02/07/2026"),
    ("10/06/2026", 0, W, "10/06/2026"),
    # begun on a Saturday or a Sunday
    ("06/06/2026", 1, W, "08/06/2026"),
    ("07/06/2026", 1, W, "08/06/2026"),
    ("07/06/2026", 10, W, "19/06/2026"),
    # New Year 2026: Friday 02/01 off, Saturday 10/01 worked in exchange
    ("30/12/2025", 2, W, "05/01/2026"),
    ("31/12/2025", 1, W, "05/01/2026"),
    ("31/12/2025", 5, W, "09/01/2026"),
    ("31/12/2025", 6, W, "10/01/2026"),
    ("31/12/2025", 7, W, "12/01/2026"),
    ("09/01/2026", 1, W, "10/01/2026"),
    ("10/01/2026", 1, W, "12/01/2026"),
    # Tết 2026
    ("13/02/2026", 10, W, "06/03/2026"),  # the example of the legal notes
    ("13/02/2026", 1, W, "23/02/2026"),
    ("12/02/2026", 2, W, "23/02/2026"),
    ("17/02/2026", 1, W, "23/02/2026"),
    ("15/02/2026", 5, W, "27/02/2026"),
    ("06/02/2026", 10, W, "27/02/2026"),
    ("02/02/2026", 10, W, "23/02/2026"),
    # Giỗ Tổ on a Sunday, made good on Monday 27/04; 30/04 and 01/05
    ("24/04/2026", 1, W, "28/04/2026"),
    ("24/04/2026", 2, W, "29/04/2026"),
    ("24/04/2026", 3, W, "04/05/2026"),
    ("24/04/2026", 10, W, "13/05/2026"),
    ("29/04/2026", 1, W, "04/05/2026"),
    ("20/04/2026", 5, W, "28/04/2026"),
    # National Day 2026: Monday 31/08 off for Saturday 22/08
    ("21/08/2026", 1, W, "22/08/2026"),
    ("21/08/2026", 2, W, "24/08/2026"),
    ("21/08/2026", 6, W, "28/08/2026"),
    ("21/08/2026", 7, W, "03/09/2026"),
    ("21/08/2026", 10, W, "08/09/2026"),
    ("28/08/2026", 1, W, "03/09/2026"),
    ("23/08/2026", 5, W, "28/08/2026"),
    # Tuesday 24/11/2026
    ("16/11/2026", 10, W, "01/12/2026"),
    ("23/11/2026", 1, W, "25/11/2026"),
    ("20/11/2026", 2, W, "25/11/2026"),
    # New Year and Tết 2027
    ("31/12/2026", 1, W, "04/01/2027"),
    ("03/02/2027", 1, W, "11/02/2027"),
    ("03/02/2027", 2, W, "12/02/2027"),
    ("01/02/2027", 5, W, "15/02/2027"),
    ("29/01/2027", 10, W, "19/02/2027"),
    ("06/02/2027", 3, W, "15/02/2027"),
    # the rest of 2027
    ("15/04/2027", 1, W, "19/04/2027"),
    ("29/04/2027", 1, W, "04/05/2027"),
    ("28/04/2027", 5, W, "07/05/2027"),
    ("01/09/2027", 1, W, "06/09/2027"),
    ("31/08/2027", 5, W, "09/09/2027"),
    # 2028: New Year on a Saturday, Tết, a leap day
    ("31/12/2027", 1, W, "04/01/2028"),
    ("21/01/2028", 1, W, "31/01/2028"),
    ("17/01/2028", 10, W, "07/02/2028"),
    ("26/01/2028", 2, W, "01/02/2028"),
    ("28/02/2028", 1, W, "29/02/2028"),
    ("28/02/2028", 2, W, "01/03/2028"),
    ("03/04/2028", 1, W, "05/04/2028"),
    ("28/04/2028", 1, W, "03/05/2028"),
    ("31/08/2028", 1, W, "05/09/2028"),
    ("23/11/2028", 1, W, "27/11/2028"),
    # calendar days: only a last day on a day off moves
    ("13/02/2026", 10, C, "23/02/2026"),
    ("03/02/2026", 20, C, "23/02/2026"),
    ("06/02/2026", 10, C, "23/02/2026"),
    ("01/06/2026", 5, C, "08/06/2026"),
    ("01/06/2026", 6, C, "08/06/2026"),
    ("01/06/2026", 7, C, "08/06/2026"),
    ("01/06/2026", 30, C, "01/07/2026"),
    ("12/08/2026", 10, C, "22/08/2026"),
    ("01/08/2026", 30, C, "03/09/2026"),
    ("01/12/2026", 31, C, "04/01/2027"),
    ("31/12/2025", 2, C, "05/01/2026"),
    ("20/01/2027", 15, C, "11/02/2027"),
    ("05/01/2028", 20, C, "31/01/2028"),
    ("15/02/2028", 14, C, "29/02/2028"),
]


@pytest.mark.parametrize(("start", "days", "unit", "due"), BY_HAND)
def test_a_date_is_the_one_counted_by_hand(start, days, unit, due):
    assert law.due_on(d(start), days, unit, KNOWN) == d(due)


def entered(closed=(), worked=()) -> clock.Calendar:
    days = [Day(on=d(on), kind=DayKind.CLOSED, name="Bão", notice="TB 12") for on in closed]
    days += [Day(on=d(on), kind=DayKind.WORKED, name="Làm bù", notice="TB 13") for on in worked]
    return rules.with_days(KNOWN, days)


@pytest.mark.parametrize(
    ("closed", "worked", "start", "days", "unit", "due"),
    [
        (["18/11/2026"], [], "16/11/2026", 2, W, "19/11/2026"),
        (["18/11/2026", "19/11/2026"], [], "16/11/2026", 10, W, "03/12/2026"),
        (["18/11/2026"], [], "29/10/2026", 20, C, "19/11/2026"),
        ([], ["21/11/2026"], "16/11/2026", 10, W, "30/11/2026"),
        (["23/11/2026"], ["21/11/2026"], "20/11/2026", 2, W, "25/11/2026"),
        (["22/08/2026"], [], "21/08/2026", 1, W, "24/08/2026"),
    ],
)
def test_days_the_authority_entered_are_counted_by_hand_too(closed, worked, start, days, unit, due):
    assert law.due_on(d(start), days, unit, entered(closed, worked)) == d(due)


def pause(since: str, until: str) -> Pause:
    return Pause(since=d(since), until=d(until))


@pytest.mark.parametrize(
    ("start", "days", "unit", "turns", "due"),
    [
        ("16/11/2026", 10, W, [pause("18/11/2026", "20/11/2026")], "03/12/2026"),
        ("16/11/2026", 10, W, [pause("20/11/2026", "25/11/2026")], "03/12/2026"),
        ("16/11/2026", 10, W, [pause("20/11/2026", "22/11/2026")], "01/12/2026"),
        ("16/11/2026", 10, W, [pause("18/11/2026", "03/12/2026")], "15/12/2026"),
        (
            *("16/11/2026", 10, W),
            [pause("18/11/2026", "20/11/2026"), pause("25/11/2026", "27/11/2026")],
            "07/12/2026",
        ),
        ("09/02/2026", 10, W, [pause("12/02/2026", "24/02/2026")], "05/03/2026"),
        ("16/11/2026", 30, C, [pause("18/11/2026", "20/11/2026")], "18/12/2026"),
        ("16/11/2026", 10, W, [Longer(days=5, unit=W)], "08/12/2026"),
        ("16/11/2026", 10, W, [Longer(days=10, unit=W)], "15/12/2026"),
        (
            *("16/11/2026", 10, W),
            [pause("18/11/2026", "20/11/2026"), Longer(days=5, unit=W)],
            "10/12/2026",
        ),
        ("16/11/2026", 30, C, [Longer(days=15, unit=C)], "31/12/2026"),
        ("16/11/2026", 5, W, [Longer(days=10, unit=W)], "08/12/2026"),
        (
            *("16/11/2026", 5, W),
            [Longer(days=10, unit=W), Longer(days=15, unit=C)],
            "23/12/2026",
        ),
    ],
)
def test_pauses_and_extensions_are_counted_by_hand(start, days, unit, turns, due):
    assert counting.due_on(d(start), days, unit, turns, KNOWN) == d(due)


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(DAYS, st.integers(1, 90), st.sampled_from(Unit))
def test_nothing_is_ever_due_on_a_day_off_and_the_count_is_always_the_same(start, days, unit):
    due = law.due_on(start, days, unit, KNOWN)
    assert KNOWN.works(due)
    assert due == law.due_on(start, days, unit, KNOWN)


@given(DAYS, st.integers(0, 90), st.integers(0, 30), st.sampled_from(Unit))
def test_more_days_never_end_earlier(start, days, more, unit):
    shorter = law.due_on(start, days, unit, KNOWN)
    assert law.due_on(start, days + more, unit, KNOWN) >= shorter


@given(DAYS, st.integers(1, 30), st.integers(0, 40), st.integers(0, 20))
def test_a_pause_leaves_the_office_exactly_the_working_days_it_had(start, days, asked, waited):
    due = clock.add_working_days(start, days, KNOWN)
    since = min(start + timedelta(days=asked), due)
    until = since + timedelta(days=waited)
    later = counting.moved(due, Pause(since=since, until=until), KNOWN)
    before = clock.working_days(since, due, KNOWN)
    assert clock.working_days(until, later, KNOWN) == before
    assert later >= due


@given(DAYS, st.integers(1, 30), st.lists(st.integers(0, 20), max_size=4))
def test_no_pause_brings_a_date_forward_and_longer_ones_never_end_earlier(start, days, waits):
    turns, since = [], start
    for wait in waits:
        turns.append(Pause(since=since, until=since + timedelta(days=wait)))
        since += timedelta(days=wait + 1)
    due = counting.due_on(start, days, W, turns, KNOWN)
    assert due >= law.due_on(start, days, W, KNOWN)
    for place, turn in enumerate(turns):
        longer = Pause(since=turn.since, until=turn.until + timedelta(days=1))
        changed = [*turns[:place], longer, *turns[place + 1 :]]
        assert counting.due_on(start, days, W, changed, KNOWN) >= due


@given(DAYS, st.integers(1, 60), st.sampled_from(Unit))
def test_every_day_of_a_count_is_told_once(start, days, unit):
    due = law.due_on(start, days, unit, KNOWN)
    told = counting.walked(start, due, days, unit, KNOWN)
    every = [*told.worked, *told.weekends, *told.days_off]
    assert len(every) == len(set(every)) == (due - start).days
    if unit is W:
        assert len(told.worked) == days


@pytest.fixture
def far_away(monkeypatch):
    """Let the machine stand in New York."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
    assert os.environ.get("TZ") != "America/New_York"


def test_the_machines_own_zone_changes_no_date(far_away):
    instant = datetime.fromisoformat("2026-02-13T00:30:00+07:00")
    assert time.localtime(instant.timestamp()).tm_mday == 12
    start = clock.local_date(instant)
    assert start == date(2026, 2, 13)
    assert law.due_on(start, 10, W, KNOWN) == date(2026, 3, 6)
    assert clock.end_of(date(2026, 3, 6)).isoformat() == "2026-03-06T16:59:59+00:00"
