"""Keeping promises: the process that sends mail and is the only writer of the index."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.accounts import witnesses
from portal.cases import digests, kept_months
from portal.cases import mail as case_mail
from portal.cases import service as cases
from portal.config import Settings
from portal.db import Sessions, connect, make_sessions, refuse_hasty, transaction
from portal.disclosures import mail as disclosure_mail
from portal.disclosures import reminders
from portal.files import Files, open_files
from portal.history import commands as history
from portal.history import log as tree
from portal.home import indexing
from portal.memory import keep_in_memory
from portal.outbox import mailbox
from portal.outbox.service import After, Handler, keep_one
from portal.petitions import ending
from portal.petitions import mail as petition_mail
from portal.receptions import service as receptions
from portal.sealed import deadlines
from portal.sealed import mail as sealed_mail
from portal.web.uploads import sweep
from search import Index, LockedIndexError

log = logging.getLogger("portal")

Writer = Callable[[Session, Settings, dict[str, Any]], mailbox.Notice | None]

PAUSE_SECONDS = 0.5
TIDY_SECONDS = 600
GROW_SECONDS = 1.0


def handlers(settings: Settings, index: Index, files: Files) -> Mapping[str, Handler]:
    """Return what to do for each kind of effect; each may run twice and change nothing more."""

    def drop(_session: Session, payload: dict[str, Any]) -> After:
        return partial(files.drop, payload["name"])

    def put(session: Session, payload: dict[str, Any]) -> After:
        ref = payload["ref"]
        found = indexing.SOURCES[ref.partition(":")[0]].document(session, ref)
        return partial(index.drop, [ref]) if found is None else partial(index.put, [found])

    def scrub(_session: Session, payload: dict[str, Any]) -> After:
        return partial(_scrub, settings, index, payload["ref"])

    def recount(session: Session, payload: dict[str, Any]) -> None:
        cases.recount(session, payload["document"])

    def posted(write: Writer) -> Handler:
        def mail(session: Session, payload: dict[str, Any]) -> After | None:
            if not settings.smtp_url:
                return None  # an installation without mail promises nobody a letter
            notice = write(session, settings, payload)
            return partial(mailbox.send, settings, notice) if notice is not None else None

        return mail

    return {
        "search.put": put,
        "traces.scrub": scrub,
        "file.drop": drop,
        "mail.case": posted(case_mail.notice),
        "mail.disclosure": posted(disclosure_mail.notice),
        "mail.head": posted(witnesses.notice),
        sealed_mail.EFFECT: posted(sealed_mail.notice),
        "mail.petition": posted(petition_mail.notice),
        "mail.digest": posted(digests.notice),
        "clocks.recount": recount,
    }


def _scrub(settings: Settings, index: Index, ref: str) -> None:
    """Leave no trace of what was erased in index and database; raise to be tried again."""
    index.drop([ref])
    index.optimise()
    if not history.scrub(settings):
        raise TimeoutError(history.BUSY)


def rebuild_when_needed(sessions: Sessions, index: Index) -> None:
    """Fill an index that is missing, damaged or not ours, the site being up meanwhile."""
    if not index.rebuild_needed:
        return
    log.warning("search index is being rebuilt")
    try:
        with sessions(writes=False) as session, transaction(session):
            index.refill(indexing.all_documents(session))
    except LockedIndexError:
        log.warning("another worker is at the search index")


def work(settings: Settings, stop: threading.Event, beside: int | None = None) -> None:
    """Keep promises until `stop` is set, or the parent process `beside` is gone."""
    sessions = make_sessions(connect(settings.database, settings.lock_seconds, settings.keys))
    refuse_hasty(sessions)
    index = indexing.open_index(settings)
    name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"
    grow = _Grower(sessions, settings)
    files = open_files(settings.files_url, settings.data / "files")
    todo = handlers(settings, index, files)
    tidied = 0.0
    while not stop.is_set() and beside in {None, os.getppid()}:
        if time.monotonic() - tidied > TIDY_SECONDS:
            _tidy(sessions, settings, files)
            tidied = time.monotonic()
        grow.when_due()
        if not _one(sessions, todo, name):
            rebuild_when_needed(sessions, index)
            stop.wait(PAUSE_SECONDS)


def run(settings: Settings, beside: int | None = None) -> None:
    """Work until the process is told to end, or its parent `beside` is gone."""
    keep_in_memory()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(settings, stop, beside)


class _Grower:
    """Gives new events their place in the tree of the log, and signs it."""

    def __init__(self, sessions: Sessions, settings: Settings) -> None:
        """Begin with a look at everything, as a worker before this one may have left it."""
        self.sessions, self.settings = sessions, settings
        self.looked = self.searched = float(-TIDY_SECONDS)

    def when_due(self) -> None:
        """Look once a second at what is new, now and then at what came late."""
        now = time.monotonic()
        if now - self.looked < GROW_SECONDS:
            return
        self.looked = now
        everything = now - self.searched > TIDY_SECONDS
        try:
            if self._extend(everything=everything):
                self.looked -= GROW_SECONDS  # there may be more
            elif everything:
                self.searched = now
        except DBAPIError as error:
            log.warning("the tree of the log waits: %s", type(error).__name__)

    def _extend(self, *, everything: bool) -> bool:
        with self.sessions(writes=False) as session, transaction(session):
            if session.scalar(tree.unplaced(session, everything=everything).limit(1)) is None:
                return False
        with self.sessions() as session, transaction(session):
            return tree.extend(session, self.settings.keys, everything=everything) is not None


def _tidy(sessions: Sessions, settings: Settings, files: Files) -> None:
    """Let what waited long enough go on, note what became late, remind, forget what is old."""
    try:
        with sessions() as session, transaction(session):
            cases.resume_all(session)
            cases.lapse_all(session)
            cases.note_all_lateness(session)
            cases.note_all_broken(session)
            cases.escalate(session)
            deadlines.note_all_late(session)
            sealed_mail.forget_addresses(session)
            reminders.remind_all(session)
            ending.tend(session, settings=settings, files=files)
            witnesses.tell_all(session)
            receptions.forget(session)
        with sessions() as session, transaction(session):
            kept_months.keep(session)
        sweep(files)
    except (DBAPIError, OSError) as error:
        log.warning("housekeeping put off: %s", type(error).__name__)


def _one(sessions: Sessions, todo: Mapping[str, Handler], name: str) -> bool:
    """Keep one promise; a database that is away for a moment is waited for."""
    try:
        return keep_one(sessions, todo, name)
    except DBAPIError as error:
        log.warning("worker waits for the database: %s", type(error).__name__)
        return False
