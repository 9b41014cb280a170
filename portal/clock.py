"""Time, as the portal counts it: UTC instants and Vietnamese calendar days."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Which days count as working days.

    Attributes:
        holidays: days off that would otherwise be worked.
        swaps: weekend days worked in exchange (ngày làm bù).
        names: why a day is off or worked, as people are told; not every day has a name.

    """

    holidays: Collection[date] = frozenset()
    swaps: Collection[date] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def works(self, day: date) -> bool:
        """Return whether offices work on `day`."""
        if day in self.swaps:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the current instant, timezone-aware, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the clock say `instant` (aware) inside the block: how the demonstration gets a past."""
    token = _told.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def local(instant: datetime) -> datetime:
    """Return `instant` (aware) as the clock on the wall in Viet Nam shows it."""
    return instant.astimezone(VIETNAM)


def local_date(instant: datetime) -> date:
    """Return the calendar date of `instant` (aware) in Viet Nam."""
    return local(instant).date()


def today() -> date:
    """Return today's date in Viet Nam."""
    return local_date(now())


def end_of(day: date) -> datetime:
    """Return the last second of `day` in Viet Nam, in UTC: what is due on a day is due by then."""
    return datetime.combine(day, time(23, 59, 59), VIETNAM).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Return the first instant of `day` in Viet Nam, in UTC."""
    return datetime.combine(day, time.min, VIETNAM).astimezone(UTC)


def add_working_days(start: date, days: int, calendar: Calendar) -> date:
    """Return the date `days` working days after `start`.

    Days off are skipped; the day of `start` is not counted (BLDS 2015, Điều 147).

    Args:
        start: local calendar date (Asia/Ho_Chi_Minh) the count runs from.
        days: number of working days, 0 or more.
        calendar: days off and days worked in exchange; must cover the years crossed.

    Raises:
        ValueError: `days` is negative.

    """
    _refuse_negative(days)
    day = start
    while days:
        day += timedelta(days=1)
        if calendar.works(day):
            days -= 1
    return day


def add_days(start: date, days: int, calendar: Calendar) -> date:
    """Return the date `days` calendar days after `start`, moved to a working day at its end.

    A last day on a day off moves to the next working day (BLDS 2015, Điều 148).

    Raises:
        ValueError: `days` is negative.

    """
    _refuse_negative(days)
    day = start + timedelta(days=days)
    while not calendar.works(day):
        day += timedelta(days=1)
    return day


def working_days(after: date, until: date, calendar: Calendar) -> int:
    """Return how many working days lie after `after`, up to `until` and with it; 0 for none."""
    length = (until - after).days
    days = (after + timedelta(days=count) for count in range(1, length + 1))
    return sum(calendar.works(day) for day in days)


def _refuse_negative(days: int) -> None:
    if days < 0:
        msg = f"days must be 0 or more, got {days}"
        raise ValueError(msg)
