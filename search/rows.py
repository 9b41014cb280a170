"""A document as an index lays it down: the tokens of its parts, then of its head.

The head carries title, number and facets, the parts their text. Every engine stores these
tokens and no others.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from search import numbers
from search.analysis import analyse
from search.concepts import CONCEPTS, Concepts
from search.folding import fold, normalise
from search.model import Document, Part

DATE_BITS = 20
Tokens = dict[str, Iterable[str]]


class Row(NamedTuple):
    """What is kept with a document's head."""

    ref: str
    fingerprint: str
    anchors: tuple[str, ...]


def fingerprint(document: Document) -> str:
    """Return what changes whenever anything in `document` does."""
    return sha256(repr(document).encode(errors="surrogatepass")).hexdigest()[:16]


def head_tokens(document: Document, concepts: Concepts = CONCEPTS) -> Tokens:
    """Return the tokens of the head of `document`, by field."""
    title = analyse(document.title, concepts)
    day = document.published_on
    own = numbers.own(fold(normalise(document.number)))
    return {
        "title": title.folded,
        "title_exact": title.exact,
        "title_pairs": title.pairs,
        "number": {*own, *numbers.of_date(day.year, day.month, day.day)},
        "facet": {"head", *_facets(document), *_date_bits(day)},
        "ref": [document.ref],
    }


def part_tokens(ref: str, part: Part, concepts: Concepts = CONCEPTS, above: str = "") -> Tokens:
    """Return the tokens of one `part` of the document `ref`, by field.

    Args:
        ref: of the document.
        part: one of its parts.
        concepts: what means the same.
        above: the headings the part stands under, which speak for it too.

    """
    heading = f"{part.label} {part.title}"
    body = analyse(f"{heading}.\n{part.text}", concepts)
    return {
        "body": body.folded,
        "body_exact": body.exact,
        "body_pairs": body.pairs,
        "heading": analyse(f"{heading}.\n{above}", concepts).folded,
        "ref": [ref],
    }


def headings_above(document: Document) -> list[str]:
    """Return for each part of `document` the headings it stands under: iii above iii-2."""
    titles = {part.anchor: part.title for part in document.parts if part.title}
    return [
        "\n".join(title for anchor, title in titles.items() if part.anchor.startswith(f"{anchor}-"))
        for part in document.parts
    ]


def _facets(document: Document) -> Iterator[str]:
    """Yield the facet values of `document`."""
    yield f"kind:{document.kind}"
    yield f"year:{document.published_on.year}"
    yield f"audience:{document.audience}"
    if document.office:
        yield f"office:{document.office}"


def _date_bits(day: date) -> list[str]:
    """Return the date as tokens, one for each bit set: sets by date come ready for ranking."""
    return [f"date{bit}" for bit in range(DATE_BITS) if day.toordinal() >> bit & 1]
