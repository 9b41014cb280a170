"""The database: one declarative base, one session per request, one transaction boundary."""

import enum
from collections.abc import Callable, Collection, Iterator
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
    Numeric,
    String,
    create_engine,
    event,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from portal.keys import Ring, seal, unseal

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


COMMAND_SECONDS = 60.0  # how long a command waits for a lock; nobody sits before its page
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class leading_number(FunctionElement[Any]):  # noqa: N801 - stands in a query like func.length
    """The number a text begins with, to order by; 0 or NULL where it begins with none."""

    type = Numeric()
    inherit_cache = True


@compiles(leading_number, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS INTEGER)"


@compiles(leading_number, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    return f"CAST(substring({text} FROM '^[0-9]+') AS NUMERIC)"


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


class Sealed(TypeDecorator[str]):
    """Words kept encrypted: in the database nobody reads them, with the ring everybody may.

    Nothing can be found or sorted by them. An empty text stays empty.
    """

    impl = String
    cache_ok = True

    def __init__(self, label: str) -> None:
        """Seal under `label`, so that no value serves in another column."""
        super().__init__()
        self.label = label

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return `value` sealed with the key in use."""
        return seal(_ring(dialect), self.label, value) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what was sealed."""
        return unseal(_ring(dialect), self.label, value) if value else value


def _ring(dialect: Dialect) -> Ring:
    ring: Ring | None = getattr(dialect, "ring", None)
    if ring is None:
        msg = "this engine was made without a ring of keys; see connect()"
        raise LookupError(msg)
    return ring


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


def values_of(row: Base, but: Collection[str] = ()) -> dict[str, Any]:
    """Return what `row` holds by the names of its columns, without its id and those in `but`."""
    names = (column.key for column in row.__table__.columns)
    return {name: getattr(row, name) for name in names if name not in {"id", *but}}


def connect(url: str, lock_seconds: float = 5.0, ring: Ring | None = None) -> Engine:
    """Return an engine for `url`: SQLite as durable as it gets, PostgreSQL with its defaults.

    Args:
        url: SQLAlchemy address.
        lock_seconds: how long to wait for a lock.
        ring: the keys of sealed columns; without it they can be neither read nor written.

    """
    engine = _engine(url, lock_seconds)
    engine.dialect.ring = ring  # type: ignore[attr-defined]  # what a column type is handed at work
    return engine


def _engine(url: str, lock_seconds: float) -> Engine:
    if not url.startswith("sqlite"):
        seconds = max(1, round(lock_seconds))
        return create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,  # an error must not carry what somebody typed into a log
            pool_timeout=lock_seconds,
            connect_args={
                "connect_timeout": seconds,
                "options": f"-c lock_timeout={seconds}s -c timezone=UTC",
            },
        )
    # Connections are kept: closing the last one would fold the whole WAL back, request by request.
    engine = create_engine(
        url,
        hide_parameters=True,
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


def hasty(session: Session) -> list[str]:
    """Return the settings of a PostgreSQL server under which what it confirmed could be lost."""
    if session.get_bind().dialect.name != "postgresql":
        return []
    shown = ((name, session.scalar(text(f"SHOW {name}"))) for name in DURABLE)
    return [name for name, value in shown if value == "off"]


def refuse_hasty(sessions: Sessions) -> None:
    """End when the database would confirm what a power cut can still take away."""
    with sessions(writes=False) as session, transaction(session):
        off = hasty(session)
    if off:
        msg = f"PostgreSQL must run with {', '.join(off)} on: receipts promise that nothing is lost"
        raise SystemExit(msg)


@contextmanager
def transaction(session: Session) -> Iterator[Session]:
    """Commit when the block returns, roll back when it raises. The only commit in the portal."""
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
