"""How much each sign of relevance counts: the one table; `make bench` says how good it is."""

from typing import NamedTuple


class Weights(NamedTuple):
    """Points for each sign, times how rare it is among all documents.

    Attributes:
        number: the document's own number.
        day: the document's own day.
        any: in the document at all, for each word.
        part_any: in the part, for each word, when the best part of a document is chosen.
        part_titled: the same, for a word that stands in the title too.
        heading: in the heading of the part.
        near: for one part with all words, all but one, all but two.
        near_pairs: the same for pairs of neighbours.
        hint: what a question word asks for, such as a place after "ở đâu".

    """

    title: float = 2.5
    title_exact: float = 4.0
    title_pair: float = 3.0
    number: float = 9.0
    day: float = 3.0
    any: float = 1.0
    any_exact: float = 1.2
    any_pair: float = 2.5
    part_any: float = 3.0
    part_titled: float = 1.0
    heading: float = 1.0
    near: float = 3.0
    near_pairs: float = 3.0
    hint: float = 1.0


WEIGHTS = Weights()
