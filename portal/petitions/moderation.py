"""Moderators: one takes a petition, reads it, admits it or says why not."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.cases import service as cases
from portal.config import Settings
from portal.errors import IllegalMove, Invalid
from portal.files import Files
from portal.i18n import N_
from portal.permissions import Action, Actor
from portal.petitions import duties
from portal.petitions.models import Petition
from portal.petitions.rules import BY_SLUG, Move, State
from portal.petitions.stepping import note, permit, settings_of, take, tell_starter
from portal.procedures import service as procedures

TERM = "petition.moderate"
DUPLICATE = "duplicate"
NOT_YOURS = N_("Một người khác đang xem kiến nghị này. Xin nhận xem trước khi quyết định.")
NO_REASON = N_("Xin chọn một lý do trong danh sách.")
WHICH = N_("Xin ghi số của kiến nghị đã có về cùng việc này.")


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a petition is not for everyone to sign.

    Attributes:
        reason: slug of one of `rules.REASONS`.
        note: what the moderator adds for everyone; not shown where the text is not.
        same_as: number of the petition it repeats, for a duplicate.

    """

    reason: str
    note: str = ""
    same_as: int | None = None


def waiting(session: Session) -> list[Petition]:
    """Return what waits for a moderator, the longest first."""
    wanted = select(Petition).where(Petition.state == State.MODERATING)
    return list(session.scalars(wanted.order_by(Petition.supported_at, Petition.id)))


def due_on(session: Session, petition: Petition) -> date:
    """Return the day by which a moderator should have decided."""
    since = clock.local_date(petition.supported_at or petition.started_at)
    return procedures.due_on(session, TERM, since)


def claim(session: Session, actor: Actor, petition: Petition, *, seen: int | None) -> None:
    """Take a petition to look at; from somebody else only by who saw that they have it.

    Args:
        session: the transaction.
        actor: the moderator.
        petition: what waits.
        seen: id of who had it when the page was shown, None for nobody.

    Raises:
        IllegalMove: somebody else took it meanwhile, or it does not wait any more.

    """
    permit(actor, Action.PETITION_MODERATE)
    if petition.state is not State.MODERATING:
        raise IllegalMove
    if petition.moderator_id not in {seen, actor.official_id}:
        raise IllegalMove(NOT_YOURS)
    before, petition.moderator_id = petition.moderator_id, actor.official_id
    petition.taken_at = clock.now()
    note(session, actor, petition, "taken", from_official=before)


def admit(
    session: Session, actor: Actor, petition: Petition, *, settings: Settings, files: Files
) -> None:
    """Let everyone read and sign it."""
    _permit_mine(actor, petition)
    petition.opened_at = clock.now()
    petition.closes_on = clock.add_days(
        clock.today(), settings_of(session).open_days, procedures.calendar(session)
    )
    take(session, actor, petition, Move.ADMIT, closes_on=petition.closes_on.isoformat())
    tell_starter(session, petition, "admitted")
    duties.check(session, petition, settings=settings, files=files)


def refuse(session: Session, actor: Actor, petition: Petition, refusal: Refusal) -> None:
    """Decide against it, waiting or admitted by mistake; everyone reads for which reason."""
    if petition.state is State.MODERATING:
        _permit_mine(actor, petition)
    permit(actor, Action.PETITION_MODERATE)
    if refusal.reason not in BY_SLUG:
        raise Invalid(NO_REASON)
    if refusal.reason == DUPLICATE:
        petition.duplicate_of_id = _other(session, petition, refusal.same_as).id
    petition.reason, petition.note = refusal.reason, refusal.note.strip()
    take(session, actor, petition, Move.REFUSE, reason=refusal.reason)
    for row in petition.duties:
        if petition.hidden and cases.is_public(row.case):
            cases.hide(session, actor, row.case, BY_SLUG[refusal.reason].words)
    tell_starter(session, petition, "refused")


def _permit_mine(actor: Actor, petition: Petition) -> None:
    permit(actor, Action.PETITION_MODERATE)
    if petition.state is not State.MODERATING:
        raise IllegalMove
    if petition.moderator_id is None or petition.moderator_id != actor.official_id:
        raise IllegalMove(NOT_YOURS)


def _other(session: Session, petition: Petition, number: int | None) -> Petition:
    found = session.get(Petition, number) if number else None
    if found is None or found.id == petition.id or found.state not in {State.OPEN, State.CLOSED}:
        raise Invalid(WHICH)
    return found
