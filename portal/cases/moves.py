"""The moves of a case, one act each: permitted, written down, stepped, announced."""

from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal import clock
from portal.accounts.models import Office, Official
from portal.cases import answering, approval, clocks, enclosures, extending, pauses, rules
from portal.cases.models import Case, Letter, Purpose
from portal.cases.rules import Move, State, Step, Visibility
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import record
from portal.i18n import N_
from portal.outbox.service import promise
from portal.permissions import VISITOR, Actor, allowed


def moves_for(actor: Actor, case: Case) -> list[Move]:
    """Return the moves `actor` may make now: the buttons a page shows."""
    steps = (rules.find_step(case.state, move) for move in rules.open_moves(case.state))
    return [
        step.move for step in steps if allowed(actor, step.by, case) and _open(actor, case, step)
    ]


def _open(actor: Actor, case: Case, step: Step) -> bool:
    """Return whether what else `step` asks for is so."""
    if step.move is Move.EXTEND:
        return may_extend(actor, case)
    return step.move is not Move.SEND or approval.may_skip(case)


def may_extend(actor: Actor, case: Case) -> bool:
    """Return whether the procedure lets `actor` give the answer more time now."""
    found = extending.offer(case, clock.today())
    return found is not None and extending.may_sign(actor, found.rule)


def assign(session: Session, actor: Actor, case: Case, office: Office) -> None:
    """Make `office` answerable for a case nobody has taken on yet."""
    step = _begin(session, actor, case, Move.ASSIGN)
    _refuse_same(case, office)
    came_from = case.office_id
    case.office_id = office.id
    _take(session, actor, case, step, from_office=came_from, to_office=office.id)


def accept(session: Session, actor: Actor, case: Case) -> None:
    """Take the case on (tiếp nhận xử lý)."""
    step = _begin(session, actor, case, Move.ACCEPT)
    _take(session, actor, case, step)


