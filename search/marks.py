"""The words somebody looked for, marked in a text that stays as it is written."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from search import numbers
from search.analysis import outside
from search.concepts import CONCEPTS, Concepts, Word
from search.folding import fold, normalise
from search.query import Query, parse
from search.spotting import runs, spot

ELLIPSIS = "…"
SPECIAL = "#%@0123456789"
SENTENCE_END = ".;!?\n"
MOST_PLACES = 2000
# So that any one match fits with the words it is read with.
SHORTEST = 80
LONGEST_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, marked or not."""

    text: str
    marked: bool


class Place(NamedTuple):
    """A match in a text: its range, and the number of what it matches."""

    start: int
    end: int
    clause: int


def mark(text: str, query: str, *, concepts: Concepts = CONCEPTS) -> tuple[Segment, ...]:
    """Return the whole `text` (in NFC) with the words of `query` marked."""
    text = unicodedata.normalize("NFC", text)
    places = _places(text[:LONGEST_TEXT], parse(query, concepts=concepts), concepts)
    return tuple(_cut(text, 0, len(text), _in_company(places, text)))


def snippet(
    text: str, query: str, *, length: int = 240, concepts: Concepts = CONCEPTS
) -> tuple[Segment, ...]:
    """Return the passage of `text` (in NFC) that answers `query` best, about `length` long.

    Without a match it is the beginning of the text. An ellipsis stands where text is left out.
    """
    text = unicodedata.normalize("NFC", text)
    places = _places(text[:LONGEST_TEXT], parse(query, concepts=concepts), concepts)
    start, end = _best(text, places, length)
    here = [place for place in places if start <= place.start and place.end <= end]
    segments = list(_cut(text, start, end, _in_company(here, text)))
    if text[:start].strip():
        segments.insert(0, Segment(ELLIPSIS, marked=False))
    if text[end:].strip():
        segments.append(Segment(ELLIPSIS, marked=False))
    return _joined(segments)


def _places(text: str, query: Query, concepts: Concepts) -> list[Place]:
    """Return the matches of `query` in `text`, in order, none overlapping."""
    clean, origin = _clean(text)
    found = list(_specials(clean, query, concepts))
    # A full name that stands in the text is not taken apart as well.
    found += _words(clean, query.plain if found else query.row)
    found.sort(key=lambda place: (place.start, -place.end))
    kept: list[Place] = []
    for place in found[:MOST_PLACES]:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return [Place(origin[place.start], origin[place.end - 1] + 1, place.clause) for place in kept]


