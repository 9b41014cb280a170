"""Which part of a document answers a query best."""

from collections.abc import Iterator
from typing import NamedTuple

from search import bits
from search.ranking import Match, View, any_of, exactly, weigh
from search.weights import WEIGHTS, Weights


class Sign(NamedTuple):
    """Parts that show something, as a column, and what that is worth.

    Attributes:
        title: the heads that say the same, as a column: there it tells one part from another less.
        clauses: how many clauses of the query it meets.

    """

    parts: bytes
    worth: int
    titled_worth: int = 0
    title: bytes = b""
    clauses: int = 0


class Passages:
    """The parts that answer one query; made once for a page of documents."""

    def __init__(self, view: View, found: Match, weights: Weights = WEIGHTS) -> None:
        """Take in what `found` says of the parts in `view`."""
        self._found = found
        self._signs = tuple(_signs(view, found, weights))
        self._by_number = [bits.column(place.number) for place in found.places]
        self._by_head = [bits.column(p.title | p.number | p.facet) for p in found.places]

    def best(self, head: int, count: int) -> list[int]:
        """Return which of the `count` parts below `head` match: the very best, the rest in order.

        Nothing when the title or the number alone says more than any part does.
        """
        met, points = self._scores(head, count)
        most, whole = max(met, default=0), len(self._found.places)
        if most == 0 or self._head_alone(head, most):
            return []
        best = max(range(count), key=lambda part: (met[part] == whole, points[part], -part))
        return [best, *(part for part in range(count) if met[part] == most and part != best)]

    def _head_alone(self, head: int, most: int) -> bool:
        """Whether the head meets all by its number, or by its title more than any part does."""
        if all(bits.holds(column, head) for column in self._by_number):
            return True
        return most < len(self._by_head) and all(bits.holds(one, head) for one in self._by_head)

    def _scores(self, head: int, count: int) -> tuple[list[int], list[int]]:
        """Return for each part how many clauses it meets, and its relevance."""
        met, points = [0] * count, [0] * count
        for sign in self._signs:
            worth = sign.titled_worth if bits.holds(sign.title, head) else sign.worth
            for part in bits.ids(bits.between(sign.parts, head - count, count)):
                met[part] += sign.clauses
                points[part] += worth
        return met, points


def _signs(view: View, found: Match, weights: Weights) -> Iterator[Sign]:
    """Yield each sign of relevance with the parts that show it."""
    size = view.live.bit_count()

    def sign(parts: int, weight: float, clauses: int = 0) -> Sign:
        return Sign(bits.column(parts), weigh(weight, size, parts), clauses=clauses)

    for clause, place in zip(found.query.clauses, found.places, strict=True):
        yield sign(place.parts, weights.heading, 1)
        yield sign(any_of(view, "heading", clause.text), weights.heading)
        yield Sign(
            bits.column(place.bodies),
            weigh(weights.part_any, size, place.bodies),
            weigh(weights.part_titled, size, place.bodies),
            bits.column(place.title),
        )
    for token in found.query.exact:
        yield sign(exactly(view, "body_exact", token), weights.any_exact)
    for token in found.query.pairs:
        yield sign(view.places("body_pairs", token), weights.any_pair)
    for hint in found.query.hints:
        yield sign(view.places(*hint), weights.hint)
