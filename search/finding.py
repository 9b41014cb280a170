"""From a question to a page of hits, over any view of an index."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from search import bits, ranking
from search.concepts import CONCEPTS, Concepts
from search.model import PUBLIC, Hit, Order, Page
from search.passages import Passages
from search.query import parse
from search.ranking import Match, View
from search.rows import Row
from search.spelling import Lexicon, all_known, readings

FACETS = ("kind", "office", "year", "audience")
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

    def rows_at(self, places: Sequence[int]) -> list[Row]:
        """Return what is kept with each head of `places`."""
        ...

    def heads_of(self, refs: Iterable[str]) -> int:
        """Return the heads of the documents `refs`."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question with its options; see model.Options."""

    query: str
    filters: Mapping[str, str] = field(default_factory=dict)
    without: Collection[str] = ()
    audiences: Collection[str] = PUBLIC
    within: str = ""
    order: Order = "relevance"
    page: int = 1
    size: int = 10
    exactly: bool = False
    concepts: Concepts = CONCEPTS


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents that answer, before filters, and how the question was taken."""

    members: int
    match: Match
    understood: str | None = None
    loose: bool = False
    suggested: str | None = None


def find(shelf: Shelf, question: Question) -> Page:
    """Return the page of documents on `shelf` that answers `question`."""
    seen = _seen(shelf, question)
    answer = _answer(shelf, question, seen)
    chosen = {
        name: shelf.places("facet", f"{name}:{value}") for name, value in question.filters.items()
    }
    members = _within(answer.members & seen, chosen.values())
    names = FACETS if len(question.audiences) > 1 else FACETS[:-1]
    return Page(
        hits=_hits(shelf, question, answer, members),
        total=members.bit_count(),
        facets={name: _counts(shelf, name, answer.members & seen, chosen) for name in names},
        understood=answer.understood,
        loose=answer.loose,
        suggested=answer.suggested,
    )


def _seen(shelf: Shelf, question: Question) -> int:
    """Return the documents the one who asks may be shown."""
    seen = 0
    for audience in question.audiences:
        seen |= shelf.places("facet", f"audience:{audience}")
    seen &= shelf.live & ~shelf.heads_of(question.without)
    return seen & shelf.heads_of([question.within]) if question.within else seen


def _answer(shelf: Shelf, question: Question, seen: int) -> Answer:
    """Return what answers the query as typed, else as corrected, else most nearly."""
    typed = Answer(0, _match(shelf, question.query, question))
    if not question.query.strip():
        return replace(typed, members=shelf.live)
    if question.exactly:
        return _exactly(shelf, question, typed, seen)
    ways = _ways(shelf, question, typed, seen)
    return next((answer for answer in ways if answer.members & seen), typed)


def _exactly(shelf: Shelf, question: Question, typed: Answer, seen: int) -> Answer:
    """Return what has all words as typed; with nothing found, say what may have been meant."""
    if typed.match.all & seen:
        return replace(typed, members=typed.match.all)
    meant = _answer(shelf, replace(question, exactly=False), seen)
    return replace(typed, suggested=meant.understood)


def _ways(shelf: Shelf, question: Question, typed: Answer, seen: int) -> Iterator[Answer]:
    """Yield ways to answer, the most trusted first."""
    if ranking.close(shelf, typed.match) & seen:
        yield replace(typed, members=typed.match.all)
    pairs = typed.match.query.pairs
    others: list[Answer] = []
    for text in readings(typed.match.query, shelf):
        other = Answer(0, _match(shelf, text, question), text)
        others.append(other)
        if ranking.close(shelf, other.match, pairs) & seen:
            yield replace(other, members=other.match.all)
    near = [other for other in others if _near(shelf, other, pairs) & seen]
    if ranking.credible(shelf, typed.match):
        suggested = near[0].understood if near else None
        yield replace(typed, members=typed.match.all, suggested=suggested)
    # What is known as it stands was hardly mistyped, if no other reading is found together.
    sure = all_known(typed.match.query, shelf)
    for other in () if sure else near:
        yield replace(other, members=other.match.all)
    for way in [typed] if sure else [typed, *others]:
        members = ranking.loosely(shelf, way.match) & ranking.in_company(shelf, way.match, pairs)
        yield replace(way, members=members, loose=True)


def _near(shelf: Shelf, other: Answer, known: Collection[str]) -> int:
    """Return the documents where another reading stands together, its own pairs in company."""
    return ranking.close(shelf, other.match) & ranking.in_company(shelf, other.match, known)


def _match(shelf: Shelf, text: str, question: Question) -> Match:
    """Return the query `text` held against `shelf`."""
    query = parse(text, exactly=question.exactly, concepts=question.concepts)
    shelf.expect(ranking.wanted(query))
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
    return tuple(
        _hit(row, passages, place, bits.value(columns, place))
        for row, place in zip(shelf.rows_at(places), places, strict=True)
    )


def _hit(row: Row, passages: Passages, place: int, score: int) -> Hit:
    """Return the document at `place`, of which `row` is kept, with its matching parts' anchors."""
    anchors = [row.anchors[part] for part in passages.best(place, len(row.anchors))]
    return Hit(
        ref=row.ref, anchor=anchors[0] if anchors else "", score=score, more=tuple(anchors[1:])
    )
