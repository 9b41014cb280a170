"""One state of the index, open for reading; it never changes, a later state is another one."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from search import bits
from search.engine import SegmentReader
from search.folding import fold
from search.rows import DATE_BITS, Row
from search.seal import Seal
from search.segments import open_storage, read_contents, sets_of
from search.spelling import MOST_EDITS
from search.telex import written

MOST_COUNTS = 50_000


class Cache:
    """The most recently used sets, up to a number of bytes; segments never change."""

    def __init__(self, limit: int) -> None:
        """Hold at most `limit` bytes."""
        self._limit, self._held = limit, 0
        self._sets: OrderedDict[tuple[str, str, str], int] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str, str]) -> int | None:
        """Return the set of `key` if it is held."""
        with self._lock:
            found = self._sets.get(key)
            if found is not None:
                self._sets.move_to_end(key)
            return found

    def put(self, key: tuple[str, str, str], members: int) -> None:
        """Hold `members` and let go of the least used."""
        with self._lock:
            if key in self._sets:
                return
            self._sets[key] = members
            self._held += _size(members)
            while self._held > self._limit:
                self._held -= _size(self._sets.popitem(last=False)[1])


def _size(members: int) -> int:
    """Return about how many bytes a set takes with its key."""
    return members.bit_length() // 8 + 200


class Segment:
    """One segment, read under a lock since Whoosh's files have a position."""

    def __init__(self, reader: Any, base: int, cache: Cache) -> None:
        """Read with `reader`; its places start at `base`."""
        self.base, self.size = base, reader.doc_count_all()
        self._name = reader.segment().segment_id()
        self._reader, self._cache, self._lock = reader, cache, threading.Lock()
        self._sets = sets_of(reader)

    def places(self, field: str, token: str) -> int:
        """Return where `token` stands in `field`, counted from the segment's start."""
        key = (self._name, field, token)
        found = self._cache.get(key)
        if found is None:
            found = self._sets.places(field, token.encode(errors="surrogatepass"))
            self._cache.put(key, found)
        return found

    def count(self, field: str, token: str) -> int:
        """Return how many places have `token` in `field`, deleted ones among them."""
        return self._sets.count(field, token.encode(errors="surrogatepass"))

    def tokens(self, field: str, prefix: str = "") -> list[str]:
        """Return the tokens of `field` that start with `prefix`."""
        found = self._sets.tokens(field, prefix.encode())
        return [token.decode(errors="surrogatepass") for token in found]

    def deleted(self) -> int:
        """Return the places deleted."""
        return bits.from_ids(self._reader.segment().deleted_docs())

    def row(self, place: int) -> Row:
        """Return what is kept with the head at `place`."""
        with self._lock:
            return Row(*self._reader.stored_fields(place)["row"])

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._reader.close()


