"""Words of a Word file the eye passes over: of the colour beneath, squeezed, off the page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any

from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped] # lxml publishes no types

from portal.publications.importing.unreadable import TOO_LONG, Unreadable
from portal.publications.importing.word_colours import (
    AUTO,
    WHITE,
    Colour,
    Theme,
    colour_of,
    ground_of,
    look_alike,
    marker,
    read_theme,
)
from portal.publications.importing.word_hidden import is_on, value_of
from portal.publications.importing.word_places import Page, is_off, page_of, table_is_off
from portal.publications.importing.word_styles import Styles, first_child, is_switched

_CELL, _ROW = qn("w:tc"), qn("w:tr")
_TABLE, _PARAGRAPH = qn("w:tbl"), qn("w:p")
_CELL_WORDS, _TABLE_WORDS, _ROW_WORDS = qn("w:tcPr"), qn("w:tblPr"), qn("w:trPr")
_RUN_WORDS, _PARAGRAPH_WORDS = qn("w:rPr"), qn("w:pPr")
_MOST_KINDS = 20_000
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_USUAL_SIZE, _SMALLEST = 20.0, 8.0  # half points
_NARROWEST = 15.0  # percent of the usual width
_POINT = 20.0  # twentieths of a point
# Shares of the size of letters: a line or row this low shows none; letters moved this near heap up.
_LOWEST, _NEAREST = 0.3, 0.35
_FARTHEST = 1_400.0  # half points up or down from the line: the height of a page
_NARROWEST_FIT = 40.0  # twentieths of a point for the whole text
_CLEAREST = 95_000  # thousandths of a percent of transparency
_DARKEST_MARKER = 0x8B
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(pt|%)?$")


@dataclass(frozen=True, kw_only=True)
class _Spot:
    """Where words stand.

    Attributes:
        ground: the colour beneath.
        height: the lowest exact height of line or row, in twentieths of a point.
        is_off: whether it is not on the page.

    """

    ground: Colour = WHITE
    height: float = inf
    is_off: bool = False


@dataclass
class Faint:
    """Tells which runs of a file hold words nobody sees."""

    styles: Styles
    theme: Theme
    page: Page
    _spots: dict[Any, _Spot] = field(default_factory=dict)
    _codes: dict[Any, str] = field(default_factory=dict)
    _last: tuple[Any, Any] = (None, None)

    def code(self, run: Any) -> str:
        """Return why nobody sees the words of a run, "hidden-text" or "faint-text", "" if seen.

        Runs of one kind in one kind of place are judged once.

        Raises:
            Unreadable: the file has more kinds than any honest one.

        """
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        if self._last[0] is not paragraph or paragraph is None:
            self._last = (paragraph, self._place_of(paragraph))
        key = (self._last[1], _written(run, _RUN_WORDS))
        if key not in self._codes:
            if len(self._codes) > _MOST_KINDS:
                raise Unreadable(TOO_LONG)
            self._codes[key] = self._judged(run)
        return self._codes[key]

    def _place_of(self, paragraph: Any | None) -> Any:
        if paragraph is None:
            return None
        cell = next(paragraph.iterancestors(_CELL), None)
        return _written(paragraph, _PARAGRAPH_WORDS), self._kind_of(cell)

    def _kind_of(self, cell: Any | None) -> Any:
        """Return what tells a cell from others that look different, or stand elsewhere."""
        if cell is None:
            return None
        table, row = next(cell.iterancestors(_TABLE), None), next(cell.iterancestors(_ROW), None)
        row_words = b"" if row is None else _written(row, _ROW_WORDS)
        parts = () if table is None else tuple(self.styles.parts(cell, table))
        return table, row_words, _written(cell, _CELL_WORDS), parts

    def _judged(self, run: Any) -> str:
        holders = list(self.styles.of_run(run))
        if is_switched(iter(holders), "vanish"):
            return "hidden-text"
        size = _number(first_child(iter(holders), "sz")) or _USUAL_SIZE
        spot = self._spot(run)
        is_faint = (
            _is_squeezed(holders, size)
            or spot.is_off
            or spot.height < _LOWEST * size / 2 * _POINT
            or _is_unfilled(holders)
            or self._is_of_its_ground(holders, spot)
        )
        return "faint-text" if is_faint else ""

    def _is_of_its_ground(self, holders: list[Any], spot: _Spot) -> bool:
        words = self._colour(holders)
        ground = self._own_ground(holders)
        if words is None:
            # Words of automatic colour turn white on shading, but not on a marker.
            marked = first_child(iter(holders), "highlight")
            mark = None if marked is None else marker(value_of(marked, "val"))
            return mark is not None and _is_dark(mark)
        return look_alike(words, ground or spot.ground)

    def _colour(self, holders: list[Any]) -> Colour | None:
        """Return the colour of words, None for the automatic one or one not known."""
        for holder in holders:
            fill = holder.find(f"{_W14}textFill")
            solid = None if fill is None else fill.find(f"{_W14}solidFill")
            if solid is not None:
                return self._filled(solid)
            colour = holder.find(qn("w:color"))
            if colour is not None:
                known = colour_of(colour, self.theme, value="val", themed="theme")
                return None if value_of(colour, "val").upper() in AUTO and not known else known
        return None

    def _filled(self, solid: Any) -> Colour | None:
        for kind in solid:
            if any(not one.tag.endswith("}alpha") for one in kind):
                return None  # made lighter or darker in ways not counted here
            name = value_of(kind, "val")
            written = colour_of(kind, self.theme, value="val", themed="theme")
            return written or self.theme.named(name)
        return None

    def _own_ground(self, holders: list[Any]) -> Colour | None:
        marked = first_child(iter(holders), "highlight")
        colour = None if marked is None else marker(value_of(marked, "val"))
        return colour or self._shaded(iter(holders))

    def _shaded(self, holders: Iterator[Any]) -> Colour | None:
        """Return the colour of the nearest shading that has one."""
        shade = first_child(holders, "shd")
        return None if shade is None else ground_of(shade, self.theme)

    def _spot(self, run: Any) -> _Spot:
        """Return what holds where a run stands."""
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        return _Spot() if paragraph is None else self._of_paragraph(paragraph)

    def _of_paragraph(self, paragraph: Any) -> _Spot:
        around = self._of_cell(next(paragraph.iterancestors(_CELL), None))
        holders = list(self.styles.of_paragraph(paragraph))
        return _Spot(
            ground=self._shaded(iter(holders)) or around.ground,
            height=min(around.height, _exact_line(holders)),
            is_off=around.is_off or is_off(holders, self.page),
        )

    def _of_cell(self, cell: Any | None) -> _Spot:
        """Return what holds inside a cell: by itself, its row, its table, what is around them."""
        if cell is None:
            return _Spot()
        kind = self._kind_of(cell)
        if kind not in self._spots:
            table = next(cell.iterancestors(_TABLE))
            around = self._of_cell(next(table.iterancestors(_CELL), None))
            ground = (
                self._shaded(cell.iterchildren(_CELL_WORDS))
                or self._shaded(self.styles.of_cell(cell, _CELL_WORDS))
                or self._shaded(self.styles.of_cell(cell, _TABLE_WORDS))
                or self._shaded(table.iterchildren(_TABLE_WORDS))
            )
            self._spots[kind] = _Spot(
                ground=ground or around.ground,
                height=min(around.height, _row_height(next(cell.iterancestors(_ROW), None))),
                is_off=around.is_off or table_is_off(table, self.page),
            )
        return self._spots[kind]


def _written(element: Any, tag: str) -> bytes:
    """Return the properties `tag` of an element as they are written, b"" for none."""
    found = element.find(tag)
    return b"" if found is None else bytes(etree.tostring(found, with_tail=False))


def faint_of(styles: Any | None, theme: Any | None, main: Any | None) -> Faint:
    """Return what tells the unseen words of a file by the roots of its parts, None for none."""
    return Faint(styles=Styles(styles), theme=read_theme(theme), page=page_of(main))


def _is_dark(colour: Colour) -> bool:
    """Return whether black words vanish on a marker: it is black or dark blue."""
    red, green, _ = colour
    return max(red, green) == 0 and max(colour) <= _DARKEST_MARKER


def _exact_line(holders: list[Any]) -> float:
    """Return the exact height of lines, without end where they grow with their words."""
    for holder in holders:
        spacing = holder.find(qn("w:spacing"))
        if spacing is not None and value_of(spacing, "line"):
            height = _number(spacing, "line")
            is_exact = value_of(spacing, "lineRule") == "exact" and height is not None
            return abs(height or 0.0) if is_exact else inf
    return inf


def _row_height(row: Any | None) -> float:
    """Return the exact height of a row, 0 of a hidden one, without end where it grows."""
    lowest = inf
    for properties in () if row is None else row.iterchildren(qn("w:trPr")):
        if is_on(properties.find(qn("w:hidden"))):
            return 0.0
        height = properties.find(qn("w:trHeight"))
        if height is not None and value_of(height, "hRule") == "exact":
            lowest = min(lowest, _number(height) or 0.0)
    return lowest


def _is_squeezed(holders: list[Any], size: float) -> bool:
    """Return whether letters are tiny, as narrow as a line, on top of each other or far away."""
    near = -_NEAREST * size / 2 * _POINT
    tests: tuple[tuple[str, Callable[[float], bool]], ...] = (
        ("sz", lambda value: value <= _SMALLEST),
        ("w", lambda value: value < _NARROWEST),
        ("fitText", lambda value: value < _NARROWEST_FIT),
        ("spacing", lambda value: value <= near),
        ("position", lambda value: abs(value) >= _FARTHEST),
    )
    for name, is_too_much in tests:
        value = _number(first_child(iter(holders), name))
        if value is not None and is_too_much(value):
            return True
    return False


def _is_unfilled(holders: list[Any]) -> bool:
    """Return whether letters have no filling, or one that lets all through, and no outline."""
    for holder in holders:
        fill = holder.find(f"{_W14}textFill")
        if fill is None:
            continue
        clear = [_number(alpha) or 0 for alpha in fill.iter(f"{_W14}alpha")]
        empty = fill.find(f"{_W14}noFill") is not None
        return (empty or (bool(clear) and min(clear) >= _CLEAREST)) and not _is_outlined(holders)
    return False


def _is_outlined(holders: list[Any]) -> bool:
    for holder in holders:
        outline = holder.find(f"{_W14}textOutline")
        if outline is not None:
            return outline.find(f"{_W14}noFill") is None and len(outline) > 0
    return False


def _number(element: Any | None, name: str = "val") -> float | None:
    """Return the number an attribute gives, in the unit usual for it; points become halves."""
    found = None if element is None else _NUMBER.match(value_of(element, name))
    if found is None:
        return None
    return float(found[1]) * (2 if found[2] == "pt" else 1)
