"""Databases of PostgreSQL that are made for one purpose and dropped after it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from portal.db import connect


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """Yield the address of a new empty database on `server`; drop it afterwards."""
    name = f"portal_own_{secrets.token_hex(4)}"
    admin = connect(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
