"""Personal data in a text, found by simple patterns and proposed for masking. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.i18n import N_


class Personal(StrEnum):
    """What a piece of personal data is."""

    EMAIL = "email"
    ACCOUNT = "account"
    PHONE = "phone"
    PLATE = "plate"
    ID_NUMBER = "id_number"


# What stands in its place for everyone to read.
MASKS: Mapping[Personal, str] = MappingProxyType(
    {
        Personal.EMAIL: N_("[địa chỉ thư điện tử]"),
        Personal.ACCOUNT: N_("[số tài khoản]"),
        Personal.PHONE: N_("[số điện thoại]"),
        Personal.PLATE: N_("[biển số xe]"),
        Personal.ID_NUMBER: N_("[số giấy tờ]"),
    }
)

# Where two patterns overlap, the earlier one in this table is right.
PATTERNS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (Personal.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        Personal.ACCOUNT,
        re.compile(
            r"(?:\bstk|số\s+tài\s+khoản|so\s+tai\s+khoan|tài\s+khoản|tai\s+khoan|\btk)"
            r"(?:\s+(?:ngân\s+hàng|ngan\s+hang|số|so|là|la))*\s*[:.]?\s*"
            r"(?P<value>\d(?:[ .-]?\d){5,18})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.PHONE,
        re.compile(
            r"(?<![\d/.-])(?:"
            r"(?:\+?84|0)[ .-]?[35789](?:[ .-]?\d){8}"  # mobile: ten digits
            r"|(?:\+?84|0)[ .-]?2(?:[ .-]?\d){9}"  # fixed: eleven digits
            r"|\(0\d{1,3}\)[ .-]?\d(?:[ .-]?\d){6,7}"
            r")(?![\d/])"
        ),
    ),
    (
        Personal.PLATE,
        re.compile(
            r"(?<![\w/])[1-9]\d[ -]?[A-ZĐ]{1,2}\d?"
            r"(?:[ -]\d{3}[.]?\d{2}|\d{3}[.]\d{2}|[ -]\d{4})(?![\d/])",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.ID_NUMBER,
        re.compile(
            r"(?<![\d/.,-])(?:\d{12}|\d{9}|0\d{2}(?:[ .-]?\d{3}){3}|\d{3} \d{3} \d{3})"
            r"(?![\d/]|[.,]\d|\s*(?:đồng|đ\b|vnđ|vnd|triệu|tỷ))",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True)
class Found:
    """One piece of personal data: `text[start:end]` of where it was looked for."""

    personal: Personal
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A run of a text; `personal` says what it is, None for what anybody may read."""

    text: str
    personal: Personal | None


def personal_data(text: str) -> list[Found]:
    """Return what in `text` looks like personal data, in its order, without overlaps."""
    taken: list[Found] = []
    for candidate in _candidates(text):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in taken):
            taken.append(candidate)
    return sorted(taken, key=lambda found: found.start)


def pieces(text: str) -> list[Piece]:
    """Return the whole of `text` cut where personal data begins and ends, for marking it."""
    cut, at = [], 0
    for found in personal_data(text):
        cut.append(Piece(text[at : found.start], None))
        cut.append(Piece(text[found.start : found.end], found.personal))
        at = found.end
    cut.append(Piece(text[at:], None))
    return [piece for piece in cut if piece.text]


def masked(text: str, masks: Mapping[Personal, str] = MASKS) -> str:
    """Return `text` with each piece of personal data replaced by what it was."""
    return "".join(
        piece.text if piece.personal is None else masks[piece.personal] for piece in pieces(text)
    )


def _candidates(text: str) -> Iterator[Found]:
    for personal, pattern in PATTERNS:
        group = "value" if "value" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield Found(personal, *match.span(group))
