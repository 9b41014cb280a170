"""What time does to petitions: closed, lapsed, and in the end who signed is forgotten."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.cases.erasing import ERASED
from portal.config import Settings
from portal.files import Files
from portal.history import kept
from portal.outbox.service import promise
from portal.permissions import VISITOR, Actor
from portal.petitions import duties
from portal.petitions.models import Petition, PetitionLetter, Sheet, Signature
from portal.petitions.rules import (
    ENDED,
    GATHERING_FOR,
    UNCONFIRMED_FOR,
    Move,
    Standing,
    State,
)
from portal.petitions.stepping import note, settings_of, take


def tend(session: Session, *, settings: Settings, files: Files) -> None:
    """Do everything that is due by now; done again it changes nothing."""
    today = clock.today()
    over = (Petition.state == State.OPEN) & (Petition.closes_on < today)
    _end_all(session, Move.CLOSE, over)
    too_long = clock.now() - GATHERING_FOR
    never = clock.now() - UNCONFIRMED_FOR
    early = (Petition.state == State.GATHERING) & (Petition.started_at < too_long) | (
        Petition.state == State.PENDING
    ) & (Petition.started_at < never)
    for petition in _end_all(session, Move.LAPSE, early):
        erase(session, VISITOR, petition)
    for petition in _free(session, Petition.state == State.OPEN):
        duties.check(session, petition, settings=settings, files=files)
    _forget_unconfirmed(session)
    _forget_signers(session)
    session.execute(delete(PetitionLetter).where(PetitionLetter.on < today))


def _end_all(session: Session, move: Move, due: ColumnElement[bool]) -> Sequence[Petition]:
    ended = _free(session, due)
    for petition in ended:
        take(session, VISITOR, petition, move)
    return ended


def _free(session: Session, which: ColumnElement[bool]) -> Sequence[Petition]:
    """Return such petitions, locked; those in somebody's hands now wait for the next look."""
    wanted = select(Petition).where(which).order_by(Petition.id)
    return session.scalars(wanted.with_for_update(skip_locked=True)).all()


def _forget_unconfirmed(session: Session) -> None:
    """Forget whom somebody named a week ago and who never said a word."""
    late = clock.now() - UNCONFIRMED_FOR
    session.execute(
        delete(Signature).where(
            Signature.standing == Standing.WAITING, Signature.signed_at < late, ~Signature.starter
        )
    )


def _forget_signers(session: Session) -> None:
    """Forget who signed what ended long enough ago; how many of which village stays."""
    ended = clock.now() - timedelta(days=settings_of(session).keep_days)
    over = Petition.state.in_(ENDED) & (Petition.ended_at < ended)
    for petition in _free(session, over & Petition.anonymised_at.is_(None)):
        forget_signers(session, VISITOR, petition)


def forget_signers(session: Session, actor: Actor, petition: Petition) -> None:
    """Forget everybody under `petition`, and the scans of its sheets."""
    session.flush()
    blank = {
        "name": "", "contact": "", "nonce": "", "contact_mark": None,
        "device_mark": None, "block_mark": None, "domain_mark": None,
    }  # fmt: skip
    mine = update(Signature).where(Signature.petition_id == petition.id).values(blank)
    session.execute(mine.execution_options(synchronize_session="fetch"))
    for sheet in session.scalars(select(Sheet).where(Sheet.petition_id == petition.id)):
        if sheet.stored_as is not None:
            promise(session, "file.drop", name=sheet.stored_as)
            sheet.stored_as = None
    petition.anonymised_at = clock.now()
    note(session, actor, petition, "anonymised")


def erase(session: Session, actor: Actor, petition: Petition) -> None:
    """Forget what was asked and by whom, where nobody was ever to read it."""
    forget_signers(session, actor, petition)
    forgotten = kept.forget(session, Petition.kept_as, petition.id)
    petition.action = petition.background = ERASED
    note(session, actor, petition, "erased", forgotten=forgotten)
