"""What a rating may say, and when a figure about ratings may be shown. Pure."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

LONGEST_WORDS = 2_000
SMALLEST_GROUP = 5  # with fewer, a score could be linked to a face
SATISFIED_FROM = 4
DISSATISFIED_TO = 2
UNSEEN_FOR = timedelta(hours=2)


def rounded(instant: datetime) -> datetime:
    """Return the hour of `instant`: no closer, so that nobody can tell who rated."""
    return instant.replace(minute=0, second=0, microsecond=0)


def may_be_shown(count: int) -> bool:
    """Return whether a figure over `count` ratings may be public."""
    return count >= SMALLEST_GROUP


def shown_from(completed: datetime) -> datetime:
    """Return when five ratings complete at `completed` may be seen: an hour later at the least."""
    return rounded(completed) + UNSEEN_FOR


def is_closed(shown_from: datetime | None, now: datetime) -> bool:
    """Return whether a rating can be seen by now, so that nothing may change in it any more."""
    return shown_from is not None and shown_from <= now


def mean(weights: Sequence[float]) -> float | None:
    """Return the mean score; `weights` says how many 1, 2, 3, 4, 5 there are."""
    total = sum(weights)
    if not total:
        return None
    return sum(score * weight for score, weight in enumerate(weights, 1)) / total


def margin(weights: Sequence[float]) -> float | None:
    """Return half the width of the 95 % interval of that mean; None for fewer than two."""
    total, middle = sum(weights), mean(weights)
    if middle is None or total <= 1:
        return None
    spread = sum(weight * (score - middle) ** 2 for score, weight in enumerate(weights, 1))
    return 1.96 * math.sqrt(spread / (total - 1) / total)
