from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.home import periods
from portal.home.periods import period


@pytest.mark.parametrize(
    ("slug", "today", "since", "until", "before_since", "before_until"),
    [
        ("thang-nay", "2026-11-21", "2026-11-01", "2026-11-21", "2026-10-01", "2026-10-21"),
        ("thang-nay", "2026-03-31", "2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("thang-truoc", "2026-01-05", "2025-12-01", "2025-12-31", "2025-11-01", "2025-11-30"),
        ("quy-nay", "2026-11-21", "2026-10-01", "2026-11-21", "2026-07-01", "2026-08-21"),
        ("quy-nay", "2026-01-01", "2026-01-01", "2026-01-01", "2025-10-01", "2025-10-01"),
        ("nam-nay", "2026-12-31", "2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"),
        ("nam-truoc", "2028-02-29", "2027-01-01", "2027-12-31", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_compared_with_as_long_a_one_before(
    slug, today, since, until, before_since, before_until
):
    found = period(slug, date.fromisoformat(today))
    days = (found.since, found.until, found.before_since, found.before_until)
    assert [day.isoformat() for day in days] == [since, until, before_since, before_until]


def test_an_unknown_period_is_the_usual_one():
    assert period("'; --", date(2026, 11, 21)).slug == periods.USUAL


@given(st.sampled_from(sorted(periods.CHOICES)), st.dates(date(2024, 1, 1), date(2100, 1, 1)))
def test_no_period_reaches_into_the_future_or_into_the_one_before(slug, today):
    found = period(slug, today)
    assert found.since <= found.until <= today
    assert found.before_since <= found.before_until < found.since
    assert found.until - found.since < timedelta(days=367)


def test_twelve_months_end_with_the_period():
    assert periods.a_year_to(date(2026, 11, 21)) == date(2025, 12, 1)
    assert periods.a_year_to(date(2026, 12, 31)) == date(2026, 1, 1)
