"""The index of one schema of a PostgreSQL database, for any number of machines."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from time import time_ns
from typing import TypeVar, Unpack

import psycopg

from search import analysis
from search.concepts import CONCEPTS, Concepts
from search.finding import Question, find
from search.model import Document, Options, Page
from search.postgres_reading import Shelf, State, read_state
from search.postgres_tables import LAYOUT, Connection, DamagedIndexError, Database
from search.postgres_writing import drop, fill, forget, merge, ripe, standing
from search.snapshot import Cache
from search.whoosh_index import MEMORY, PATIENCE, LockedIndexError

SCHEMA = "search"
TRIES = 2  # a connection kept from before a restart of the server breaks when it is used
log = logging.getLogger("search")
Said = TypeVar("Said")
MISSING = (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn)


class UnreachableIndexError(OSError):
    """The database that holds the index does not answer."""


class PostgresIndex:
    """A search index in a database; see model.Index.

    Whatever one machine commits, all others answer from with their next question. Each keeps
    the sets it used last in memory; they belong to segments that never change.
    """

    def __init__(
        self,
        url: str,
        *,
        schema: str = SCHEMA,
        concepts: Concepts = CONCEPTS,
        memory: int = MEMORY,
        patience: float = PATIENCE,
    ) -> None:
        """Open the index in `schema` of the database at `url`, or start one there.

        Args:
            url: PostgreSQL's address. Its user may make a schema and the extension pg_trgm,
                or finds both made.
            schema: for the index alone.
            concepts: abbreviations and their names; when changed, `refill` the index.
            memory: bytes of sets each process keeps ready.
            patience: seconds to wait while somebody else writes.

        """
        self._concepts, self._cache, self._patience = concepts, Cache(memory), patience
        self._database = Database(url, schema)
        self._state: State | None = None
        self._opening = threading.Lock()
        if not self._asked(lambda _: True, otherwise=False):
            with self._writing():
                pass

    @property
    def rebuild_needed(self) -> bool:
        """Whether the index was started empty, or is damaged, and has not been refilled since."""
        return self._asked(lambda shelf: not shelf.whole, otherwise=True)

    @property
    def generation(self) -> int:
        """What grows with every commit, and is the same on every machine."""
        return self._asked(lambda shelf: shelf.generation, otherwise=0)

    def put(self, documents: Iterable[Document]) -> None:
        """Add `documents`, each replacing an earlier one of the same ref."""
        latest = {document.ref: document for document in documents}
        if latest:
            with self._writing() as connection:
                forget(connection, latest)
                fill(connection, latest.values(), self._concepts)
                self._merge(connection)

    def drop(self, refs: Iterable[str]) -> None:
        """Forget the documents named; unknown refs are no error."""
        refs = set(refs)
        if refs:
            with self._writing() as connection:
                forget(connection, refs)
                self._merge(connection)

    def clear(self) -> None:
        """Forget everything; the caller promises to put back what belongs here."""
        self.refill(())

    def refill(self, documents: Iterable[Document]) -> None:
        """Hold exactly `documents`, each ref once; the old ones answer until all are in."""
        with self._writing() as connection:
            drop(connection, [one.id for one in standing(connection)])
            fill(connection, documents, self._concepts)
            connection.execute("UPDATE state SET whole = true")
            connection.execute("ANALYZE documents, sets, words")

    def optimise(self) -> None:
        """Merge all segments into one, which answers fastest; for quiet hours."""
        with self._writing() as connection:
            segments = standing(connection)
            if len(segments) > 1 or any(one.gone for one in segments):
                merge(connection, [one.id for one in segments])
        self._database.tidy()

    def refs(self) -> Mapping[str, str]:
        """Return each ref held with the fingerprint of its document."""
        return self._asked(Shelf.fingerprints, otherwise={})

    def find(self, query: str, **options: Unpack[Options]) -> Page:
        """Return the page of documents that answer `query`; an empty query lists all by date."""
        question = Question(query=query, concepts=self._concepts, **options)
        return self._asked(lambda shelf: find(shelf, question), otherwise=Page(hits=(), total=0))

    def close(self) -> None:
        """Let go of the connections; a later question makes new ones."""
        self._database.close()

    def _asked(self, question: Callable[[Shelf], Said], *, otherwise: Said) -> Said:
        """Return what `question` says of the newest state, `otherwise` when there is none."""
        for tries_left in reversed(range(TRIES)):
            try:
                with self._database.reading() as connection:
                    shelf = self._shelf(connection)
                    return otherwise if shelf is None else question(shelf)
            except MISSING:
                break
            except DamagedIndexError:
                self._give_up()
                break
            except psycopg.OperationalError as error:
                if not tries_left:
                    raise UnreachableIndexError(self._database.schema) from error
                self._database.close()
        return otherwise

    def _shelf(self, connection: Connection) -> Shelf | None:
        """Return the state that `connection` sees; None when it is not of today's analysis."""
        row = _standing(connection)
        if row is None or row[:2] != _today():
            return None
        *_, generation, whole = row
        with self._opening:
            before = self._state
        if before is None or before.generation != generation:
            before = read_state(connection, self._cache, (generation, whole), before)
            with self._opening:
                self._state = before
        return Shelf(connection, before, self._cache)

    @contextmanager
    def _writing(self, patience: float | None = None) -> Iterator[Connection]:
        """Lend a connection to tables of today; what it did is a new generation."""
        waiting = self._patience if patience is None else patience
        try:
            with self._database.writing(waiting) as connection:
                if not self._database.is_made(connection) or (
                    (row := _standing(connection)) is None or row[:2] != _today()
                ):
                    self._database.make(connection)
                    connection.execute(
                        "INSERT INTO state VALUES (true, %s, %s, 0, false)", _today()
                    )
                yield connection
                connection.execute(
                    "UPDATE state SET generation = greatest(generation + 1, %s)", [time_ns()]
                )
        except psycopg.OperationalError as error:
            raise UnreachableIndexError(self._database.schema) from error

    def _merge(self, connection: Connection) -> None:
        """Merge what is ripe for it."""
        for ids in ripe(standing(connection)):
            merge(connection, ids)

    def _give_up(self) -> None:
        """Say to everyone that the index is damaged and has to be filled again."""
        log.error("the search index in schema %s is damaged", self._database.schema)
        with suppress(LockedIndexError), self._writing(patience=0.1) as connection:
            connection.execute("UPDATE state SET whole = false")


def _standing(connection: Connection) -> tuple[int, int, int, bool] | None:
    """Return of which layout and analysis the index is, its generation, whether it is whole."""
    rows = connection.execute("SELECT layout, analysis, generation, whole FROM state")
    return rows.fetchone()


def _today() -> tuple[int, int]:
    """Return the layout and the analysis an index must be of."""
    return LAYOUT, analysis.VERSION
