"""Sheets described as boxes in millimetres, and the PDF made of them.

A panel is a design of a certain size: pieces (text, code, line, picture) in boxes. A sheet is
paper with panels laid on it, each perhaps turned. A poster is a sheet with one panel, a table
tent one with two of which one stands on its head, a sticker sheet one with many.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Box:
    """A rectangle in mm: `x` from the left, `y` from the top of its panel downwards."""

    x: float
    y: float
    width: float
    height: float


class Piece(Protocol):
    """Whatever can be drawn into a box."""

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw into a box of this size; 1 unit is 1 mm, the origin is its lower left corner."""


@dataclass(frozen=True)
class Panel:
    """A design: its size in mm, and pieces with the boxes they are drawn into."""

    width: float
    height: float
    pieces: tuple[tuple[Box, Piece], ...]


@dataclass(frozen=True)
class Place:
    """Where on the paper a panel lies; `turned` stands it on its head."""

    panel: Panel
    x: float = 0
    y: float = 0
    turned: bool = False


@dataclass(frozen=True)
class Sheet:
    """One side of paper, its size in mm, with panels on it."""

    width: float
    height: float
    places: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What a PDF says about itself in its properties."""

    title: str
    author: str


def print_sheets(sheets: Iterable[Sheet], caption: Caption) -> bytes:
    """Return the sheets as one PDF, the same bytes for the same sheets."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True, pageCompression=1, lang="vi")
    canvas.setTitle(caption.title)
    canvas.setAuthor(caption.author)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for sheet in sheets:
        canvas.setPageSize((sheet.width * mm, sheet.height * mm))
        canvas.scale(mm, mm)
        for place in sheet.places:
            _draw_panel(canvas, sheet, place)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw_panel(canvas: Canvas, sheet: Sheet, place: Place) -> None:
    """Draw one panel at its place."""
    panel = place.panel
    canvas.saveState()
    canvas.translate(place.x, sheet.height - place.y - panel.height)
    if place.turned:
        canvas.translate(panel.width, panel.height)
        canvas.rotate(180)
    for box, piece in panel.pieces:
        canvas.saveState()
        canvas.translate(box.x, panel.height - box.y - box.height)
        piece.draw(canvas, box.width, box.height)
        canvas.restoreState()
    canvas.restoreState()