def _clean(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` normalised, and where each of its characters comes from."""
    clean = normalise(text)
    if len(clean) == len(text):
        return clean, range(len(text))
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        for clean_letter in normalise(letter):
            letters.append(clean_letter)
            origin.append(place)
    return "".join(letters), origin


def _words(clean: str, asked: Sequence[Word]) -> Iterator[Place]:
    """Yield the words of the text that are `asked` for: with their marks if any is there so."""
    row = spot(clean, (word.folded for word in asked))
    exact = {word.exact for word in row}
    by_exact = {w.exact: w.start for w in asked if w.marked and w.exact in exact}
    by_folded = {w.folded: w.start for w in asked if not (w.marked and by_exact)}
    for word in row:
        number = by_exact.get(word.exact, by_folded.get(word.folded))
        if number is not None:
            yield Place(word.start, word.end, number)


def _specials(clean: str, query: Query, concepts: Concepts) -> Iterator[Place]:
    """Yield the numbers, dates and concepts of the text that `query` asks for."""
    first = len(query.typed)
    asked = {
        token: number
        for number, clause in enumerate(query.clauses, first)
        for token in clause.text
        if token[0] in SPECIAL
    }
    if not asked:
        return
    written = numbers.written(clean, fold(clean))
    for number in written:
        wanted = next((asked[token] for token in number.tokens if token in asked), None)
        if wanted is not None:
            yield Place(number.start, number.end, wanted)
    rest = outside(spot(clean, concepts.words_of(asked)), written)
    for run in runs(clean, rest):
        for meaning in concepts.found(run):
            wanted = next((asked[token] for token in meaning.tokens if token in asked), None)
            if wanted is not None:
                yield Place(run[meaning.start].start, run[meaning.end - 1].end, wanted)
    for word in spot(clean, filter(str.isdecimal, asked)):
        yield Place(word.start, word.end, asked[word.folded])


def _in_company(places: Sequence[Place], text: str) -> list[Place]:
    """Return `places` without words that stand alone here but in company elsewhere.

    Asked for "dân chủ", the lone "dân" of "người dân" says nothing.
    """
    runs = _runs(places, text)
    social = {place.clause for run in runs if len(run) > 1 for place in run}
    return [place for run in runs for place in run if len(run) > 1 or place.clause not in social]


def _runs(places: Iterable[Place], text: str) -> list[list[Place]]:
    """Return `places` in runs with nothing but space between."""
    runs: list[list[Place]] = []
    for place in places:
        if runs and _blank(text[runs[-1][-1].end : place.start]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _blank(gap: str) -> bool:
    """Whether `gap` shows nothing but space."""
    return gap.isspace() or not normalise(gap).strip()


def _best(text: str, places: Sequence[Place], length: int) -> tuple[int, int]:
    """Return the range of the passage with the most of what is asked for."""
    length = max(length, SHORTEST)
    if len(text) <= length:
        return 0, len(text)
    starts = [place.start for place in places]
    ends = [place.end for place in places]
    beside = [_blank(text[one.end : other.start]) for one, other in pairwise(places)]
    best, most = 0, 0
    for start in dict.fromkeys(_opening(text, place, length) for place in starts):
        first, last = bisect_left(starts, start), bisect_right(ends, start + length)
        worth = _worth(places[first:last], beside[first : max(first, last - 1)])
        if worth > most:
            best, most = start, worth
    inside = bisect_right(ends, best + length)
    return best, max(_closing(text, best, length), ends[inside - 1] if inside else 0)


def _worth(inside: Sequence[Place], beside: Sequence[bool]) -> int:
    """Return how much a passage says: different words, then company, then number."""
    different = len({place.clause for place in inside})
    return 10 * different + 4 * min(sum(beside), 8) + min(len(inside), 9)


def _opening(text: str, start: int, length: int) -> int:
    """Return where to begin so that `start` is read in its sentence, or after some words of it."""
    earliest = max(0, start - length // 2)
    for place in range(start, earliest, -1):
        if text[place - 1] in SENTENCE_END and text[place].isspace():
            return place + len(text[place:start]) - len(text[place:start].lstrip())
    if earliest == 0:
        return 0
    space = text.find(" ", max(earliest, start - length // 4), start)
    return space + 1 if space >= 0 else start


def _closing(text: str, start: int, length: int) -> int:
    """Return where to end, at the end of a word."""
    end = min(len(text), start + length)
    if end == len(text):
        return end
    cut = max(text.rfind(" ", start + length // 2, end), text.rfind("\n", start + length // 2, end))
    return cut if cut > start else end


def _cut(text: str, start: int, end: int, places: Iterable[Place]) -> Iterator[Segment]:
    """Yield `text` from `start` to `end` in stretches, those of `places` marked."""
    for run in _runs(places, text):
        first, last = run[0].start, run[-1].end
        if start < first:
            yield Segment(text[start:first], marked=False)
        yield Segment(text[first:last], marked=True)
        start = last
    if start < end:
        yield Segment(text[start:end], marked=False)


def _joined(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return `segments` with unmarked neighbours made one."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and not joined[-1].marked and not segment.marked:
            joined[-1] = Segment(joined[-1].text + segment.text, marked=False)
        else:
            joined.append(segment)
    return tuple(joined)
