"""Erasing what a person gave: the words go, the history stays whole and says that they went."""

import secrets
from types import MappingProxyType

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cases import clocks, commitments, enclosures, joining, wordings
from portal.cases.answer_models import Point
from portal.cases.models import Case, CaseFile, Letter, Purpose
from portal.cases.rules import CARRIED, State, Visibility, fold
from portal.cases.telling import sent_as
from portal.errors import Invalid, NotAllowed
from portal.history import kept, looking
from portal.history.service import events_of, record
from portal.i18n import N_
from portal.outbox.service import promise
from portal.permissions import Action, Actor, allowed

ERASED = "[đã xóa]"
GONE = {"subject": ERASED, "text": ERASED, "answer": ERASED, "promises": {}}
TAKEN_OUT = "Đưa ra khỏi danh sách theo quy định về giữ bí mật: {}."
# Why an item is moved to the sealed lane; chosen and not written, for its office can read it.
REASONS = MappingProxyType(
    {
        "accuses": N_("tố cáo cán bộ, công chức hoặc người làm việc trong cơ quan"),
        "tip": N_("báo tin về tham nhũng, tiêu cực"),
        "danger": N_("người gửi có thể bị đe dọa, trả thù nếu bị lộ"),
    }
)


def erase(
    session: Session, actor: Actor, case: Case, reason: str, *, letters: bool = False
) -> list[str]:
    """Erase what the sender of `case` gave, whole and parts; return stored files to be dropped.

    Args:
        session: the transaction.
        actor: who erases.
        case: the item.
        reason: why, and on what basis; kept as a note inside the office.
        letters: whether what officials wrote and enclosed is erased as well; what they noted,
            published and promised in the sender's matter always is.

    Raises:
        Invalid: no reason is given.

    """
    if not allowed(actor, Action.CASE_ERASE):
        raise NotAllowed
    if not reason.strip():
        raise Invalid(N_("Xin ghi lý do."))
    sent = sent_as(case)
    dropped = (
        _erase_one(session, actor, one, reason, letters=letters) for one in (sent, *sent.parts)
    )
    return [name for names in dropped for name in names]


def may_take_out(session: Session, actor: Actor, case: Case) -> bool:
    """Return whether `actor` may take `case` out of the ordinary lists for the sealed lane.

    Nobody of an office that owes the answer or ever owed it, whatever else they are: it could make
    an item, and its lateness, disappear. A part is taken out with its whole, whose code and words
    it shares. What was answered, refused or withdrawn still tells who accuses whom.
    """
    sent = sent_as(case)
    gone = CARRIED | {State.SEALED}
    if gone.issuperset(one.state for one in (sent, *sent.parts)):
        return False
    if not actor.offices.isdisjoint(had_by(session, case)):
        return False
    opens = allowed(actor, Action.SEALED_READ) and allowed(actor, Action.CASE_READ, case)
    works = (Action.CASE_DISPATCH, Action.CASE_MODERATE)
    return opens or any(allowed(actor, action, case) for action in works)


def had_by(session: Session, case: Case) -> frozenset[int]:
    """Return every office that has or had what was sent, whole or in parts."""
    sent = sent_as(case)
    whole = (sent, *sent.parts)
    told = [event.office_id for one in whole for event in events_of(session, "case", one.id)]
    now = [one.office_id for one in whole]
    return frozenset(office for office in (*now, *told) if office is not None)


def take_out(session: Session, actor: Actor, case: Case, why: str) -> list[str]:
    """End a case whose words were sealed; return stored files to be dropped.

    Its code is free afterwards: whoever holds it opens the sealed item. What officials wrote about
    it goes too; the history keeps that it was there.

    Raises:
        NotAllowed: the actor may not, or it was taken out before.
        Invalid: no reason was chosen.

    """
    if not may_take_out(session, actor, case):
        raise NotAllowed
    if why not in REASONS:
        raise Invalid(N_("Xin chọn lý do."))
    sent = sent_as(case)
    dropped = [_take_out_one(session, actor, one, why) for one in (sent, *sent.parts)]
    return [name for names in dropped for name in names]


def _take_out_one(session: Session, actor: Actor, case: Case, why: str) -> list[str]:
    with session.no_autoflush:
        clocks.note_lateness(session, case, clock.today())
        clocks.beat(case, "taken_out", clock.today())
    case.code_hash = secrets.token_hex(32)
    if case.state not in CARRIED:
        case.state = State.SEALED
    session.flush()
    record(
        session, actor, (Case.kept_as, case.id), "taken_out",
        state=case.state.value, office_id=case.office_id, why=why,
    )  # fmt: skip
    joining.let_all_go(session, case)
    return _erase_one(session, actor, case, TAKEN_OUT.format(REASONS[why]), letters=True)


def _erase_one(
    session: Session, actor: Actor, case: Case, reason: str, *, letters: bool
) -> list[str]:
    forgotten = kept.forget(session, Case.kept_as, case.id)
    forgotten += looking.forget(session, Case.kept_as, case.id)
    for letter in case.letters:
        if letters or letter.official_id is None:
            letter.text = ERASED
            forgotten += kept.forget(session, Letter.kept_as, letter.id)
    dropped = _blank(session, case) + _blank_beside(session, case, letters=letters)
    note = Letter(purpose=Purpose.NOTE, text=reason, at=clock.now(), official_id=actor.official_id)
    case.letters.append(note)
    session.flush()
    record(
        session, actor, (Case.kept_as, case.id), "erased",
        state=case.state.value, office_id=case.office_id, letter=note.id, forgotten=forgotten,
    )  # fmt: skip
    promise(session, "search.put", ref=f"y-kien:{case.number}")
    promise(session, "traces.scrub", ref=f"y-kien:{case.number}")
    return dropped


def _blank(session: Session, case: Case) -> list[str]:
    """Take every word of the sender out of the case; return its stored files."""
    case.subject = case.text = ERASED
    case.place = case.body_mark = ""
    case.folded = fold(case.number)
    case.public_subject = case.public_text = case.public_answer = None
    case.visibility, case.agreed = Visibility.PRIVATE, False
    if case.contact is not None:
        session.delete(case.contact)
    files = list(session.scalars(select(CaseFile).where(CaseFile.case_id == case.id)))
    for file in files:
        session.delete(file)
    session.flush()
    session.expire(case, ["contact", "files"])
    return [file.stored_as for file in files]


def _blank_beside(session: Session, case: Case, *, letters: bool) -> list[str]:
    """Take the words out of what was noted, published and promised; return stored files.

    All of it may repeat the sender's words. Dates, and that a promise was kept or broken, stay.
    """
    session.execute(delete(Point).where(Point.case_id == case.id))
    for version in wordings.versions(session, case):
        version.content = version.content | GONE
        version.reason = version.reason and ERASED
    for made in (*commitments.made_by(session, case), *commitments.drafted(session, case)):
        made.text, made.evidence = ERASED, made.evidence and ERASED
        made.public_text = made.public_evidence = None
        for change in made.changes:
            change.reason = ERASED
    files = enclosures.every_file(session, case) if letters else []
    for file in files:
        session.delete(file)
    session.flush()
    return [file.stored_as for file in files]
