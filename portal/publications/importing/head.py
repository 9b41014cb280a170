"""What stands above the body: number, place and date, kind, title, and who issues."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.publications.importing.box import Box, read_box
from portal.publications.importing.days import DAY_MONTH_YEAR
from portal.publications.importing.imprint import (
    NUMBER,
    NUMBER_LINE,
    Dated,
    is_day,
    read_imprint,
    under_title,
)
from portal.publications.importing.lines import Line
from portal.publications.importing.titles import TITLE_LINES, is_body, title_from
from portal.publications.importing.words import (
    KIND_BY_FOLDED,
    KIND_BY_SIGN,
    OFFICE_LETTER,
    folded,
    is_capital,
    kind_named,
)

_HEAD_LINES = 40
_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM"
    r"|Độc lập ?[-\u2013] ?Tự do ?[-\u2013] ?Hạnh phúc",
    re.IGNORECASE,
)
_SUBJECT_OF_LETTER = re.compile(r"V/v:?\s+(?P<words>.{5,300})", re.IGNORECASE)
DAY = re.compile(DAY_MONTH_YEAR)


@dataclass(frozen=True, kw_only=True)
class Head:
    """The values above the body, each with the line it was found on.

    Attributes:
        agencies: the agency lines, as written, parent agency first.
        issuer: the issuing agency where a box above the document names it.
        signer: the name of the signer where such a box gives it.
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
    issuer: str | None = None
    signer: str | None = None


def read_head(lines: Sequence[Line]) -> Head:
    """Return what stands above the body of the document.

    What the paper itself leaves blank is taken from the box a web site printed above it.
    """
    box = read_box(lines)
    own = _own_head(lines[box.end :])
    return _completed(replace(own, body=own.body + box.end), box, lines)


def _completed(own: Head, box: Box, lines: Sequence[Line]) -> Head:
    said = box.said
    number = NUMBER.fullmatch(said.get("number", ""))
    day = DAY.fullmatch(said.get("day", ""))
    dated = _whole_day(day) if day else None
    return replace(
        own,
        number=own.number or ("".join(number[0].split()) if number else None),
        blank_number=own.blank_number and number is None,
        dated=dated if dated and (own.dated is None or own.dated.date is None) else own.dated,
        kind=own.kind or kind_named(said.get("kind", "")),
        kind_line=own.kind_line if own.kind else (lines[0].number if lines else 1),
        title=own.title or said.get("subject") or None,
        issuer=said.get("issuer") or None,
        signer=said.get("signer") or None,
    )


def _whole_day(found: re.Match[str]) -> Dated:
    day, month, year = map(int, found.groups())
    return Dated(day=day, month=month, year=year)


def _own_head(lines: Sequence[Line]) -> Head:
    kind_at = _kind_at(lines)
    top = list(lines[: _top_end(lines) if kind_at is None else kind_at])
    agencies = _agencies(top)
    kind, title, body, below = _kind_and_title(lines, kind_at, len(top))
    said = read_imprint([*top, *below])
    if kind is None and said.number and _is_letter(said.number, lines[body:]):
        kind = OFFICE_LETTER
    return Head(
        body=body,
        number=said.number,
        number_line=said.number_line,
        blank_number=said.blank_number,
        dated=said.dated,
        place=said.place,
        dated_line=said.dated_line,
        kind=kind,
        kind_line=lines[kind_at].number if kind_at is not None else 1,
        title=title,
        agencies=agencies,
    )


def _kind_at(lines: Sequence[Line]) -> int | None:
    """Return the index of the line that names the kind of document in capitals."""
    numbered = False
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if _kind_in_capitals(line.text) or (numbered and _kind_below_number(line.text)):
            return index
        if is_body(line) and not is_day(line.text):
            return None
        numbered = numbered or NUMBER_LINE.match(line.text) is not None
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


def _kind_below_number(text: str) -> tuple[str, str] | None:
    """Return kind and title of "KẾ HOẠCH CÔNG TÁC NĂM 2026", or of "Kế hoạch" alone.

    Above the number such a line may be part of the name of an agency.
    """
    if text[0].isupper() and (kind := kind_named(text)):
        return kind, ""
    words = text.split()
    for count in range(min(4, len(words) - 1), 1, -1):
        kind = KIND_BY_FOLDED.get(folded(" ".join(words[:count])))
        if kind and is_capital(text):
            rest = " ".join(words[count:])
            return kind, "" if rest.startswith("CỦA ") else rest
    return None


def _top_end(lines: Sequence[Line]) -> int:
    """Return where the head ends in a document that does not name its kind."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if is_body(line):
            return index
    return 0


def _kind_and_title(
    lines: Sequence[Line],
    kind_at: int | None,
    top_end: int,
) -> tuple[str | None, str | None, int, Sequence[Line]]:
    """Return kind, title, the index of the first line of the body, and the imprint above it."""
    if kind_at is None:
        kind, title = _letter(lines[:top_end])
        return kind, title, top_end, ()
    text = lines[kind_at].text
    kind, words = _kind_in_capitals(text) or _kind_below_number(text) or ("", "")
    start = kind_at + 1
    first, end = under_title(lines, start, kind)
    if first == start:
        title, body = title_from(lines, end, words)
        return kind, title, body, lines[first:end]
    title, body = title_from(lines[:first], start, words)
    if body == first:
        return kind, title, end, lines[first:end]
    return kind, *title_from(lines, start, words), ()


def _is_letter(number: str, body: Sequence[Line]) -> bool:
    """Whether a text without kind and subject is a letter: its number names no kind."""
    sign = number.rpartition("/")[2].partition("-")[0]
    addressed = bool(body) and body[0].text.startswith("Kính gửi")
    return addressed and "/" in number and sign not in KIND_BY_SIGN


def _letter(top: Sequence[Line]) -> tuple[str | None, str | None]:
    """Return kind and subject of an official letter (công văn), which names no kind."""
    for index, line in enumerate(top):
        for part in line.parts:
            if found := _SUBJECT_OF_LETTER.match(part):
                words = [found["words"].strip()]
                for below in top[index + 1 : index + TITLE_LINES]:
                    if not below.parts[0][0].islower():
                        break
                    words.append(below.parts[0])
                return OFFICE_LETTER, " ".join(words)
    return None, None


def _agencies(top: Sequence[Line]) -> tuple[str, ...]:
    """Return the agency lines of the head: capitals that are neither motto nor number."""
    found: list[str] = []
    for line in top:
        words = _MOTTO.sub("", line.parts[0]).strip(" |-*")
        if is_capital(words) and not NUMBER_LINE.match(words) and kind_named(words) is None:
            found.append(words)
    return tuple(found)
