"""What a PDF file holds that nobody sees on its pages; runs in the process of `pdf_worker`."""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from portal.publications.importing.pdf_page import glyphs_of, page_lines
from portal.publications.importing.pdf_seen import Eye
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


def codes(document: pypdfium2.PdfDocument) -> list[str]:
    """Return the codes of `unseen` that hold for the file.

    Which letters count as unseen is said in `pdf_seen`; a file of which some pages could not be
    looked at is "unopened" too.
    """
    eye = Eye()
    found = {"embedded-objects"} if raw.FPDFDoc_GetAttachmentCount(document) else set()
    for page in document:
        found.update(_of_annotations(page))
        letters = glyphs_of(page)
        if personal_numbers("\n".join(page_lines(letters))):
            found.add("personal-numbers")
        if eye.unseen(page, letters):
            found.add("faint-text")
        page.close()
    if eye.skipped:
        found.add("unopened")
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
