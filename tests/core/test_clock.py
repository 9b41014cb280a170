from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock, law

CALENDAR = law.calendar()
DAYS = st.dates(date(2025, 7, 1), date(2029, 6, 30))
LENGTHS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # law.md §6.1: Tết 16–20/02/2026 off, ten working days from Friday 13/02.
        (date(2026, 2, 13), 10, date(2026, 3, 6)),
        # 24/11 is a day off from 2026 on (Ngày Văn hóa Việt Nam).
        (date(2026, 11, 20), 10, date(2026, 12, 7)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        # 30/4 and 1/5/2026 are a Thursday and a Friday; Giỗ Tổ 26/4 is a Sunday, 27/4 off.
        (date(2026, 4, 24), 1, date(2026, 4, 28)),
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        # 2/1/2026 off, 10/1/2026 (Saturday) worked in exchange.
        (date(2026, 1, 1), 1, date(2026, 1, 5)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        # 22/8/2026 (Saturday) worked for Monday 31/8; 1 and 2/9 off.
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_working_days_counted_by_hand(start, days, due):
    assert clock.add_working_days(start, days, CALENDAR) == due


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 2, 13), 10, date(2026, 2, 23)),
        (date(2026, 11, 2), 20, date(2026, 11, 23)),  # 22/11 is a Sunday
        (date(2026, 4, 10), 20, date(2026, 5, 4)),  # 30/4 and 1/5, then a weekend
    ],
)
def test_calendar_days_end_on_a_working_day(start, days, due):
    assert clock.add_days(start, days, CALENDAR) == due


@given(DAYS, LENGTHS, LENGTHS)
def test_counting_in_two_parts_is_counting_once(start, first, second):
    between = clock.add_working_days(start, first, CALENDAR)
    if first:
        assert clock.add_working_days(between, second, CALENDAR) == clock.add_working_days(
            start, first + second, CALENDAR
        )


@given(DAYS, st.integers(1, 60))
def test_nothing_is_due_on_a_day_off(start, days):
    assert CALENDAR.works(clock.add_working_days(start, days, CALENDAR))
    assert CALENDAR.works(clock.add_days(start, days, CALENDAR))


@given(DAYS, LENGTHS, DAYS)
def test_one_more_day_off_never_brings_a_date_forward(start, days, off):
    more = clock.Calendar(holidays={*CALENDAR.holidays, off}, swaps=CALENDAR.swaps)
    assert clock.add_working_days(start, days, more) >= clock.add_working_days(
        start, days, CALENDAR
    )


@pytest.mark.parametrize("count", [clock.add_working_days, clock.add_days])
def test_days_are_not_negative(count):
    with pytest.raises(ValueError, match="0 or more"):
        count(date(2026, 1, 1), -1, CALENDAR)


def test_a_day_ends_and_begins_in_viet_nam():
    before, after = (
        datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 20, 17, 0, tzinfo=UTC),
    )
    assert clock.local_date(before) == date(2026, 11, 20)
    assert clock.local_date(after) == date(2026, 11, 21)
    assert clock.end_of(date(2026, 11, 20)) == before
    assert clock.start_of(date(2026, 11, 21)) == after


def test_the_clock_can_be_told_and_comes_back():
    then = datetime(2026, 1, 2, tzinfo=UTC)
    with clock.at(then):
        assert clock.now() == then
    assert clock.now() - then > timedelta(0)
