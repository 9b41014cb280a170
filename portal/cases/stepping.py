"""Taking a step: permitted, felt by the clocks, written down, announced."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal import clock
from portal.accounts.models import Office, Official
from portal.cases import approval, clocks, extending, pauses, rules, telling
from portal.cases.models import Case, Letter, Purpose, Span
from portal.cases.rules import Fact, Judgement, Move, Step
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.models import Event
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Actor, allowed

SECOND_REFUSAL = 2


def facts_of(case: Case) -> frozenset[Fact]:
    """Return what is so about `case` that a step may ask for."""
    judging = clocks.running(case, Span.JUDGE)
    said = {
        Fact.OFFERED: clocks.running(case, Span.HAND_OVER) is not None,
        Fact.CONTESTED: (case.declined or 0) >= SECOND_REFUSAL and not case.bound,
        Fact.BOUND: bool(case.bound),
        Fact.UNHEARD: judging is not None and judging.due_on < clock.today(),
        Fact.UNJUDGED: case.judgement is Judgement.NO_WORD,
        Fact.PART: case.part_of_id is not None,
        Fact.JOINED: case.joined_to_id is not None,
        Fact.DISPUTED: case.judgement is Judgement.NO,
    }
    return frozenset(fact for fact, so in said.items() if so)


def moves_for(actor: Actor, case: Case) -> list[Move]:
    """Return the moves `actor` may make now: the buttons a page shows."""
    steps = (rules.find_step(case.state, move) for move in rules.open_moves(case.state))
    return [
        step.move for step in steps if allowed(actor, step.by, case) and _open(actor, case, step)
    ]


def _open(actor: Actor, case: Case, step: Step) -> bool:
    """Return whether what else `step` asks for is so."""
    if not rules.fits(step, facts_of(case)):
        return False
    if step.move is Move.EXTEND:
        return may_extend(actor, case)
    return step.move is not Move.SEND or approval.may_skip(case)


def may_extend(actor: Actor, case: Case) -> bool:
    """Return whether the procedure lets `actor` give the answer more time now."""
    found = extending.offer(case, clock.today())
    return found is not None and extending.may_sign(actor, found.rule)


def begin(session: Session, actor: Actor, case: Case, move: Move) -> Step:
    """Return the step `actor` may take with `move` now; raise IllegalMove or NotAllowed.

    A case that is late by now is written down as late before anything else changes, so that the
    office that had it is the one the history names.
    """
    step = rules.find_step(case.state, move)
    if not allowed(actor, step.by, case):
        raise NotAllowed
    if not rules.fits(step, facts_of(case)):
        raise IllegalMove
    clocks.note_lateness(session, case, clock.today())
    return step


def take(
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
    started = clocks.begun(one for one in case.clocks if one.id is None)
    if started:
        facts["clocks"] = started
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
    if step.notice is not None:
        telling.tell(session, case, step.notice, event)


def _flush(session: Session) -> None:
    """Write; when somebody else moved the case a moment ago, theirs stands."""
    try:
        session.flush()
    except StaleDataError:
        raise IllegalMove from None


def write(session: Session, actor: Actor, case: Case, purpose: Purpose, text: str) -> Letter:
    """Return `text` as a letter of `case`; raise Invalid when nothing was written."""
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


def sign(session: Session, actor: Actor, letter: Letter) -> None:
    """Put the name and post of `actor` under `letter`, as they are today."""
    signer = session.get(Official, actor.official_id) if actor.official_id else None
    if signer is not None:
        letter.signed_name, letter.signed_title = signer.name, signer.title


def latest(case: Case, purpose: Purpose) -> Letter | None:
    """Return the last letter of this purpose, None before the first."""
    return next((found for found in reversed(case.letters) if found.purpose is purpose), None)


def offered_by(session: Session, case: Case) -> int | None:
    """Return the office that handed the case over last, None where none did."""
    wanted = (
        select(Event)
        .where(Event.subject == "case", Event.subject_id == case.id)
        .where(Event.act == Move.HAND_OVER.value)
        .order_by(Event.id.desc())
        .limit(1)
    )
    offered = session.scalars(wanted).one_or_none()
    return offered.facts.get("from_office") if offered else None


def refuse_same(case: Case, office: Office) -> None:
    """Raise Invalid for an office that is gone, has the case already, or is what it is about."""
    gone = office.valid_to is not None and office.valid_to < clock.today()
    if gone or office.id in {case.office_id, case.past_office_id}:
        raise Invalid(N_("Xin chọn một cơ quan khác đang hoạt động."))
