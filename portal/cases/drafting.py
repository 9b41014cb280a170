"""The answer while it is being written: kept at every saving, seen by the office alone."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from portal import clock
from portal.cases import rules
from portal.cases.models import Case, Letter, Purpose
from portal.cases.moves import answer_of, draft_of
from portal.cases.rules import Move
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Actor, allowed


def save_draft(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Keep `text` as the latest draft without handing it to anybody."""
    step = rules.find_step(case.state, Move.SUBMIT)
    if not allowed(actor, step.by, case):
        raise NotAllowed
    if not text.strip():
        raise Invalid(N_("Xin viết nội dung trước khi lưu."))
    letter = Letter(
        purpose=Purpose.DRAFT,
        text=text,
        at=clock.now(),
        official_id=actor.official_id,
        office_id=case.office_id,
    )
    case.letters.append(letter)
    _flush(session, case)
    record(
        session, actor, ("case", case.id), "draft",
        state=case.state.value, office_id=case.office_id, letter=letter.id,
    )  # fmt: skip


def open_draft(case: Case) -> Letter | None:
    """Return the draft still being worked on, None when there is none since the last answer."""
    draft, answer = draft_of(case), answer_of(case)
    if draft is None or (answer is not None and answer.id > draft.id):
        return None
    return draft


def _flush(session: Session, case: Case) -> None:
    """Write, and count it as a change of the case: who has an older page must hear of it."""
    flag_modified(case, "state")
    try:
        session.flush()
    except StaleDataError:
        raise IllegalMove from None
