"""Which letters of a PDF page somebody who looks at it sees."""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import pypdfium2
from pypdfium2 import raw

from portal.publications.importing.pdf_drawing import Drawing, Item, address, items_of, layers
from portal.publications.importing.pdf_page import Box, Glyph

_FEWEST_IN_A_ROW = 3
_FEWEST_IN_A_HEAP = 4  # a ligature such as "ffi" gives three letters at one place
_SMALLEST, _USUAL_PAGE = 3.0, 842.0  # points
# Shares of the height of a letter: a letter squeezed to a line, letters on top of each other.
_NARROWEST, _SAME_PLACE, _LEAP = 0.03, 0.03, 0.5
# Of a word with this share unseen, a letter that something else shows through is unseen too.
_MOST_OF_A_WORD = 0.67
_FIRST_SCALE, _SECOND_SCALE, _WIDEST_PICTURE = 1.0, 3.0, 3_000
_LARGEST_PICTURE = 6_000_000
# Seconds of computing for looking at the pages of one file.
_PATIENCE = 1.5
_SHARE_OF_SCAN = 0.5
_LAST_PLAIN = "\x7f"


class Eye:
    """Looks at the pages of one file, as long as its patience lasts.

    Attributes:
        spent: seconds of computing so far.
        skipped: how many pages with letters were only measured, not drawn.

    """

    def __init__(self) -> None:
        """Begin with all patience."""
        self.spent = 0.0
        self.skipped = 0

    @property
    def is_tired(self) -> bool:
        """Whether further pages are no longer drawn, only measured."""
        return self.spent > _PATIENCE

    def unseen(self, page: pypdfium2.PdfPage, glyphs: Sequence[Glyph]) -> frozenset[int]:
        """Return the places in `glyphs` of what the page does not show.

        A letter is seen when it leaves ink of its own on the drawn page, or when the picture it
        was read from shows it. Marks and blanks go with the letters around them.
        """
        letters = [at for at, glyph in enumerate(glyphs) if glyph.letter.isalnum()]
        if not letters:
            return frozenset()
        doubtful = set(_too_small(page, glyphs, letters))
        if self.is_tired:
            self.skipped += 1
        else:
            started = time.process_time()
            page.set_rotation(0)  # letters have their places before the page is turned
            open_ones = [at for at in letters if at not in doubtful]
            doubtful |= _without_ink(_Sheet(page, glyphs), open_ones)
            self.spent += time.process_time() - started
        return frozenset(_settled(glyphs, letters, doubtful)) if doubtful else frozenset()


def _too_small(
    page: pypdfium2.PdfPage, glyphs: Sequence[Glyph], letters: Sequence[int]
) -> Iterator[int]:
    """Yield the letters too small to be read, or squeezed into nothing."""
    smallest = _SMALLEST * min(max(*page.get_size()) / _USUAL_PAGE, 1.0)
    for at in letters:
        glyph = glyphs[at]
        if glyph.height < smallest or glyph.right - glyph.left < _NARROWEST * glyph.height:
            yield at
    heap: list[int] = []
    for at in letters:
        if heap and not _on_top(glyphs[heap[-1]], glyphs[at]):
            heap = []
        heap.append(at)
        if len(heap) >= _FEWEST_IN_A_HEAP:
            yield from heap


def _on_top(one: Glyph, other: Glyph) -> bool:
    near = _SAME_PLACE * other.height
    return abs(one.left - other.left) < near and abs(one.bottom - other.bottom) < near


@dataclass
class _Sheet:
    """A page with its letters, and what is asked of it only where something is doubtful."""

    page: pypdfium2.PdfPage
    glyphs: Sequence[Glyph]
    items: list[Item] = field(init=False)
    layers: list[list[Item]] = field(init=False)

    def __post_init__(self) -> None:
        self.items = items_of(self.page)
        self.layers = layers([one for one in self.items if one.kind == raw.FPDF_PAGEOBJ_TEXT])

    @cached_property
    def owners(self) -> list[int]:
        """The run of words each letter is of."""
        text = self.page.get_textpage()
        found = [address(raw.FPDFText_GetTextObject(text.raw, one.index)) for one in self.glyphs]
        text.close()
        return found

    @cached_property
    def places(self) -> dict[int, int]:
        """Where in the order of drawing each item stands."""
        return {item.key: at for at, item in enumerate(self.items)}

    @cached_property
    def layer_of(self) -> dict[int, int]:
        return {item.key: at for at, layer in enumerate(self.layers) for item in layer}

    def layer(self, at: int) -> int:
        return self.layer_of.get(self.owners[at], 0) if len(self.layers) > 1 else 0

    @cached_property
    def pictures(self) -> list[tuple[int, Box]]:
        return [
            (at, item.box)
            for at, item in enumerate(self.items)
            if item.kind == raw.FPDF_PAGEOBJ_IMAGE
        ]

    @cached_property
    def is_scan(self) -> bool:
        """Whether pictures cover most of the page."""
        left, bottom, right, top = self.page.get_bbox()
        whole = (right - left) * (top - bottom)
        covered = sum((box[2] - box[0]) * (box[3] - box[1]) for _, box in self.pictures)
        return bool(covered >= _SHARE_OF_SCAN * whole)

    def is_of_a_picture(self, at: int) -> bool:
        """Whether a letter is one of those laid over or under the picture they were read from."""
        place = self.places.get(self.owners[at])
        if place is None:
            return False
        if self.items[place].without_ink:
            return True
        x, y = self.glyphs[at].middle
        over = (
            box
            for drawn, box in self.pictures
            if drawn > place and box[0] <= x <= box[2] and box[1] <= y <= box[3]
        )
        return bool(self.is_scan and any(True for _ in over))

    def may_lack_letters(self, at: int) -> bool:
        """Whether the letter is not in the file, so that it is drawn where it is known only."""
        place = self.places.get(self.owners[at])
        if place is None or self.glyphs[at].letter <= _LAST_PLAIN:
            return False
        font = raw.FPDFTextObj_GetFont(self.items[place].element)
        return not bool(raw.FPDFFont_GetIsEmbedded(font))


