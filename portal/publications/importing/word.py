"""The words of a Word file (.docx): paragraphs with their numbers, tables, footnotes, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from portal.publications.importing.legacy import from_tcvn3, from_vni
from portal.publications.importing.package import Package, open_package
from portal.publications.importing.source import Source
from portal.publications.importing.trust import LONGEST
from portal.publications.importing.unreadable import TOO_LONG, Unreadable
from portal.publications.importing.word_faint import Faint, faint_of
from portal.publications.importing.word_findings import Findings, doubts_of
from portal.publications.importing.word_numbers import Numbers, read_numbers
from portal.publications.importing.word_places import has_box_off_page
from portal.publications.importing.word_tables import Cell, is_layout, read_rows, shown

_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_PARAGRAPH, _TABLE, _RUN = qn("w:p"), qn("w:tbl"), qn("w:r")
_NOTE_MARK, _NOTE_ID = qn("w:footnoteReference"), qn("w:id")
_DROPPED = frozenset((qn("w:del"), qn("w:moveFrom")))
_INSERTED = frozenset((qn("w:ins"), qn("w:moveTo")))
_LEFT_OUT = frozenset((*_DROPPED, qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent"), qn("w:object")))
_HOLDERS = frozenset((qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), *_INSERTED))
_HYPHEN = qn("w:noBreakHyphen")
_NUMBER_LINE = re.compile(r"(?:^|\s)Số\s?:")
_ARTICLE = re.compile(r"\s*Điều\s+\d+\s*", re.IGNORECASE)
_TOP = 15


@dataclass(kw_only=True)
class _Writer:
    """The lines written so far, and what was found beside words while writing them."""

    numbers: Numbers
    findings: Findings
    faint: Faint
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, words: str) -> None:
        self.length += len(words) + 1
        if self.length > LONGEST:
            raise Unreadable(TOO_LONG)
        self.lines.append(words)

    def note(self, code: str) -> None:
        """Remember where `code` is met for the first time."""
        if code not in self.findings.lines:
            line = sum(1 + words.count("\n") for words in self.lines) + 1
            self.findings.lines[code] = line


def word_source(content: bytes) -> Source:
    """Return the words of the file; cells of a table are joined by tabs, one row a line.

    Raises:
        Unreadable: it is damaged, protected, holds macros, or would swell when unpacked.

    """
    with open_package(content) as package:
        styles = _first(package, "styles")
        numbers = read_numbers(_first(package, "numbering"), styles)
        main = package.xml(package.main)
        faint = faint_of(styles, _first(package, "theme"), main)
        writer = _Writer(numbers=numbers, findings=Findings(), faint=faint)
        if has_box_off_page(main, faint.page):
            writer.note("faint-text")
        for words in _lines(main.find(qn("w:body")), writer):
            writer.write(words)
        lines = [*_head(package, writer), *writer.lines, *_footnotes(package, writer)]
        return Source(text="\n".join(lines), doubts=doubts_of(package, writer.findings))


def _first(package: Package, kind: str) -> Any | None:
    return next(iter(package.linked(kind)), None)


def _head(package: Package, writer: _Writer) -> list[str]:
    """Return the page header where it holds the head of the document: its number stands there."""
    if any(_NUMBER_LINE.search(words) for words in writer.lines[:_TOP]):
        return []
    for root in package.linked("header"):
        lines = list(_lines(root, writer))
        if any(_NUMBER_LINE.search(words) for words in lines):
            return lines
    return []


def _footnotes(package: Package, writer: _Writer) -> Iterator[str]:
    """Yield the footnotes in the order of their marks: "(1) Theo …"."""
    notes = {
        note.get(_NOTE_ID): note
        for root in package.linked("footnotes")
        for note in root.iterchildren(qn("w:footnote"))
    }
    for count, mark in enumerate(writer.notes, start=1):
        if mark in notes:
            words = " ".join(" ".join(_lines(notes[mark], writer)).split())
            yield f"({count}) {words}"


# lxml publishes no types, so its elements are Any here.
def _lines(holder: Any, writer: _Writer) -> Iterator[str]:
    for child in holder.iterchildren():
        if child.tag == _PARAGRAPH:
            yield _paragraph(child, writer)
        elif child.tag == _TABLE:
            yield from _table(child, writer)
        elif child.tag in _HOLDERS:
            yield from _lines(child, writer)


def _paragraph(paragraph: Any, writer: _Writer) -> str:
    words = "".join(_pieces(paragraph, writer))
    if not words.strip():
        return words
    label = writer.numbers.label(paragraph)
    stop = "." if _ARTICLE.fullmatch(label) else ""
    return f"{label.rstrip()}{stop} {words}" if label else words


def _table(table: Any, writer: _Writer) -> Iterator[str]:
    """Yield a table row by row; one that only lays out columns, cell by cell."""
    rows = read_rows(table)
    texts = {id(cell): list(_lines(cell.element, writer)) for row in rows for cell in row}
    if is_layout(rows, texts):
        for row in rows:
            for cell in row:
                yield from texts[id(cell)]
        return
    yield ""
    yield from ("\t".join(cells) for cells in shown(rows, lambda cell: _single(texts, cell)))
    yield ""


def _single(texts: dict[int, list[str]], cell: Cell) -> str:
    return " ".join(" ".join(texts[id(cell)]).split())


def _pieces(element: Any, writer: _Writer) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _DROPPED or child.tag in _INSERTED:
            writer.note("tracked-changes")
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == _RUN:
            yield from _run(child, writer)
        else:
            yield from _mark(child, writer)


def _mark(child: Any, writer: _Writer) -> Iterator[str]:
    if child.tag == _TEXT:
        yield child.text or ""
    elif child.tag == _TAB:
        yield "\t"
    elif child.tag in _BREAKS:
        yield "\n"
    elif child.tag == _HYPHEN:
        yield "-"
    elif child.tag == _NOTE_MARK:
        writer.notes.append(child.get(_NOTE_ID))
        yield f" ({len(writer.notes)})"
    else:
        yield from _pieces(child, writer)


def _run(run: Any, writer: _Writer) -> Iterator[str]:
    """Yield the words of a run: none when hidden, in Unicode when its font is an old one."""
    words = "".join(_pieces(run, writer))
    properties = run.find(qn("w:rPr"))
    if words.strip() and (unseen := writer.faint.code(run)):
        writer.note(unseen)
        return
    if properties is None:
        yield words
        return
    fonts = properties.find(qn("w:rFonts"))
    font = "" if fonts is None else str(fonts.get(qn("w:ascii"), ""))
    turned = _in_unicode(words, font)
    if turned != words:
        writer.note("converted-encoding")
    yield turned


def _in_unicode(words: str, font: str) -> str:
    if font.casefold().startswith(".vn"):
        turned = from_tcvn3(words)
        return turned.upper() if font.endswith("H") else turned
    return from_vni(words) if font.casefold().startswith("vni-") else words
