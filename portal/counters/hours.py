"""When a counter is open: weekdays, morning and afternoon, days off respected. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal import clock

MONDAY = 0
NEAR = timedelta(minutes=30)  # whoever was served last rates on the way out

Span = tuple[time, time]


@dataclass(frozen=True, kw_only=True)
class Hours:
    """The week of a counter.

    Attributes:
        morning: when it opens and closes; asked on the weekdays in `mornings`, 0 is Monday.
        afternoon: the same for `afternoons`.

    """

    morning: Span
    afternoon: Span
    mornings: frozenset[int]
    afternoons: frozenset[int]


UNSAID = Hours(
    morning=(time(7, 30), time(12)),
    afternoon=(time(12), time(17, 30)),
    mornings=frozenset(range(6)),
    afternoons=frozenset(range(6)),
)


def spans(hours: Hours, on: date, calendar: clock.Calendar) -> list[Span]:
    """Return from when to when a counter is open on a day; empty for a day off.

    A day worked in exchange (ngày làm bù) on which it is otherwise closed goes by Monday's hours.
    """
    if on in calendar.holidays and on not in calendar.swaps:
        return []
    found = _of_weekday(hours, on.weekday())
    return found or (_of_weekday(hours, MONDAY) if on in calendar.swaps else [])


def is_near(hours: Hours, at: datetime, calendar: clock.Calendar) -> bool:
    """Return whether the instant (aware) lies in the hours, or half an hour around them."""
    wall = clock.local(at).replace(tzinfo=None)
    return any(
        datetime.combine(wall.date(), opens) - NEAR
        <= wall
        < datetime.combine(wall.date(), closes) + NEAR
        for opens, closes in spans(hours, wall.date(), calendar)
    )


def _of_weekday(hours: Hours, weekday: int) -> list[Span]:
    halves = ((hours.mornings, hours.morning), (hours.afternoons, hours.afternoon))
    found = [span for days, span in halves if weekday in days]
    whole_day = len(found) == len(halves) and found[0][1] == found[1][0]
    return [(found[0][0], found[1][1])] if whole_day else found
