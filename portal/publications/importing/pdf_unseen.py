"""What a PDF file holds that nobody sees on its pages; runs in the process of `pdf_worker`."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import pypdfium2
from pypdfium2 import raw

from portal.publications.importing.pdf_page import Glyph, glyphs_of, page_lines
from portal.publications.importing.personal import personal_numbers

# A note, not a stamp, a link or the field of a signature, which show what they are.
_NOTES = frozenset(
    (
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_POPUP,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_CARET,
    )
)
_NO_WORDS = 2  # bytes of an empty string in UTF-16
_FEWEST_IN_A_ROW = 3
_SMALLEST = 3.0  # points
# Of 255 shades of grey, how far apart the lightest and the darkest in the box of a letter are.
_FEWEST_SHADES = 24
_WIDEST_PICTURE = 3_000


def codes(document: pypdfium2.PdfDocument) -> list[str]:
    """Return the codes of `unseen` that hold for the file.

    A letter counts as unseen when the page, drawn, shows one shade where the letter stands: it is
    covered, of the colour of its ground, invisible or off the page. Words a scanner laid under a
    picture stand where the picture shows them, so they are seen.
    """
    found = {"embedded-objects"} if raw.FPDFDoc_GetAttachmentCount(document) else set()
    for page in document:
        found.update(_of_annotations(page))
        letters = glyphs_of(page)
        if personal_numbers("\n".join(page_lines(letters))):
            found.add("personal-numbers")
        if _has_unseen(page, letters):
            found.add("faint-text")
        page.close()
    return sorted(found)


def _of_annotations(page: pypdfium2.PdfPage) -> Iterator[str]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            yield "embedded-objects"
        written = raw.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
        if kind in _NOTES and written > _NO_WORDS:
            yield "comments"
        raw.FPDFPage_CloseAnnot(note)


def _has_unseen(page: pypdfium2.PdfPage, glyphs: Sequence[Glyph]) -> bool:
    letters = [glyph for glyph in glyphs if glyph.letter.isalnum()]
    return bool(letters) and _longest_run(_unseen(page, letters)) >= _FEWEST_IN_A_ROW


def _longest_run(marks: Iterable[bool]) -> int:
    return max((sum(1 for _ in run) for unseen, run in groupby(marks) if unseen), default=0)


def _unseen(page: pypdfium2.PdfPage, letters: Sequence[Glyph]) -> Iterator[bool]:
    """Yield for each letter whether the page, drawn, does not show it."""
    page.set_rotation(0)  # letters have their places before the page is turned
    left, _, _, top = page.get_bbox()
    scale = min(1.0, _WIDEST_PICTURE / max(*page.get_size(), 1.0))
    drawn: Any = page.render(scale=scale, grayscale=True).to_pil()
    for letter in letters:
        box = (
            int((letter.left - left) * scale),
            int((top - letter.top) * scale),
            int((letter.right - left) * scale) + 1,
            int((top - letter.bottom) * scale) + 1,
        )
        yield letter.height < _SMALLEST or not _shows(drawn, box)


def _shows(drawn: Any, box: tuple[int, int, int, int]) -> bool:
    left, upper, right, lower = box
    width, height = drawn.size
    inside = (max(left, 0), max(upper, 0), min(right, width), min(lower, height))
    if inside[0] >= inside[2] or inside[1] >= inside[3]:
        return False
    darkest, lightest = drawn.crop(inside).getextrema()
    return bool(lightest - darkest >= _FEWEST_SHADES)
