"""From a question to a page of hits, over any view of an index."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from search import bits, ranking
from search.concepts import CONCEPTS, Concepts
from search.model import Hit, Order, Page
from search.query import parse
from search.ranking import Match, View
from search.rows import Row
from search.spelling import Lexicon, readings

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
    typed = _match(shelf, question.query, question)
    if not question.query.strip():
        return Answer(shelf.live, typed)
    if typed.all & seen or question.exactly:
        return Answer(typed.all, typed)
    nearest = Answer(ranking.loosely(shelf, typed), typed, None, loose=True)
    for reading in readings(typed.query, shelf):
        found = _match(shelf, reading, question)
        if found.all & seen:
            return Answer(found.all, found, reading)
        if not nearest.members & seen:
            nearest = Answer(ranking.loosely(shelf, found), found, reading, loose=True)
    return nearest if nearest.members & seen else Answer(0, typed)


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
    return tuple(_hit(shelf, answer.match, place, bits.value(scores, place)) for place in places)


def _hit(shelf: Shelf, match: Match, place: int, score: int) -> Hit:
    """Return the document at `place` with the anchors of its matching parts."""
    row = shelf.row(place)
    best = ranking.best_parts(shelf, match, place, len(row.anchors))
    anchors = [row.anchors[part] for part in best]
    return Hit(
        ref=row.ref, anchor=anchors[0] if anchors else "", score=score, more=tuple(anchors[1:])
    )
