"""search.PostgresIndex under measurement, in a schema of its own on a running server.

What the server's processor does for it counts as its own.
"""

import os
import time
from hashlib import sha256
from pathlib import Path

import psycopg

from search.postgres_index import PostgresIndex
from tests.bench.engines import Ours

SERVER = os.environ.get("PORTAL_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1/postgres")


class OnPostgres(Ours):
    """search.PostgresIndex."""

    name = "search on PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self._schema = f"bench_{sha256(str(folder).encode()).hexdigest()[:8]}"
        with psycopg.connect(SERVER, autocommit=True) as connection:
            before = _servants(connection)
            self.index = PostgresIndex(SERVER, schema=self._schema)
            self.index.find("")
            self._servants = _servants(connection) - before

    @staticmethod
    def there() -> bool:
        """Whether the server answers."""
        try:
            psycopg.connect(SERVER, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def processor(self) -> float:
        """Return the seconds this process and those that serve it at the server have worked."""
        there = (Path(f"/proc/{pid}/schedstat") for pid in self._servants)
        return time.process_time() + sum(int(one.read_text().split()[0]) for one in there) / 1e9

    def size(self) -> int:
        """Return the bytes of the tables and their indexes."""
        with psycopg.connect(SERVER) as connection:
            found = connection.execute(
                "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class"
                " WHERE relkind = 'r' AND relnamespace = %s::regnamespace",
                [self._schema],
            ).fetchone()
        return int(found[0]) if found else 0

    def discard(self) -> None:
        """Leave nothing on the server."""
        self.close()
        with psycopg.connect(SERVER) as connection:
            connection.execute(f"DROP SCHEMA {self._schema} CASCADE")  # type: ignore[arg-type]


def _servants(connection: "psycopg.Connection[tuple[int]]") -> set[int]:
    """Return the processes that serve connections to the server."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
    )
    return {pid for (pid,) in rows}
