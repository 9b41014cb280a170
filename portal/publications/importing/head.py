"""What stands above the body: number, place and date, kind, title, and who issues."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.publications.importing.citations import PARTY, SIGN, STATE
from portal.publications.importing.days import day_of
from portal.publications.importing.lines import Line
from portal.publications.importing.marks import mark_of
from portal.publications.importing.words import (
    KIND_BY_FOLDED,
    OFFICE_LETTER,
    folded,
    is_capital,
    kind_named,
)

_HEAD_LINES = 40
_TITLE_LINES = 8
_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM"
    r"|Độc lập ?[-\u2013] ?Tự do ?[-\u2013] ?Hạnh phúc",
    re.IGNORECASE,
)
_NUMBER_LINE = re.compile(r"Số\s?[:.]?\s?(?P<words>[^,;]{0,60})", re.IGNORECASE)
_NUMBER = re.compile(rf"(?:{STATE}|{PARTY})(?![\w/])")
_BLANK_NUMBER = re.compile(r"[\s.…_]*(?:/|-[A-ZĐ]{2,4}\s?/)")
_WITH_NUMBER = re.compile(rf"^Số\s?[:.]?[\d\s.…_/]{{0,40}}{SIGN}\s", re.IGNORECASE)
_PLACE = r"(?P<place>(?:TP\.\s?)?[^\W\d_][^\d,;:.()]{1,40}),\s?"
_PLACE_AND_DATE = re.compile(
    _PLACE + r"ngày\s?(?P<day>\d{0,2})[\s.…_]*(?:tháng|/)\s?(?P<month>\d{0,2})[\s.…_]*"
    r"(?:năm|/)\s?(?P<year>\d{4}|\d{0,3}[\s.…_]*)",
)
_SUBJECT_OF_LETTER = re.compile(r"V/v:?\s+(?P<words>.{5,300})", re.IGNORECASE)
_BODY_OPENER = re.compile(
    r"(?:Căn cứ|Xét|Theo đề nghị|Kính gửi|Nhằm|Để |Ngày \d|Trên cơ sở|Trong thời gian"
    r"|Triển khai thực hiện (?:[^\W\d]+\s){1,4}số\s|Thực hiện (?:[^\W\d]+\s){1,4}số\s)",
)
_SURE_OPENER = ("Căn cứ ", "Xét ", "Theo đề nghị", "Kính gửi")
_AUTHORITY = re.compile(
    r"(?:(?:PHÓ )?CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|TRƯỞNG BAN"
    r"|HỘI ĐỒNG NHÂN DÂN|(?:ỦY|UỶ) BAN NHÂN DÂN)(?!\w)",
)
_ATTACHED = re.compile(r"\(?\s?(?:Ban hành |Phê duyệt )?kèm theo\s", re.IGNORECASE)


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

    def agrees(self, other: "Dated") -> bool:
        """Whether nothing both of them write differs."""
        pairs = ((self.day, other.day), (self.month, other.month), (self.year, other.year))
        return all(None in pair or pair[0] == pair[1] for pair in pairs)


@dataclass(frozen=True, kw_only=True)
class Head:
    """The values above the body, each with the line it was found on.

    Attributes:
        agencies: the agency lines, as written, parent agency first.
        body: index of the first line of the body.

    """

    body: int = 0
    number: str | None = None
    number_line: int | None = None
    blank_number: bool = False
    dated: Dated | None = None
    place: str | None = None
    dated_line: int | None = None
    kind: str | None = None
    kind_line: int = 1
    title: str | None = None
    agencies: tuple[str, ...] = ()


def read_head(lines: Sequence[Line]) -> Head:
    """Return what stands above the body of the document."""
    kind_at = _kind_at(lines)
    top = lines[: _top_end(lines) if kind_at is None else kind_at]
    number_line, number, blank = _number(top)
    dated_line, place, dated = _place_and_date(top)
    kind, title, body = _kind_and_title(lines, kind_at, len(top))
    return Head(
        body=body,
        number=number,
        number_line=number_line,
        blank_number=blank,
        dated=dated,
        place=place,
        dated_line=dated_line,
        kind=kind,
        kind_line=lines[kind_at].number if kind_at is not None else 1,
        title=title,
        agencies=_agencies(top),
    )


def _kind_at(lines: Sequence[Line]) -> int | None:
    """Return the index of the line that names the kind of document in capitals."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _kind_in_capitals(line.text) or _is_body(line):
            return index if _kind_in_capitals(line.text) else None
    return None


