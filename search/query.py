"""What somebody asks for: a typed query as clauses that a document must meet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search import numbers
from search.analysis import pairs, words
from search.concepts import CONCEPTS, Concepts, Meaning, Word
from search.folding import fold, normalise
from search.frames import dropped, is_slight

LONGEST_QUERY = 400
MOST_CLAUSES = 32
LEFT_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for; any of its tokens meets it.

    Attributes:
        text: tokens of title or body.
        number: tokens of the document's own number or date.
        facet: tokens of kind, office, year.

    """

    text: tuple[str, ...]
    number: tuple[str, ...] = ()
    facet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood.

    Attributes:
        typed: the query as normalised; the places of words are places in it.
        clauses: what a document must meet.
        row: the words left when frames are dropped, numbers apart.
        plain: those of `row` that spelling may change.
        hints: fields and tokens of what the question words ask for.

    """

    typed: str
    clauses: tuple[Clause, ...]
    row: tuple[Word, ...]
    plain: tuple[Word, ...]
    hints: tuple[tuple[str, str], ...] = ()

    @property
    def exact(self) -> tuple[str, ...]:
        """The words typed with marks, by their exact keys."""
        return tuple(dict.fromkeys(word.exact for word in self.row if word.marked))

    @property
    def pairs(self) -> tuple[str, ...]:
        """The pairs of neighbours asked for."""
        return tuple(dict.fromkeys(pairs(self.row)))


@lru_cache(maxsize=256)
def parse(query: str, *, exactly: bool = False, concepts: Concepts = CONCEPTS) -> Query:
    """Return what `query` asks for; with `exactly`, question words count as any others."""
    text = normalise(query[:LONGEST_QUERY])
    folded = fold(text)
    special, covered = _specials(text, folded)
    row = [word for word in words(text) if not _inside(word, covered)]
    left, hints = dropped(row)
    if exactly or len(left) + LEFT_AT_LEAST * len(special) < LEFT_AT_LEAST:
        left, hints = row, ()
    row = left
    meanings = _longest(concepts.found(row))
    inside = {place for meaning in meanings for place in range(meaning.start, meaning.end)}
    plain = tuple(word for place, word in enumerate(row) if place not in inside)
    asked = _of_words(row, meanings)
    telling = [clause for word, clause in asked if not is_slight(word, row)]
    if exactly or len(telling) + len(special) < LEFT_AT_LEAST:
        telling = [clause for _, clause in asked]
    clauses = tuple(dict.fromkeys([*special, *telling]))[:MOST_CLAUSES]
    return Query(text, clauses, tuple(row), plain, hints)


def _specials(text: str, folded: str) -> tuple[list[Clause], list[tuple[int, int]]]:
    """Return the clauses of numbers, dates and years, and the places they take up."""
    clauses, covered = [], []
    for found in numbers.typed(folded):
        here = folded[found.start : found.end]
        literal = (here,) if here.isalnum() else ()  # "53kh" may be a word of its own
        clauses.append(Clause((*found.tokens[:1], *literal), found.tokens[:1]))
        covered.append((found.start, found.end))
    for pattern, clause in ((numbers.BARE, _bare), (numbers.IN_YEAR, _in_year)):
        for match in pattern.finditer(folded):
            place = match.span()
            if _says(text, match) and not any(a < place[1] and place[0] < b for a, b in covered):
                clauses.append(clause(match))
                covered.append(place)
    return clauses, covered


def _says(text: str, match: re.Match[str]) -> bool:
    """Whether the first matched word is "số" or "năm", and not "sở" or "nấm"."""
    first = text[match.start() : match.end()].lower()
    return first.startswith(("so", "nam", "số", "năm"))


def _bare(match: re.Match[str]) -> Clause:
    """Return the clause of "số 53"."""
    return Clause((str(int(match["n"])),), (f"#{int(match['n'])}",))


def _in_year(match: re.Match[str]) -> Clause:
    """Return the clause of "năm 2025"."""
    return Clause((match["y"],), (), (f"year:{match['y']}",))


def _inside(word: Word, covered: Sequence[tuple[int, int]]) -> bool:
    """Whether `word` is part of something understood already."""
    return any(start < word.end and word.start < end for start, end in covered)


def _longest(meanings: list[Meaning]) -> list[Meaning]:
    """Return the meanings that do not overlap, from the left, longest first."""
    kept: list[Meaning] = []
    for meaning in meanings:
        if not kept or meaning.start >= kept[-1].end:
            kept.append(meaning)
    return kept


def _of_words(row: Sequence[Word], meanings: Sequence[Meaning]) -> list[tuple[Word, Clause]]:
    """Return a clause for each meaning and for each word outside of them, with its first word."""
    starts = {meaning.start: meaning for meaning in meanings}
    clauses, place = [], 0
    while place < len(row):
        word, meaning = row[place], starts.get(place)
        clauses.append((word, _of_meaning(word, meaning) if meaning else _of_word(word)))
        place = meaning.end if meaning else place + 1
    return clauses


def _of_meaning(first: Word, meaning: Meaning) -> Clause:
    """Return the clause of a concept; an ambiguous short form may also be meant literally."""
    literal = (first.folded,) if len(meaning.tokens) > 1 else ()
    return Clause((*meaning.tokens, *literal))


def _of_word(word: Word) -> Clause:
    """Return the clause of one word; digits may be a document's number or its year."""
    if not word.folded.isdecimal() or not word.folded.isascii():
        return Clause((word.folded,))
    return Clause((word.folded,), (f"#{int(word.folded)}",), (f"year:{word.folded}",))
