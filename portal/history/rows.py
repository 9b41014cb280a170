"""Rows the log holds column by column: which they are, what it says of them, what is stored.

Dates, numbers and choices stand in the log as they are, words as salted hashes.
"""

import enum
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from portal.history.models import Event, Salt

Values = Mapping[str, Any]  # column -> value
Owner = tuple[str, int]  # kind of thing, and which
Rows = dict[str, dict[str, Any]]  # row -> column -> value, as the log holds it
Found = dict[str, Values | None]  # row -> the columns that differ; None for one that is gone
WHOLE, CHANGED, ALTERED = "whole", "changed", "altered"
PART = "rows"
HASH_DIGITS = 32


@dataclass(frozen=True)
class Belonging:
    """What the rows of a table belong to.

    Attributes:
        subject: the kind of thing.
        column: the column that names it, or the row of `through` that does; "" where there is one
            such thing, the authority.
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
        unjournaled: columns that follow from others, or are erased without a word in the log.

    """

    belonging: ClassVar[Belonging]
    unjournaled: ClassVar[frozenset[str]] = frozenset()


@dataclass
class Held:
    """What the log says of one thing.

    Attributes:
        rows: as the portal last wrote them.
        begun: how often all of them were written down whole.
        altered: what an act found altered behind the portal's back: event, row and what.

    """

    rows: Rows = field(default_factory=dict)
    begun: int = 0
    altered: list[tuple[int, str, str]] = field(default_factory=list)


def tables() -> list[type[Journaled]]:
    """Return every table with such rows."""
    return Journaled.__subclasses__()


def kinds() -> list[str]:
    """Return every kind of thing with such rows."""
    return sorted({table.belonging.subject for table in tables()})


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
    if not place.column:
        return literal(1)
    named: ColumnElement[int] = getattr(table, place.column)
    if place.through is None:
        return named
    key = place.through.id  # type: ignore[attr-defined]  # every table in between has one
    return select(owner_of(place.through)).where(key == named).scalar_subquery()


def among(table: type[Journaled], ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for the rows of `table` that belong to one of `ids`."""
    place = table.belonging
    if place.through is None:
        return owner_of(table).in_(ids)
    key = place.through.id  # type: ignore[attr-defined]  # as above
    named: ColumnElement[int] = getattr(table, place.column)
    return named.in_(select(key).where(among(place.through, ids)))


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


def salts(session: Session, kind: str, ids: Collection[int] | None) -> dict[int, str]:
    """Return the salts of the rows of some things of one kind, or of all."""
    wanted = select(Salt.subject_id, Salt.value).where(
        Salt.subject == subject_of(kind), Salt.part == PART
    )
    wanted = wanted if ids is None else wanted.where(Salt.subject_id.in_(ids))
    return {row[0]: row[1] for row in session.execute(wanted)}


def stored(
    session: Session, kind: str, ids: Collection[int] | None
) -> defaultdict[int, dict[str, Values]]:
    """Return every row that belongs to some things of one kind, or to all, by name."""
    found: defaultdict[int, dict[str, Values]] = defaultdict(dict)
    for table in (table for table in tables() if table.belonging.subject == kind):
        wanted = select(owner_of(table).label("owner_"), *columns(table))
        wanted = wanted if ids is None else wanted.where(among(table, ids))
        names = [column.name for column in columns(table)]
        for row in session.execute(wanted):
            found[row[0]][name_of(table, row)] = dict(zip(names, row[1:], strict=True))
    return found


def held(session: Session, kind: str, ids: Collection[int] | None) -> tuple[dict[int, Held], int]:
    """Return what the log says of some things of one kind, or of all; and in how many events."""
    found: defaultdict[int, Held] = defaultdict(Held)
    wanted = select(Event.id, Event.subject_id, Event.act, Event.facts).where(_said_of(kind, ids))
    events = session.execute(wanted.order_by(Event.id)).all()
    for event_id, key, act, facts in events:
        _hold(found[key], event_id, act, facts)
    return dict(found), len(events)


def count(session: Session, kind: str, ids: Collection[int] | None) -> int:
    """Return in how many events the log speaks of some things of one kind, or of all."""
    return len(session.scalars(select(Event.id).where(_said_of(kind, ids))).all())


def _said_of(kind: str, ids: Collection[int] | None) -> ColumnElement[bool]:
    said = Event.subject == subject_of(kind)
    return said if ids is None else said & Event.subject_id.in_(ids)


def _hold(thing: Held, event_id: int, act: str, facts: Values) -> None:
    """Add what one event says."""
    if act == WHOLE:
        thing.rows = {}
        thing.begun += 1
    if act == ALTERED:
        told_of = _alterations(thing.rows, facts[PART])
        thing.altered += [(event_id, name, what) for name, what in told_of]
    for name, values in facts[PART].items():
        if values is None:
            thing.rows.pop(name, None)
        else:
            thing.rows[name] = thing.rows.get(name, {}) | values


def _alterations(rows: Rows, found: Found) -> Iterator[tuple[str, str]]:
    if not found:
        yield "its rows", "could not be read"
    for name, values in found.items():
        if values is None:
            yield name, "was gone"
        elif name not in rows:
            yield name, "had been put in"
        else:
            yield from ((name, f"{column} was altered") for column in values)


def differing(said: Rows, there: Mapping[str, Values], salt: str) -> Found:
    """Return what is stored otherwise than the log says: gone, put in, or altered columns."""
    found: Found = {}
    for name in sorted(said.keys() - there.keys()):
        found[name] = None
    for name, values in sorted(there.items()):
        known = said.get(name)
        if known is None:
            found[name] = {column: value for column, value in values.items() if value is not None}
            continue
        other = {
            column: value
            for column, value in values.items()
            if told(salt, value) != known.get(column)
        }
        if other:
            found[name] = other
    return found


def begun(session: Session) -> set[str]:
    """Return what the log holds since a day that is written in it: nothing older comes after."""
    wanted = select(Event.facts).where(Event.subject == "journal", Event.act == "begun")
    return {name for facts in session.scalars(wanted) for name in facts["names"]}


def in_order(ids: Iterable[int], batch: int) -> Iterator[list[int]]:
    """Yield `ids` in order, some at a time."""
    ordered = sorted(ids)
    for at in range(0, len(ordered), batch):
        yield ordered[at : at + batch]
