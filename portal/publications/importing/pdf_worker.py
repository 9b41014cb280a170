"""Reads a PDF file in a process of its own, with little memory and little time.

PDF readers are large and written in C; a file made to harm ends this process and nothing else.
Started by `pdf.py`: the file comes on standard input, the answer goes to standard output.
"""

import io
import json
import sys
from typing import Any

import pypdfium2

from portal.publications.importing.pdf_page import TooDense, glyphs_of, page_lines
from portal.publications.importing.pdf_seen import Eye
from portal.publications.importing.pdf_tables import Rule, grids_of, rules_of
from portal.publications.importing.pdf_unseen import codes

MOST_PAGES = 500
MEMORY = 250_000_000
SECONDS = 4
UNSEEN = "unseen"
_LONGEST = 5_000_000
_FEWEST_LETTERS = 20
_DOTS_AN_INCH, _POINTS_AN_INCH = 200, 72
_WIDEST_PICTURE = 3_000


def main() -> None:
    """Answer for the file on standard input: its words, the picture of a page, what is unseen."""
    _limit()
    content = sys.stdin.buffer.read()
    if sys.argv[1:] == [UNSEEN]:
        sys.stdout.buffer.write(json.dumps(_unseen(content)).encode())
    elif len(sys.argv) > 1:
        sys.stdout.buffer.write(_picture(content, int(sys.argv[1])))
    else:
        sys.stdout.buffer.write(json.dumps(_answer(content)).encode())


def _limit() -> None:
    """Take no more memory and time than an honest file needs."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _answer(content: bytes) -> dict[str, Any]:
    try:
        with pypdfium2.PdfDocument(content) as document:
            if len(document) == 0:
                return {"refused": "damaged"}
            if len(document) > MOST_PAGES:
                return {"refused": "endless"}
            return read_pages(document)
    except pypdfium2.PdfiumError:
        return {"refused": "damaged"}
    except TooDense:
        return {"refused": "long"}


def _unseen(content: bytes) -> list[str] | None:
    """Return the codes of what is in the file and not seen, None where it cannot be looked at."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            return codes(document) if len(document) <= MOST_PAGES else None
    except (pypdfium2.PdfiumError, TooDense):
        return None


def read_pages(document: pypdfium2.PdfDocument) -> dict[str, Any]:
    """Return the text of each page, None where it is only a picture, and what was left out.

    Pages are counted from 0: "faint-text" those with words nobody sees, "unopened" those not
    looked at.
    """
    texts: list[str | None] = []
    unseen: list[int] = []
    unlooked: list[int] = []
    length, eye = 0, Eye()
    for number, page in enumerate(document):
        found = glyphs_of(page)
        length += len(found)
        if length > _LONGEST:
            raise TooDense
        skipped = eye.skipped
        gone = eye.unseen(page, found)
        if eye.skipped > skipped:
            unlooked.append(number)
        if gone:
            unseen.append(number)
            found = [glyph for at, glyph in enumerate(found) if at not in gone]
        is_blank = sum(glyph.letter.isalpha() for glyph in found) < _FEWEST_LETTERS
        if is_blank and _has_picture(page):
            texts.append(None)
        else:
            rules: list[Rule] = [] if is_blank else rules_of(page)
            texts.append("\n".join(page_lines(found, grids_of(rules))))
        page.close()
    return {"pages": texts, "faint-text": unseen, "unopened": unlooked}


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = (pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _picture(content: bytes, number: int) -> bytes:
    """Return one page as a grey picture in PNG."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[number]
        widest = max(page.get_size())
        scale = min(_DOTS_AN_INCH / _POINTS_AN_INCH, _WIDEST_PICTURE / max(widest, 1))
        drawn = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(drawn, "PNG")
        return drawn.getvalue()


if __name__ == "__main__":
    main()
