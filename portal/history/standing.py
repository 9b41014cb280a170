"""Whether rows stand as the log says the portal last wrote them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.history import journal, kept
from portal.history.models import Event, Salt
from portal.history.verifying import Fault

BATCH = 500

Rows = dict[str, dict[str, Any]]  # row -> column -> value, as the log holds it


def faults(session: Session, forgotten: Counter[str]) -> Iterator[Fault]:
    """Yield every row that was put in, taken out or altered behind the portal's back.

    Args:
        session: a reading transaction.
        forgotten: how often the salt of a name was destroyed by an act that says so.

    """
    for kind in sorted({table.belonging.subject for table in journal.tables()}):
        ids = sorted(things(session, kind) | _spoken_of(session, kind))
        for at in range(0, len(ids), BATCH):
            yield from _batch(session, kind, ids[at : at + BATCH], forgotten)


def things(session: Session, kind: str) -> set[int]:
    """Return the ids of the things there are of one kind."""
    anchors = [
        table
        for table in journal.tables()
        if table.belonging.subject == kind and table.belonging.column == "id"
    ]
    return {key for table in anchors for key in session.scalars(select(journal.owner_of(table)))}


def unwritten(session: Session, kind: str) -> list[int]:
    """Return the things of one kind the log holds no rows of: those from before it did."""
    known = select(Salt.subject_id).where(Salt.subject == journal.subject_of(kind))
    return sorted(things(session, kind) - set(session.scalars(known)))


def _spoken_of(session: Session, kind: str) -> set[int]:
    said = select(Event.subject_id).where(Event.subject == journal.subject_of(kind)).distinct()
    return set(session.scalars(said))


def _batch(session: Session, kind: str, ids: list[int], forgotten: Counter[str]) -> Iterator[Fault]:
    subject = journal.subject_of(kind)
    said, begun = _said(session, subject, ids)
    salts = journal.salts(session, subject, ids)
    there: dict[int, dict[str, journal.Values]] = {key: {} for key in ids}
    for key, name, values in journal.stored(session, kind, ids):
        there[key][name] = values
    for key in ids:
        where = f"{kind} {key}"
        name = kept.name_of(subject, key, journal.PART)
        if begun[key] > 1 + forgotten[name]:
            yield Fault(where, "its rows were written down anew, and nobody erased it")
        if key not in said:
            yield Fault(where, "no event says what its rows hold: it was put in")
        elif key not in salts:
            yield Fault(where, "the salt of its rows is gone")
        else:
            yield from _rows(where, said[key], there[key], salts[key].value)


def _said(session: Session, subject: str, ids: list[int]) -> tuple[dict[int, Rows], Counter[int]]:
    """Return what the log says each row holds, and how often it began with a thing anew."""
    said: dict[int, Rows] = {}
    begun: Counter[int] = Counter()
    wanted = select(Event.subject_id, Event.act, Event.facts).where(
        Event.subject == subject, Event.subject_id.in_(ids)
    )
    for key, act, facts in session.execute(wanted.order_by(Event.id)):
        if act == journal.WHOLE:
            said[key] = {}
            begun[key] += 1
        rows = said.setdefault(key, {})
        for name, values in facts[journal.PART].items():
            if values is None:
                rows.pop(name, None)
            else:
                rows[name] = rows.get(name, {}) | values
    return said, begun


def _rows(
    where: str, said: Rows, there: Mapping[str, journal.Values], salt: str
) -> Iterator[Fault]:
    for name in sorted(said.keys() - there.keys()):
        yield Fault(f"{where}, {name}", "is gone, and the log does not say it was taken out")
    for name in sorted(there.keys() - said.keys()):
        yield Fault(f"{where}, {name}", "was put in")
    for name in sorted(there.keys() & said.keys()):
        for column, value in there[name].items():
            if journal.told(salt, value) != said[name].get(column):
                yield Fault(f"{where}, {name}", f"{column} was altered")