class Snapshot:
    """All segments of one generation as one row of places; see ranking.View."""

    def __init__(self, folder: Path, seal: Seal, cache: Cache) -> None:
        """Open the generation that `seal` names, whose files have been checked."""
        self.whole = seal.whole
        self._users, self._retired, self._lock = 0, False, threading.Lock()
        storage = open_storage(folder)
        contents = read_contents(storage, seal.generation)
        self._segments: list[Segment] = []
        base = 0
        for part in contents.segments:
            reader = SegmentReader(storage, contents.schema, part)
            self._segments.append(Segment(reader, base, cache))
            base += self._segments[-1].size
        self.size = base
        self._counts: dict[str, int] = {}
        self.heads = self.places("facet", "head")
        self.parts = ((1 << base) - 1) & ~self.heads
        self.live = self.heads & ~self._deleted()

    def __enter__(self) -> Self:
        """Stay open while somebody reads."""
        with self._lock:
            self._users += 1
        return self

    def __exit__(self, *_: object) -> None:
        """Close after the last reader when a later state has taken over."""
        with self._lock:
            self._users -= 1
        self._close_unused()

    def retire(self) -> None:
        """Close as soon as nobody reads any more."""
        self._retired = True
        self._close_unused()

    def _close_unused(self) -> None:
        """Close when retired and unused, once."""
        with self._lock:
            segments = self._segments if self._retired and not self._users else []
            if segments:
                self._segments = []
        for segment in segments:
            segment.close()

    def places(self, field: str, token: str) -> int:
        """Return where `token` stands in `field`."""
        found = 0
        for segment in self._segments:
            found |= segment.places(field, token) << segment.base
        return found

    def tokens(self, field: str, prefix: str = "") -> set[str]:
        """Return the tokens of `field` that start with `prefix`."""
        return {token for segment in self._segments for token in segment.tokens(field, prefix)}

    def row(self, place: int) -> Row:
        """Return what is kept with the head at `place`."""
        segment = next(s for s in reversed(self._segments) if s.base <= place)
        return segment.row(place - segment.base)

    def rows_at(self, places: Sequence[int]) -> list[Row]:
        """Return what is kept with each head of `places`."""
        return [self.row(place) for place in places]

    def expect(self, keys: Iterable[tuple[str, str]]) -> None:
        """Do nothing: the files are as near as memory."""

    def look_up(self, words: Iterable[str], pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Do nothing: the files are as near as memory."""

    def rows(self) -> Iterator[Row]:
        """Yield what is kept with each live head."""
        return (self.row(place) for place in bits.ids(self.live))

    def all_of(self, refs: Iterable[str]) -> list[int]:
        """Return the places of the documents `refs`, heads and parts."""
        return bits.ids(self._of(refs))

    def _of(self, refs: Iterable[str]) -> int:
        """Return the places of the documents `refs` as a set."""
        found = 0
        for ref in refs:
            found |= self.places("ref", ref)
        return found

    def heads_of(self, refs: Iterable[str]) -> int:
        """Return the heads of the documents `refs`."""
        return self._of(refs) & self.heads

    def _deleted(self) -> int:
        """Return the places deleted."""
        found = 0
        for segment in self._segments:
            found |= segment.deleted() << segment.base
        return found

    @cached_property
    def dates(self) -> tuple[int, ...]:
        """The dates of heads as numbers held in levels of bits."""
        return tuple(self.places("facet", f"date{bit}") for bit in range(DATE_BITS))

    @cached_property
    def facet_values(self) -> dict[str, list[str]]:
        """The values of each facet shown."""
        return {
            name: sorted(token.partition(":")[2] for token in self.tokens("facet", f"{name}:"))
            for name in ("kind", "office", "year", "audience")
        }

    @cached_property
    def _known(self) -> set[str]:
        """The folded words of all documents."""
        return self.tokens("body") | self.tokens("title")

    @cached_property
    def _spellings(self) -> dict[str, list[str]]:
        """The exact keys of all documents by their folded form."""
        found: dict[str, list[str]] = {}
        for exact in self.tokens("body_exact") | self.tokens("title_exact"):
            found.setdefault(fold(exact).rstrip("12345"), []).append(exact)
        return found

    def knows(self, syllable: str) -> bool:
        """Whether any document has the folded `syllable`."""
        return syllable in self._known

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        """The folded words made of letters alone by their first letter."""
        found: dict[str, list[str]] = {}
        for word in sorted(filter(str.isalpha, self._known)):
            found.setdefault(word[0], []).append(word)
        return found

    def resembling(self, word: str) -> list[str]:
        """Return the folded words of letters alone that may be `word` with two slips."""
        near = self._by_letter.get(word[0], [])
        return [one for one in near if abs(len(one) - len(word)) <= MOST_EDITS]

    def frequency(self, syllable: str) -> int:
        """Return how many places have the folded `syllable`."""
        return self._counted(syllable, ("title", "body"))

    def together(self, first: str, second: str) -> int:
        """Return how many places have the two folded syllables side by side."""
        return self._counted(f"{first}_{second}", ("title_pairs", "body_pairs"))

    def _counted(self, token: str, fields: tuple[str, str]) -> int:
        """Return how many places have `token` in one of `fields`; counted once."""
        count = self._counts.get(token)
        if count is None:
            if len(self._counts) > MOST_COUNTS:
                self._counts.clear()
            count = self._counts[token] = self._count(fields, token)
        return count

    def spelt(self, syllable: str, like: str) -> str:
        """Return how `syllable` is written, with the tone of `like` or most commonly."""
        keys = sorted(self._spellings.get(syllable, [syllable]))
        fields = "title_exact", "body_exact"
        return written(
            max(keys, key=lambda key: (_tone(key) == _tone(like), self._count(fields, key)))
        )

    def _count(self, fields: Iterable[str], token: str) -> int:
        """Return how many places have `token` in one of `fields`."""
        return sum(segment.count(field, token) for segment in self._segments for field in fields)


def _tone(exact: str) -> str:
    """Return the tone's digit of an `exact` key, or nothing."""
    return exact[-1] if exact[-1] in "12345" else ""
