"""How long a sign-in lasts, what a password must be, how offices lie in each other. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from portal.i18n import N_
from portal.permissions import Role

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
INVITATION_LIFE = timedelta(hours=1)

# How many wrong passwords are taken in how many minutes. Each row that is used up asks for a
# longer wait than the one before; no row lasts longer than an hour, so nobody is locked out.
FROM_ONE_PLACE = ((5, 1), (10, 10), (20, 60))  # for one user name, from one address
FROM_EVERYWHERE = ((20, 1), (100, 60))  # for one user name; NIST 800-63B-4 §3.2.2 allows 100
FROM_ONE_NETWORK = ((30, 1),)  # for all user names together, from one address or /64

SHORTEST_PASSWORD = 15  # NIST 800-63B-4 §3.1.1: a password that is the only factor
LONGEST_PASSWORD = 200
FEWEST_LETTERS = 5  # different ones, once what guessers try first was taken away
# What guessers try first, folded to letters and digits.
WORN_OUT = (
    "matkhau", "password", "passw0rd", "abc123", "admin", "administrator", "quantri", "congan",
    "vietnam", "ubnd", "uyban", "nhandan", "canbo", "xinchao", "iloveyou", "welcome", "letmein",
    "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r", "1qaz2wsx",
)  # fmt: skip

SLUG_LENGTH = 60
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

ROLE_NAMES = {
    Role.OFFICER: N_("Chuyên viên xử lý"),
    Role.HEAD: N_("Lãnh đạo cơ quan, duyệt trả lời"),
    Role.DISPATCHER: N_("Tiếp nhận và chuyển ý kiến"),
    Role.MODERATOR: N_("Kiểm duyệt trước khi đăng"),
    Role.EDITOR: N_("Biên tập văn bản"),
    Role.INSPECTOR: N_("Giám sát, chỉ xem"),
    Role.CLERK: N_("Nhập hộ ý kiến tại quầy"),
    Role.LEADER: N_("Lãnh đạo Ủy ban, theo dõi mọi cơ quan"),
    Role.CONFIDANT: N_("Người được giao mở đơn tố cáo"),
    Role.ADMINISTRATOR: N_("Quản trị"),
}
"""The roles an official can be given, with their names."""


class Weakness(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    GUESSABLE = "guessable"


def is_alive(created_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Return whether a sign-in still holds at `now`: neither idle nor old for too long."""
    return now - seen_at <= IDLE and now - created_at <= ABSOLUTE


def same_password(typed: str) -> str:
    """Return `typed` in the one form that is hashed, whatever keyboard composed it."""
    return unicodedata.normalize("NFC", typed)


def is_weak(password: str, *known: str) -> bool:
    """Return whether `password` is too short, or little more than what guessers try first."""
    return weakness(password, *known) is not None


def weakness(password: str, *known: str) -> Weakness | None:
    """Return what is wrong with `password`, None when it is good.

    Args:
        password: as typed.
        known: what a guesser knows besides: the user name, the names of official and authority.

    """
    length = len(same_password(password))
    if length < SHORTEST_PASSWORD:
        return Weakness.SHORT
    if length > LONGEST_PASSWORD:
        return Weakness.LONG
    return Weakness.GUESSABLE if _is_guessable(password, known) else None


def folded(text: str) -> str:
    """Return `text` as small letters, digits and pictures: "Mật khẩu!" gives "matkhau"."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum() or unicodedata.category(char) == "So")


def slug_of(name: str) -> str:
    """Return `name` as it stands in an address: "Phòng Kinh tế" gives "phong-kinh-te"."""
    words = re.split(r"\W+", unicodedata.normalize("NFC", name).lower())
    slug = "-".join(word for word in map(folded, words) if word.isascii() and word)
    return slug[:SLUG_LENGTH].strip("-")


def contrast_with_white(colour: str) -> float:
    """Return the contrast of `#rrggbb` with white, 1 to 21, as WCAG counts it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    shares = zip((0.2126, 0.7152, 0.0722), map(_linear, channels), strict=True)
    return 1.05 / (sum(weight * value for weight, value in shares) + 0.05)


class InTree(Protocol):
    """Anything that may lie below another of its sort."""

    @property
    def id(self) -> int:
        """Which one."""

    @property
    def parent_id(self) -> int | None:
        """The one it lies below, None at the top."""


T = TypeVar("T", bound=InTree)


def in_tree_order(things: Sequence[T]) -> list[T]:
    """Return `things` so that each stands after its parent, in the order they came otherwise."""
    known = {thing.id for thing in things}
    below: dict[int | None, list[T]] = {}
    for thing in things:
        parent = thing.parent_id if thing.parent_id in known else None
        below.setdefault(parent, []).append(thing)
    return list(_walk(below, None))


def _walk(below: dict[int | None, list[T]], parent: int | None) -> Iterable[T]:
    for thing in below.get(parent, ()):
        yield thing
        yield from _walk(below, thing.id)


def _is_guessable(password: str, known: Iterable[str]) -> bool:
    plain = folded(password)
    names = {folded(word) for name in known for word in (name, *name.split())}
    for worn in sorted({*WORN_OUT, *names}, key=len, reverse=True):
        # Two letters or one are part of too many good words to be taken away.
        if len(worn) > 2:  # noqa: PLR2004 - said one line above
            plain = plain.replace(worn, "")
    return len(set(_without_runs(plain))) < FEWEST_LETTERS


def _without_runs(text: str) -> str:
    """Return `text` without letters that only continue what stands before: aaaa, 1234, dcba."""
    pairs = zip("\0" + text, text, strict=False)
    return "".join(char for before, char in pairs if abs(ord(char) - ord(before)) > 1)


def _linear(channel: float) -> float:
    if channel <= 0.04045:  # noqa: PLR2004 - the number is sRGB's
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
