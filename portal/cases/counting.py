"""How a date is counted when pauses and extensions moved it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal import clock, law
from portal.law import Unit


class Change(StrEnum):
    """What moved the date of a clock, or would have."""

    PAUSE = "pause"  # while the office waits for the sender
    EXTENSION = "extension"
    RECOUNT = "recount"  # the calendar or the limit was changed


@dataclass(frozen=True, kw_only=True)
class Pause:
    """The days the office waited for the sender: after `since`, up to `until` and with it."""

    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Longer:
    """An extension by `days`, counted in `unit` from the date before."""

    days: int
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How a due date was found, day by day.

    Attributes:
        worked: days that counted, in order.
        weekends: Saturdays and Sundays left out.
        days_off: public holidays, days off in exchange and days of emergency left out.

    """

    worked: tuple[date, ...]
    weekends: tuple[date, ...]
    days_off: tuple[date, ...]


def due_on(
    start: date,
    days: int,
    unit: Unit,
    turns: Iterable[Pause | Longer],
    calendar: clock.Calendar,
) -> date:
    """Return the last day of a limit that was paused and extended by `turns`, in their order."""
    due = law.due_on(start, days, unit, calendar)
    for turn in turns:
        due = moved(due, turn, calendar)
    return due


def moved(due: date, turn: Pause | Longer, calendar: clock.Calendar) -> date:
    """Return where `turn` moves the date `due`: a pause by the working days it took."""
    if isinstance(turn, Pause):
        lost = clock.working_days(turn.since, turn.until, calendar)
        return clock.add_working_days(due, lost, calendar) if lost else due
    return law.due_on(due, turn.days, turn.unit, calendar)


def walked(start: date, due: date, days: int, unit: Unit, calendar: clock.Calendar) -> Counted:
    """Return every day from `start`, itself not counted, to `due`, sorted by whether it counted."""
    length = (due - start).days
    passed = [start + timedelta(days=count) for count in range(1, length + 1)]
    off = [day for day in passed if not calendar.works(day)]
    if unit is Unit.CALENDAR:
        # Only a last day on a day off moves a count of calendar days.
        off = [day for day in off if (day - start).days >= days]
    return Counted(
        worked=tuple(day for day in passed if day not in off),
        weekends=tuple(day for day in off if _is_plain_weekend(day, calendar)),
        days_off=tuple(day for day in off if not _is_plain_weekend(day, calendar)),
    )


def _is_plain_weekend(day: date, calendar: clock.Calendar) -> bool:
    return day.weekday() >= clock.SATURDAY and day not in calendar.names
