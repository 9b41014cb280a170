"""The stretches of time a duty to disclose is about: years, halves, quarters, months. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Rhythm(StrEnum):
    """How often there is something new to disclose."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    ONCE = "once"
    EVENT = "event"  # whenever there is such a matter; nothing is owed while there is none


MONTHS = {Rhythm.YEAR: 12, Rhythm.HALF: 6, Rhythm.QUARTER: 3, Rhythm.MONTH: 1}
LETTERS = {Rhythm.HALF: "H", Rhythm.QUARTER: "Q", Rhythm.MONTH: "M"}
LAST_YEAR = 9999  # of the calendar, its own end left out
KEY = re.compile(r"([0-9]{4})(?:-([HQM])([0-9]{1,2}))?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Span:
    """The stretch of time a disclosure is about.

    Attributes:
        key: its name: "2026", "2026-H1", "2026-Q3", "2026-M09"; "" for what is done once.
        since: first day, `until` last day; both None for what is done once.

    """

    key: str
    since: date | None = None
    until: date | None = None


ONCE = Span(key="")


def span_of(rhythm: Rhythm, key: str) -> Span:
    """Return the period of this name; raise ValueError when `rhythm` has no such period."""
    if rhythm not in MONTHS and not key:
        return ONCE
    found, months = KEY.fullmatch(key), MONTHS.get(rhythm, 0)
    if found and months and (found[2] or "") == LETTERS.get(rhythm, ""):
        year, number = int(found[1]), int(found[3] or 1)
        if 1 <= number <= 12 // months and 1 <= year < LAST_YEAR:
            since = date(year, (number - 1) * months + 1, 1)
            until = _last_day(since, months)
            return Span(key=_key(rhythm, year, number), since=since, until=until)
    msg = f"no period {key!r} for {rhythm}"
    raise ValueError(msg)


def spans(rhythm: Rhythm, since: date, until: date) -> list[Span]:
    """Return the periods that touch the days from `since` to `until`, oldest first."""
    if rhythm is Rhythm.ONCE:
        return [ONCE]
    if rhythm is Rhythm.EVENT or since > until:
        return []
    months = MONTHS[rhythm]
    first = (since.month - 1) // months
    last = (until.year - since.year) * (12 // months) + (until.month - 1) // months
    many = 12 // months
    return [
        span_of(rhythm, _key(rhythm, since.year + at // many, at % many + 1))
        for at in range(first, last + 1)
    ]


def _key(rhythm: Rhythm, year: int, number: int) -> str:
    letter = LETTERS.get(rhythm)
    if letter is None:
        return f"{year:04d}"
    return f"{year:04d}-{letter}{number:02d}" if letter == "M" else f"{year:04d}-{letter}{number}"


def _last_day(since: date, months: int) -> date:
    count = since.year * 12 + since.month - 1 + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
