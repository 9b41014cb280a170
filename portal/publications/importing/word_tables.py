"""The rows of a table in a Word file, with cells merged across columns and rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_ROW, _CELL, _CONTROL = qn("w:tr"), qn("w:tc"), (qn("w:sdt"), qn("w:sdtContent"))
_LAYOUT_COLUMNS = 2
_WIDEST = 64
_HEADS = ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN VIỆT NAM", "Nơi nhận")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a row.

    Attributes:
        column: number of the column it begins in, from 0.
        span: how many columns it covers.
        goes_on: whether it belongs to a cell merged with the row above.

    """

    element: Any
    column: int
    span: int
    goes_on: bool


def read_rows(table: Any) -> list[list[Cell]]:
    """Return the cells of each row of a table."""
    return [list(_row(row)) for row in table.iterchildren(_ROW)]


def _row(row: Any) -> Iterator[Cell]:
    column = min(_number(row, "w:trPr", "w:gridBefore", 0), _WIDEST)
    for element in _cells(row):
        span = min(max(_number(element, "w:tcPr", "w:gridSpan", 1), 1), _WIDEST)
        merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        yield Cell(element=element, column=column, span=span, goes_on=goes_on)
        column += span


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == _CELL:
            yield child
        elif child.tag in _CONTROL:
            yield from _cells(child)


def _number(element: Any, holder: str, name: str, usual: int) -> int:
    found = element.find(f"{qn(holder)}/{qn(name)}")
    return usual if found is None else int(found.get(qn("w:val"), usual))


def is_layout(rows: Sequence[Sequence[Cell]], texts: Mapping[int, Sequence[str]]) -> bool:
    """Whether a table only sets columns side by side, as heads and signatures do."""
    if max((len(row) for row in rows), default=0) <= _LAYOUT_COLUMNS:
        return True
    cells = [" ".join(texts[id(cell)]) for row in rows[:2] for cell in row]
    return any(head in words for words in cells for head in _HEADS)


def shown(
    rows: Sequence[Sequence[Cell]], words_of: Callable[[Cell], str]
) -> Iterator[tuple[str, ...]]:
    """Yield the rows with one text a column, blanks where a cell covers more.

    A cell merged downwards counts for each of its rows, unless the number in front is merged too:
    then the row goes on with the one above, and says only what is new.
    """
    above: dict[int, str] = {}
    for row in rows:
        continued = bool(row) and row[0].goes_on
        cells = [""] * (row[0].column if row else 0)
        for cell in row:
            words = words_of(cell)
            if cell.goes_on:
                words = "" if continued else above.get(cell.column, "")
            else:
                above[cell.column] = words
            cells += [words, *[""] * (cell.span - 1)]
        yield tuple(cells)
