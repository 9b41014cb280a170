"""One state of an index in PostgreSQL, held against one question; see finding.Shelf."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from search import bits
from search.packing import unpack
from search.postgres_tables import CODES, Connection, DamagedIndexError, key_of, undamaged
from search.rows import DATE_BITS, Row
from search.snapshot import MOST_COUNTS, Cache
from search.telex import written

FACETS = ("kind", "office", "year", "audience")
TONES = "12345"
Key = tuple[str, str]
Counts = dict[str, int]  # places of a word as it is written, and of the word at all under ""


class Segment(NamedTuple):
    """One segment: where its places begin among all, how many there are, which heads are gone."""

    id: int
    base: int
    size: int
    documents: int
    gone: int


@dataclass(frozen=True, slots=True)
class State:
    """What every question to one generation needs; counts come in as they are asked for."""

    generation: int
    whole: bool
    segments: tuple[Segment, ...]
    facets: Mapping[int, tuple[str, ...]]
    words: dict[str, Counts] = field(default_factory=dict)
    pairs: dict[tuple[str, str], int] = field(default_factory=dict)


def read_state(
    connection: Connection, cache: Cache, stamp: tuple[int, bool], before: State | None
) -> State:
    """Return the state that `connection` sees.

    Args:
        connection: sees this state alone.
        cache: takes the sets of facets.
        stamp: the state's generation, and whether it is whole.
        before: an earlier state; what was read of its segments is not read again.

    """
    rows = connection.execute(
        "SELECT id, size, documents, gone FROM segments ORDER BY id", binary=True
    )
    found = rows.fetchall()
    bases = accumulate((size for _, size, *_ in found), initial=0)
    segments = tuple(
        Segment(id_, base, size, documents, int.from_bytes(gone, "little"))
        for (id_, size, documents, gone), base in zip(found, bases, strict=False)
    )
    known = before.facets if before else {}
    fresh = [one.id for one in segments if one.id not in known]
    facets = {one.id: known[one.id] for one in segments if one.id in known}
    facets |= _read_facets(connection, cache, fresh)
    return State(*stamp, segments, facets)


def _read_facets(
    connection: Connection, cache: Cache, segments: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the tokens of facets of new `segments`; keep their sets ready."""
    found = defaultdict[int, list[str]](list)
    code = CODES["facet"]
    rows = connection.execute(
        "SELECT segment, key, places FROM sets WHERE segment = ANY(%s) AND key >= %s AND key < %s",
        [segments, code, bytes([code[0] + 1])],
        binary=True,
    )
    for segment, key, places in rows:
        token = key[1:].decode(errors="surrogatepass")
        found[segment].append(token)
        with undamaged():
            cache.put((str(segment), "facet", token), unpack(places))
    return {segment: tuple(found[segment]) for segment in segments}


