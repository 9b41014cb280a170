"""From a question to a page of hits, over any view of an index."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from search import bits, ranking
from search.concepts import CONCEPTS, Concepts
from search.model import Hit, Order, Page
from search.passages import Passages
from search.query import parse
from search.ranking import Match, View
from search.rows import Row
from search.spelling import Lexicon, all_known, readings

FACETS = ("kind", "office", "year")
PUBLIC = "public"
LARGEST_PAGE = 1000


class Shelf(View, Lexicon, Protocol):
    """A view with all that finding needs to know of it."""

    @property
    def dates(self) -> tuple[int, ...]:
        """The dates of heads as numbers held in levels of bits."""
        ...

    @property
    def facet_values(self) -> Mapping[str, list[str]]:
        """The values of each facet."""
        ...

    def row(self, place: int) -> Row:
        """Return what is kept with the head at `place`."""
        ...

    def heads_of(self, refs: Iterable[str]) -> int:
        """Return the heads of the documents `refs`."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question with its options; see model.Index.find."""

    query: str
    filters: Mapping[str, str]
    without: Collection[str]
    order: Order
    page: int
    size: int
    exactly: bool
    concepts: Concepts = CONCEPTS


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents that answer, before filters, and how the question was taken."""

    members: int
    match: Match
    understood: str | None = None
    loose: bool = False


def find(shelf: Shelf, question: Question) -> Page:
    """Return the page of documents on `shelf` that answers `question`."""
    seen = _seen(shelf, question)
    answer = _answer(shelf, question, seen)
    chosen = {
        name: shelf.places("facet", f"{name}:{value}")
        for name, value in question.filters.items()
        if name != "audience"
    }
    members = _within(answer.members & seen, chosen.values())
    return Page(
        hits=_hits(shelf, question, answer, members),
        total=members.bit_count(),
        facets={name: _counts(shelf, name, answer.members & seen, chosen) for name in FACETS},
        understood=answer.understood,
        loose=answer.loose,
    )


def _seen(shelf: Shelf, question: Question) -> int:
    """Return the documents the one who asks may be shown."""
    audience = question.filters.get("audience", PUBLIC)
    return (
        shelf.live
        & shelf.places("facet", f"audience:{audience}")
        & ~shelf.heads_of(question.without)
    )


def _answer(shelf: Shelf, question: Question, seen: int) -> Answer:
    """Return what answers the query as typed, else as corrected, else most nearly."""
    typed = Answer(0, _match(shelf, question.query, question))
    if not question.query.strip():
        return replace(typed, members=shelf.live)
    if question.exactly:
        return replace(typed, members=typed.match.all)
    ways = _ways(shelf, question, typed)
    return next((answer for answer in ways if answer.members & seen), typed)


def _ways(shelf: Shelf, question: Question, typed: Answer) -> Iterator[Answer]:
    """Yield ways to answer, the most trusted first."""
    if ranking.close(shelf, typed.match):
        yield replace(typed, members=typed.match.all)
    pairs = typed.match.query.pairs
    texts = readings(typed.match.query, shelf)
    others = [Answer(0, _match(shelf, text, question), text) for text in texts]
    for other in others:
        if ranking.close(shelf, other.match, pairs):
            yield replace(other, members=other.match.all)
    if ranking.credible(shelf, typed.match):
        yield replace(typed, members=typed.match.all)
    # What is known as it stands was hardly mistyped, if no other reading is found together.
    ways = [typed] if all_known(typed.match.query, shelf) else [typed, *others]
    for way in ways[1:]:
        members = ranking.close(shelf, way.match) & ranking.in_company(shelf, way.match, pairs)
        yield replace(way, members=way.match.all if members else 0)
    for way in ways:
        members = ranking.loosely(shelf, way.match) & ranking.in_company(shelf, way.match, pairs)
        yield replace(way, members=members, loose=True)


def _match(shelf: Shelf, text: str, question: Question) -> Match:
    """Return the query `text` held against `shelf`."""
    query = parse(text, exactly=question.exactly, concepts=question.concepts)
    return ranking.match(shelf, query)


def _within(members: int, chosen: Iterable[int]) -> int:
    """Return the `members` that stand in each of the `chosen` sets."""
    for places in chosen:
        members &= places
    return members


def _counts(shelf: Shelf, name: str, members: int, chosen: Mapping[str, int]) -> dict[str, int]:
    """Return the number of documents for each value of a facet, the other filters applied."""
    members = _within(members, (places for other, places in chosen.items() if other != name))
    counts = {
        value: (members & shelf.places("facet", f"{name}:{value}")).bit_count()
        for value in shelf.facet_values[name]
    }
    by = (lambda one: (one[0],)) if name == "year" else (lambda one: (one[1], one[0]))
    return {v: n for v, n in sorted(counts.items(), key=by, reverse=True) if n}


def _hits(shelf: Shelf, question: Question, answer: Answer, members: int) -> tuple[Hit, ...]:
    """Return the hits of the page asked for."""
    size = min(max(question.size, 0), LARGEST_PAGE)
    skip = (max(question.page, 1) - 1) * size
    scores = ranking.score(shelf, answer.match, members)
    levels = [*shelf.dates, *(scores if question.order == "relevance" else ())]
    places = bits.ranked(members, levels, skip, size)
    passages, columns = Passages(shelf, answer.match), [bits.column(level) for level in scores]
    return tuple(_hit(shelf, passages, place, bits.value(columns, place)) for place in places)


def _hit(shelf: Shelf, passages: Passages, place: int, score: int) -> Hit:
    """Return the document at `place` with the anchors of its matching parts."""
    row = shelf.row(place)
    anchors = [row.anchors[part] for part in passages.best(place, len(row.anchors))]
    return Hit(
        ref=row.ref, anchor=anchors[0] if anchors else "", score=score, more=tuple(anchors[1:])
    )
