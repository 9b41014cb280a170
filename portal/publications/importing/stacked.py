"""Tables printed one cell a line with a lone bar between: their lines put into rows again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portal.publications.importing.columns import header_of

_BAR = "|"
_FIRST_NUMBER = re.compile(r"\(?\s?(?:0?1|I|A)\s?[.)]?")
_MOST_LINES_IN_A_CELL = 6
_FEWEST_BARS, _FEWEST_COLUMNS, _MOST_COLUMNS = 4, 3, 12


@dataclass(kw_only=True)
class Stack:
    """A run of lines that is such a table.

    Attributes:
        start: index of its first line.
        end: index behind its last line.
        rows: index of the line each row begins on, and the cells of the row.

    """

    start: int
    end: int
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


@dataclass(kw_only=True)
class _Cell:
    at: int
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.lines).split())


def find_stacks(raw: Sequence[str]) -> list[Stack]:
    """Return the tables of `raw` that are printed one cell a line."""
    bars = [index for index, line in enumerate(raw) if line.strip() == _BAR]
    return [stack for run in _runs(bars) if (stack := _stack(raw, run)) is not None]


def _runs(bars: Sequence[int]) -> Iterator[list[int]]:
    """Yield bars that stand near each other."""
    run: list[int] = []
    for bar in bars:
        if run and bar - run[-1] > _MOST_LINES_IN_A_CELL:
            yield run
            run = []
        run.append(bar)
    yield run


def _stack(raw: Sequence[str], bars: Sequence[int]) -> Stack | None:
    if len(bars) < _FEWEST_BARS:
        return None
    cells = _cells(raw, bars)
    width = _width(cells)
    if width is None:
        return None
    columns, closed = width
    last = cells.pop()
    end = bars[-1] + 1
    if not closed:
        cells.append(_Cell(at=last.at, lines=last.lines[:1]))
        end = last.at + 1
        cells = _split(cells, columns)
    stack = Stack(start=cells[0].at, end=end)
    for index in range(0, len(cells), columns):
        row = cells[index : index + columns]
        stack.rows.append((row[0].at, tuple(cell.words for cell in row)))
    return stack


def _cells(raw: Sequence[str], bars: Sequence[int]) -> list[_Cell]:
    """Return what stands before, between and behind the bars."""
    first = max(0, bars[0] - 1)
    edges = [first - 1, *bars, min(len(raw), bars[-1] + 2)]
    found: list[_Cell] = []
    for before, after in pairwise(edges):
        lines = [raw[index] for index in range(before + 1, after) if raw[index].strip()]
        found.append(_Cell(at=before + 1, lines=lines))
    return found


def _width(cells: Sequence[_Cell]) -> tuple[int, bool] | None:
    """Return how many columns the header has, and whether a bar closes each row."""
    names: list[str] = []
    for cell in cells[: _MOST_COLUMNS + 1]:
        if len(names) >= _FEWEST_COLUMNS and _begins_row(cell.words) and header_of(names):
            return len(names), True
        if len(cell.lines) > 1 and _begins_row(cell.lines[-1]):
            named = [*names, " ".join(cell.lines[:-1])]
            if len(named) >= _FEWEST_COLUMNS and header_of(named):
                return len(named), False
        names.append(cell.words)
    return None


def _begins_row(words: str) -> bool:
    return _FIRST_NUMBER.fullmatch(words.strip()) is not None


def _split(cells: Sequence[_Cell], columns: int) -> list[_Cell]:
    """Return the cells where no bar stands between a row's last cell and the next row's first."""
    found: list[_Cell] = []
    for cell in cells:
        ends_row = (len(found) + 1) % columns == 0
        if ends_row and len(cell.lines) > 1:
            at = cell.at + len(cell.lines) - 1
            found.append(_Cell(at=cell.at, lines=cell.lines[:-1]))
            found.append(_Cell(at=at, lines=cell.lines[-1:]))
        else:
            found.append(cell)
    return found
