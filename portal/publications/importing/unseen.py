"""What an office file carries that a reader of its pages does not see, whoever attached it."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from docx.oxml.ns import qn

from portal.publications.importing.package import Package, open_office
from portal.publications.importing.pdf import pdf_unseen
from portal.publications.importing.personal import personal_numbers
from portal.publications.importing.unreadable import Unreadable
from portal.publications.importing.word_faint import Faint, faint_of
from portal.publications.importing.word_hidden import is_on
from portal.publications.importing.word_places import has_box_off_page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
UNOPENED = "unopened"
"""The file passed for what it is, and still its inside could not be looked at."""

_OUTSIDE = frozenset(
    ("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "externalLinkPath")
)
# A style nobody uses hides nothing, and every table of contents is hidden from the web alone.
_WITH_WORDS = ("word/document*.xml", "word/header*.xml", "word/footer*.xml", "word/*notes.xml")
# Part of the file, elements that tell, code. An element with its one attribute off tells nothing.
_TOLD_BY: tuple[tuple[str, frozenset[str], str], ...] = (
    ("word/*.xml", frozenset(("ins", "del", "moveFrom", "moveTo")), "tracked-changes"),
    ("word/comments*.xml", frozenset(("comment",)), "comments"),
    ("xl/comments*.xml", frozenset(("comment",)), "comments"),
    ("xl/threadedComments/*.xml", frozenset(("threadedComment",)), "comments"),
    ("xl/pivotCache/*.xml", frozenset(("pivotCacheDefinition",)), "pivot-caches"),
    ("xl/externalLinks/*.xml", frozenset(("externalLink",)), "outside-parts"),
)
_RUN = qn("w:r")
_KNOWN = re.compile(r"word/(?:styles|document|theme/theme1)\.xml$")
_INSIDE = re.compile(r"/(?:embeddings|activeX)/")


def unseen(media_type: str, content: bytes, *, read: bool = False) -> tuple[str, ...]:
    """Return the codes of what a file holds beside what it shows, in alphabetical order.

    Codes: tracked-changes, comments, hidden-text, faint-text, hidden-sheets, hidden-cells,
    pivot-caches, embedded-objects, outside-parts, personal-numbers, unopened. Word, Excel and PDF
    files are looked into.

    Args:
        media_type: what the file is.
        content: its bytes.
        read: whether its words stand in the document itself, where personal numbers are looked for.

    """
    try:
        if media_type == PDF:
            found = pdf_unseen(content)
            return tuple(code for code in found if not (read and code == "personal-numbers"))
        if media_type not in {WORD, SHEETS}:
            return ()
        with open_office(content) as package:
            return tuple(sorted(set(_codes(package, read=read))))
    except Unreadable:
        return (UNOPENED,)


def _codes(package: Package, *, read: bool) -> Iterator[str]:
    known = {name.rsplit("/", 1)[-1]: name for name in package.names if _KNOWN.match(name)}
    parts = (known.get(name) for name in ("styles.xml", "theme1.xml", "document.xml"))
    faint = faint_of(*(package.xml(name) if name else None for name in parts))
    for name in package.names:
        if _INSIDE.search(f"/{name}"):
            yield "embedded-objects"
        if not name.endswith((".xml", ".rels")):
            continue
        root = package.xml(name)
        yield from _told(name, root)
        if any(fnmatch(name, part) for part in _WITH_WORDS):
            yield from _of_words(root, faint)
            yield from _of_people(root, name, read=read)
        if name.endswith(".rels") and any(map(_is_outside, root.iter("{*}Relationship"))):
            yield "outside-parts"
        if fnmatch(name, "xl/workbook.xml") and any(
            sheet.get("state", "visible") != "visible" for sheet in root.iter("{*}sheet")
        ):
            yield "hidden-sheets"
        if fnmatch(name, "xl/worksheets/*.xml") and any(map(_is_hidden, root.iter())):
            yield "hidden-cells"


def _of_people(root: Any, name: str, *, read: bool) -> Iterator[str]:
    """Yield what the body of a file that was read says elsewhere; its margins may be unread."""
    in_document = read and fnmatch(name, "word/document*.xml")
    if not in_document and personal_numbers(_text(root)):
        yield "personal-numbers"


def _told(name: str, root: Any) -> Iterator[str]:
    for pattern, elements, code in _TOLD_BY:
        if fnmatch(name, pattern) and any(
            map(_counts, root.iter(*map("{{*}}{}".format, elements)))
        ):
            yield code


def _counts(element: Any) -> bool:
    return bool(is_on(element))


def _of_words(root: Any, faint: Faint) -> Iterator[str]:
    rows = (is_on(row.find("{*}hidden")) for row in root.iter("{*}trPr"))
    codes = {faint.code(run) for run in root.iter(_RUN) if _text(run).strip()}
    if "hidden-text" in codes or any(rows):
        yield "hidden-text"
    if "faint-text" in codes or has_box_off_page(root, faint.page):
        yield "faint-text"


def _text(root: Any) -> str:
    paragraphs = list(root.iter("{*}p")) or [root]
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in paragraphs
    )


def _is_outside(link: Any) -> bool:
    kind = link.get("Type", "").rsplit("/", 1)[-1]
    return link.get("TargetMode") == "External" and kind in _OUTSIDE


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in {"1", "true"}
