"""Sheets of labels: many small panels on one A4, each a code with words beside it, to be cut.

Two grids serve: slips that a clerk hands out with a receipt, twenty-four of 70 × 37 mm, which is
what label paper is sold as; and stickers for desks and doors, eight of 105 × 74 mm.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from qr.layout import Box, Caption, Panel, Place, Sheet, print_sheets
from qr.lettering import Phrase
from qr.pieces import Code, Fill, Text

GREY = "#4f5b62"
A4_WIDTH, A4_HEIGHT = 210.0, 297.0


@dataclass(frozen=True, kw_only=True)
class Label:
    """One label: what its code holds, and lines of text from large to small."""

    url: str
    title: str
    lines: tuple[str, ...]
    code: str = ""
    colour: str = "#0b5a63"


@dataclass(frozen=True, kw_only=True)
class Grid:
    """How labels lie on an A4: columns and rows, and the sides of the code and the margin in mm."""

    columns: int
    rows: int
    code: float
    margin: float
    type_size: float

    @property
    def width(self) -> float:
        """The width of one label in mm."""
        return A4_WIDTH / self.columns

    @property
    def height(self) -> float:
        """The height of one label in mm."""
        return A4_HEIGHT / self.rows

    @property
    def count(self) -> int:
        """How many labels one sheet holds."""
        return self.columns * self.rows


SLIPS: Final = Grid(columns=3, rows=8, code=28, margin=4, type_size=8)
STICKERS: Final = Grid(columns=2, rows=4, code=62, margin=5, type_size=12)


def pdf(labels: Sequence[Label], grid: Grid, caption: Caption) -> bytes:
    """Return the labels as a PDF, as many sheets as it takes.

    Raises:
        ValueError: there is no label, or one has a text too long for its place.

    """
    if not labels:
        message = "there is no label to print"
        raise ValueError(message)
    return print_sheets(sheets(labels, grid), caption)


def sheets(labels: Iterable[Label], grid: Grid) -> Iterator[Sheet]:
    """Yield the sheets, filled row by row."""
    rest = iter(labels)
    while some := tuple(islice(rest, grid.count)):
        yield Sheet(
            A4_WIDTH,
            A4_HEIGHT,
            tuple(
                Place(
                    panel(label, grid),
                    at % grid.columns * grid.width,
                    at // grid.columns * grid.height,
                )
                for at, label in enumerate(some)
            ),
        )


def panel(label: Label, grid: Grid) -> Panel:
    """Return one label's design: the code on the left, the words on the right."""
    left = grid.margin + grid.code
    words = Box(
        left, grid.margin + 2, grid.width - left - grid.margin, grid.height - 2 * grid.margin - 2
    )
    code = Box(grid.margin, (grid.height - grid.code) / 2, grid.code, grid.code)
    phrases = [Phrase(text=label.title, size=grid.type_size * 1.25, weight="SemiBold")]
    if label.code:
        phrases.append(
            Phrase(
                text=label.code,
                size=grid.type_size * 1.5,
                weight="Bold",
                colour=label.colour,
                gap=grid.type_size / 4,
            )
        )
    phrases += [
        Phrase(text=line, size=grid.type_size, colour=GREY, gap=grid.type_size / 4)
        for line in label.lines
    ]
    return Panel(
        grid.width,
        grid.height,
        (
            (Box(grid.margin, grid.margin / 2, grid.width - 2 * grid.margin, 0.5), Fill("#c8102e")),
            (code, Code(label.url)),
            (words, Text(tuple(phrases), align="left")),
        ),
    )
