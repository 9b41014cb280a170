"""What time does to petitions: closed, lapsed, and in the end who signed is forgotten."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.files import Files
from portal.outbox.service import promise
from portal.permissions import VISITOR
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
    _end_all(session, Move.LAPSE, early)
    for petition in session.scalars(select(Petition).where(Petition.state == State.OPEN)).all():
        duties.check(session, petition, settings=settings, files=files)
    _forget_unconfirmed(session)
    _forget_signers(session)
    session.execute(delete(PetitionLetter).where(PetitionLetter.on < today))


def _end_all(session: Session, move: Move, due: ColumnElement[bool]) -> None:
    for petition in session.scalars(select(Petition).where(due)).all():
        take(session, VISITOR, petition, move)


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
    wanted = select(Petition).where(
        Petition.state.in_(ENDED), Petition.ended_at < ended, Petition.anonymised_at.is_(None)
    )
    for petition in session.scalars(wanted).all():
        blank = {
            "name": "", "contact": "", "nonce": "", "contact_mark": None,
            "device_mark": None, "block_mark": None, "domain_mark": None,
        }  # fmt: skip
        mine = Signature.petition_id == petition.id
        session.execute(update(Signature).where(mine).values(blank))
        for sheet in session.scalars(select(Sheet).where(Sheet.petition_id == petition.id)):
            if sheet.stored_as is not None:
                promise(session, "file.drop", name=sheet.stored_as)
                sheet.stored_as = None
        petition.anonymised_at = clock.now()
        note(session, VISITOR, petition, "anonymised")
