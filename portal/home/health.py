"""Whether this installation can do its work, for load balancers and for its administrator."""

import tempfile
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Authority
from portal.config import Settings
from portal.db import hasty
from portal.memory import swaps
from portal.outbox import service as outbox
from portal.outbox.models import Effect
from search import Index


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Effects of one kind that failed with one error.

    Attributes:
        attempts: how often the most tried of them was tried.
        since: when the oldest of them was promised.

    """

    kind: str
    error: str
    count: int
    attempts: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Condition:
    """How the installation is doing.

    Attributes:
        backlog: effects that wait to be carried out.
        waiting_since: since when the oldest of them could have been, None when nothing is due.
        failures: what was given up, the most frequent first.
        retried: what failed at least once and will be tried again.
        indexed: how many public documents the search index holds.
        rebuild_needed: whether the index may lack documents.
        database: "SQLite" or "PostgreSQL".
        mail: whether a mail server is set.
        hasty: settings under which the database confirms what a power cut can take away.
        swaps: where the memory of this machine may be written to.

    """

    backlog: int
    waiting_since: datetime | None
    failures: list[Trouble]
    retried: list[Trouble]
    indexed: int
    rebuild_needed: bool
    database: str
    mail: bool
    hasty: list[str]
    swaps: list[str]


def faults(session: Session, settings: Settings) -> list[str]:
    """Return what keeps this node from taking anything in; empty when it is ready."""
    found = []
    if not _database_answers(session):
        found.append("database")
    if not _folder_takes_files(settings):
        found.append("data folder")
    return found


def condition(session: Session, settings: Settings, index: Index) -> Condition:
    """Return how the installation is doing."""
    open_ones = (Effect.done_at.is_(None), Effect.failed_at.is_(None))
    due = Effect.run_at <= clock.now()
    return Condition(
        backlog=outbox.backlog(session),
        waiting_since=session.scalar(select(func.min(Effect.run_at)).where(*open_ones, due)),
        failures=_troubles(session, Effect.done_at.is_(None), Effect.failed_at.is_not(None)),
        retried=_troubles(session, *open_ones, Effect.error.is_not(None)),
        indexed=index.find("", size=0).total,
        rebuild_needed=index.rebuild_needed,
        database=_DATABASES.get(session.get_bind().dialect.name, "?"),
        mail=bool(settings.smtp_url),
        hasty=hasty(session),
        swaps=swaps(),
    )


def _troubles(session: Session, *conditions: ColumnElement[bool]) -> list[Trouble]:
    count = func.count(Effect.id)
    rows = (
        select(Effect.kind, Effect.error, count, func.max(Effect.attempts), _OLDEST)
        .where(*conditions)
        .group_by(Effect.kind, Effect.error)
        .order_by(count.desc(), Effect.kind)
    )
    return [
        Trouble(kind=kind, error=error or "", count=found, attempts=attempts, since=since)
        for kind, error, found, attempts, since in session.execute(rows)
    ]


_OLDEST = func.min(Effect.promised_at)
_DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _database_answers(session: Session) -> bool:
    try:
        session.execute(select(Authority.id))
    except SQLAlchemyError:
        session.rollback()
        return False
    return True


def _folder_takes_files(settings: Settings) -> bool:
    try:
        with tempfile.TemporaryFile(dir=settings.data):
            return True
    except OSError:
        return False
