"""Days as documents write them."""

import re
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1930, 2100
_LAST_MONTH = 12

# "21/02/2025", "06-4-2023", "26 tháng 11 năm 2021": three groups, day, month, year.
DAY_MONTH_YEAR = (
    r"(\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(\d{1,2})(?:\s?[/.-]\s?|\s+năm\s+)(\d{4})(?!\d)"
)
DAY_TAIL = re.compile(r"\s?[,(]?\s?(?:ban hành\s)?ngày\s+" + DAY_MONTH_YEAR, re.IGNORECASE)


def day_of(day: str | int, month: str | int, year: str | int) -> date | None:
    """Return the day, or None when there is no such day."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def end_of_month(month: int, year: int) -> date | None:
    """Return the last day of the month, or None when there is no such month."""
    if not 0 < month <= _LAST_MONTH or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    after = date(year + 1, 1, 1) if month == _LAST_MONTH else date(year, month + 1, 1)
    return after - timedelta(days=1)
