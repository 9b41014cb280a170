"""Signing: asked by a form, done by the signer's own word, taken back whenever they like."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.errors import IllegalMove, Invalid
from portal.files import Files
from portal.i18n import N_
from portal.permissions import Action, Actor
from portal.petitions import counts, doubts, duties, ending, rules
from portal.petitions.addresses import new_nonce
from portal.petitions.doubts import Place
from portal.petitions.models import Petition, Signature
from portal.petitions.rules import CONFIRMABLE, SIGNABLE, Move, Standing, State, Way
from portal.petitions.stepping import hold, permit, settings_of, take, write_to
from portal.web import tokens

OVER = N_("Kiến nghị này không còn nhận chữ ký.")
NO_CONTACT = N_("Xin xem lại e-mail hoặc số điện thoại.")


@dataclass(frozen=True, kw_only=True, repr=False)
class Signing:
    """What somebody signs with; never printed.

    Attributes:
        village: one of those the authority named, "" for elsewhere.
        honeypot: whether the field people do not see was filled in.

    """

    name: str
    way: Way
    contact: str
    village: str = ""
    language: str = "vi"
    place: Place = field(default_factory=Place)
    honeypot: bool = False


def sign(
    session: Session, actor: Actor, petition: Petition, sent: Signing, *, settings: Settings
) -> Signature:
    """Keep a signature that waits for its signer's word; one person has one, however typed.

    Whoever asks learns nothing of whether that person signed before.

    Raises:
        IllegalMove: the petition takes no signatures now.
        Invalid: the contact is none.

    """
    permit(actor, Action.PETITION_SIGN)
    if petition.state not in SIGNABLE:
        raise IllegalMove(OVER)
    return put_down(session, petition, sent, settings=settings)


def put_down(
    session: Session,
    petition: Petition,
    sent: Signing,
    *,
    settings: Settings,
    starter: bool = False,
) -> Signature:
    """Keep the signature and promise its letter."""
    mark = _contact_mark(settings, petition, sent.way, sent.contact)
    found = _by_contact(session, petition, mark)
    if found is None:
        found = _add(session, petition, sent, mark, settings=settings, starter=starter)
    elif found.standing is Standing.WAITING:
        found.name, found.village = sent.name, sent.village
    write_to(session, found)
    return found


def waiting_by_contact(
    session: Session, petition: Petition, contact: str, *, settings: Settings
) -> Signature | None:
    """Return the signature of that person that waits to be confirmed."""
    try:
        mark = _contact_mark(settings, petition, rules.way_of(contact), contact)
    except Invalid:
        return None
    found = _by_contact(session, petition, mark)
    return found if found is not None and found.standing is Standing.WAITING else None


def confirm(
    session: Session, actor: Actor, signature: Signature, *, settings: Settings, files: Files
) -> None:
    """Take the signer's word; done twice it is done once.

    Raises:
        IllegalMove: the petition takes no signatures any more.

    """
    petition = hold(session, signature.petition_id)
    session.refresh(signature)
    if signature.standing is not Standing.WAITING:
        return
    first = signature.starter and petition is not None and petition.state is State.PENDING
    if petition is None or not (first or petition.state in CONFIRMABLE):
        raise IllegalMove(OVER)
    signature.standing = Standing.DOUBTFUL if signature.doubt else Standing.COUNTED
    signature.confirmed_at = clock.now()
    session.flush()
    if first:
        take(session, actor, petition, Move.CONFIRM)
        write_to(session, signature, "started")
    _feel(session, actor, petition, settings=settings, files=files)


def withdraw(session: Session, actor: Actor, signature: Signature) -> None:
    """Take a signature back and forget who gave it; its starter's, early, ends the petition."""
    petition = hold(session, signature.petition_id)
    forget(signature)
    signature.standing = Standing.WITHDRAWN
    ends = {State.PENDING, State.GATHERING, State.MODERATING}
    if petition is not None and signature.starter and petition.state in ends:
        take(session, actor, petition, Move.WITHDRAW)
        ending.erase(session, actor, petition)
    session.flush()


def forget(signature: Signature) -> None:
    """Take out of a signature everything that leads to the person; that it was there stays."""
    signature.name = signature.contact = signature.nonce = ""
    signature.contact_mark = None
    signature.device_mark = signature.block_mark = signature.domain_mark = None


def _feel(
    session: Session, actor: Actor, petition: Petition, *, settings: Settings, files: Files
) -> None:
    """Do what the number of signatures asks for now."""
    if petition.state is State.GATHERING:
        if counts.supporters(session, petition) >= settings_of(session).supporters:
            petition.supported_at = clock.now()
            take(session, actor, petition, Move.SUPPORTED)
    elif petition.state is State.OPEN:
        duties.check(session, petition, settings=settings, files=files)


def _add(  # noqa: PLR0913 - what a signature is made of
    session: Session,
    petition: Petition,
    sent: Signing,
    mark: str,
    *,
    settings: Settings,
    starter: bool,
) -> Signature:
    found = doubts.marks(settings, petition, sent.place, sent.way, sent.contact)
    added = Signature(
        petition_id=petition.id,
        starter=starter,
        name=sent.name,
        way=sent.way,
        contact=sent.contact,
        contact_mark=mark,
        village=sent.village,
        language=sent.language,
        nonce=new_nonce(),
        signed_at=clock.now(),
        doubt="honeypot" if sent.honeypot else doubts.doubt(session, petition, found),
        **{f"{name}_mark": value for name, value in found.items()},
    )
    try:
        with session.begin_nested():
            session.add(added)
    except IntegrityError:  # the same person at the same moment, and the other was first
        earlier = _by_contact(session, petition, mark)
        if earlier is None:
            raise
        return earlier
    return added


def _by_contact(session: Session, petition: Petition, mark: str) -> Signature | None:
    wanted = select(Signature).where(
        Signature.petition_id == petition.id, Signature.contact_mark == mark
    )
    return session.scalar(wanted)


def _contact_mark(settings: Settings, petition: Petition, way: Way, contact: str) -> str:
    """Return the mark of a person under one petition: marks of two cannot be compared."""
    try:
        one = rules.canonical(way, contact)
    except ValueError:
        raise Invalid(NO_CONTACT) from None
    return tokens.keyed_hash(settings, "petition signer", f"{petition.id}:{one}")
