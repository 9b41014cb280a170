"""The mark a line may begin with: its place in an outline."""

import re
from dataclasses import dataclass
from enum import IntEnum

from portal.publications.importing.words import roman_value


class Rank(IntEnum):
    """How deep a mark stands; a smaller one holds the greater ones below it."""

    PART = 1  # phần
    CHAPTER = 2  # chương
    DIVISION = 3  # mục
    ARTICLE = 4  # điều
    ROMAN = 5
    ARABIC = 6
    DOTTED = 7
    DOTTED_TWICE = 8
    POINT = 9
    BULLET = 10

    @property
    def is_heading(self) -> bool:
        """Whether a line with this mark opens a section of the outline."""
        return self < Rank.POINT


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mark at the beginning of a line.

    Attributes:
        label: the mark as the outline shows it: "I", "1", "Điều 3"; "a)" and "-" for text.
        end: where the words behind it begin.

    """

    rank: Rank
    label: str
    end: int


_NAMED = re.compile(
    r"(?:(?P<part>phần)|(?P<chapter>chương)|(?P<division>mục)|(?P<article>điều))\s+"
    r"(?P<number>thứ\s+\w{2,4}|[IVXLC]{1,7}|\d{1,3}[a-zđ]?)(?P<stop>\s*[.:]|\s+[-\u2013](?=\s)|)"
    r"\s*(?=(?P<next>.)|$)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?P<roman>[IVXLC]{1,7})\s?[./]"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})\.?(?=\s)"
    r"|(?P<arabic>\d{1,2})(?:\s?[./)](?!\d)|-(?=\s)))"
    r"\s*(?=(?P<next>.))",
)
_POINT = re.compile(r"(?P<letter>[a-zđ])\s?\)\s*(?=\S)")
_BULLET = re.compile(
    r"(?P<bullet>[-+*\u2013\u2022\u25cf\u25aa\u25e6\uf0b7])(?:\s+(?=\S)|(?=[^\W\d_]))"
)
_NAMES = {"part": "Phần", "chapter": "Chương", "division": "Mục", "article": "Điều"}
_LONGEST_MARK = 40


def mark_of(text: str) -> Mark | None:
    """Return the mark `text` begins with, or None when it begins with plain words."""
    return _named(text) or _numbered(text) or _lettered(text)


def _named(text: str) -> Mark | None:
    found = _NAMED.match(text, 0, _LONGEST_MARK)
    if found is None or not _stands_alone(found):
        return None
    name = next(name for name in _NAMES if found[name])
    label = f"{_NAMES[name]} {' '.join(found['number'].split())}"
    return Mark(rank=Rank[name.upper()], label=label, end=found.end())


def _stands_alone(found: re.Match[str]) -> bool:
    """Whether "Điều 5" is a heading here and not a line of a sentence that cites it."""
    if not found[0][0].isupper():
        return False
    follows = found["next"] or ""
    if found["article"]:
        return bool(found["stop"]) and not follows.islower()
    return not follows.islower() and follows not in {",", ";", ")"}


def _numbered(text: str) -> Mark | None:
    found = _NUMBERED.match(text, 0, _LONGEST_MARK)
    if found is None or found["next"].islower():
        return None
    if found["roman"]:
        roman = roman_value(found["roman"]) is not None
        return Mark(rank=Rank.ROMAN, label=found["roman"], end=found.end()) if roman else None
    if found["dotted"]:
        rank = Rank.DOTTED if found["dotted"].count(".") == 1 else Rank.DOTTED_TWICE
        return Mark(rank=rank, label=found["dotted"], end=found.end())
    return Mark(rank=Rank.ARABIC, label=found["arabic"], end=found.end())


def _lettered(text: str) -> Mark | None:
    if found := _POINT.match(text):
        return Mark(rank=Rank.POINT, label=f"{found['letter']})", end=found.end())
    if found := _BULLET.match(text):
        return Mark(rank=Rank.BULLET, label=found["bullet"], end=found.end())
    return None
