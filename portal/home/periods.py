"""The stretches of time figures are shown for, each with the one before to compare with. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Period:
    """A month, a quarter or a year, or as much of it as has passed.

    Attributes:
        slug: its name in addresses.
        months: how many months the whole of it has: 1, 3 or 12.
        since: first day, `until` last day counted; both local dates.
        before_since: first day of as long a stretch of the month, quarter or year before.
        before_until: its last day.

    """

    slug: str
    months: int
    since: date
    until: date
    before_since: date
    before_until: date


# slug -> (months, how many of them back)
CHOICES: dict[str, tuple[int, int]] = {
    "thang-nay": (1, 0),
    "thang-truoc": (1, 1),
    "quy-nay": (3, 0),
    "nam-nay": (12, 0),
    "nam-truoc": (12, 1),
}
USUAL = "nam-nay"


def period(slug: str, today: date) -> Period:
    """Return the period named `slug` as seen from `today`; the usual one for an unknown name."""
    slug = slug if slug in CHOICES else USUAL
    months, back = CHOICES[slug]
    since = _first_day(today, months, back)
    until = min(today, _last_day(since, months))
    before_since = _later(since, -months)
    before_whole = _last_day(before_since, months)
    complete = until == _last_day(since, months)
    same_length = before_since + (until - since)
    return Period(
        slug=slug,
        months=months,
        since=since,
        until=until,
        before_since=before_since,
        before_until=before_whole if complete else min(same_length, before_whole),
    )


def last_month(today: date) -> tuple[date, date]:
    """Return the first and the last day of the month before the one of `today`."""
    since = _first_day(today, 1, 1)
    return since, _last_day(since, 1)


def last_day(first: date) -> date:
    """Return the last day of the month that begins on `first`."""
    return _last_day(first, 1)


def month_before(first: date) -> date:
    """Return the first day of the month before the one that begins on `first`."""
    return _later(first, -1)


def a_year_to(until: date) -> date:
    """Return the first day of the twelve months that end with the month of `until`."""
    return _later(until.replace(day=1), 1 - MONTHS_SHOWN)


def _first_day(today: date, months: int, back: int) -> date:
    month = (today.month - 1) // months * months + 1
    return _later(date(today.year, month, 1), -months * back)


def _later(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _last_day(first: date, months: int) -> date:
    return _later(first, months) - timedelta(days=1)