class Shelf:
    """A state as one question sees it, through a connection that sees that state alone."""

    def __init__(self, connection: Connection, state: State, cache: Cache) -> None:
        """Answer from `cache`, and through `connection` what is not there."""
        self._connection, self._state, self._cache = connection, state, cache
        self._ids = [segment.id for segment in state.segments]
        self._held: dict[Key, int] = {}
        size = sum(segment.size for segment in state.segments)
        self.heads = self.places("facet", "head")
        self.parts = ((1 << size) - 1) & ~self.heads
        gone = 0
        for segment in state.segments:
            gone |= segment.gone << segment.base
        self.live = self.heads & ~gone
        if self.live.bit_count() != sum(segment.documents for segment in state.segments):
            raise DamagedIndexError

    @property
    def whole(self) -> bool:
        """Whether the index holds all it should, as far as its writer knows."""
        return self._state.whole

    @property
    def generation(self) -> int:
        """What grows with each commit."""
        return self._state.generation

    # What ranking asks for

    def places(self, field: str, token: str) -> int:
        """Return where `token` stands in `field`."""
        found = self._held.get((field, token))
        if found is None:
            self.expect([(field, token)])
            found = self._held[field, token]
        return found

    def expect(self, keys: Iterable[Key]) -> None:
        """Hold the sets of all `keys` ready, with one question to the database at most."""
        wanted: dict[Key, Sequence[int | None]]
        wanted = {key: self._cached(key) for key in keys if key not in self._held}
        missing = [key for key, parts in wanted.items() if None in parts]
        if missing:
            wanted.update(self._fetched(missing))
        for key, parts in wanted.items():
            together = 0
            for segment, places in zip(self._state.segments, parts, strict=True):
                together |= (places or 0) << segment.base
            self._held[key] = together

    def _cached(self, key: Key) -> list[int | None]:
        """Return the sets of `key` in each segment, None for those not at hand."""
        return [self._cache.get((str(number), *key)) for number in self._ids]

    def _fetched(self, keys: Sequence[Key]) -> Mapping[Key, Sequence[int | None]]:
        """Return the sets of `keys` in each segment from the database, and keep them."""
        names = {key_of(*key): key for key in keys}
        rows = self._connection.execute(
            "SELECT segment, key, places FROM sets WHERE segment = ANY(%s) AND key = ANY(%s)",
            [self._ids, list(names)],
            binary=True,
        )
        with undamaged():
            read = {(segment, names[name]): unpack(places) for segment, name, places in rows}
        found = {key: [read.get((number, key), 0) for number in self._ids] for key in keys}
        for key, parts in found.items():
            for number, places in zip(self._ids, parts, strict=True):
                self._cache.put((str(number), *key), places)
        return found

    @property
    def dates(self) -> tuple[int, ...]:
        """The dates of heads as numbers held in levels of bits."""
        return tuple(self.places("facet", f"date{bit}") for bit in range(DATE_BITS))

    @property
    def facet_values(self) -> dict[str, list[str]]:
        """The values of each facet shown."""
        tokens = {token for known in self._state.facets.values() for token in known}
        pairs = [token.partition(":")[::2] for token in tokens]
        return {name: sorted(value for facet, value in pairs if facet == name) for name in FACETS}

    # Documents

    def rows_at(self, places: Sequence[int]) -> list[Row]:
        """Return what is kept with each head of `places`."""
        inside = [self._inside(place) for place in places]
        rows = self._connection.execute(
            "SELECT segment, place, ref, fingerprint, anchors FROM documents"
            " JOIN unnest(%s::bigint[], %s::integer[]) AS wanted (segment, place)"
            " USING (segment, place)",
            [[segment for segment, _ in inside], [place for _, place in inside]],
            binary=True,
        )
        found = {
            (segment, place): Row(ref, print_, tuple(anchors))
            for segment, place, ref, print_, anchors in rows
        }
        with undamaged():
            return [found[one] for one in inside]

    def fingerprints(self) -> dict[str, str]:
        """Return each ref held with the fingerprint of its document."""
        rows = self._connection.execute("SELECT ref, fingerprint FROM documents", binary=True)
        return dict(rows.fetchall())

    def _inside(self, place: int) -> tuple[int, int]:
        """Return the segment of `place`, and the place inside it."""
        segment = next(one for one in reversed(self._state.segments) if one.base <= place)
        return segment.id, place - segment.base

    def heads_of(self, refs: Iterable[str]) -> int:
        """Return the heads of the documents `refs`."""
        refs = list(refs)
        if not refs:
            return 0
        rows = self._connection.execute(
            "SELECT segment, place FROM documents WHERE ref = ANY(%s)", [refs], binary=True
        )
        bases = {segment.id: segment.base for segment in self._state.segments}
        return bits.from_ids(bases[segment] + place for segment, place in rows)

    # Words

    def look_up(self, words: Iterable[str], pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Learn how frequent `words` and `pairs` are, with a question for each sort at most."""
        known = self._state
        for counts in (known.words, known.pairs):
            if len(counts) > MOST_COUNTS:
                counts.clear()
        unknown = {word for word in words if word not in known.words}
        if unknown:
            known.words.update(self._count_words(unknown))
        apart = {pair for pair in pairs if pair not in known.pairs}
        if apart:
            known.pairs.update(self._count_pairs(apart))

    def _count_words(self, words: Iterable[str]) -> dict[str, Counts]:
        """Return how many places have each of the folded `words`, and how they are written."""
        rows = self._connection.execute(
            "SELECT word, exact, sum(count)::bigint FROM words WHERE word = ANY(%s)"
            " GROUP BY word, exact",
            [[word for word in words if word.isalnum()]],
            binary=True,
        )
        found: dict[str, Counts] = {word: {} for word in words}
        for word, exact, count in rows:
            found[word][exact] = count
        return found

    def _count_pairs(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return how many places have each of `pairs` side by side."""
        names = {
            key_of(name, "_".join(pair)): pair
            for name in ("title_pairs", "body_pairs")
            for pair in pairs
        }
        rows = self._connection.execute(
            "SELECT key, sum(count)::bigint FROM sets"
            " WHERE segment = ANY(%s) AND key = ANY(%s) GROUP BY key",
            [self._ids, list(names)],
            binary=True,
        )
        found = dict.fromkeys(names.values(), 0)
        for name, count in rows:
            found[names[name]] += count
        return found

    def _word(self, word: str) -> Counts:
        """Return how many places have the folded `word`, and how it is written."""
        found = self._state.words.get(word)
        return self._count_words([word])[word] if found is None else found

    def knows(self, syllable: str) -> bool:
        """Whether any document has the folded `syllable`."""
        return self.frequency(syllable) > 0

    def frequency(self, syllable: str) -> int:
        """Return how many places have the folded `syllable`."""
        return self._word(syllable).get("", 0)

    def together(self, first: str, second: str) -> int:
        """Return how many places have the two folded syllables side by side."""
        pair = first, second
        count = self._state.pairs.get(pair)
        return self._count_pairs([pair])[pair] if count is None else count

    def resembling(self, word: str) -> list[str]:
        """Return the folded words of letters alone that may be `word` with two slips."""
        rows = self._connection.execute(
            "SELECT DISTINCT word FROM words WHERE exact = '' AND word OPERATOR(public.%%) %s"
            " AND word ^@ %s AND abs(length(word) - length(%s)) <= 2 ORDER BY word",
            [word, word[0], word],
        )
        return [found for (found,) in rows if found.isalpha()]

    def spelt(self, syllable: str, like: str) -> str:
        """Return how `syllable` is written, with the tone of `like` or most commonly."""
        counts = {exact: n for exact, n in sorted(self._word(syllable).items()) if exact}
        best = max(
            counts or {syllable: 0},
            key=lambda exact: (_tone(exact) == _tone(like), counts.get(exact, 0)),
        )
        return written(best)


def _tone(exact: str) -> str:
    """Return the tone's digit of an `exact` key, or nothing."""
    return exact[-1] if exact[-1] in TONES else ""
