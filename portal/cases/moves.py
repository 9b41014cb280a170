"""The work on a case: ask, wait, write, approve, send; one act each."""

from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.cases import answering, approval, extending, joining, pauses, rules, second_look
from portal.cases.models import Case, Letter, Purpose
from portal.cases.noticing import INSISTS
from portal.cases.rules import Move, State, Step, Visibility
from portal.cases.stepping import begin, latest, sign, take, write
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.i18n import N_
from portal.outbox.service import promise
from portal.permissions import VISITOR, Actor

APPROVED_WITH = N_("Ý kiến gộp vào đây cần lãnh đạo duyệt câu trả lời. Xin trình lãnh đạo duyệt.")
SOMEBODY_ELSE = N_("Người gửi chưa đồng ý với câu trả lời trước, nên lần này một người khác viết.")


def ask(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Ask the sender something the answer depends on; the clock stands still, for a time."""
    step = begin(session, actor, case, Move.ASK)
    letter = write(session, actor, case, Purpose.QUESTION, text)
    take(session, actor, case, step, letter)


def reply(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Give the sender's reply to the office's question."""
    step = begin(session, actor, case, Move.REPLY)
    letter = write(session, actor, case, Purpose.REPLY, text)
    take(session, actor, case, step, letter)


def resume(session: Session, actor: Actor, case: Case) -> None:
    """Go on without the sender's reply; the clock goes on too."""
    step = begin(session, actor, case, Move.RESUME)
    take(session, actor, case, step)


def resume_all(session: Session, today: date | None = None) -> int:
    """Let every case go on whose sender was waited for long enough; return how many did."""
    found = pauses.over(session, today or clock.today())
    for case in found:
        take(session, VISITOR, case, rules.find_step(case.state, Move.RESUME), by_itself=True)
    return len(found)


def extend(session: Session, actor: Actor, case: Case, days: int, reason: str) -> None:
    """Give the answer `days` more, signed by `actor`; the sender hears why before the old date."""
    step = begin(session, actor, case, Move.EXTEND)
    found = extending.offer(case, clock.today())
    if found is None:
        raise IllegalMove
    if not extending.may_sign(actor, found.rule):
        raise NotAllowed
    letter = write(session, actor, case, Purpose.EXTENSION, reason)
    sign(session, actor, letter)
    change = extending.lengthen(session, actor, found, days)
    take(
        session, actor, case, step, letter,
        before=change.before.isoformat(), due_on=change.after.isoformat(), days=days,
    )  # fmt: skip


def refuse(session: Session, actor: Actor, case: Case, reason: str) -> None:
    """Decline to deal with the case, with a reason the sender can read."""
    step = begin(session, actor, case, Move.REFUSE)
    letter = write(session, actor, case, Purpose.REFUSAL, reason)
    take(session, actor, case, step, letter)
    joining.let_all_go(session, case)


def submit(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Hand the draft of an answer to the head of the office."""
    step = begin(session, actor, case, Move.SUBMIT)
    _refuse_same_hand(actor, case)
    answering.check(text)
    letter = write(session, actor, case, Purpose.DRAFT, text)
    take(session, actor, case, step, letter)


def return_draft(session: Session, actor: Actor, case: Case, comment: str) -> None:
    """Give the draft back to be written again, with what is missing."""
    step = begin(session, actor, case, Move.RETURN)
    letter = write(session, actor, case, Purpose.RETURN, comment)
    take(session, actor, case, step, letter)


def approve(session: Session, actor: Actor, case: Case, text: str | None = None) -> None:
    """Send the draft, or `text` in its place, as the office's answer, signed by the approver."""
    step = begin(session, actor, case, Move.APPROVE)
    if text is not None:
        _refuse_same_hand(actor, case)
    _give(session, actor, case, step, text or _draft(case).text)


def send(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Send the answer signed by its writer, where the authority asks for no approval."""
    step = begin(session, actor, case, Move.SEND)
    if not approval.may_skip(case):
        raise NotAllowed
    if not all(approval.may_skip(other) for other in joining.joined(session, case)):
        raise Invalid(APPROVED_WITH)
    _refuse_same_hand(actor, case)
    _give(session, actor, case, step, text)


def withdraw(session: Session, actor: Actor, case: Case) -> None:
    """Take the case back at its sender's wish; nothing of it is or stays public."""
    step = begin(session, actor, case, Move.WITHDRAW)
    case.visibility, case.agreed = Visibility.PRIVATE, False
    take(session, actor, case, step)
    joining.let_all_go(session, case)
    promise(session, "search.put", ref=f"y-kien:{case.number}")


def insist(case: Case) -> None:
    """Let an official look first where the sender was asked and said that it accuses nobody."""
    case.suspect = case.suspect or INSISTS


def draft_of(case: Case) -> Letter | None:
    """Return the latest draft of an answer, None before the first."""
    return latest(case, Purpose.DRAFT)


def answer_of(case: Case) -> Letter | None:
    """Return the latest answer, None before the first."""
    return latest(case, Purpose.ANSWER)


def question_of(case: Case) -> Letter | None:
    """Return the question the sender is asked now, None when nothing is asked."""
    return latest(case, Purpose.QUESTION) if case.state is State.WAITING else None


def _give(session: Session, actor: Actor, case: Case, step: Step, text: str) -> None:
    """Give `text` and all that was put with the draft as the office's answer."""
    answering.check(text)
    answer = write(session, actor, case, Purpose.ANSWER, text)
    sign(session, actor, answer)
    case.answered_at = answer.at
    if case.agreed:
        case.visibility = Visibility.PENDING
    take(session, actor, case, step, answer)
    answering.send_along(session, actor, case, answer)
    joining.answer_along(session, actor, case, answer)
    promise(session, "search.put", ref=f"y-kien:{case.number}")


def _draft(case: Case) -> Letter:
    found = draft_of(case)
    if found is None:
        raise IllegalMove
    return found


def _refuse_same_hand(actor: Actor, case: Case) -> None:
    if not second_look.may_write(actor, case):
        raise Invalid(SOMEBODY_ELSE)
