"""What an office file carries that a reader of its pages does not see, whoever attached it."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from portal.publications.importing.package import Package, open_office
from portal.publications.importing.pdf import pdf_unseen
from portal.publications.importing.unreadable import Unreadable
from portal.publications.importing.word_faint import FaintStyles, faint_styles, is_faint
from portal.publications.importing.word_hidden import hiding_styles, is_on, style_of

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
    *((part, frozenset(("vanish",)), "hidden-text") for part in _WITH_WORDS),
    ("xl/comments*.xml", frozenset(("comment",)), "comments"),
    ("xl/threadedComments/*.xml", frozenset(("threadedComment",)), "comments"),
    ("xl/pivotCache/*.xml", frozenset(("pivotCacheDefinition",)), "pivot-caches"),
    ("xl/externalLinks/*.xml", frozenset(("externalLink",)), "outside-parts"),
)
_INSIDE = re.compile(r"/(?:embeddings|activeX)/")


def unseen(media_type: str, content: bytes) -> tuple[str, ...]:
    """Return the codes of what a file holds beside what it shows, in alphabetical order.

    Codes: tracked-changes, comments, hidden-text, faint-text, hidden-sheets, hidden-cells,
    pivot-caches, embedded-objects, outside-parts, unopened. Word, Excel and PDF files are looked
    into.
    """
    try:
        if media_type == PDF:
            return pdf_unseen(content)
        if media_type not in {WORD, SHEETS}:
            return ()
        with open_office(content) as package:
            return tuple(sorted(set(_codes(package))))
    except Unreadable:
        return (UNOPENED,)


def _codes(package: Package) -> Iterator[str]:
    styles = "word/styles.xml"
    known = package.xml(styles) if styles in package.names else None
    hiding, faint = hiding_styles(known), faint_styles(known)
    for name in package.names:
        if _INSIDE.search(f"/{name}"):
            yield "embedded-objects"
        if not name.endswith((".xml", ".rels")):
            continue
        root = package.xml(name)
        yield from _told(name, root)
        if any(fnmatch(name, part) for part in _WITH_WORDS):
            yield from _of_words(root, hiding, faint)
        if name.endswith(".rels") and any(map(_is_outside, root.iter("{*}Relationship"))):
            yield "outside-parts"
        if fnmatch(name, "xl/workbook.xml") and any(
            sheet.get("state", "visible") != "visible" for sheet in root.iter("{*}sheet")
        ):
            yield "hidden-sheets"
        if fnmatch(name, "xl/worksheets/*.xml") and any(map(_is_hidden, root.iter())):
            yield "hidden-cells"


def _told(name: str, root: Any) -> Iterator[str]:
    for pattern, elements, code in _TOLD_BY:
        if fnmatch(name, pattern) and any(
            map(_counts, root.iter(*map("{{*}}{}".format, elements)))
        ):
            yield code


def _counts(element: Any) -> bool:
    return bool(is_on(element))


def _of_words(root: Any, hiding: frozenset[str], faint: FaintStyles) -> Iterator[str]:
    if _uses(root, hiding):
        yield "hidden-text"
    if any(is_faint(run, faint) for run in root.iter("{*}r")):
        yield "faint-text"


def _uses(root: Any, hiding: frozenset[str]) -> bool:
    """Return whether a paragraph or run has a style that hides its words."""
    return any(
        style_of(properties, kind) in hiding
        for tag, kind in (("pPr", "pStyle"), ("rPr", "rStyle"))
        for properties in root.iter(f"{{*}}{tag}")
    )


def _is_outside(link: Any) -> bool:
    kind = link.get("Type", "").rsplit("/", 1)[-1]
    return link.get("TargetMode") == "External" and kind in _OUTSIDE


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in {"1", "true"}
