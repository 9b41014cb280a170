"""Where an index lies in PostgreSQL: its tables, its connections, how a token is named there.

The tables are search's own, in a schema of their own: a cache that may be thrown away and
made anew whenever the way of keeping it changes.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import psycopg
from sqlalchemy.pool import QueuePool

from search.whoosh_index import LockedIndexError

# Raised when the tables change, so that older ones are made anew.
LAYOUT = 1
CODES = {
    "title": b"t", "title_exact": b"T", "title_pairs": b"u", "number": b"n", "facet": b"f",
    "body": b"b", "body_exact": b"B", "body_pairs": b"p", "heading": b"h",
}  # fmt: skip
FIELDS = {code: field for field, code in CODES.items()}
LONGEST_TOKEN = 400  # bytes; an entry of an index of PostgreSQL has less than 2,704
CONNECT_SECONDS, POOLED, AT_MOST = 5, 4, 32
# How alike words must be to be weighed as slips of each other; spelling looks closer.
SETTINGS = {
    "jit": "off",
    "enable_seqscan": "off",
    "timezone": "UTC",
    "pg_trgm.similarity_threshold": "0.2",
}
# What taking up bytes raises that are not as they were laid down.
DAMAGE = (zlib.error, struct.error, ArithmeticError, LookupError, TypeError, ValueError)
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
Connection = psycopg.Connection[Any]
TABLES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE SCHEMA {schema};
CREATE TABLE state (
    sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
    layout integer NOT NULL,
    analysis integer NOT NULL,
    generation bigint NOT NULL,
    whole boolean NOT NULL
);
-- Documents that came in together, as one row of places; only what is gone of them changes.
CREATE TABLE segments (
    id bigint PRIMARY KEY,
    size integer NOT NULL,
    documents integer NOT NULL,
    gone bytea NOT NULL
);
CREATE TABLE documents (
    segment bigint,
    place integer,
    ref text NOT NULL,
    fingerprint text NOT NULL,
    anchors text[] NOT NULL,
    PRIMARY KEY (segment, place)
);
CREATE INDEX documents_ref ON documents (ref);
-- Where each token of each field stands. The bytes are pressed already.
CREATE TABLE sets (
    segment bigint,
    key bytea,
    count integer NOT NULL,
    places bytea NOT NULL,
    PRIMARY KEY (segment, key)
);
ALTER TABLE sets ALTER COLUMN places SET STORAGE EXTERNAL;
-- The words without marks, and for each how it is written with them ("" for the word itself).
CREATE TABLE words (
    word text COLLATE "C",
    exact text COLLATE "C",
    segment bigint,
    count integer NOT NULL,
    PRIMARY KEY (word, exact, segment)
);
CREATE INDEX words_segment ON words (segment);
CREATE INDEX words_alike ON words USING gin (word public.gin_trgm_ops) WHERE exact = '';
"""


class DamagedIndexError(Exception):
    """What lies in the tables is not what was written there."""


class Database:
    """The schema of one index, and a few connections to it."""

    def __init__(self, url: str, schema: str) -> None:
        """Serve `schema` of the database at `url`, an address of SQLAlchemy or of libpq."""
        if not NAME.fullmatch(schema):
            raise ValueError(schema)
        self.schema = schema
        self._address = re.sub(r"^postgresql\+\w+:", "postgresql:", url)
        settings = SETTINGS | {"search_path": schema}
        self._options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._pool = QueuePool(
            self._connect, pool_size=POOLED, max_overflow=AT_MOST - POOLED, use_lifo=True
        )

    def _connect(self) -> Any:
        """Return a new connection."""
        return psycopg.connect(
            self._address, connect_timeout=CONNECT_SECONDS, options=self._options
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one state of the index throughout, and changes nothing."""
        with self._lent() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield connection

    @contextmanager
    def writing(self, patience: float) -> Iterator[Connection]:
        """Lend a connection to the only writer; all it did counts at once, or not at all.

        Args:
            patience: seconds to wait while somebody else writes.

        Raises:
            LockedIndexError: somebody else wrote for longer.

        """
        with self._lent() as connection:
            connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            connection.read_only = False
            try:
                connection.execute(f"SET LOCAL lock_timeout = {1000 * patience:.0f}")
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [self._lock])
            except psycopg.errors.LockNotAvailable as error:
                raise LockedIndexError(self.schema) from error
            yield connection
            connection.commit()

    @property
    def _lock(self) -> int:
        """The number writers of this schema know each other by."""
        name = f"search index {self.schema}".encode()
        return int.from_bytes(sha256(name).digest()[:8], "big", signed=True)

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        """Lend a connection; what was not committed is undone, what broke is not used again."""
        lent = self._pool.connect()
        connection: Connection = lent.driver_connection  # type: ignore[assignment]  # psycopg's
        try:
            yield connection
        finally:
            if connection.broken or connection.closed:
                lent.invalidate()
            lent.close()

    def is_made(self, connection: Connection) -> bool:
        """Whether the tables are there, of whatever layout."""
        found = connection.execute("SELECT to_regclass(%s)", [f"{self.schema}.state"]).fetchone()
        return found is not None and found[0] is not None

    def make(self, connection: Connection) -> None:
        """Make the tables anew, whatever was there."""
        connection.execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")
        connection.execute(TABLES.format(schema=self.schema))

    def tidy(self) -> None:
        """Let PostgreSQL use again the room of what was deleted."""
        with self._lent() as connection:
            connection.read_only = None
            connection.isolation_level = None
            connection.autocommit = True
            try:
                connection.execute("VACUUM (ANALYZE) sets, words, documents, segments")
            finally:
                connection.autocommit = False

    def close(self) -> None:
        """Let go of the connections; a later question makes new ones."""
        self._pool.dispose()
        self._pool = self._pool.recreate()


def key_of(field: str, token: str) -> bytes:
    """Return what `token` of `field` is called in the table of sets."""
    name = token.encode(errors="surrogatepass")
    if len(name) > LONGEST_TOKEN:
        name = name[:LONGEST_TOKEN] + sha256(name).digest()
    return CODES[field] + name


@contextmanager
def undamaged() -> Iterator[None]:
    """Call by its name what goes wrong inside when bytes are not as they were laid down."""
    try:
        yield
    except DAMAGE as error:
        raise DamagedIndexError from error
