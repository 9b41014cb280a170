"""What comes on paper or to the counter: sheets with their scan, and signers who come in person."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.errors import IllegalMove, Invalid, NotFound
from portal.files import Files, new_name
from portal.i18n import N_
from portal.outbox.service import promise
from portal.permissions import Action, Actor
from portal.petitions import duties, signing
from portal.petitions.models import Petition, Sheet, Signature
from portal.petitions.rules import Standing, State
from portal.petitions.stepping import hold, note, permit
from portal.web.media import NewFile

MOST = 500  # on one sheet; a longer list is entered sheet by sheet
FOLDER = "petitions"
HOW_MANY = N_("Xin ghi số chữ ký trên tờ này, từ 1 đến 500.")
NO_SCAN = N_("Xin kèm ảnh chụp hoặc bản quét của tờ này.")
NO_REASON = N_("Xin ghi lý do.")
SAME = N_("Bản quét này đã được nhập cho kiến nghị này.")


def enter(  # noqa: PLR0913 - a sheet is just these
    session: Session,
    actor: Actor,
    petition: Petition,
    *,
    count: int,
    village: str,
    scan: NewFile | None,
    settings: Settings,
    files: Files,
) -> Sheet:
    """Keep a sheet of paper with its scan, counted apart from what is signed here.

    Raises:
        IllegalMove: the petition takes no signatures now.
        Invalid: no number, no scan, or the same scan again.

    """
    permit(actor, Action.PETITION_ENTER)
    if petition.state is not State.OPEN:
        raise IllegalMove(signing.OVER)
    if not 0 < count <= MOST:
        raise Invalid(HOW_MANY)
    if scan is None:
        raise Invalid(NO_SCAN)
    hold(session, petition.id)
    sheet = _keep(session, petition, scan, files)
    sheet.village, sheet.count, sheet.entered_by_id = village, count, actor.official_id
    session.add(sheet)
    session.flush()
    note(session, actor, petition, "sheet", sheet=sheet.id, count=count)
    duties.check(session, petition, settings=settings, files=files)
    return sheet


def strike(session: Session, actor: Actor, sheet: Sheet, reason: str) -> None:
    """Take a sheet out of the count; why is kept, its scan is not."""
    if not reason.strip():
        raise Invalid(NO_REASON)
    permit(actor, Action.PETITION_ENTER)
    if sheet.struck_at is not None:
        raise IllegalMove
    sheet.struck_at, sheet.struck_because = clock.now(), reason.strip()
    note(session, actor, sheet.petition, "sheet_struck", sheet=sheet.id, count=sheet.count)
    if sheet.stored_as is not None:
        promise(session, "file.drop", name=sheet.stored_as)
        sheet.stored_as = None


def sheets(session: Session, petition: Petition) -> list[Sheet]:
    """Return every sheet, struck ones too, the latest first."""
    wanted = select(Sheet).where(Sheet.petition_id == petition.id).order_by(Sheet.id.desc())
    return list(session.scalars(wanted))


def sheet_by(session: Session, actor: Actor, petition: Petition, sheet_id: int) -> Sheet:
    """Return a sheet of `petition` for somebody who enters them; raise NotFound."""
    permit(actor, Action.PETITION_ENTER)
    found = session.get(Sheet, sheet_id)
    if found is None or found.petition_id != petition.id:
        raise NotFound
    return found


def find(
    session: Session, actor: Actor, petition: Petition, contact: str, *, settings: Settings
) -> Signature | None:
    """Return the signature of that person that waits to be confirmed; the look is written down."""
    permit(actor, Action.PETITION_ENTER)
    found = signing.waiting_by_contact(session, petition, contact, settings=settings)
    if found is not None:
        note(session, actor, petition, "found", signature=found.id)
    return found


def vouch(
    session: Session, actor: Actor, signature: Signature, *, settings: Settings, files: Files
) -> None:
    """Confirm for somebody who stands at the counter or calls from the number they gave."""
    permit(actor, Action.PETITION_ENTER)
    if signature.standing is not Standing.WAITING:
        raise IllegalMove
    signing.confirm(session, actor, signature, settings=settings, files=files)
    note(session, actor, signature.petition, "vouched", signature=signature.id)


def _keep(session: Session, petition: Petition, scan: NewFile, files: Files) -> Sheet:
    """Return a sheet whose scan is on disk; raise Invalid for one that was entered before."""
    digest = hashlib.sha256(scan.content).hexdigest()
    same = select(Sheet.id).where(
        Sheet.petition_id == petition.id, Sheet.sha256 == digest, Sheet.struck_at.is_(None)
    )
    if session.scalar(same) is not None:
        raise Invalid(SAME)
    name = new_name(FOLDER)
    files.put(name, scan.content)
    return Sheet(
        petition_id=petition.id,
        entered_at=clock.now(),
        name=scan.name,
        media_type=scan.media_type,
        sha256=digest,
        stored_as=name,
    )