def _kind_in_capitals(text: str) -> tuple[str, str] | None:
    """Return the kind a line in capitals names, and the words of a title behind it."""
    if is_capital(text) and (kind := kind_named(text)):
        return kind, ""
    words = text.split()
    for count in range(min(4, len(words) - 1), 1, -1):
        front, rest = " ".join(words[:count]), " ".join(words[count:])
        kind = KIND_BY_FOLDED.get(folded(front))
        if kind and front.isupper() and not rest.isupper() and rest[0].isupper():
            return kind, rest
    return None


def _is_body(line: Line) -> bool:
    mark = mark_of(line.text)
    return bool(mark and mark.rank.is_heading) or _BODY_OPENER.match(line.text) is not None


def _top_end(lines: Sequence[Line]) -> int:
    """Return where the head ends in a document that does not name its kind."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _is_body(line):
            return index
    return 0


def _number(top: Sequence[Line]) -> tuple[int | None, str | None, bool]:
    """Return the line of the number, the number, and whether it was left blank."""
    for line in top:
        found = _NUMBER_LINE.match(line.text)
        if found is None:
            continue
        if number := _NUMBER.match(found["words"]):
            return line.number, "".join(number[0].split()), False
        if _BLANK_NUMBER.match(found["words"]):
            return line.number, None, True
    return None, None, False


def _place_and_date(top: Sequence[Line]) -> tuple[int | None, str | None, Dated | None]:
    for line in top:
        for part in (_WITH_NUMBER.sub("", line.text), *reversed(line.parts)):
            if found := _PLACE_AND_DATE.fullmatch(part):
                dated = Dated(**{name: _whole(found[name]) for name in ("day", "month", "year")})
                return line.number, found["place"].strip(), dated
    return None, None, None


def _whole(digits: str) -> int | None:
    return int(digits) if digits.isdigit() else None


def _kind_and_title(
    lines: Sequence[Line],
    kind_at: int | None,
    top_end: int,
) -> tuple[str | None, str | None, int]:
    """Return kind, title and the index of the first line of the body."""
    if kind_at is None:
        kind, title = _letter(lines[:top_end])
        return kind, title, top_end
    kind, words = _kind_in_capitals(lines[kind_at].text) or (None, "")
    title, body = title_from(lines, kind_at + 1, words)
    return kind, title, body


def _letter(top: Sequence[Line]) -> tuple[str | None, str | None]:
    """Return kind and subject of an official letter (công văn), which names no kind."""
    for line in top:
        for part in line.parts:
            if found := _SUBJECT_OF_LETTER.match(part):
                return OFFICE_LETTER, found["words"].strip()
    return None, None


def title_from(lines: Sequence[Line], start: int, words: str = "") -> tuple[str | None, int]:
    """Return the title that begins at line `start`, and the index of the line behind it."""
    pieces = [words] if words else []
    index = start
    for line in lines[start : start + _TITLE_LINES]:
        if _ends_title(line, pieces):
            break
        pieces.append(line.text)
        index += 1
    return " ".join(pieces) or None, index


def _ends_title(line: Line, pieces: list[str]) -> bool:
    if line.cells or _ATTACHED.match(line.text) or _AUTHORITY.match(line.text):
        return True
    if not pieces:
        return mark_of(line.text) is not None or line.text.startswith(_SURE_OPENER)
    if _is_body(line):
        return True
    return not line.text[0].islower() and (line.gap > 0 or line.text.startswith("("))


def _agencies(top: Sequence[Line]) -> tuple[str, ...]:
    """Return the agency lines of the head: capitals that are neither motto nor number."""
    found: list[str] = []
    for line in top:
        words = _MOTTO.sub("", line.parts[0]).strip(" |-*")
        if is_capital(words) and not _NUMBER_LINE.match(words) and kind_named(words) is None:
            found.append(words)
    return tuple(found)
