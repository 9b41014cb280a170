"""What a page of a PDF file draws with its words, and what it draws without them."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pypdfium2
from PIL import ImageChops
from pypdfium2 import raw

from portal.publications.importing.pdf_page import Box

_DEEPEST = 4
_MOST_NEAR, _MOST_LAYERS = 500, 4
# Words with one of these modes leave no ink: a scanner lays them over its picture.
_WITHOUT_INK = frozenset((raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP))
# Of 255 shades, how far what the eye tells apart lies from its ground.
_FEWEST_SHADES = 24
_FEWEST_IN_COMMON = 0.35
_FEWEST_ROWS = 0.2  # of the height of a letter
_FULL = 255
_NO, _YES = 0, 1
_MARKED = [_FULL * (shade >= _FEWEST_SHADES) for shade in range(_FULL + 1)]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A run of words or a picture on the page, in the order they are drawn.

    Attributes:
        box: what it covers.
        without_ink: words that are not meant to be drawn.

    """

    element: Any
    kind: int
    box: Box
    without_ink: bool

    @property
    def key(self) -> int:
        """What tells it from the others of its page."""
        return address(self.element)


def address(element: Any) -> int:
    """Return where an object of PDFium lies, 0 for none."""
    return ctypes.cast(element, ctypes.c_void_p).value or 0


def items_of(page: pypdfium2.PdfPage) -> list[Item]:
    """Return the words and pictures of the page."""
    count = raw.FPDFPage_CountObjects(page.raw)
    tops = (raw.FPDFPage_GetObject(page.raw, index) for index in range(count))
    return [item for top in tops for item in _items(top, (), _DEEPEST)]


def _items(element: Any, turns: tuple[raw.FS_MATRIX, ...], deepest: int) -> Iterator[Item]:
    kind = raw.FPDFPageObj_GetType(element)
    if kind == raw.FPDF_PAGEOBJ_FORM and deepest:
        turn = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(element, ctypes.byref(turn))
        for index in range(raw.FPDFFormObj_CountObjects(element)):
            inner = raw.FPDFFormObj_GetObject(element, index)
            yield from _items(inner, (turn, *turns), deepest - 1)
    elif kind in {raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE}:
        is_text = kind == raw.FPDF_PAGEOBJ_TEXT
        mode = raw.FPDFTextObj_GetTextRenderMode(element) if is_text else None
        box = _placed(_bounds(element), turns)
        yield Item(element=element, kind=kind, box=box, without_ink=mode in _WITHOUT_INK)


def _bounds(element: Any) -> Box:
    sides = tuple(ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(element, *map(ctypes.byref, sides))
    return cast("Box", tuple(side.value for side in sides))


def _placed(box: Box, turns: Sequence[raw.FS_MATRIX]) -> Box:
    """Return a box inside forms as it lies on the page."""
    for turn in turns:
        corners = [
            (turn.a * x + turn.c * y + turn.e, turn.b * x + turn.d * y + turn.f)
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        across, up = zip(*corners, strict=True)
        box = (min(across), min(up), max(across), max(up))
    return box


def layers(words: Sequence[Item]) -> list[list[Item]]:
    """Return the runs of words in layers, so that no two of a layer cover each other."""
    found: list[list[Item]] = [[]]
    near: list[tuple[Item, int]] = []
    for word in sorted(words, key=lambda one: one.box[1]):
        near = [one for one in near if one[0].box[3] > word.box[1]][-_MOST_NEAR:]
        taken = {layer for other, layer in near if _cover(other.box, word.box)}
        free = next((at for at in range(_MOST_LAYERS) if at not in taken), _MOST_LAYERS - 1)
        found += [[] for _ in range(len(found), free + 1)]
        found[free].append(word)
        near.append((word, free))
    return found


def _cover(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or up <= 0:
        return False
    return up > _FEWEST_IN_COMMON * min(one[3] - one[1], other[3] - other[1])


def _all_but_one(words: Sequence[Sequence[Item]]) -> Iterator[list[Sequence[Item]]]:
    for at in range(len(words)):
        yield [*words[:at], *words[at + 1 :]]


def _from_the_middle(upper: int, lower: int) -> Iterator[int]:
    """Yield the rows of a letter, those first that cross most letters."""
    middle = (upper + lower) // 2
    yield from range(middle, lower)
    yield from range(upper, middle)


class Drawing:
    """The page drawn at one scale: without its words, and with one layer of them at a time."""

    def __init__(
        self, page: pypdfium2.PdfPage, words: Sequence[Sequence[Item]], *, scale: float, grey: bool
    ) -> None:
        """Draw `page`; its layers of words as `layers` returns them."""
        self._left, _, _, self._top = page.get_bbox()
        self._scale, self._grey = scale, grey
        bare = self._draw(page, [word for layer in words for word in layer])
        self._width, self._height = bare.size
        self._bare = bare.convert("L").tobytes()
        self._inks = [
            self._ink(bare, self._draw(page, [word for one in others for word in one]))
            for others in _all_but_one(words)
        ]

    def _draw(self, page: pypdfium2.PdfPage, without: Sequence[Item]) -> Any:
        for word in without:
            raw.FPDFPageObj_SetIsActive(word.element, _NO)
        drawn: Any = page.render(scale=self._scale, grayscale=self._grey).to_pil()
        for word in without:
            raw.FPDFPageObj_SetIsActive(word.element, _YES)
        return drawn

    def _ink(self, bare: Any, drawn: Any) -> bytes:
        """Return where a layer of words changes the page."""
        marks: Any = None
        for channel in ImageChops.difference(bare, drawn).split():
            marks = channel if marks is None else ImageChops.lighter(marks, channel)
        return bytes(marks.point(_MARKED).tobytes())

    def inks(self, box: Box, layer: int) -> bool:
        """Return whether the words of `layer` leave ink in `box`.

        One line through a letter is not enough: white letters show where they cross a dark one.
        """
        left, upper, right, lower = self._pixels(box)
        ink, width = self._inks[layer], self._width
        if left >= right or upper >= lower:
            return False
        wanted = max(_FEWEST_ROWS * (lower - upper), 2.0)
        inked = 0
        for row in _from_the_middle(upper, lower):
            inked += _FULL in ink[row * width + left : row * width + right]
            if inked >= wanted:
                return True
        return False

    def pictures(self, box: Box) -> bool:
        """Return whether what is drawn beside words shows something like a letter in `box`."""
        left, upper, right, lower = self._pixels(box)
        if left >= right:
            return False
        rows = (
            self._bare[row * self._width + left : row * self._width + right]
            for row in range(upper, lower)
        )
        # A level line is of one shade from left to right.
        return any(max(row) - min(row) >= _FEWEST_SHADES for row in rows)

    def _pixels(self, box: Box) -> tuple[int, int, int, int]:
        left, bottom, right, top = box
        return (
            max(int((left - self._left) * self._scale), 0),
            max(int((self._top - top) * self._scale), 0),
            min(int((right - self._left) * self._scale) + 1, self._width),
            min(int((self._top - bottom) * self._scale) + 1, self._height),
        )
