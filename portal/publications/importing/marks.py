"""The mark a line may begin with: its place in an outline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from portal.publications.importing.quotes import quoted_lines
from portal.publications.importing.words import roman_value


class Rank(IntEnum):
    """How deep a mark stands; a smaller one holds the greater ones below it."""

    PART = 1  # phần
    CHAPTER = 2  # chương
    DIVISION = 3  # mục
    ARTICLE = 4  # điều
    LETTER = 5  # A, B, C
    ROMAN = 6
    ARABIC = 7
    DOTTED = 8
    DOTTED_TWICE = 9
    POINT = 10
    BULLET = 11

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
        value: its number, where only its neighbours show that it is a mark and no words ("A.",
            "II- ", "100.", "Điều 2" alone); None for a mark that is sure by itself.

    """

    rank: Rank
    label: str
    end: int
    value: int | None = None


_NAMED = re.compile(
    r"(?:(?P<part>phần)|(?P<chapter>chương)|(?P<division>mục)|(?P<article>điều))\s+"
    r"(?P<number>thứ\s+\w{2,4}|[IVXLC]{1,7}|\d{1,3}[a-zđ]?)(?P<stop>\s*[.:]|\s+[-\u2013](?=\s)|)"
    r"\s*(?=(?P<next>.)|$)",
    re.IGNORECASE,
)
_DASH = r"\s?[-\u2013\u2014](?=\s)"
_NUMBERED = re.compile(
    rf"(?:(?P<letter>[A-HĐ])(?:\s?[./]|{_DASH})"
    rf"|(?P<roman>[IVXLC]{{1,7}})(?:\s?[./]|(?P<dash>{_DASH}))"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,2}){1,3})[./)]?(?=\s)"
    r"|(?P<arabic>\d{1,4})(?:\s?[./)](?!\d)|[-\u2013](?=\s)))"
    r"(?!\s*(?:Mác|I\.\s?Lênin|Lênin))\s*(?=(?P<next>.))",
)
_LETTERS = "ABCDĐEFGH"
_SURE_BELOW = 100
_IN_ROWS = (Rank.ARTICLE, Rank.LETTER, Rank.ROMAN, Rank.ARABIC)
# A line that ends so goes on with "Điều 5" as a citation.
_CITES = re.compile(
    r"(?:[,;(]|\W(?:tại|theo|khoản \d+|điểm \w|và|của|các|với|về|đến|từ))$", re.IGNORECASE
)
# A row may leave out one: lists drop an item, outlines drop Đ or F.
_NEAREST = (1, 2)
# The row a mark counts in, "I." and "I-" apart, and its number there.
_Place = tuple[tuple[Rank, bool], int]
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
    unsure = name == "article" and not found["stop"]
    value = _article_value(label) if unsure else None
    return Mark(rank=Rank[name.upper()], label=label, end=found.end(), value=value)


def _stands_alone(found: re.Match[str]) -> bool:
    """Whether "Điều 5" is a heading here and not a line of a sentence that cites it."""
    if not found[0][0].isupper():
        return False
    follows = found["next"] or ""
    if found["article"]:
        return not follows or (bool(found["stop"]) and not follows.islower())
    return not follows.islower() and follows not in {",", ";", ")"}


def _numbered(text: str) -> Mark | None:
    found = _NUMBERED.match(text, 0, _LONGEST_MARK)
    if found is None or found["next"].islower():
        return None
    end = found.end()
    if letter := found["letter"]:
        return Mark(rank=Rank.LETTER, label=letter, end=end, value=_LETTERS.index(letter) + 1)
    if found["roman"]:
        return _roman(found)
    if found["dotted"]:
        rank = Rank.DOTTED if found["dotted"].count(".") == 1 else Rank.DOTTED_TWICE
        return Mark(rank=rank, label=found["dotted"], end=end)
    value = int(found["arabic"])
    unsure = value if value >= _SURE_BELOW else None
    return Mark(rank=Rank.ARABIC, label=found["arabic"], end=end, value=unsure)


def _roman(found: re.Match[str]) -> Mark | None:
    value = roman_value(found["roman"])
    if value is None:
        return None
    unsure = value if found["dash"] else None
    return Mark(rank=Rank.ROMAN, label=found["roman"], end=found.end(), value=unsure)


def _lettered(text: str) -> Mark | None:
    if found := _POINT.match(text):
        return Mark(rank=Rank.POINT, label=f"{found['letter']})", end=found.end())
    if found := _BULLET.match(text):
        return Mark(rank=Rank.BULLET, label=found["bullet"], end=found.end())
    return None


def marks_of(texts: Sequence[str]) -> list[Mark | None]:
    """Return the mark of each of `texts`, without those their neighbours do not confirm.

    "A." is a heading where "B." follows; "100." is an item behind 99. What stands between quotation
    marks over several lines is the text of another document.
    """
    marks = [mark_of(text) for text in texts]
    for at in quoted_lines(texts):
        mark = marks[at]
        marks[at] = None if mark and mark.rank.is_heading else mark
    places = [_place(mark) if mark else None for mark in marks]
    last = {place: at for at, place in enumerate(places)}
    seen: set[_Place] = set()
    for at, (mark, place) in enumerate(zip(list(marks), places, strict=True)):
        if mark is None or place is None:
            continue
        row, value = place
        if row[0] is Rank.ARTICLE and mark.value is not None and _is_cited(texts, at):
            marks[at] = None
            continue
        follows = any((row, value - step) in seen for step in _NEAREST)
        nearest = _NEAREST if mark.rank is Rank.ARTICLE else _NEAREST[:1]
        after = any(last.get((row, 1 + step), 0) > at for step in nearest)
        opens = value == 1 and (place in seen or after)
        if mark.value is None or follows or opens:
            seen.add(place)
        else:
            marks[at] = None
    return marks


def _place(mark: Mark) -> _Place | None:
    if mark.rank not in _IN_ROWS:
        return None
    return (mark.rank, mark.rank is Rank.ROMAN and mark.value is not None), _value(mark)


def _value(mark: Mark) -> int:
    """Return the number of a mark that stands in a row."""
    if mark.value is not None:
        return mark.value
    if mark.rank is Rank.ARTICLE:
        return _article_value(mark.label)
    return int(mark.label) if mark.label.isdecimal() else roman_value(mark.label) or 0


def _article_value(label: str) -> int:
    return int("".join(letter for letter in label if letter.isdecimal()) or 0)


def _is_cited(texts: Sequence[str], at: int) -> bool:
    """Whether "Điều 5" alone on its line belongs to a sentence that was broken there."""
    before, after = "".join(texts[at - 1 : at]), "".join(texts[at + 1 : at + 2])
    return _CITES.search(before) is not None or after[:1].islower() or after[:1] in {",", ";"}
