"""Which documents answer a query, in which order, and which part of each stands for it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import NamedTuple, Protocol

from search import bits
from search.query import Clause, Query
from search.weights import WEIGHTS, Weights

SCALE = 4
# The tones hỏi and ngã, which half of the country speaks alike, as exact keys write them.
HEARD_ALIKE = str.maketrans("34", "43")
# How many words, or pairs, a part may lack and still count as near.
LACKING = 3
# With fewer words than asked, a document must still meet this share of what they are worth.
SHARE = 0.5
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

    def expect(self, keys: Iterable[tuple[str, str]]) -> None:
        """Get ready to be asked for the places of these fields and tokens, all at once."""
        ...


def lift(view: View, parts: int) -> int:
    """Return the documents of `parts`.

    The parts of a document are the bits just below its head. Adding all ones to them
    carries into the head exactly when one of them is set: one addition for all documents.
    """
    return (parts + view.parts) & view.heads if parts else 0


class Places(NamedTuple):
    """Where a clause is met: in heads, in the words of parts, in parts or above them, anywhere."""

    title: int
    number: int
    facet: int
    bodies: int
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


def wanted(query: Query) -> Iterator[tuple[str, str]]:
    """Yield each field and token whose places may be asked for to answer `query`."""
    for clause in query.clauses:
        for field in ("title", "body", "heading"):
            yield from ((field, token) for token in clause.text)
        yield from (("number", token) for token in clause.number)
        yield from (("facet", token) for token in clause.facet)
    for token in query.exact:
        for heard in {token, token.translate(HEARD_ALIKE)}:
            yield from (("title_exact", heard), ("body_exact", heard))
    for token in query.pairs:
        yield from (("title_pairs", token), ("body_pairs", token))
    yield from query.hints


def loosely(view: View, found: Match) -> int:
    """Return the documents with one part, or title, that comes nearest to all clauses.

    It must meet enough of what is rare in the query; the most clauses count.
    """
    count = len(found.places)
    if count < SMALLEST_LOOSE:
        return 0
    size = view.live.bit_count()
    somewhere = [
        _as_typed(view, found.query, *one)
        for one in zip(found.query.clauses, found.places, strict=True)
    ]
    worth = [weigh(1.0, size, place.documents or 1) for place in found.places]
    levels: list[int] = []
    counts: list[int] = []
    for places, one in zip(somewhere, worth, strict=True):
        bits.add(levels, places, one)
        bits.add(counts, places, 1)
    enough = bits.at_least(levels, ceil(SHARE * sum(worth)), view.live | view.parts)
    for bound in range(count - 1, 1, -1):
        near = bits.at_least(counts, bound, enough)
        documents = (near | lift(view, near & view.parts)) & view.live
        if documents:
            return documents
    return 0


def _as_typed(view: View, query: Query, clause: Clause, places: Places) -> int:
    """Return the parts and heads that meet `clause`, with the marks that were typed."""
    exact = [word.exact for word in query.row if word.marked and clause.text == (word.folded,)]
    if exact:
        return view.places("body_exact", exact[0]) | view.places("title_exact", exact[0])
    return places.parts | places.title | places.number | places.facet


def close(view: View, found: Match, known: Collection[str] | None = None) -> int:
    """Return the documents whose words stand together: in the head, in one part, side by side.

    With `known` pairs, every other pair of the query must stand in the document as well.
    """
    head, part = (view.live, view.parts) if found.places else (0, 0)
    for place in found.places:
        head &= place.title | place.number | place.facet
        part &= place.parts
    documents = found.all & (head | lift(view, part) | _beside(view, found.query))
    for pair in found.query.pairs:
        if known is not None and pair not in known:
            documents &= in_document(view, pair)
    return documents


def credible(view: View, found: Match) -> bool:
    """Whether words that stand apart may still be meant so: two of them go together somewhere."""
    query = found.query
    pairs = [pair for pair in query.pairs if in_document(view, pair) & view.live]
    return bool(pairs) or len(query.row) < SMALLEST_LOOSE or not query.pairs


def in_company(view: View, found: Match, known: Collection[str]) -> int:
    """Return the documents with one of the pairs that are not `known`; all when there are none."""
    fresh = [pair for pair in found.query.pairs if pair not in known]
    documents = 0 if fresh else view.live
    for pair in fresh:
        documents |= in_document(view, pair)
    return documents


def _beside(view: View, query: Query) -> int:
    """Return the documents that have each pair of neighbours asked for, if all words are such."""
    if len(query.row) < SMALLEST_LOOSE or len(query.pairs) < len(query.row) - 1:
        return 0
    documents = view.live
    for token in query.pairs:
        documents &= in_document(view, token)
    return documents


def in_document(view: View, pair: str) -> int:
    """Return the documents where the two syllables of `pair` stand side by side."""
    return view.places("title_pairs", pair) | lift(view, view.places("body_pairs", pair))


def score(view: View, found: Match, among: int, weights: Weights = WEIGHTS) -> list[int]:
    """Return the relevance of the documents `among` as numbers held in levels of bits."""
    levels: list[int] = []
    size = view.live.bit_count()
    for members, weight in _signs(view, found, weights):
        bits.add(levels, members & among, weigh(weight, size, members))
    return levels


def _signs(view: View, found: Match, weights: Weights) -> Iterator[tuple[int, float]]:
    """Yield each sign of relevance with the documents that show it."""
    for clause, place in zip(found.query.clauses, found.places, strict=True):
        yield place.title, weights.title
        yield place.number, weights.day if _is_day(clause) else weights.number
        yield place.documents, weights.any
    yield from _near(view, [place.parts for place in found.places], weights.near)
    for token in found.query.exact:
        title = exactly(view, "title_exact", token)
        yield title, weights.title_exact
        yield title | lift(view, exactly(view, "body_exact", token)), weights.any_exact
    pairs = []
    for token in found.query.pairs:
        title, body = view.places("title_pairs", token), view.places("body_pairs", token)
        pairs.append(body)
        yield title, weights.title_pair
        yield title | lift(view, body), weights.any_pair
    yield from _near(view, pairs, weights.near_pairs)
    for hint in found.query.hints:
        yield lift(view, view.places(*hint)), weights.hint


def exactly(view: View, field: str, token: str) -> int:
    """Return where the exact `token` stands; if nowhere, where it does with hỏi for ngã."""
    return view.places(field, token) or view.places(field, token.translate(HEARD_ALIKE))


def _is_day(clause: Clause) -> bool:
    """Whether `clause` asks for a day."""
    return any(token[0] == "%" for token in clause.number)


def _near(view: View, sets: Sequence[int], weight: float) -> Iterator[tuple[int, float]]:
    """Yield the documents with one part in all `sets`, in all but one, in all but two."""
    levels: list[int] = []
    for places in sets:
        bits.add(levels, places, 1)
    for bound in range(len(sets), max(len(sets) - LACKING, 1), -1):
        yield lift(view, bits.at_least(levels, bound, view.parts)), weight


def weigh(weight: float, size: int, members: int) -> int:
    """Return `weight` times the rarity of `members` among `size` documents."""
    if not members:
        return 0
    return max(1, round(SCALE * weight * log(1 + size / (members.bit_count() + 0.5))))


def _places(view: View, clause: Clause) -> Places:
    """Return where `clause` is met."""
    title = any_of(view, "title", clause.text)
    number = any_of(view, "number", clause.number)
    facet = any_of(view, "facet", clause.facet)
    bodies = any_of(view, "body", clause.text)
    parts = bodies | any_of(view, "heading", clause.text)
    return Places(title, number, facet, bodies, parts, title | number | facet | lift(view, parts))


def any_of(view: View, field: str, tokens: Sequence[str]) -> int:
    """Return where any of `tokens` stands in `field`."""
    found = 0
    for token in tokens:
        found |= view.places(field, token)
    return found