def _without_ink(sheet: _Sheet, letters: Sequence[int]) -> set[int]:
    """Return the letters that neither leave ink nor stand in a picture."""
    drawing = Drawing(sheet.page, sheet.layers, scale=_scale(sheet.page, _FIRST_SCALE), grey=True)
    missed = _missed(sheet, drawing, letters)
    if not missed:
        return set()
    scale = _scale(sheet.page, _SECOND_SCALE)
    drawing = Drawing(sheet.page, sheet.layers, scale=scale, grey=False)
    missed = _missed(sheet, drawing, missed)
    # A letter the fonts of this machine lack is judged by the others of its run.
    certain = {sheet.owners[at] for at in missed if not sheet.may_lack_letters(at)}
    return {at for at in missed if sheet.owners[at] in certain}


def _scale(page: pypdfium2.PdfPage, wanted: float) -> float:
    width, height = page.get_size()
    fits = math.sqrt(_LARGEST_PICTURE / max(width * height, 1.0))
    return float(min(wanted, fits, _WIDEST_PICTURE / max(width, height, 1.0)))


def _missed(sheet: _Sheet, drawing: Drawing, letters: Sequence[int]) -> list[int]:
    inkless = [at for at in letters if not drawing.inks(sheet.glyphs[at].box, sheet.layer(at))]
    return [at for at in inkless if not _is_shown(sheet, drawing, at)]


def _is_shown(sheet: _Sheet, drawing: Drawing, at: int) -> bool:
    return sheet.is_of_a_picture(at) and drawing.pictures(sheet.glyphs[at].box)


def _settled(glyphs: Sequence[Glyph], letters: Sequence[int], doubtful: set[int]) -> Iterator[int]:
    """Yield what is unseen: whole words and longer rows of letters, with the marks in between."""
    gone = {at for row in _rows(letters, doubtful) if len(row) >= _FEWEST_IN_A_ROW for at in row}
    for word in _words(glyphs):
        said = [at for at in word if glyphs[at].letter.isalnum()]
        if said and sum(at in doubtful for at in said) >= _MOST_OF_A_WORD * len(said):
            gone.update(said)
    yield from gone
    yield from _between(glyphs, letters, gone)


def _rows(letters: Sequence[int], doubtful: set[int]) -> Iterator[list[int]]:
    for is_doubtful, row in groupby(letters, doubtful.__contains__):
        if is_doubtful:
            yield list(row)


def _words(glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    """Yield the words, parted by blanks or by a leap to another place."""
    word: list[int] = []
    for at, glyph in enumerate(glyphs):
        is_blank = glyph.letter.isspace()
        if word and (is_blank or _leaps(glyphs[word[-1]], glyph)):
            yield word
            word = []
        if not is_blank:
            word.append(at)
    yield word


def _leaps(before: Glyph, glyph: Glyph) -> bool:
    height = max(before.height, glyph.height)
    across = max(glyph.left - before.right, before.left - glyph.right)
    return max(across, abs(glyph.bottom - before.bottom)) > _LEAP * height


def _between(glyphs: Sequence[Glyph], letters: Sequence[int], gone: set[int]) -> Iterator[int]:
    """Yield the marks and blanks that stand between letters that are gone, or at their end."""
    known = set(letters)
    before: bool | None = None
    waiting: list[int] = []
    for at in range(len(glyphs)):
        if at not in known:
            waiting.append(at)
            continue
        here = at in gone
        if here and before in {None, True}:
            yield from waiting
        waiting, before = [], here
    if before:
        yield from waiting
