"""What everyone may read of petitions: decided here, for pages, feeds and programs alike."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from portal.cases.models import Case
from portal.cases.moderation import PUBLIC as PUBLISHED
from portal.cases.moderation import is_public
from portal.cases.wordings import PublicAlong, along
from portal.errors import NotFound
from portal.petitions.models import Petition, PetitionDuty, Signature
from portal.petitions.rules import PUBLIC, Duty, State

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """One page of a list."""

    petitions: list[Petition]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a threshold led to, as far as everyone may read it.

    Attributes:
        case: the case that answers; its public words are None until a moderator released them.
        along: promises, sources and files of a released answer.

    """

    duty: PetitionDuty
    case: Case
    along: PublicAlong | None


# Name of a list, as programs know it from the British petitions, to what stands in it.
LISTS: dict[str, ColumnElement[bool]] = {
    "open": Petition.state == State.OPEN,
    "closed": Petition.state == State.CLOSED,
    "rejected": Petition.state == State.REFUSED,
    "awaiting_response": Petition.state.in_([State.OPEN, State.CLOSED])
    & exists().where(PetitionDuty.petition_id == Petition.id)
    & ~exists().where(
        PetitionDuty.petition_id == Petition.id, PetitionDuty.case_id == Case.id, PUBLISHED
    ),
    "with_response": exists().where(
        PetitionDuty.petition_id == Petition.id, PetitionDuty.case_id == Case.id, PUBLISHED
    ),
    "all": Petition.state.in_(PUBLIC),
}


def shelf(session: Session, name: str = "open", page: int = 1) -> Shelf:
    """Return one page of a list of public petitions, the latest first; of all for another name."""
    within = LISTS.get(name, LISTS["all"]) & Petition.state.in_(PUBLIC)
    total = session.scalar(select(func.count(Petition.id)).where(within)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    wanted: Select[Petition] = (
        select(Petition)
        .where(within)
        .options(joinedload(Petition.office))
        .order_by(func.coalesce(Petition.opened_at, Petition.ended_at).desc(), Petition.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Shelf(petitions=list(session.scalars(wanted)), total=total, page=page, pages=pages)


def totals(session: Session) -> dict[str, int]:
    """Return how many petitions each list holds."""
    return {
        name: session.scalar(
            select(func.count(Petition.id)).where(within, Petition.state.in_(PUBLIC))
        )
        or 0
        for name, within in LISTS.items()
    }


def public_petition(session: Session, number: int) -> Petition:
    """Return a petition everyone may know of; raise NotFound for any other."""
    found = session.get(Petition, number)
    if found is None or found.state not in PUBLIC:
        raise NotFound
    return found


def answers(session: Session, petition: Petition) -> list[Answer]:
    """Return what each threshold reached led to, the first one first."""
    return [
        Answer(
            duty=row,
            case=row.case,
            along=along(session, row.case) if is_public(row.case) else None,
        )
        for row in petition.duties
    ]


def duty_of(petition: Petition, duty: Duty) -> PetitionDuty | None:
    """Return the duty of `petition` of this kind, None while it is not reached."""
    return next((row for row in petition.duties if row.duty is duty), None)


def starter_name(session: Session, petition: Petition) -> str | None:
    """Return the name of whoever started it, where that was agreed to; None otherwise."""
    if not petition.show_name or petition.hidden:
        return None
    wanted = select(Signature).where(Signature.petition_id == petition.id, Signature.starter)
    found = session.scalar(wanted)
    return (found.name or None) if found is not None else None
