"""The words of a PDF file's text layer, page by page."""

import threading

import pypdfium2

from portal.publications.importing.trust import LONGEST
from portal.publications.importing.unreadable import (
    DAMAGED_PDF,
    ENDLESS_PDF,
    SCANNED,
    TOO_LONG,
    Unreadable,
)

# PDFium is not made for several threads at once.
_ONE_AT_A_TIME = threading.Lock()
_MOST_PAGES = 500
_FEWEST_LETTERS_A_PAGE = 20


def pdf_text(content: bytes) -> str:
    """Return the words of the file.

    Raises:
        Unreadable: it is damaged, protected, without pages or words, or endless.

    """
    try:
        with _ONE_AT_A_TIME, pypdfium2.PdfDocument(content) as document:
            count = len(document)
            if count == 0:
                raise Unreadable(DAMAGED_PDF)
            if count > _MOST_PAGES:
                raise Unreadable(ENDLESS_PDF)
            pages = _pages(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(DAMAGED_PDF) from error
    letters = sum(letter.isalpha() for page in pages for letter in page)
    if letters < _FEWEST_LETTERS_A_PAGE * min(count, 2):
        raise Unreadable(SCANNED)
    return "\n".join(pages)


def _pages(document: pypdfium2.PdfDocument) -> list[str]:
    pages: list[str] = []
    for page in document:
        words = page.get_textpage()
        # PDFium puts U+FFFE for a hyphen at the end of a line; in Vietnamese it is a real one.
        pages.append(words.get_text_bounded().replace("\ufffe", "-"))
        words.close()
        page.close()
        if sum(map(len, pages)) > LONGEST:
            raise Unreadable(TOO_LONG)
    return pages
