"""Tables as documents print them: pieces on several pages put together again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from portal.publications.importing.columns import (
    Column,
    column_of,
    header_of,
    holds_tasks,
    is_index_row,
    with_second_row,
)
from portal.publications.importing.lines import Line
from portal.publications.importing.times import read_time

_PLACED = (Column.TASK, Column.LEAD, Column.COORDINATING, Column.DEADLINE, Column.PRODUCT)
_MOST_PIECES = 20
_SENTENCE_ENDS = (".", ";", "!", "?", ":")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a task table with its cells under the columns they belong to.

    Attributes:
        first: whether it is the first under a header, where a page may have cut a row in two.
        joined: how many pieces were joined to it.
        unplaced: whether cells were left out because their column was not sure.
        marked: whether it was printed bold.

    """

    line: int
    cells: dict[Column, str]
    first: bool = False
    joined: int = 0
    unplaced: bool = False
    marked: bool = False

    def cell(self, column: Column) -> str:
        """Return the words of the cell, "" when it is blank."""
        return self.cells.get(column, "")

    @property
    def is_bare(self) -> bool:
        """Whether only its number and its first words are filled."""
        return not any(self.cells.get(column) for column in (*_PLACED[1:], Column.OTHER))


@dataclass(kw_only=True)
class _Header:
    columns: tuple[Column, ...]
    cells: tuple[str, ...]
    rows: int = 1


@dataclass(kw_only=True)
class Sheet:
    """The rows of one table whose header gives tasks."""

    rows: list[Row] = field(default_factory=list)


def read_sheet(lines: Sequence[Line]) -> Sheet:
    """Return the rows of a task table, page by page, cut rows joined; empty for another table."""
    sheet = Sheet()
    header: _Header | None = None
    first = False
    index = 0
    while index < len(lines):
        if found := _header_at(lines, index):
            header = found if holds_tasks(found.columns, found.cells) else None
            first = True
            index += found.rows
            continue
        line = lines[index]
        index += 1
        if header is None or is_index_row(line.cells) or not any(line.cells):
            continue
        _add(sheet, replace(_placed(line, header.columns), first=first))
        first = False
    return sheet


def _header_at(lines: Sequence[Line], index: int) -> _Header | None:
    cells = lines[index].cells
    if index + 1 < len(lines):
        both = with_second_row(cells, lines[index + 1].cells)
        if both is not None:
            names = _one_row(cells, lines[index + 1].cells)
            return _Header(columns=both, cells=names, rows=2)
    one = header_of(cells)
    return _Header(columns=one, cells=cells) if one else None


def header_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of the header a table begins with, none when it begins with a row."""
    found = _header_at(lines, 0)
    return lines[: found.rows] if found else ()


def goes_on(header: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether rows without a header of their own are numbered under `header`."""
    first = lines[0].cells
    if not header or len(first) != len(header[0].cells) or header_lines(lines):
        return False
    return column_of(header[0].cells[0]) is Column.NUMBER and first[0].rstrip(". ").isdecimal()


def _one_row(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a header in two rows as one."""
    return tuple(under or over for over, under in zip_longest(first, second, fillvalue=""))


def _placed(line: Line, columns: Sequence[Column]) -> Row:
    """Return the row with each cell under its column; doubtful cells are left out."""
    cells = list(line.cells)
    missing = len(columns) - len(cells)
    by_column = dict(zip(columns, cells, strict=False))
    if missing > 0 and not _is_group_like(cells) and not _fits(by_column, columns, missing):
        return Row(line=line.number, cells=_sure(cells, columns), unplaced=True, marked=line.marked)
    extra = any(cells[len(columns) :])
    filled = {column: words for column, words in by_column.items() if words}
    return Row(line=line.number, cells=filled, unplaced=extra, marked=line.marked)


def _is_group_like(cells: Sequence[str]) -> bool:
    return not any(cells[2:])


def _fits(by_column: dict[Column, str], columns: Sequence[Column], missing: int) -> bool:
    """Whether a row with too few cells lost only blank ones at its end.

    The time is the witness: it must stand under its own column, nothing like it elsewhere; when it
    stands in front it says nothing of the cells behind, so only a last column of notes may lack.
    """
    if Column.DEADLINE not in columns:
        return False
    placed = {
        column: words for column, words in by_column.items() if column in _PLACED[1:] and words
    }
    times = {column for column, words in placed.items() if read_time(words).is_decided}
    last = columns[-1] in {Column.PRODUCT, Column.OTHER}
    return times == {Column.DEADLINE} and missing == 1 and last


def _sure(cells: Sequence[str], columns: Sequence[Column]) -> dict[Column, str]:
    """Return number, task and the one cell that is a time, with what stands whole beside it."""
    sure = dict(zip(columns[:2], cells[:2], strict=False))
    times = [at for at, words in enumerate(cells) if at > 1 and read_time(words).is_decided]
    if Column.DEADLINE in columns and len(times) == 1:
        at, column = times[0], columns.index(Column.DEADLINE)
        whole_left = at == column
        whole_right = len(cells) - at == len(columns) - column
        stop = None if whole_right else 1
        sure |= dict(zip(columns[column:][:stop], cells[at:], strict=False))
        sure |= dict(zip(columns[:column], cells[:at], strict=True)) if whole_left else {}
    return {column: words for column, words in sure.items() if words}


def _add(sheet: Sheet, row: Row) -> None:
    """Append the row, or join it to the one above that a page break cut in two."""
    above = sheet.rows[-1] if sheet.rows else None
    if above is None or above.joined >= _MOST_PIECES or not _goes_on(row, above):
        sheet.rows.append(row)
        return
    joined = dict(above.cells)
    for column, words in row.cells.items():
        joined[column] = f"{joined[column]} {words}" if joined.get(column) else words
    sheet.rows[-1] = replace(
        above,
        cells=joined,
        joined=above.joined + 1,
        unplaced=above.unplaced or row.unplaced,
    )


def _goes_on(row: Row, above: Row) -> bool:
    """Whether the row has no number and continues words cut above it."""
    if row.cell(Column.NUMBER):
        return False
    words = row.cell(Column.TASK)
    if not words:
        return True
    if words[0].islower():
        return True
    return row.first and row.is_bare and not above.cell(Column.TASK).endswith(_SENTENCE_ENDS)


def table_rows(lines: Sequence[Line]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of any table for showing it: repeated headers once, cut rows joined."""
    shown: list[tuple[str, ...]] = []
    headers: set[tuple[str, ...]] = set()
    index, after_header = 0, False
    while index < len(lines):
        found = _header_at(lines, index)
        cells = found.cells if found else lines[index].cells
        if found is None:
            _show(shown, cells, cut=after_header and len(headers) > 0)
        elif cells not in headers:
            headers.add(cells)
            shown.append(cells)
        index += found.rows if found else 1
        after_header = found is not None
    return tuple(shown)


def _show(shown: list[tuple[str, ...]], cells: tuple[str, ...], *, cut: bool) -> None:
    """Append the row, or join it to the one a page break cut off above it."""
    above = shown[-1] if shown else ()
    if cut and not cells[0] and len(above) == len(cells):
        shown[-1] = tuple(" ".join(filter(None, pair)) for pair in zip(above, cells, strict=True))
    else:
        shown.append(cells)
