"""Whether rows stand as the log says the portal last wrote them."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.history import kept, rows
from portal.history.models import Event, Salt
from portal.history.verifying import Fault

BATCH = 500


def faults(session: Session, forgotten: Counter[str]) -> Iterator[Fault]:
    """Yield every row that was put in, taken out or altered behind the portal's back.

    Args:
        session: a reading transaction.
        forgotten: how often the salt of a name was destroyed by an act that says so.

    """
    for kind in rows.kinds():
        for ids in rows.in_order(things(session, kind) | _spoken_of(session, kind), BATCH):
            yield from _batch(session, kind, ids, forgotten)


def things(session: Session, kind: str) -> set[int]:
    """Return the ids of the things there are of one kind."""
    anchors = [
        table
        for table in rows.tables()
        if table.belonging.subject == kind and table.belonging.column == "id"
    ]
    return {key for table in anchors for key in session.scalars(select(rows.owner_of(table)))}


def unwritten(session: Session, kind: str) -> list[int]:
    """Return the things of one kind the log holds no rows of: those from before it did."""
    known = select(Salt.subject_id).where(Salt.subject == rows.subject_of(kind))
    return sorted(things(session, kind) - set(session.scalars(known)))


def _spoken_of(session: Session, kind: str) -> set[int]:
    said = select(Event.subject_id).where(Event.subject == rows.subject_of(kind)).distinct()
    return set(session.scalars(said))


def _batch(session: Session, kind: str, ids: list[int], forgotten: Counter[str]) -> Iterator[Fault]:
    said, _many = rows.held(session, kind, ids)
    salts, there = rows.salts(session, kind, ids), rows.stored(session, kind, ids)
    for key in ids:
        where = f"{kind} {key}"
        name = kept.name_of(rows.subject_of(kind), key, rows.PART)
        if key not in said:
            yield Fault(where, "no event says what its rows hold: it was put in")
            continue
        for event_id, row, what in said[key].altered:
            yield Fault(f"{where}, {row}", f"{what} behind the portal, found by event {event_id}")
        if said[key].begun > 1 + forgotten[name]:
            yield Fault(where, "its rows were written down anew, and nobody erased it")
        if key not in salts:
            yield Fault(where, "the salt of its rows is gone")
        else:
            found = rows.differing(said[key].rows, there[key], salts[key])
            yield from _now(where, found, said[key].rows)


def _now(where: str, found: rows.Found, said: rows.Rows) -> Iterator[Fault]:
    for name, values in found.items():
        if values is None:
            yield Fault(f"{where}, {name}", "is gone, and the log does not say it was taken out")
        elif name not in said:
            yield Fault(f"{where}, {name}", "was put in")
        else:
            yield from (Fault(f"{where}, {name}", f"{column} was altered") for column in values)
