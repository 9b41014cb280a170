"""The parts of a file: the document itself, its signature, and what is appended to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.publications.importing.lines import Line
from portal.publications.importing.marks import mark_of
from portal.publications.importing.signature import signature_start
from portal.publications.importing.titles import title_from
from portal.publications.importing.words import is_capital, kind_named

_APPENDIX = re.compile(
    r"phụ lục(?:\s+(?:số\s+)?(?P<number>[IVXLC]{1,7}|\d{1,3}[A-Za-z]?|[A-Z])(?!\w))?"
    r"\s*(?P<stop>[:.\u2013-]|)\s*(?P<title>.{0,300})",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r"\(?\s?(?:ban hành |phê duyệt )?kèm theo\s", re.IGNORECASE)
_NOTE = re.compile(r"(?:\(\d{1,2}\)|\[\d{1,2}\]|[¹²³⁴-⁹]|\d{1,2}(?=\s[A-ZĐ][a-zđ]))\s?\S")
_NEAR = 8


@dataclass(frozen=True, kw_only=True)
class Appended:
    """An appendix, or a regulation the document issues, with its own outline.

    Attributes:
        title_starts: where in `title` each of its lines begins, and the number of the line.

    """

    label: str
    title: str | None
    line: int
    title_starts: tuple[tuple[int, int], ...]
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The lines of a file, by what they belong to; notes stand behind the signature."""

    main: Sequence[Line]
    signature: Sequence[Line]
    notes: Sequence[Line]
    appended: tuple[Appended, ...]


def split_parts(lines: Sequence[Line], body: int) -> Parts:
    """Return the parts of the file whose head ends before index `body`."""
    starts = [i for i in range(body, len(lines)) if _label_at(lines, i) is not None]
    end = starts[0] if starts else len(lines)
    signed = signature_start(lines[:end], body)
    noted = end if signed is None else _notes_start(lines, signed, end)
    bounds = pairwise([*starts, len(lines)])
    return Parts(
        main=lines[body : end if signed is None else signed],
        signature=lines[end if signed is None else signed : noted],
        notes=lines[noted:end],
        appended=tuple(_appended(lines, first, last) for first, last in bounds),
    )


def _notes_start(lines: Sequence[Line], signed: int, end: int) -> int:
    """Return where the footnotes begin that a converter put behind the signature."""
    noted = (index for index in range(signed, end) if _NOTE.match(lines[index].text))
    return next(noted, end)


def _label_at(lines: Sequence[Line], index: int) -> str | None:
    """Return the label of the part that begins at `index`, or None when none does."""
    line = lines[index]
    if line.cells:
        return None
    if (found := _APPENDIX.fullmatch(line.text)) and _is_heading(line.text, found):
        return f"Phụ lục {found['number'].upper()}" if found["number"] else "Phụ lục"
    kind = kind_named(line.text) if is_capital(line.text) else None
    near = lines[index + 1 : index + _NEAR]
    return kind if kind and any(_ATTACHED.match(after.text) for after in near) else None


def _is_heading(text: str, found: re.Match[str]) -> bool:
    """Whether the line is the heading of an appendix and not a sentence about one."""
    if not found["title"]:
        return text[0].isupper()
    return text.startswith("PHỤ LỤC") and (bool(found["stop"]) or found["title"][0].isupper())


def _appended(lines: Sequence[Line], first: int, last: int) -> Appended:
    label = _label_at(lines, first) or ""
    found = _APPENDIX.fullmatch(lines[first].text)
    title, after = title_from(lines[:last], first + 1, found["title"] if found else "")
    if title is not None and _is_text(lines[first + 1 : after]):
        title, after = None, first + 1
    return Appended(
        label=label,
        title=title,
        line=lines[first].number,
        title_starts=_starts(found["title"] if found else "", lines[first:after]),
        lines=lines[after:last],
    )


def _starts(beside: str, lines: Sequence[Line]) -> tuple[tuple[int, int], ...]:
    """Return where in the title each of its lines begins, and the number of the line."""
    pieces = [(beside, lines[0].number), *((line.text, line.number) for line in lines[1:])]
    offset = 0
    starts: list[tuple[int, int]] = []
    for words, number in pieces:
        if words:
            starts.append((offset, number))
            offset += len(words) + 1
    return tuple(starts)


def _is_text(lines: Sequence[Line]) -> bool:
    """Whether what stands under the heading is a sentence of the body and no title."""
    return bool(lines) and (
        lines[-1].text.endswith((".", ";", ":")) or mark_of(lines[0].text) is not None
    )
