"""When a letter of apology is in time, and what became of the date it gave. Pure."""

from datetime import date, timedelta
from enum import StrEnum

AHEAD = timedelta(days=1)  # at the latest the day before the date first promised


class Outcome(StrEnum):
    """What became of the one new date."""

    OPEN = "open"
    KEPT = "kept"
    MISSED = "missed"


def in_time(issued_on: date, due_on: date) -> bool:
    """Return whether the letter was written at least a day before the date first promised."""
    return issued_on + AHEAD <= due_on


def outcome(new_date: date, finished_on: date | None, today: date) -> Outcome:
    """Return what became of the new date by `today`."""
    if finished_on is not None:
        return Outcome.KEPT if finished_on <= new_date else Outcome.MISSED
    return Outcome.MISSED if new_date < today else Outcome.OPEN
