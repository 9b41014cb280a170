"""The database: one declarative base, one session per request, one transaction boundary."""

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant: kept in UTC, also by SQLite, which knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return `value` in UTC; a naive one is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime {value!r}"
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return `value` aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PrimaryKey = Annotated[int, mapped_column(primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcInstant)]
Json = Annotated[dict[str, Any], mapped_column(JSON)]


class Base(DeclarativeBase):
    """Every table of the portal."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        # Enums are stored by value, as text with a CHECK: the same on SQLite and PostgreSQL.
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
        date: Date,
        datetime: UtcInstant,
    }


def connect(url: str, lock_seconds: float = 5.0) -> Engine:
    """Return an engine for `url`: SQLite as durable as it gets, PostgreSQL with its defaults."""
    if not url.startswith("sqlite"):
        seconds = max(1, round(lock_seconds))
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_timeout=lock_seconds,
            connect_args={
                "connect_timeout": seconds,
                "options": f"-c lock_timeout={seconds}s -c timezone=UTC",
            },
        )
    # Connections are kept: closing the last one would fold the whole WAL back, request by request.
    engine = create_engine(
        url,
        pool_timeout=lock_seconds,
        connect_args={"timeout": lock_seconds, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Python's sqlite3 hides BEGIN; without this, savepoints do not nest and DDL is not undone.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that will write takes the lock at once: upgrading later can only fail.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


Sessions = Callable[..., Session]


def make_sessions(engine: Engine) -> Sessions:
    """Return `sessions(writes=…)`, the factory every session of this process comes from."""
    reading = sessionmaker(engine, expire_on_commit=False)
    writing = sessionmaker(engine.execution_options(writes=True), expire_on_commit=False)

    def sessions(*, writes: bool = True) -> Session:
        return writing() if writes else reading()

    return sessions


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """Commit when the block returns, roll back when it raises. The only commit in the portal."""
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
