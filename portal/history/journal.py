"""Every column of the rows that matter, in the log, as the portal last wrote it.

Whatever a transaction changes in such rows becomes one more event for each thing they belong to,
written when it commits: no act can forget to. Dates, numbers and choices stand there as they are,
words as salted hashes. Only columns the portal itself changed are written again. So a column
changed behind its back stays found until the portal itself writes that very column anew: an
act that builds on an altered value makes it its own, unless `verify` ran between.
"""

import enum
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, event, inspect, select
from sqlalchemy.orm import Session, SessionTransaction

from portal import clock
from portal.history.models import Event, Salt, new_salt

Values = Mapping[str, Any]  # column -> value
Owner = tuple[str, int]  # kind of thing, and which
WHOLE, CHANGED = "whole", "changed"
PART = "rows"
KEY = "journal"  # where a session keeps what it flushed and has not committed
HASH_DIGITS = 32


@dataclass(frozen=True)
class Belonging:
    """What the rows of a table belong to.

    Attributes:
        subject: the kind of thing.
        column: the column that names it, or the row of `through` that does.
        hour: whether the log must not tell more than the hour it was written.

    """

    subject: str
    column: str = "id"
    through: "type[Journaled] | None" = None
    hour: bool = False


class Journaled:
    """A table whose rows the log holds column by column.

    Attributes:
        belonging: what its rows belong to.
        unjournaled: columns that follow from others.

    """

    belonging: ClassVar[Belonging]
    unjournaled: ClassVar[frozenset[str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one flush did to one row; `values` is None for one that is gone."""

    owner: Owner
    row: str
    values: Values | None
    born: bool  # the thing itself is new


def tables() -> list[type[Journaled]]:
    """Return every table with such rows."""
    return Journaled.__subclasses__()


def columns(table: type[Journaled]) -> list[Any]:
    """Return the columns the log holds of a table."""
    return [
        column
        for column in table.__table__.columns  # type: ignore[attr-defined]  # every one is mapped
        if column.name not in table.unjournaled
    ]


def owner_of(table: type[Journaled]) -> ColumnElement[int]:
    """Return the id of the thing a row of `table` belongs to, as a query says it."""
    place = table.belonging
    named: ColumnElement[int] = getattr(table, place.column)
    if place.through is None:
        return named
    middle = place.through
    key = middle.id  # type: ignore[attr-defined]  # every table in between has one
    return select(owner_of(middle)).where(key == named).scalar_subquery()


def name_of(table: type[Journaled], row: Any) -> str:
    """Return how the log calls a row."""
    keys = (getattr(row, key.name) for key in table.__table__.primary_key)  # type: ignore[attr-defined]
    return f"{table.__tablename__} {'-'.join(map(str, keys))}"  # type: ignore[attr-defined]


def subject_of(kind: str) -> str:
    """Return the subject under which the log holds the rows of a kind of thing."""
    return f"{kind}.rows"


def told(salt: str, value: Any) -> Any:
    """Return a value as the log holds it: words say nothing to whoever has not got the salt."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int):
        return value
    said = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return hmac.new(bytes.fromhex(salt), said, hashlib.sha256).hexdigest()[:HASH_DIGITS]


def salts(session: Session, subject: str, ids: Iterable[int]) -> dict[int, Salt]:
    """Return the salts of the rows of some things of one kind."""
    wanted = select(Salt).where(
        Salt.subject == subject, Salt.part == PART, Salt.subject_id.in_(list(ids))
    )
    return {salt.subject_id: salt for salt in session.scalars(wanted)}


def stored(session: Session, kind: str, ids: Iterable[int]) -> Iterator[tuple[int, str, Values]]:
    """Yield owner, name and values of every row that belongs to some things of one kind."""
    for table in (table for table in tables() if table.belonging.subject == kind):
        owner = owner_of(table)
        wanted = select(owner.label("owner_"), *columns(table)).where(owner.in_(list(ids)))
        for row in session.execute(wanted):
            values = {column.name: row[place] for place, column in enumerate(columns(table), 1)}
            yield row[0], name_of(table, row), values


def write_whole(session: Session, kind: str, ids: Iterable[int]) -> None:
    """Write down all rows of some things the log does not hold yet, or holds no salt for."""
    ids = list(ids)
    rows: dict[int, dict[str, Values | None]] = {key: {} for key in ids}
    for key, name, values in stored(session, kind, ids):
        rows[key][name] = values
    for key, held in rows.items():
        _begin(session, (kind, key), held)


def _begin(session: Session, owner: Owner, rows: Mapping[str, Values | None]) -> None:
    salt = Salt(subject=subject_of(owner[0]), subject_id=owner[1], part=PART, value=new_salt())
    session.add(salt)
    _add(session, owner, WHOLE, salt, rows)


def _add(
    session: Session, owner: Owner, act: str, salt: Salt, rows: Mapping[str, Values | None]
) -> None:
    now = clock.now()
    if any(table.belonging.hour for table in tables() if table.belonging.subject == owner[0]):
        now = now.replace(minute=0, second=0, microsecond=0)
    held = {
        name: values and {column: told(salt.value, value) for column, value in values.items()}
        for name, values in rows.items()
    }
    subject = subject_of(owner[0])
    session.add(Event(at=now, subject=subject, subject_id=owner[1], act=act, facts={PART: held}))


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: object) -> None:
    """Remember what was flushed, with the savepoint it belongs to."""
    touched = [*session.new, *session.dirty, *session.deleted]
    rows = [row for row in touched if isinstance(row, Journaled)]
    with session.no_autoflush:
        found = [change for row in rows if (change := _change(session, row)) is not None]
    if found:
        within = session.get_nested_transaction() or session.get_transaction()
        session.info.setdefault(KEY, []).append((within, found))


def _change(session: Session, row: Any) -> Change | None:
    table, new = type(row), row in session.new
    values: Values | None = {
        column.name: getattr(row, column.name)
        for column in columns(table)
        if (new or inspect(row).attrs[column.name].history.has_changes())
    }
    if row in session.deleted:
        values = None
    elif new:
        values = {name: value for name, value in (values or {}).items() if value is not None}
    elif not values:
        return None
    place = table.belonging
    key = getattr(row, place.column)
    while place.through is not None:
        middle = session.get_one(place.through, key)
        place = place.through.belonging
        key = getattr(middle, place.column)
    born = new and table.belonging.column == "id"
    return Change(owner=(place.subject, key), row=name_of(table, row), values=values, born=born)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, undone: SessionTransaction) -> None:
    """Forget what was flushed within a savepoint that is taken back."""
    held = session.info.get(KEY, [])
    held[:] = [(within, found) for within, found in held if undone not in list(_around(within))]


