"""How documents get into the tables of an index in PostgreSQL, and out of them again.

Documents that come in together make a segment, whose sets never change. What is forgotten is
noted beside them, and goes for good when segments are merged: eight of about one size into one.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from time import time_ns
from typing import Any, NamedTuple

from search import bits
from search.concepts import CONCEPTS, Concepts
from search.folding import fold
from search.model import Document
from search.packing import pack, unpack_ids
from search.postgres_tables import CODES, FIELDS, Connection, key_of, undamaged
from search.rows import Row, Tokens, fingerprint, head_tokens, headings_above, part_tokens

# Places of one segment while an index is filled: about 150 MB of memory.
MOST_PLACES = 100_000
FAN_BITS = 3  # segments whose sizes differ by no more than this many bits are of one size
FAN = 1 << FAN_BITS
AT_ONCE = 4000  # sets on their way into the table
NOWHERE = -1


class Standing(NamedTuple):
    """A segment as its writer sees it."""

    id: int
    size: int
    documents: int
    gone: int


class Batch:
    """Documents on their way into one segment."""

    def __init__(self) -> None:
        """Start empty."""
        self.size = 0
        self.rows: list[tuple[int, Row]] = []
        self.sets: defaultdict[bytes, array[int]] = defaultdict(lambda: array("I"))

    def add(self, document: Document, concepts: Concepts = CONCEPTS) -> None:
        """Lay down `document`: its parts, then its head."""
        for part, above in zip(document.parts, headings_above(document), strict=True):
            self._take_place(part_tokens(document.ref, part, concepts, above))
        anchors = tuple(part.anchor for part in document.parts)
        self.rows.append((self.size, Row(document.ref, fingerprint(document), anchors)))
        self._take_place(head_tokens(document, concepts))

    def _take_place(self, tokens: Tokens) -> None:
        """Take the next place for `tokens`."""
        for field, values in tokens.items():
            if field in CODES:
                for value in values:
                    self.sets[key_of(field, value)].append(self.size)
        self.size += 1


def fill(connection: Connection, documents: Iterable[Document], concepts: Concepts) -> None:
    """Add `documents`, whose refs are not there yet, in segments that fit into memory."""
    batch = Batch()
    for document in documents:
        batch.add(document, concepts)
        if batch.size >= MOST_PLACES:
            _write_batch(connection, batch)
            batch = Batch()
    if batch.size:
        _write_batch(connection, batch)


def _write_batch(connection: Connection, batch: Batch) -> None:
    """Write `batch` as a new segment."""
    _write(
        connection, batch.size, batch.rows, ((key, batch.sets[key]) for key in sorted(batch.sets))
    )


def forget(connection: Connection, refs: Iterable[str]) -> None:
    """Note that the documents `refs` are gone."""
    found = connection.execute(
        "DELETE FROM documents WHERE ref = ANY(%s) RETURNING segment, place", [list(refs)]
    ).fetchall()
    places = defaultdict[int, list[int]](list)
    for segment, place in found:
        places[segment].append(place)
    for one in standing(connection, places):
        gone = bits.column(one.gone | bits.from_ids(places[one.id]))
        connection.execute(
            "UPDATE segments SET gone = %s, documents = documents - %s WHERE id = %s",
            [gone, len(places[one.id]), one.id],
        )


def standing(connection: Connection, among: Iterable[int] | None = None) -> list[Standing]:
    """Return the segments there are, or those `among` them."""
    rows = connection.execute(
        "SELECT id, size, documents, gone FROM segments"
        " WHERE %(all)s OR id = ANY(%(among)s) ORDER BY id",
        {"all": among is None, "among": list(among or ())},
    )
    return [
        Standing(id_, size, documents, int.from_bytes(gone, "little"))
        for id_, size, documents, gone in rows
    ]


def ripe(segments: Iterable[Standing]) -> list[list[int]]:
    """Return which of `segments` to merge: those empty or half gone, and eight of one size."""
    sizes = defaultdict[int, list[int]](list)
    found = []
    for one in segments:
        if one.gone.bit_count() >= max(one.documents, 1):
            found.append([one.id])
        else:
            sizes[one.documents.bit_length() // FAN_BITS].append(one.id)
    return found + [ids for _, ids in sorted(sizes.items()) if len(ids) >= FAN]


def merge(connection: Connection, ids: list[int]) -> None:
    """Make one segment of those named `ids`, without what is gone of them; empty ones just go."""
    sizes = {one.id: one.size for one in standing(connection, ids)}
    moved = {number: array("i", [NOWHERE]) * sizes[number] for number in ids}
    rows: list[tuple[int, Row]] = []
    size = 0
    kept = connection.execute(
        "SELECT segment, place, ref, fingerprint, anchors FROM documents"
        " WHERE segment = ANY(%s) ORDER BY segment, place",
        [ids],
        binary=True,
    )
    for segment, place, ref, print_, anchors in kept:
        first = place - len(anchors)
        moved[segment][first : place + 1] = array("i", range(size, size + len(anchors) + 1))
        size += len(anchors) + 1
        rows.append((size - 1, Row(ref, print_, tuple(anchors))))
    if size:
        _write(connection, size, rows, _moved_sets(connection, ids, moved))
    drop(connection, ids)


def _moved_sets(
    connection: Connection, ids: list[int], moved: dict[int, Any]
) -> Iterator[tuple[bytes, Any]]:
    """Yield each key of the segments `ids` with its places where they are `moved` to."""
    with connection.cursor(name="merging", binary=True) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(
            "SELECT key, segment, places FROM sets WHERE segment = ANY(%s) ORDER BY key, segment",
            [ids],
        )
        for key, lines in groupby(cursor, key=lambda line: line[0]):
            places = array("I")
            for _, segment, packed in lines:
                with undamaged():
                    there = map(moved[segment].__getitem__, unpack_ids(packed))
                    places.extend(place for place in there if place != NOWHERE)
            if places:
                yield key, places


def drop(connection: Connection, ids: list[int]) -> None:
    """Delete the segments `ids` with all that is in them."""
    for table, column in (
        ("sets", "segment"), ("documents", "segment"), ("words", "segment"), ("segments", "id"),
    ):  # fmt: skip
        connection.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [ids])  # noqa: S608 -- names of ours


def _write(
    connection: Connection,
    size: int,
    rows: Iterable[tuple[int, Row]],
    sets: Iterator[tuple[bytes, Any]],
) -> None:
    """Write a segment of `size` places: its documents, its sets in order, its words."""
    rows = list(rows)
    segment = time_ns()  # never the name of another one, also when an older state was restored
    connection.execute("INSERT INTO segments VALUES (%s, %s, %s, '')", [segment, size, len(rows)])
    documents = (
        (segment, place, row.ref, row.fingerprint, list(row.anchors)) for place, row in rows
    )
    _copy(connection, "documents (segment, place, ref, fingerprint, anchors)",
          ("int8", "int4", "text", "text", "text[]"), documents)  # fmt: skip
    words = defaultdict[tuple[str, str], int](int)
    while some := list(islice(sets, AT_ONCE)):
        lines = []
        for key, places in some:
            lines.append((segment, key, len(places), pack(places, size)))
            for word in _word(key):
                words[word] += len(places)
        _copy(connection, "sets (segment, key, count, places)",
              ("int8", "bytea", "int4", "bytea"), lines)  # fmt: skip
    _copy(connection, "words (word, exact, segment, count)", ("text", "text", "int8", "int4"),
          ((*word, segment, count) for word, count in words.items()))  # fmt: skip


def _word(key: bytes) -> Iterator[tuple[str, str]]:
    """Yield the word that `key` stands for, as it is found and as it is written."""
    field, token = FIELDS[key[:1]], key[1:].decode(errors="surrogatepass")
    if not token.isalnum():
        return
    if field in {"title", "body"}:
        yield token, ""
    elif field in {"title_exact", "body_exact"}:
        yield fold(token).rstrip("12345"), token


def _copy(
    connection: Connection, table: str, types: Iterable[str], lines: Iterable[tuple[Any, ...]]
) -> None:
    """Write `lines` into the columns of `table`."""
    statement: Any = f"COPY {table} FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(list(types))
        for line in lines:
            copy.write_row(line)
