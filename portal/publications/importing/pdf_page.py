"""One page of a PDF file as lines, put together by where its letters stand."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

_MOST_GLYPHS = 60_000
# Shares of the height of a letter: a gap between columns, a blank line, a step to another line.
_COLUMN_GAP, _BLANK_LINE, _OTHER_LINE = 1.2, 1.9, 0.5
_BETWEEN_COLUMNS = "    "
# PDFium puts this for a hyphen at the end of a line; in Vietnamese it is a real one.
_SOFT_HYPHEN, _FIRST_SIGN = 0xFFFE, 0x20


# Left, bottom, right, top.
Box = tuple[float, float, float, float]


class TooDense(Exception):
    """A page holds more letters than any sheet of paper does."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter with its box, and its place in the file; y grows upwards."""

    letter: str
    left: float
    right: float
    bottom: float
    top: float
    index: int = 0

    @property
    def box(self) -> Box:
        """Its four sides."""
        return self.left, self.bottom, self.right, self.top

    @property
    def height(self) -> float:
        """How tall its line is."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of its box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A ruled table: the boxes of its cells by rows, None where a cell covers several."""

    rows: tuple[tuple[Box | None, ...], ...]

    @property
    def boxes(self) -> Iterator[Box]:
        """All cells there are."""
        return (box for row in self.rows for box in row if box is not None)

    @property
    def top(self) -> float:
        """Height of its upper edge."""
        return max(box[3] for box in self.boxes)

    @property
    def frame(self) -> Box:
        """The box around all of it."""
        return _around(self.boxes)


@dataclass(slots=True)
class _Piece:
    """Letters that follow each other on one line."""

    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(glyph.letter for glyph in self.glyphs).strip()


def glyphs_of(page: pypdfium2.PdfPage) -> list[Glyph]:
    """Return the letters of the page in the order the file gives them."""
    text = page.get_textpage()
    count = text.count_chars()
    if count > _MOST_GLYPHS:
        raise TooDense
    box = raw.FS_RECTF()
    letters, place = text.raw, ctypes.byref(box)
    letter_at, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    found: list[Glyph] = []
    for index in range(count):
        code = letter_at(letters, index)
        if code < _FIRST_SIGN or not box_of(letters, index, place):
            continue
        letter = "-" if code == _SOFT_HYPHEN else chr(code)
        found.append(Glyph(letter, box.left, box.right, box.bottom, box.top, index))
    text.close()
    return found


def page_lines(glyphs: Sequence[Glyph], grids: Sequence[Grid] = ()) -> list[str]:
    """Return the lines of a page from top to bottom, columns apart, rows of tables with tabs."""
    frames = [grid.frame for grid in grids]
    free = [glyph for glyph in glyphs if not any(_inside(glyph, frame) for frame in frames)]
    left = sorted(grids, key=lambda grid: -grid.top)
    found: list[str] = []
    above: list[_Piece] | None = None
    for line in _lines(_pieces(free)):
        while left and left[0].top > line[0].glyphs[0].middle[1]:
            found += _rows(left.pop(0), glyphs)
            above = None
        if above is not None and _is_far(above, line):
            found.append("")
        found.append(_joined(line))
        above = line
    for grid in left:
        found += _rows(grid, glyphs)
    return found


def _pieces(glyphs: Iterable[Glyph]) -> list[_Piece]:
    """Return the letters in runs that neither leave the line nor leap over a gap."""
    found: list[_Piece] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is None or _leaps(before, glyph):
            found.append(_Piece())
        found[-1].glyphs.append(glyph)
        before = glyph
    return [piece for piece in found if piece.words]


def _leaps(before: Glyph, glyph: Glyph) -> bool:
    height = max(before.height, glyph.height, 1.0)
    step = abs(before.middle[1] - glyph.middle[1])
    gap = glyph.left - before.right
    return step > _OTHER_LINE * height or not -height < gap < _COLUMN_GAP * height


def _lines(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Return the pieces line by line, from the top, each from the left."""
    found: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.glyphs[0].middle[1]):
        first = found[-1][0].glyphs[0] if found else None
        here = piece.glyphs[0]
        if first and abs(first.middle[1] - here.middle[1]) <= _OTHER_LINE * first.height:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [sorted(line, key=lambda piece: piece.glyphs[0].left) for line in found]


def _is_far(above: Sequence[_Piece], line: Sequence[_Piece]) -> bool:
    over, here = above[0].glyphs[0], line[0].glyphs[0]
    return over.middle[1] - here.middle[1] > _BLANK_LINE * here.height


def _joined(line: Sequence[_Piece]) -> str:
    words = line[0].words
    for before, piece in pairwise(line):
        last, first = before.glyphs[-1], piece.glyphs[0]
        is_wide = first.left - last.right > _COLUMN_GAP * max(last.height, 1.0)
        words += (_BETWEEN_COLUMNS if is_wide else " ") + piece.words
    return words


def _rows(grid: Grid, glyphs: Sequence[Glyph]) -> list[str]:
    """Return the rows of a table with its cells' words, one row a line."""
    placed = [(*glyph.middle, glyph) for glyph in glyphs]
    return ["", *(_row(row, placed) for row in grid.rows), ""]


def _row(row: Sequence[Box | None], placed: Sequence[tuple[float, float, Glyph]]) -> str:
    """Return one row; its letters are looked for once, not for each of its cells."""
    left, bottom, right, top = _around(box for box in row if box is not None)
    inside = [glyph for x, y, glyph in placed if left <= x <= right and bottom <= y <= top]
    return "\t".join(_cell(box, inside) for box in row)


def _around(boxes: Iterable[Box]) -> Box:
    sides = tuple(zip(*boxes, strict=True))
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])) if sides else (0, 0, 0, 0)


def _cell(box: Box | None, glyphs: Sequence[Glyph]) -> str:
    if box is None:
        return ""
    inside = [glyph for glyph in glyphs if _inside(glyph, box)]
    return " ".join(_joined(line) for line in _lines(_pieces(inside)))


def _inside(glyph: Glyph, box: Box) -> bool:
    x, y = glyph.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
