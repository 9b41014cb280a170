"""What can become of a turn, and the numbers this feature rests on."""

from enum import StrEnum


class State(StrEnum):
    """Where a turn stands."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    CAME = "came"
    MISSED = "missed"


MOST_SEATS = 60
MOST_PEOPLE = 5  # more come as a group, which names who speaks for it (Luật 42/2013, Điều 29)
FEWEST_A_MONTH = 2  # Luật 42/2013 as amended by Luật 136/2025, from 01/7/2026
KEEP_DAYS = 30  # how long name and telephone stay after the day
TAKES_A_SEAT = frozenset({State.BOOKED, State.CAME, State.MISSED})
MARKS = frozenset({State.CAME, State.MISSED})
