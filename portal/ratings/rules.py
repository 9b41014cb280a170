"""What a rating may say, and when a figure about ratings may be shown. Pure."""

from dataclasses import dataclass
from datetime import datetime

from portal.i18n import N_

QUESTIONS_VERSION = 1
LONGEST_WORDS = 2_000
SMALLEST_GROUP = 5  # with fewer, a score could be linked to a face
SATISFIED_FROM = 4


@dataclass(frozen=True)
class Aspect:
    """One optional tap.

    Attributes:
        name: the column it is kept in.
        label: what is asked, marked with N_.
        good: the favourable answer, marked with N_.
        bad: the unfavourable answer, marked with N_.

    """

    name: str
    label: str
    good: str
    bad: str


ASPECTS = (
    Aspect("attitude", N_("Thái độ của cán bộ"), N_("Niềm nở"), N_("Chưa tốt")),
    Aspect("time", N_("Thời gian giải quyết"), N_("Nhanh, đúng hẹn"), N_("Lâu, trễ hẹn")),
    Aspect("guidance", N_("Hướng dẫn"), N_("Rõ ràng"), N_("Chưa rõ")),
)


def rounded(instant: datetime) -> datetime:
    """Return the hour of `instant`: no closer, so that nobody can tell who rated."""
    return instant.replace(minute=0, second=0, microsecond=0)


def may_be_shown(count: int) -> bool:
    """Return whether a figure over `count` ratings may be public."""
    return count >= SMALLEST_GROUP
