"""What an office writes besides answers: drafts, notes among officials, word to the sender."""

from sqlalchemy.orm import Session

from portal import clock
from portal.cases import rules, telling
from portal.cases.enclosures import refuse_led, touch
from portal.cases.models import Case, Letter, Purpose
from portal.cases.moves import answer_of, draft_of
from portal.cases.rules import OPEN, Move
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.models import Event
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed


def save_draft(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Keep `text` as the latest draft without handing it to anybody."""
    step = rules.find_step(case.state, Move.SUBMIT)
    if not allowed(actor, step.by, case):
        raise NotAllowed
    refuse_led(case)
    if not text.strip():
        raise Invalid(N_("Xin viết nội dung trước khi lưu."))
    letter = _write(actor, case, Purpose.DRAFT, text)
    touch(session, case)
    _log(session, actor, case, letter, "draft")


def note(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Say something to the colleagues about the case; no citizen ever reads it."""
    if not (allowed(actor, Action.CASE_HANDLE, case) and allowed(actor, Action.NOTES_READ, case)):
        raise NotAllowed
    if not text.strip():
        raise Invalid(N_("Xin viết nội dung trước khi gửi."))
    letter = _write(actor, case, Purpose.NOTE, text)
    touch(session, case)
    _log(session, actor, case, letter, "note")


def tell_progress(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Tell the sender how it goes; the answer is owed as before."""
    if not allowed(actor, Action.CASE_HANDLE, case):
        raise NotAllowed
    if case.state not in OPEN:
        raise IllegalMove
    if not text.strip():
        raise Invalid(N_("Xin viết nội dung trước khi gửi."))
    letter = _write(actor, case, Purpose.PROGRESS, text)
    touch(session, case)
    event = _log(session, actor, case, letter, "progress")
    telling.tell(session, case, "progress", event)


def open_draft(case: Case) -> Letter | None:
    """Return the draft still being worked on, None when there is none since the last answer."""
    draft, answer = draft_of(case), answer_of(case)
    if draft is None or (answer is not None and answer.id > draft.id):
        return None
    return draft


def _write(actor: Actor, case: Case, purpose: Purpose, text: str) -> Letter:
    letter = Letter(
        purpose=purpose,
        text=text,
        at=clock.now(),
        official_id=actor.official_id,
        office_id=case.office_id,
    )
    case.letters.append(letter)
    return letter


def _log(session: Session, actor: Actor, case: Case, letter: Letter, act: str) -> Event:
    return record(
        session, actor, ("case", case.id), act,
        state=case.state.value, office_id=case.office_id, letter=letter.id,
    )  # fmt: skip
