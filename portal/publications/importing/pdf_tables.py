"""The ruled tables on a page of a PDF file."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import pypdfium2
from pypdfium2 import raw

from portal.publications.importing.pdf_page import Box, Grid

_FEWEST_RULES, _MOST_SEGMENTS = 6, 20_000
_FEWEST_COLUMNS = 3
_DEEPEST = 3
# How far, in points, a line may lean or miss the one it meets.
_CLOSE = 3.0
_SHORTEST = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line drawn on the page, level or upright."""

    left: float
    bottom: float
    right: float
    top: float


def rules_of(page: pypdfium2.PdfPage) -> list[Rule]:
    """Return the level and upright lines of the page; none where they are a drawing."""
    found: list[Rule] = []
    count = 0
    for path in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=_DEEPEST):
        count += max(raw.FPDFPath_CountSegments(path.raw), 0)
        if count > _MOST_SEGMENTS:
            return []
        found += _rules(path)
    return found if len(found) >= _FEWEST_RULES else []


def _rules(path: pypdfium2.PdfObject) -> Iterator[Rule]:
    points = list(_points(path))
    for (_, x, y), (draws, next_x, next_y) in pairwise(points):
        level, upright = abs(y - next_y) < _SHORTEST, abs(x - next_x) < _SHORTEST
        if draws and level != upright:
            yield Rule(min(x, next_x), min(y, next_y), max(x, next_x), max(y, next_y))


def _points(path: pypdfium2.PdfObject) -> Iterator[tuple[bool, float, float]]:
    """Yield the corners of a path on the page, and whether a line leads to each."""
    turn = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(path.raw)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = raw.FPDFPathSegment_GetType(segment)
        place = turn.on_point(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = place
        yield kind == raw.FPDF_SEGMENT_LINETO, *place
        if raw.FPDFPathSegment_GetClose(segment):
            yield True, *start


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables that the lines of a page enclose."""
    if not rules:
        return []
    # Costs a quarter of a second to import, and most files have no tables.
    from pdfplumber import table  # noqa: PLC0415 - see above

    edges = table.merge_edges([_edge(rule) for rule in rules], *[_CLOSE] * 4)
    crossings = table.edges_to_intersections(edges, _CLOSE, _CLOSE)
    tables = table.cells_to_tables(table.intersections_to_cells(crossings))
    # The page is only asked for words, which are known already.
    page = cast("Any", None)
    grids = [_grid(table.Table(page, cells).rows) for cells in tables]
    return [grid for grid in grids if max(map(len, grid.rows)) >= _FEWEST_COLUMNS]


def _edge(rule: Rule) -> dict[str, float | str]:
    """Return the line as pdfplumber names it; its heights grow downwards."""
    return {
        "x0": rule.left,
        "x1": rule.right,
        "top": -rule.top,
        "bottom": -rule.bottom,
        "width": rule.right - rule.left,
        "height": rule.top - rule.bottom,
        "orientation": "h" if rule.top - rule.bottom < _SHORTEST else "v",
    }


def _grid(rows: Sequence[Any]) -> Grid:
    return Grid(rows=tuple(tuple(_box(cell) for cell in row.cells) for row in rows))


def _box(cell: Box | None) -> Box | None:
    return None if cell is None else (cell[0], -cell[3], cell[2], -cell[1])