def ask(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Ask the sender something the answer depends on; the clock stands still, for a time."""
    step = _begin(session, actor, case, Move.ASK)
    letter = _write(session, actor, case, Purpose.QUESTION, text)
    _take(session, actor, case, step, letter)


def reply(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Give the sender's reply to the office's question."""
    step = _begin(session, actor, case, Move.REPLY)
    letter = _write(session, actor, case, Purpose.REPLY, text)
    _take(session, actor, case, step, letter)


def resume(session: Session, actor: Actor, case: Case) -> None:
    """Go on without the sender's reply; the clock goes on too."""
    step = _begin(session, actor, case, Move.RESUME)
    _take(session, actor, case, step)


def resume_all(session: Session, today: date | None = None) -> int:
    """Let every case go on whose sender was waited for long enough; return how many did."""
    found = pauses.over(session, today or clock.today())
    for case in found:
        _take(session, VISITOR, case, rules.find_step(case.state, Move.RESUME), by_itself=True)
    return len(found)


def extend(session: Session, actor: Actor, case: Case, days: int, reason: str) -> None:
    """Give the answer `days` more, signed by `actor`; the sender hears why before the old date."""
    step = _begin(session, actor, case, Move.EXTEND)
    found = extending.offer(case, clock.today())
    if found is None:
        raise IllegalMove
    if not extending.may_sign(actor, found.rule):
        raise NotAllowed
    letter = _write(session, actor, case, Purpose.EXTENSION, reason)
    _sign(session, actor, letter)
    change = extending.lengthen(session, actor, found, days)
    _take(
        session, actor, case, step, letter,
        before=change.before.isoformat(), due_on=change.after.isoformat(), days=days,
    )  # fmt: skip


def hand_over(session: Session, actor: Actor, case: Case, office: Office, reason: str) -> None:
    """Pass the case to the office it belongs to; the clock goes on as it was."""
    step = _begin(session, actor, case, Move.HAND_OVER)
    _refuse_same(case, office)
    letter = _write(session, actor, case, Purpose.HAND_OVER, reason)
    came_from = case.office_id
    case.office_id = office.id
    _take(session, actor, case, step, letter, from_office=came_from, to_office=office.id)


def refuse(session: Session, actor: Actor, case: Case, reason: str) -> None:
    """Decline to deal with the case, with a reason the sender can read."""
    step = _begin(session, actor, case, Move.REFUSE)
    letter = _write(session, actor, case, Purpose.REFUSAL, reason)
    _take(session, actor, case, step, letter)


def submit(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Hand the draft of an answer to the head of the office."""
    step = _begin(session, actor, case, Move.SUBMIT)
    answering.check(text)
    letter = _write(session, actor, case, Purpose.DRAFT, text)
    _take(session, actor, case, step, letter)


def return_draft(session: Session, actor: Actor, case: Case, comment: str) -> None:
    """Give the draft back to be written again, with what is missing."""
    step = _begin(session, actor, case, Move.RETURN)
    letter = _write(session, actor, case, Purpose.RETURN, comment)
    _take(session, actor, case, step, letter)


def approve(session: Session, actor: Actor, case: Case, text: str | None = None) -> None:
    """Send the draft, or `text` in its place, as the office's answer, signed by the approver."""
    step = _begin(session, actor, case, Move.APPROVE)
    _give(session, actor, case, step, text or _draft(case).text)


def send(session: Session, actor: Actor, case: Case, text: str) -> None:
    """Send the answer signed by its writer, where the authority asks for no approval."""
    step = _begin(session, actor, case, Move.SEND)
    if not approval.may_skip(case):
        raise NotAllowed
    _give(session, actor, case, step, text)


def satisfied(session: Session, actor: Actor, case: Case) -> None:
    """Note that the answer was one; nothing is owed any more."""
    step = _begin(session, actor, case, Move.SATISFIED)
    _take(session, actor, case, step)


def dispute(session: Session, actor: Actor, case: Case, reason: str) -> None:
    """Open the case again because the sender disagrees; a second clock starts."""
    step = _begin(session, actor, case, Move.DISPUTE)
    letter = _write(session, actor, case, Purpose.DISPUTE, reason)
    enclosures.untick_all(session, case)
    _take(session, actor, case, step, letter)


def withdraw(session: Session, actor: Actor, case: Case) -> None:
    """Take the case back at its sender's wish; nothing of it is or stays public."""
    step = _begin(session, actor, case, Move.WITHDRAW)
    case.visibility = Visibility.PRIVATE
    _take(session, actor, case, step)
    promise(session, "search.put", ref=f"y-kien:{case.number}")


def draft_of(case: Case) -> Letter | None:
    """Return the latest draft of an answer, None before the first."""
    return _last(case, Purpose.DRAFT)


def answer_of(case: Case) -> Letter | None:
    """Return the latest answer, None before the first."""
    return _last(case, Purpose.ANSWER)


def question_of(case: Case) -> Letter | None:
    """Return the question the sender is asked now, None when nothing is asked."""
    return _last(case, Purpose.QUESTION) if case.state is State.WAITING else None


def _begin(session: Session, actor: Actor, case: Case, move: Move) -> Step:
    """Return the step `actor` may take with `move`; raise IllegalMove or NotAllowed.

    A case that is late by now is written down as late before anything else changes, so that the
    office that had it is the one the history names.
    """
    step = rules.find_step(case.state, move)
    if not allowed(actor, step.by, case):
        raise NotAllowed
    clocks.note_lateness(session, case, clock.today())
    return step


def _give(session: Session, actor: Actor, case: Case, step: Step, text: str) -> None:
    """Give `text` and all that was put with the draft as the office's answer."""
    answering.check(text)
    answer = _write(session, actor, case, Purpose.ANSWER, text)
    _sign(session, actor, answer)
    case.answered_at = answer.at
    if case.agreed:
        case.visibility = Visibility.PENDING
    _take(session, actor, case, step, answer)
    answering.send_along(session, actor, case, answer)
    promise(session, "search.put", ref=f"y-kien:{case.number}")


def _take(
    session: Session,
    actor: Actor,
    case: Case,
    step: Step,
    letter: Letter | None = None,
    **facts: object,
) -> None:
    """Put `case` in its next state, record who did it, promise the sender a notice.

    The clocks feel the step first; where that gives the sender another date, the event says so.
    """
    owed = case.due_on
    with session.no_autoflush:
        pauses.feel(case, step.after, clock.today())
        clocks.beat(case, step.move.value, clock.today())
    if case.due_on != owed or step.move in {Move.DISPUTE, Move.RESUME}:
        facts["due_on"] = case.due_on.isoformat()
    case.state = step.after
    _flush(session)
    if letter is not None:
        facts["letter"] = letter.id
    event = record(
        session,
        actor,
        ("case", case.id),
        step.move.value,
        state=step.after.value,
        office_id=case.office_id,
        **facts,
    )
    if step.notice is not None and case.contact is not None and case.contact.email:
        session.flush()
        promise(session, "mail.case", case=case.number, notice=step.notice, event=event.id)


def _flush(session: Session) -> None:
    """Write; when somebody else moved the case a moment ago, theirs stands."""
    try:
        session.flush()
    except StaleDataError:
        raise IllegalMove from None


def _write(session: Session, actor: Actor, case: Case, purpose: Purpose, text: str) -> Letter:
    if not text.strip():
        raise Invalid(N_("Xin viết nội dung trước khi gửi."))
    letter = Letter(
        purpose=purpose,
        text=text,
        at=clock.now(),
        official_id=actor.official_id,
        office_id=case.office_id if actor.official_id else None,
    )
    with session.no_autoflush:
        case.letters.append(letter)
    return letter


def _sign(session: Session, actor: Actor, letter: Letter) -> None:
    signer = session.get(Official, actor.official_id) if actor.official_id else None
    if signer is not None:
        letter.signed_name, letter.signed_title = signer.name, signer.title


def _draft(case: Case) -> Letter:
    found = draft_of(case)
    if found is None:
        raise IllegalMove
    return found


def _last(case: Case, purpose: Purpose) -> Letter | None:
    return next((found for found in reversed(case.letters) if found.purpose is purpose), None)


def _refuse_same(case: Case, office: Office) -> None:
    gone = office.valid_to is not None and office.valid_to < clock.today()
    if gone or office.id == case.office_id:
        raise Invalid(N_("Xin chọn một cơ quan khác đang hoạt động."))
