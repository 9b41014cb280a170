"""Bringing what is stored under the keys in use, and under the log, a batch at a time."""

import sqlite3
from collections.abc import Iterator

from sqlalchemy import (
    Column,
    Engine,
    String,
    Table,
    and_,
    exists,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from portal.db import Base, Sealed
from portal.history import journal, kept, rows, standing
from portal.history.models import Salt
from portal.history.service import record
from portal.keys import CONTACTS, MARK, Ring, seal, unseal
from portal.permissions import VISITOR

BATCH = 200
THINGS = 2_000  # of which all rows are written down together


def reseal(session: Session, ring: Ring) -> int:
    """Seal up to a batch of values again that are not under the key in use; return how many.

    Args:
        session: one transaction for this batch.
        ring: the key in use, and those that were.

    """
    name, _key = ring.current(CONTACTS)
    todo = BATCH
    for column, label in sealed_columns():
        if todo > 0:
            todo -= _reseal(session, ring, column, label, f"{MARK}{name}:", todo)
    return BATCH - todo


def sealed_columns() -> Iterator[tuple["Column[str]", str]]:
    """Yield every column that is kept sealed, with its label."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield column, column.type.label


def cover_older(session: Session) -> int:
    """Cover up to a batch of rows from before the log covered any; return how many.

    Once in the life of a table: what has no salt later was put in, or lost it.
    """
    done, begun = 0, rows.begun(session)
    for subject, model in kept.tables().items():
        if subject in begun:
            continue
        table: Table = model.__table__  # type: ignore[attr-defined]  # every one is mapped
        covered = exists().where(and_(Salt.subject == subject, Salt.subject_id == table.c.id))
        wanted = select(table.c.id).where(~covered).order_by(table.c.id).limit(BATCH - done)
        for key in list(session.scalars(wanted)):
            record(session, VISITOR, (subject, key), "covered")
            done += 1
        session.flush()
    return done


def write_older(session: Session) -> int:
    """Write down the rows of up to a batch of things from before the log held any; see above."""
    begun = rows.begun(session)
    for kind in (kind for kind in rows.kinds() if rows.subject_of(kind) not in begun):
        found = standing.unwritten(session, kind)[:THINGS]
        if found:
            journal.write_whole(session, kind, found)
            return len(found)
    return 0


def begin(session: Session) -> None:
    """Write in the log what it holds from now on, after everything older was brought under it."""
    names = {*kept.tables(), *map(rows.subject_of, rows.kinds())} - rows.begun(session)
    if names:
        record(session, VISITOR, ("journal", 0), "begun", names=sorted(names))


def scrub(engine: Engine) -> bool:
    """Leave nothing in SQLite's file of what rows held before; return whether that was possible.

    Other databases see to it themselves; SQLite cannot while somebody else is writing.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        raw.driver_connection.execute("VACUUM")  # type: ignore[union-attr]  # it is connected
        folded = raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        return not folded.fetchone()[0]  # what others still read stays in the file beside
    except sqlite3.OperationalError:
        return False
    finally:
        raw.close()


def _reseal(  # noqa: PLR0913, PLR0917 - one column of one table, under one key
    session: Session, ring: Ring, column: "Column[str]", label: str, begins: str, limit: int
) -> int:
    table = column.table
    as_kept = type_coerce(column, String)
    other = and_(as_kept != "", ~as_kept.startswith(begins, autoescape=True))
    found = session.execute(select(table.c.id, as_kept).where(other).limit(limit)).all()
    for key, old in found:
        changed = (
            update(table)
            .where(table.c.id == key, as_kept == old)
            .values({column: literal(seal(ring, label, unseal(ring, label, old)), String())})
        )
        session.execute(changed)
    return len(found)
