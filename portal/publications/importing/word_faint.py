"""Words of a Word file the eye passes over: of the colour beneath, squeezed, off the page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

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
from portal.publications.importing.word_places import Page, is_off, page_of
from portal.publications.importing.word_styles import Styles, first_child, is_switched

_TEXT, _CELL, _TABLE, _PARAGRAPH = qn("w:t"), qn("w:tc"), qn("w:tbl"), qn("w:p")
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


@dataclass
class Faint:
    """Tells which runs of a file hold words nobody sees."""

    styles: Styles
    theme: Theme
    page: Page
    _places: dict[Any, bool] = field(default_factory=dict)
    _grounds: dict[Any, Colour] = field(default_factory=dict)

    def vanishes(self, run: Any) -> bool:
        """Return whether the run is hidden text."""
        return is_switched(self.styles.of_run(run), "vanish")

    def is_faint(self, run: Any) -> bool:
        """Return whether the run holds words that are there and cannot be seen."""
        if not any((text.text or "").strip() for text in run.iter(_TEXT)):
            return False
        holders = list(self.styles.of_run(run))
        size = _number(first_child(iter(holders), "sz")) or _USUAL_SIZE
        return (
            _is_squeezed(holders, size)
            or self._is_out_of_place(run, size)
            or _is_unfilled(holders)
            or self._is_of_its_ground(run, holders)
        )

    def _is_of_its_ground(self, run: Any, holders: list[Any]) -> bool:
        words = self._colour(holders)
        ground = self._own_ground(holders)
        if words is None:
            # Words of automatic colour turn white on shading, but not on a marker.
            marked = first_child(iter(holders), "highlight")
            mark = None if marked is None else marker(value_of(marked, "val"))
            return mark is not None and _is_dark(mark)
        return look_alike(words, ground or self._ground_around(run))

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

    def _ground_around(self, run: Any) -> Colour:
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        if paragraph is None:
            return WHITE
        if paragraph not in self._grounds:
            self._grounds[paragraph] = self._ground_of(paragraph)
        return self._grounds[paragraph]

    def _ground_of(self, paragraph: Any) -> Colour:
        """Return the colour of a paragraph, else of the cells and tables around it, else white."""
        found = self._shaded(self.styles.of_paragraph(paragraph))
        for holder in paragraph.iterancestors(_CELL, _TABLE):
            if found is not None:
                return found
            own = holder.iterchildren(qn("w:tcPr"), qn("w:tblPr"))
            found = self._shaded(own)
            if found is None and holder.tag == _CELL:
                found = self._shaded(self.styles.of_cell(holder, qn("w:tcPr")))
                found = found or self._shaded(self.styles.of_cell(holder, qn("w:tblPr")))
        return found or WHITE

    def _is_out_of_place(self, run: Any, size: float) -> bool:
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        if paragraph is None:
            return False
        if paragraph not in self._places:
            holders = list(self.styles.of_paragraph(paragraph))
            self._places[paragraph] = is_off(paragraph, holders, self.page)
        return self._places[paragraph] or self._is_cut(paragraph, size)

    def _is_cut(self, paragraph: Any, size: float) -> bool:
        """Return whether line or row is of an exact height too low for letters of this size."""
        lowest = _LOWEST * size / 2 * _POINT
        return self._line_is_low(paragraph, lowest) or _row_is_low(paragraph, lowest)

    def _line_is_low(self, paragraph: Any, lowest: float) -> bool:
        for holder in self.styles.of_paragraph(paragraph):
            spacing = holder.find(qn("w:spacing"))
            if spacing is None or not value_of(spacing, "line"):
                continue
            height = _number(spacing, "line")
            is_exact = value_of(spacing, "lineRule") == "exact"
            return is_exact and height is not None and abs(height) < lowest
        return False


def faint_of(styles: Any | None, theme: Any | None, main: Any | None) -> Faint:
    """Return what tells the unseen words of a file by the roots of its parts, None for none."""
    return Faint(styles=Styles(styles), theme=read_theme(theme), page=page_of(main))


def _is_dark(colour: Colour) -> bool:
    """Return whether black words vanish on a marker: it is black or dark blue."""
    red, green, _ = colour
    return max(red, green) == 0 and max(colour) <= _DARKEST_MARKER


def _row_is_low(paragraph: Any, lowest: float) -> bool:
    for row in paragraph.iterancestors(qn("w:tr")):
        for properties in row.iterchildren(qn("w:trPr")):
            if is_on(properties.find(qn("w:hidden"))):
                return True
            height = properties.find(qn("w:trHeight"))
            if height is None or value_of(height, "hRule") != "exact":
                continue
            tall = _number(height)
            if tall is not None and tall < lowest:
                return True
    return False


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
