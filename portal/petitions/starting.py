"""Starting a petition: what it is like is shown first, then it is kept, once."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.cases.models import Case
from portal.cases.moderation import PUBLIC as PUBLISHED
from portal.config import Settings
from portal.counters import service as counters
from portal.errors import AlreadySent, NotFound
from portal.permissions import Action, Actor
from portal.petitions.models import Petition, PetitionDuty
from portal.petitions.rules import State
from portal.petitions.signing import Signing, put_down
from portal.petitions.stepping import note, permit
from portal.triage.likeness import most_alike
from portal.web import tokens

T = TypeVar("T")

CANDIDATES = 300  # the latest of each; older ones are found by the search page
BEGINNING = 400  # characters of a text that are compared: anybody may ask, as often as they like


@dataclass(frozen=True, kw_only=True, repr=False)
class Start:
    """What somebody asks for; never printed.

    Attributes:
        office: slug of whom it is asked of, "" when the starter did not know.
        counter_token: what the QR code of a counter carried, "" for none.

    """

    form_token: str
    action: str
    background: str
    signing: Signing
    office: str = ""
    counter_token: str = ""
    show_name: bool = False


@dataclass(frozen=True, kw_only=True)
class Alike:
    """What there is already about the same matter, the closest first."""

    petitions: list[Petition]
    answers: list[Case]


def alike(session: Session, text: str, besides: Petition | None = None) -> Alike:
    """Return public petitions and published answers that read like `text`."""
    open_to_all = (
        select(Petition)
        .where(Petition.state.in_([State.OPEN, State.CLOSED]))
        .where(Petition.id != (besides.id if besides else 0))
        .order_by(Petition.id.desc())
        .limit(CANDIDATES)
    )
    answered = (
        select(Case)
        .where(PUBLISHED, ~exists().where(PetitionDuty.case_id == Case.id))
        .order_by(Case.id.desc())
        .limit(CANDIDATES)
    )
    petitions = {str(one.id): one for one in session.scalars(open_to_all)}
    cases = {one.number: one for one in session.scalars(answered)}
    asked = {key: f"{one.action} {one.background}" for key, one in petitions.items()}
    said = {key: f"{one.public_subject} {one.public_text}" for key, one in cases.items()}
    return Alike(petitions=_closest(text, petitions, asked), answers=_closest(text, cases, said))


def start(session: Session, actor: Actor, sent: Start, *, settings: Settings) -> Petition:
    """Keep a petition that waits for its starter's word; sent again it is the same one.

    Raises:
        AlreadySent: the form was sent before with other words.
        Invalid: the contact is none.

    """
    permit(actor, Action.PETITION_START)
    mark = tokens.keyed_hash(settings, "petition form mark", sent.form_token)
    known = session.scalar(select(Petition).where(Petition.form_mark == mark))
    if known is not None:
        if (known.action, known.background) != (sent.action, sent.background):
            raise AlreadySent
        return known
    petition = Petition(
        action=sent.action,
        background=sent.background,
        office_id=_office(session, sent.office),
        counter_id=_counter(session, sent.counter_token),
        form_mark=mark,
        show_name=sent.show_name,
        started_at=clock.now(),
    )
    session.add(petition)
    session.flush()
    put_down(session, petition, sent.signing, settings=settings, starter=True)
    note(session, actor, petition, "started")
    return petition


def _closest(text: str, known: dict[str, T], texts: dict[str, str]) -> list[T]:
    beginnings = ((name, words[:BEGINNING]) for name, words in texts.items())
    return [known[name] for name, _share in most_alike(text[:BEGINNING], beginnings)]


def _office(session: Session, slug: str) -> int | None:
    return session.scalar(select(Office.id).where(Office.slug == slug)) if slug else None


def _counter(session: Session, token: str) -> int | None:
    try:
        return counters.resolve(session, token)[0].id if token else None
    except NotFound:
        return None
