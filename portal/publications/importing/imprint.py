"""The number, place and day a document gives itself, wherever on the paper they stand."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.publications.importing.citations import PARTY, SIGN, STATE
from portal.publications.importing.days import day_of
from portal.publications.importing.lines import Line
from portal.publications.importing.words import KIND_BY_SIGN, is_capital

NUMBER_LINE = re.compile(r"\(?\s?Số\s?[:.]?\s?(?P<words>[^,;]{0,60})", re.IGNORECASE)
NUMBER = re.compile(rf"(?:{STATE}|{PARTY})(?![\w/])")
_SPACED = re.compile(r"\s?([/-])\s?")
_BLANK_NUMBER = re.compile(r"[\s.…_]*(?:/|-[A-ZĐ]{2,4}\s?/)")
_WITH_NUMBER = re.compile(rf"^Số\s?[:.]?[\d\s.…_/]{{0,40}}{SIGN}(?![\w/])", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(
    r"(?:(?!Hôm nay)(?P<place>(?:TP\.\s?)?[^\W\d_][^\d,;:.()]{1,40}),\s?"
    r"(?:ngày|(?=\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{4}$))|Ngày)\s?(?P<day>\d{0,2})[\s.…_]*(?:tháng|/)\s?(?P<month>\d{0,2})[\s.…_]*"
    r"(?:năm|/)\s?(?P<year>\d{4}|\d{0,3}[\s.…_]*)",
)
_BETWEEN = " -|;,()\u2013\u2014"
_FARTHEST = 10


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A day of which the document may leave the day or month blank for the signing."""

    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def date(self) -> dt.date | None:
        """The day when all of it is written."""
        if self.day is None or self.month is None or self.year is None:
            return None
        return day_of(self.day, self.month, self.year)

    @property
    def is_whole(self) -> bool:
        """Whether day, month and year are written, though the calendar may not have the day."""
        return None not in {self.day, self.month, self.year}

    def agrees(self, other: "Dated") -> bool:
        """Whether nothing both of them write differs."""
        pairs = ((self.day, other.day), (self.month, other.month), (self.year, other.year))
        return all(None in pair or pair[0] == pair[1] for pair in pairs)


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """What the lines say, each value with the line it was found on.

    Attributes:
        blank_number: whether the number was left blank.

    """

    number: str | None = None
    number_line: int | None = None
    blank_number: bool = False
    place: str | None = None
    dated: Dated | None = None
    dated_line: int | None = None


def read_imprint(lines: Sequence[Line]) -> Imprint:
    """Return the first number, and the first place and day, that `lines` give."""
    number_line, number, blank = _number(lines)
    dated_line, place, dated = _place_and_date(lines)
    return Imprint(
        number=number,
        number_line=number_line,
        blank_number=blank,
        place=place,
        dated=dated,
        dated_line=dated_line,
    )


def _number(lines: Sequence[Line]) -> tuple[int | None, str | None, bool]:
    for line in lines:
        found = NUMBER_LINE.match(line.text)
        if found is None:
            continue
        words = found["words"]
        if number := NUMBER.match(words) or NUMBER.match(_SPACED.sub(r"\1", words)):
            return line.number, "".join(number[0].split()), False
        if _BLANK_NUMBER.match(words):
            return line.number, None, True
    return None, None, False


def _place_and_date(lines: Sequence[Line]) -> tuple[int | None, str | None, Dated | None]:
    for line in lines:
        for part in (*reversed(line.parts), _without_left(line.text)):
            if found := _PLACE_AND_DATE.fullmatch(part):
                said = {name: _whole(found[name]) for name in ("day", "month", "year")}
                return line.number, found["place"] and found["place"].strip(), Dated(**said)
    return None, None, None


def _without_left(text: str) -> str:
    """Return the line without the number or agency in capitals one blank before the place."""
    words = _WITH_NUMBER.sub("", text.strip(_BETWEEN)).strip(_BETWEEN).split()
    start = 0
    while start < len(words) - 1 and words[start].isalpha() and is_capital(words[start]):
        start += 1
    return " ".join(words[start:])


def is_day(text: str) -> bool:
    """Whether the line is a day, with or without its place, and nothing else."""
    return _PLACE_AND_DATE.fullmatch(text) is not None


def _whole(digits: str) -> int | None:
    return int(digits) if digits.isdigit() else None


def under_title(lines: Sequence[Line], start: int, kind: str) -> tuple[int, int]:
    """Return where the imprint under kind or title begins and ends; equal when there is none.

    Args:
        lines: those of the whole text.
        start: index of the line behind the one that names the kind.
        kind: what the number must be one of, for "số 82/NQ-HĐND" may end the title of a plan.

    """
    for first in range(start, min(start + _FARTHEST, len(lines))):
        if _gives(lines[first], kind):
            end = first + 1
            while end < len(lines) and end < first + 2 and _gives(lines[end], kind):
                end += 1
            return first, end
    return start, start


def _gives(line: Line, kind: str) -> bool:
    """Whether the line holds nothing but number, place and day of a document of this kind."""
    if line.cells:
        return False
    text = line.text.strip(_BETWEEN)
    numbered = _WITH_NUMBER.match(text) if text.startswith(("Số", "SỐ")) else None
    rest = text[numbered.end() :].strip(_BETWEEN) if numbered else text
    if numbered and not _is_of(kind, numbered[0]):
        return False
    on = _PLACE_AND_DATE.fullmatch(rest)
    return bool(on and (numbered or _is_name(on["place"]))) or (numbered is not None and not rest)


def _is_of(kind: str, words: str) -> bool:
    """Whether the sign behind the number does not name another kind."""
    sign = re.search(r"/\s?([A-ZĐ][A-ZĐa-zđ]{1,7})\s?-", words)
    return sign is None or KIND_BY_SIGN.get(sign[1], kind) == kind


def _is_name(place: str | None) -> bool:
    """Whether a place alone on a line is a name, not the end of a sentence."""
    return place is not None and all(word[0].isupper() for word in place.split())


def day_at_signature(lines: Sequence[Line]) -> Imprint:
    """Return place and day where a line of the signature gives them as a name and a day."""
    for line in lines:
        found = read_imprint([line])
        if found.dated and found.dated.is_whole and _is_name(found.place):
            return Imprint(place=found.place, dated=found.dated, dated_line=found.dated_line)
    return Imprint()
