"""The words of a Word file (.docx), paragraphs and tables in their order."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from portal.publications.importing.unreadable import DAMAGED_WORD, SWOLLEN_WORD, Unreadable

_MOST_ENTRIES = 1_000
_LARGEST_ENTRY = 20_000_000
_LARGEST_WHOLE = 60_000_000
_GREATEST_RATIO = 100
_SMALL = 1_000_000
_LAYOUT_COLUMNS = 2
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_LEFT_OUT = frozenset(
    (qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent"))
)
_HOLDERS = frozenset((qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")))
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, PackageNotFoundError, KeyError, ValueError, AttributeError),
    *(IndexError, TypeError, NotImplementedError, RuntimeError, EOFError, OSError, SyntaxError),
)


def word_text(content: bytes) -> str:
    """Return the words of the file; cells of a table are joined by tabs, one row a line.

    Raises:
        Unreadable: it is damaged, protected, or would swell when unpacked.

    """
    try:
        _check_package(content)
        body = Document(io.BytesIO(content)).element.body
        return "\n".join(_lines(body))
    except _DAMAGE as error:
        # What the parsers raise on broken packages is not documented: all of it means "damaged".
        raise Unreadable(DAMAGED_WORD) from error


def _check_package(content: bytes) -> None:
    """Refuse an archive that is too large inside, before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        largest = max((entry.file_size for entry in entries), default=0)
        whole = sum(entry.file_size for entry in entries)
        swollen = any(_is_swollen(entry) for entry in entries)
        too_large = largest > _LARGEST_ENTRY or whole > _LARGEST_WHOLE
        if len(entries) > _MOST_ENTRIES or too_large or swollen:
            raise Unreadable(SWOLLEN_WORD)
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")) and _declares_entities(package, entry):
                raise Unreadable(DAMAGED_WORD)


def _is_swollen(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(_SMALL, _GREATEST_RATIO * entry.compress_size)


def _declares_entities(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type, as Word never does."""
    with package.open(entry) as part:
        return b"<!DOCTYPE" in part.read(_SMALL)


# lxml publishes no types, so its elements are Any here.
def _lines(holder: Any) -> Iterator[str]:
    for child in holder.iterchildren():
        if child.tag == _PARAGRAPH:
            yield _words(child)
        elif child.tag == _TABLE:
            yield from _table(child)
        elif child.tag in _HOLDERS:
            yield from _lines(child)


def _table(table: Any) -> Iterator[str]:
    """Yield a table row by row; one that only lays out columns, cell by cell."""
    rows = [list(row.iterchildren(_CELL)) for row in table.iterchildren(_ROW)]
    if max((len(row) for row in rows), default=0) <= _LAYOUT_COLUMNS:
        for row in rows:
            for cell in row:
                yield from _lines(cell)
        return
    yield ""
    for row in rows:
        yield "\t".join(text for cell in row for text in _cell(cell))
    yield ""


def _cell(cell: Any) -> Iterator[str]:
    """Yield the words of a cell, and a blank for each further column it is merged over."""
    yield " ".join(" ".join(_lines(cell)).split())
    spans = [int(span.get(qn("w:val"), "1")) for span in cell.iter(qn("w:gridSpan"))][:1]
    yield from [""] * (min(spans[0], 64) - 1 if spans else 0)


def _words(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        else:
            yield from _pieces(child)
