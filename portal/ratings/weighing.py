"""The written rule by which ratings that look odd count less; none is refused or deleted. Pure.

What stands here is shown to everybody beside the figures. A rating with the one-time code of a
visit counts in full whatever else is said of it: the code is the better proof.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal.i18n import N_

FULL = 100
STREAK = 9
BURST = "12/10 minutes"
FASTEST = timedelta(seconds=1)
MAKES_A_FIVE = 50  # what weighs less does not help to complete five: it may be one person's doing
WINDOW = timedelta(minutes=30)


class Flag(StrEnum):
    """Something odd about a rating."""

    REPEAT = "repeat"
    OWN_NETWORK = "own_network"
    BURST = "burst"
    STREAK = "streak"
    OUTSIDE_HOURS = "outside_hours"
    FAST = "fast"


@dataclass(frozen=True)
class Rule:
    """What a flag means and what it costs.

    Attributes:
        weight: hundredths a rating with this flag counts for; of several flags the least holds.
        title: marked with N_.
        text: when the flag is set, marked with N_.

    """

    flag: Flag
    weight: int
    title: str
    text: str


RULES = (
    Rule(
        Flag.REPEAT,
        0,
        N_("Gửi lại"),
        N_("Cùng một trình duyệt chấm cùng một quầy lần nữa trong 30 phút."),
    ),
    Rule(
        Flag.BURST,
        25,
        N_("Dồn dập"),
        N_("Từ lượt thứ mười ba của cùng một mạng tại một quầy trong 10 phút."),
    ),
    Rule(
        Flag.FAST,
        25,
        N_("Quá nhanh"),
        N_("Gửi chưa đầy một giây sau khi trang mở ra."),
    ),
    Rule(
        Flag.OWN_NETWORK,
        50,
        N_("Mạng của cơ quan"),
        N_("Gửi từ mạng của chính cơ quan, hoặc từ máy tính bảng đặt tại quầy."),
    ),
    Rule(
        Flag.STREAK,
        50,
        N_("Chuỗi giống nhau"),
        N_("Từ lượt thứ mười giống hệt nhau liền nhau tại một quầy trong một giờ."),
    ),
    Rule(
        Flag.OUTSIDE_HOURS,
        50,
        N_("Ngoài giờ"),
        N_("Cách giờ làm việc của quầy quá nửa giờ, hoặc vào ngày nghỉ."),
    ),
)
WEIGHTS = {rule.flag: rule.weight for rule in RULES}


def weight(flags: Iterable[Flag], *, verified: bool) -> int:
    """Return how many hundredths a rating counts for."""
    return FULL if verified else min((WEIGHTS[flag] for flag in flags), default=FULL)
