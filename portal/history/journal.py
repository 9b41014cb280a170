"""Every column of the rows that matter, in the log, as the portal last wrote it.

Whatever a transaction changes in such rows becomes one more event for each thing they belong to,
written when it commits: no act can forget to. Only columns the portal itself changed are written
again.

Before the first change of a thing in a transaction, all its rows are compared with what the log
last held (`looking`). What was changed behind the portal's back is written down before the act
that builds on it, so that the act does not cover it up.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import RelationshipDirection, Session, SessionTransaction

from portal import clock
from portal.history import looking
from portal.history.models import Event, Salt, new_salt
from portal.history.rows import (
    ALTERED,
    CHANGED,
    PART,
    WHOLE,
    Belonging,
    Found,
    Journaled,
    Owner,
    Values,
    columns,
    name_of,
    salts,
    stored,
    subject_of,
    tables,
    told,
)

__all__ = ["Belonging", "Journaled", "write_whole"]
KEY = "journal"  # where a session keeps what it flushed and has not committed


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one flush did to one row; `values` is None for one that is gone."""

    owner: Owner
    row: str
    values: Values | None
    born: bool  # the thing itself is new


def write_whole(session: Session, kind: str, ids: Iterable[int]) -> None:
    """Write down all rows of some things the log does not hold yet, or holds no salt for."""
    ids = list(ids)
    found = stored(session, kind, ids)
    for key in ids:
        _begin(session, (kind, key), found[key])


def _begin(session: Session, owner: Owner, rows: Mapping[str, Values | None]) -> None:
    salt = new_salt()
    session.add(Salt(subject=subject_of(owner[0]), subject_id=owner[1], part=PART, value=salt))
    _add(session, owner, WHOLE, salt, rows)


def _add(
    session: Session, owner: Owner, act: str, salt: str, rows: Mapping[str, Values | None]
) -> None:
    now = clock.now()
    if any(table.belonging.hour for table in tables() if table.belonging.subject == owner[0]):
        now = now.replace(minute=0, second=0, microsecond=0)
    held = {
        name: values and {column: told(salt, value) for column, value in values.items()}
        for name, values in rows.items()
    }
    subject = subject_of(owner[0])
    session.add(Event(at=now, subject=subject, subject_id=owner[1], act=act, facts={PART: held}))


@event.listens_for(Session, "before_flush")
def _look(session: Session, _context: object, _instances: object) -> None:
    """Compare the things about to be changed with the log, once in a transaction."""
    touched = (*session.new, *session.dirty, *session.deleted)
    looking.look(session, {owner for row in touched for owner in _owner(session, row)})


def _owner(session: Session, row: Any) -> Iterator[Owner]:
    """Yield what a row belongs to, before it is flushed; nothing for a thing that is new."""
    while isinstance(row, Journaled):
        place = row.belonging
        if place.column == "id" and row in session.new:
            return
        key = getattr(row, place.column) if place.column else 1
        if place.through is None and key is not None:
            yield place.subject, key
            return
        row = session.get(place.through, key) if key and place.through else _parent(row)


def _parent(row: Any) -> Any:
    """Return the row that `row` will point to once it is flushed, None when it does not say."""
    for relation in inspect(type(row)).relationships:
        named = {column.key for column in relation.local_columns} == {row.belonging.column}
        if named and relation.direction is RelationshipDirection.MANYTOONE:
            return getattr(row, relation.key)
    return None


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: object) -> None:
    """Remember what was flushed, with the savepoint it belongs to."""
    touched = [*session.new, *session.dirty, *session.deleted]
    rows = [row for row in touched if isinstance(row, Journaled)]
    with session.no_autoflush:
        found = [change for row in rows if (change := _change(session, row)) is not None]
    if found:
        looking.skip(session, {change.owner for change in found if change.born})
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
    key = getattr(row, place.column) if place.column else 1
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
    by_kind: dict[str, dict[int, Found]] = {}
    born = {change.owner for change in collected if change.born}
    for change in collected:
        rows = by_kind.setdefault(change.owner[0], {}).setdefault(change.owner[1], {})
        before = rows.get(change.row) or {}
        rows[change.row] = None if change.values is None else {**before, **change.values}
    if collected:
        looking.look_again(session, born)
    for (kind, key), rows in looking.found(session):
        known = salts(session, kind, [key])
        # Without a salt it was erased by this act, or put in: it is written down whole as well.
        _add(session, (kind, key), ALTERED, known.get(key) or new_salt(), rows)
        by_kind.setdefault(kind, {}).setdefault(key, {})
    for kind, things in by_kind.items():
        _write_kind(session, kind, things, born)


def _write_kind(session: Session, kind: str, things: Mapping[int, Found], born: set[Owner]) -> None:
    known = salts(session, kind, list(things))
    for key, rows in things.items():
        if key in known:
            if rows:
                _add(session, (kind, key), CHANGED, known[key], rows)
        elif (kind, key) in born:
            there = {name: values for name, values in rows.items() if values is not None}
            _begin(session, (kind, key), there)
    older = [key for key in things if key not in known and (kind, key) not in born]
    write_whole(session, kind, older)
