"""Which documents answer a query, in which order, and which part of each stands for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple, Protocol

from search import bits
from search.query import Clause, Query

# How much each sign of relevance counts, times how rare it is; measured, not guessed.
TITLE, TITLE_EXACT, TITLE_PAIR, NUMBER = 2.5, 4.0, 3.0, 9.0
ANY, ANY_EXACT, ANY_PAIR, HEADING, TOGETHER = 1.0, 1.2, 2.5, 1.0, 3.0
SCALE = 4
# With fewer words than asked, a document must still meet this share of them.
SHARE = 0.6
SMALLEST_LOOSE = 3


class View(Protocol):
    """One state of an index: sets of places, where a document's parts stand just before its head.

    Attributes:
        heads: the places of documents.
        parts: the places of parts.
        live: the heads of documents not deleted.

    """

    heads: int
    parts: int
    live: int

    def places(self, field: str, token: str) -> int:
        """Return where `token` stands in `field`."""
        ...


def lift(view: View, parts: int) -> int:
    """Return the documents of `parts`.

    The parts of a document are the bits just below its head. Adding all ones to them
    carries into the head exactly when one of them is set: one addition for all documents.
    """
    return (parts + view.parts) & view.heads if parts else 0


class Places(NamedTuple):
    """Where a clause is met."""

    title: int
    number: int
    facet: int
    parts: int
    documents: int


@dataclass(frozen=True, slots=True)
class Match:
    """A query held against a view: where each clause is met, and the documents that meet all."""

    query: Query
    places: tuple[Places, ...]
    all: int


def match(view: View, query: Query) -> Match:
    """Return where `query` is met in `view`."""
    places = tuple(_places(view, clause) for clause in query.clauses)
    documents = view.live if places else 0
    for place in places:
        documents &= place.documents
    return Match(query, places, documents)


def loosely(view: View, found: Match) -> int:
    """Return the documents that meet the most clauses, if they meet enough of them."""
    count = len(found.places)
    if count < SMALLEST_LOOSE:
        return 0
    levels: list[int] = []
    for place in found.places:
        bits.add(levels, place.documents, 1)
    for bound in range(count - 1, 0, -1):
        if bound < SHARE * count:
            return 0
        near = bits.at_least(levels, bound, view.live)
        if near:
            return near
    return 0


def score(view: View, found: Match, among: int) -> list[int]:
    """Return the relevance of the documents `among` as numbers held in levels of bits."""
    levels: list[int] = []
    size = view.live.bit_count()
    for members, weight in _signs(view, found):
        bits.add(levels, members & among, _weight(weight, size, members))
    return levels


def _signs(view: View, found: Match) -> Iterator[tuple[int, float]]:
    """Yield each sign of relevance with the documents that show it."""
    together = view.parts if found.places else 0
    for place in found.places:
        yield place.title, TITLE
        yield place.number, NUMBER
        yield place.documents, ANY
        together &= place.parts
    yield lift(view, together), TOGETHER
    for fields, tokens, in_title, anywhere in (
        (("title_exact", "body_exact"), found.query.exact, TITLE_EXACT, ANY_EXACT),
        (("title_pairs", "body_pairs"), found.query.pairs, TITLE_PAIR, ANY_PAIR),
    ):
        for token in tokens:
            title = view.places(fields[0], token)
            yield title, in_title
            yield title | lift(view, view.places(fields[1], token)), anywhere


def _weight(weight: float, size: int, members: int) -> int:
    """Return `weight` times the rarity of `members` among `size` documents."""
    if not members:
        return 0
    return max(1, round(SCALE * weight * log(1 + size / (members.bit_count() + 0.5))))


def _places(view: View, clause: Clause) -> Places:
    """Return where `clause` is met."""
    title = _any(view, "title", clause.text)
    number = _any(view, "number", clause.number)
    facet = _any(view, "facet", clause.facet)
    parts = _any(view, "body", clause.text)
    return Places(title, number, facet, parts, title | number | facet | lift(view, parts))


def _any(view: View, field: str, tokens: Sequence[str]) -> int:
    """Return where any of `tokens` stands in `field`."""
    found = 0
    for token in tokens:
        found |= view.places(field, token)
    return found


def best_parts(view: View, found: Match, head: int, count: int) -> list[int]:
    """Return which of a document's `count` parts match best: the very best, the rest in order.

    Nothing when the title or the number alone says more than any part does.
    """
    met, points = _part_scores(view, found, head, count)
    most = max(met, default=0)
    if most == 0 or _head_alone(found, head, most):
        return []
    equal = [part for part in range(count) if met[part] == most]
    best = max(equal, key=lambda part: (points[part], -part))
    return [best, *(part for part in equal if part != best)]


def _head_alone(found: Match, head: int, most: int) -> bool:
    """Whether the head meets all by its number, or by its title more than any part does."""
    by_number = all(place.number >> head & 1 for place in found.places)
    by_head = all((place.title | place.number | place.facet) >> head & 1 for place in found.places)
    return by_number or (by_head and most < len(found.places))


def _part_scores(view: View, found: Match, head: int, count: int) -> tuple[list[int], list[int]]:
    """Return for each part how many clauses it meets, and its relevance."""
    met, points = [0] * count, [0] * count
    first, size, mask = head - count, view.live.bit_count(), (1 << count) - 1
    for members, weight, clauses in _part_signs(view, found):
        worth = _weight(weight, size, members)
        for part in bits.ids(members >> first & mask):
            met[part] += clauses
            points[part] += worth
    return met, points


def _part_signs(view: View, found: Match) -> Iterator[tuple[int, float, int]]:
    """Yield each sign of relevance with the parts that show it, and the clauses it meets."""
    for clause, place in zip(found.query.clauses, found.places, strict=True):
        yield place.parts, ANY, 1
        yield _any(view, "heading", clause.text), HEADING, 0
    for token in found.query.exact:
        yield view.places("body_exact", token), ANY_EXACT, 0
    for token in found.query.pairs:
        yield view.places("body_pairs", token), ANY_PAIR, 0
