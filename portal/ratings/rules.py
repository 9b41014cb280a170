"""What a rating may say, and when a figure about ratings may be shown. Pure."""

from datetime import datetime

LONGEST_WORDS = 2_000
SMALLEST_GROUP = 5  # with fewer, a score could be linked to a face
SATISFIED_FROM = 4
DISSATISFIED_TO = 2


def rounded(instant: datetime) -> datetime:
    """Return the hour of `instant`: no closer, so that nobody can tell who rated."""
    return instant.replace(minute=0, second=0, microsecond=0)


def may_be_shown(count: int) -> bool:
    """Return whether a figure over `count` ratings may be public."""
    return count >= SMALLEST_GROUP
