"""The log as a tree: every committed event gets its place in it, and heads are signed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, Select, Text, cast, exists, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from portal import clock
from portal.db import UtcInstant
from portal.history import heads, merkle
from portal.history.models import Branch, Event, Head, Leaf
from portal.keys import Ring

ADVISORY_LOCK = 7_355_609
LOOK_BACK = 1_000  # how far below the newest leaf an event may still be on its way
BATCH = 1_000
FORM = "YYYY-MM-DD HH24:MI:SS.US"  # how SQLite keeps an instant
COLUMNS = tuple(Event.__table__.columns)


def raw(dialect: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return `column` exactly as it is kept, as bytes on SQLite and as text on PostgreSQL."""
    if dialect == "sqlite":
        return cast(column, LargeBinary)
    if isinstance(column.type, UtcInstant):
        return func.to_char(func.timezone("UTC", column), FORM)
    return cast(column, Text)


def raw_events(session: Session) -> Select[Any]:
    """Return the question for every column of every event as it is kept, its id first."""
    dialect = session.get_bind().dialect.name
    return select(Event.id, *(raw(dialect, column).label(column.name) for column in COLUMNS))


def canonical(row: Sequence[Any]) -> bytes:
    """Return the bytes an event is hashed over: every column by name, as it is kept."""
    values = {column.name: _plain(value) for column, value in zip(COLUMNS, row[1:], strict=True)}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogateescape"
    )


def _plain(value: bytes | str | None) -> str | None:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value


def content_of(session: Session, event_id: int) -> bytes:
    """Return the canonical bytes of one event already written."""
    return canonical(session.execute(raw_events(session).where(Event.id == event_id)).one())


def unplaced(session: Session, *, everything: bool = False) -> Select[Any]:
    """Return the question for the ids of events not yet in the tree, in order.

    Args:
        session: a transaction.
        everything: look at all events, not only where one can still be on its way.

    """
    wanted = select(Event.id).where(~exists().where(Leaf.event_id == Event.id))
    newest = None if everything else session.scalar(select(func.max(Leaf.event_id)))
    if newest is not None:
        wanted = wanted.where(Event.id > newest - LOOK_BACK)
    return wanted.order_by(Event.id)


def extend(session: Session, ring: Ring, *, everything: bool = False) -> Head | None:
    """Give committed events their place and sign the new head; None when there was nothing to do.

    One at a time: SQLite's write lock sees to it, on PostgreSQL a lock of our own.
    """
    if not _alone(session):
        return None
    wanted = unplaced(session, everything=everything).limit(BATCH)
    rows = list(session.execute(raw_events(session).where(Event.id.in_(wanted)).order_by(Event.id)))
    if not rows:
        return None
    size = size_of(session)
    tree = merkle.Growing(nodes(session), size)
    for position, row in enumerate(rows, size):
        hashed = merkle.leaf_hash(canonical(row))
        session.add(Leaf(position=position, event_id=row[0], hash=hashed.hex()))
        session.add_all(
            Branch(level=level, index=index, hash=made.hex())
            for level, index, made in tree.add(hashed)
        )
    session.flush()
    return _sign(session, ring, tree)


def extend_fully(session: Session, ring: Ring) -> Head | None:
    """Give every event of this transaction and before it its place; return the latest head."""
    while extend(session, ring, everything=True) is not None:
        pass
    return latest(session)


def size_of(session: Session) -> int:
    """Return how many leaves the tree has."""
    last = session.scalar(select(func.max(Leaf.position)))
    return 0 if last is None else last + 1


def nodes(session: Session) -> merkle.Node:
    """Return the tree as it is kept, for `merkle`."""

    def node(level: int, index: int) -> bytes:
        wanted = (
            select(Branch.hash).where(Branch.level == level, Branch.index == index)
            if level
            else select(Leaf.hash).where(Leaf.position == index)
        )
        return bytes.fromhex(session.scalars(wanted).one())

    return node


def latest(session: Session) -> Head | None:
    """Return the newest head, None before the first."""
    return session.scalar(select(Head).order_by(Head.number.desc()).limit(1))


def recent(session: Session, limit: int = 10) -> list[Head]:
    """Return the newest heads, the latest first."""
    return list(session.scalars(select(Head).order_by(Head.number.desc()).limit(limit)))


def signed(head: Head) -> heads.Signed:
    """Return a stored head as it is signed and printed."""
    stated = heads.Stated(
        number=head.number, size=head.size, root=head.root, at=heads.written(head.at)
    )
    return heads.Signed(stated=stated, key_id=head.key_id, signature=head.signature)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Where an event stands in the tree, with the path that proves it under `head`."""

    position: int
    path: list[bytes]
    head: Head


def place_of(session: Session, hashed: str) -> Placed | None:
    """Return where the event with this hash stands, None while or because it is not there."""
    leaf = session.scalar(select(Leaf).where(Leaf.hash == hashed.lower()))
    head = latest(session)
    if leaf is None or head is None or leaf.position >= head.size:
        return None
    path = merkle.inclusion(nodes(session), leaf.position, head.size)
    return Placed(position=leaf.position, path=path, head=head)


def stored_heads(session: Session) -> Iterator[Mapping[str, Any]]:
    """Yield every head as it is kept, oldest first."""
    dialect = session.get_bind().dialect.name
    columns = [raw(dialect, column).label(column.name) for column in Head.__table__.columns]
    for row in session.execute(select(*columns).order_by(Head.number)):
        yield {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name


def _alone(session: Session) -> bool:
    if session.get_bind().dialect.name != "postgresql":
        return True
    asked = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(session.scalar(asked, {"key": ADVISORY_LOCK}))


def _sign(session: Session, ring: Ring, tree: merkle.Growing) -> Head:
    before = latest(session)
    stated = heads.Stated(
        number=1 + (before.number if before else 0),
        size=tree.size,
        root=tree.root().hex(),
        at=heads.written(clock.now()),
    )
    made = heads.sign(ring, stated)
    head = Head(
        number=stated.number,
        size=stated.size,
        root=stated.root,
        at=heads.read_instant(stated.at),
        key_id=made.key_id,
        signature=made.signature,
    )
    session.add(head)
    session.flush()
    return head
