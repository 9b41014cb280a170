"""Taking a step in the life of a petition, and writing it down."""

import secrets
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal import clock
from portal.errors import IllegalMove, NotAllowed
from portal.history.models import Event
from portal.history.service import record
from portal.outbox.service import promise
from portal.permissions import Action, Actor, allowed
from portal.petitions import rules
from portal.petitions.models import KIND, Petition, PetitionSettings, Signature
from portal.petitions.rules import ENDED, Move, Way


def settings_of(session: Session) -> PetitionSettings:
    """Return what the authority decided about petitions."""
    found = session.get(PetitionSettings, 1)
    if found is None:
        msg = "the row of settings that the migration made is gone"
        raise LookupError(msg)
    return found


def permit(actor: Actor, action: Action) -> None:
    """Raise NotAllowed unless `actor` may do `action`."""
    if not allowed(actor, action):
        raise NotAllowed


def take(session: Session, actor: Actor, petition: Petition, move: Move, **facts: Any) -> Event:
    """Put `petition` in its next state and write it down; raise IllegalMove."""
    petition.state = rules.after(petition.state, move)
    if petition.state in ENDED:
        petition.ended_at = clock.now()
    return note(session, actor, petition, move.value, **facts)


def note(session: Session, actor: Actor, petition: Petition, act: str, **facts: Any) -> Event:
    """Write down what was done to `petition`."""
    try:
        session.flush()
    except StaleDataError:
        raise IllegalMove from None
    return record(
        session, actor, (KIND, petition.id), act,
        state=petition.state.value, office_id=petition.office_id, **facts,
    )  # fmt: skip


def hold(session: Session, petition_id: int) -> Petition | None:
    """Return the petition with its row locked: who counts signatures does so one after another."""
    wanted = select(Petition).where(Petition.id == petition_id).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def starter_of(session: Session, petition: Petition) -> Signature | None:
    """Return the signature of whoever started `petition`."""
    wanted = select(Signature).where(Signature.petition_id == petition.id, Signature.starter)
    return session.scalar(wanted)


def write_to(session: Session, signature: Signature, notice: str = "confirm") -> None:
    """Promise a letter to who can be reached by one."""
    if signature.way is Way.EMAIL and signature.contact:
        promise(
            session, "mail.petition",
            signature=signature.id, notice=notice, key=secrets.token_hex(6),
        )  # fmt: skip


def tell_starter(session: Session, petition: Petition, notice: str) -> None:
    """Promise a letter to whoever started `petition`."""
    starter = starter_of(session, petition)
    if starter is not None:
        write_to(session, starter, notice)