def _around(within: SessionTransaction | None) -> Iterator[SessionTransaction]:
    while within is not None:
        yield within
        within = within.parent


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Write what the transaction changed, one event for each thing it changed."""
    if session.in_nested_transaction():
        return
    session.flush()
    whole = session.get_transaction()
    collected = [
        change
        for within, found in session.info.pop(KEY, [])
        for change in found
        if whole in list(_around(within))
    ]
    by_kind: dict[str, dict[int, dict[str, Values | None]]] = {}
    born = {change.owner for change in collected if change.born}
    for change in collected:
        rows = by_kind.setdefault(change.owner[0], {}).setdefault(change.owner[1], {})
        before = rows.get(change.row) or {}
        rows[change.row] = None if change.values is None else {**before, **change.values}
    for kind, things in by_kind.items():
        _write_kind(session, kind, things, born)


def _write_kind(
    session: Session,
    kind: str,
    things: Mapping[int, Mapping[str, Values | None]],
    born: set[Owner],
) -> None:
    known = salts(session, subject_of(kind), things)
    for key, rows in things.items():
        if key in known:
            _add(session, (kind, key), CHANGED, known[key], rows)
        elif (kind, key) in born:
            _begin(session, (kind, key), {name: held for name, held in rows.items() if held})
    older = [key for key in things if key not in known and (kind, key) not in born]
    write_whole(session, kind, older)
