"""What the sender makes of the answer, and the second look by somebody else."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Official
from portal.cases import clocks, enclosures, rules, second_look
from portal.cases.models import Case, CaseClock, Purpose, Span
from portal.cases.rules import Judgement, Move, State
from portal.cases.stepping import begin, take, write
from portal.permissions import VISITOR, Actor


def satisfied(session: Session, actor: Actor, case: Case) -> None:
    """Note that the answer was one; nothing is owed any more."""
    step = begin(session, actor, case, Move.SATISFIED)
    case.judgement = Judgement.YES
    take(session, actor, case, step)


def partly(session: Session, actor: Actor, case: Case, missing: str) -> None:
    """Note that the answer was one in part, and what it leaves open; counted apart."""
    step = begin(session, actor, case, Move.PARTLY)
    letter = write(session, actor, case, Purpose.PARTLY, missing)
    case.judgement = Judgement.PARTLY
    take(session, actor, case, step, letter)


def dispute(session: Session, actor: Actor, case: Case, reason: str) -> None:
    """Open the case again because the sender disagrees: a second clock, another person."""
    step = begin(session, actor, case, Move.DISPUTE)
    letter = write(session, actor, case, Purpose.DISPUTE, reason)
    case.judgement = Judgement.NO
    case.joined_to_id = None  # whoever does not agree with a common answer goes on alone
    case.handler_id = second_look.person(session, case)
    enclosures.untick_all(session, case)
    take(session, actor, case, step, letter, handler=case.handler_id)


def lapse_all(session: Session, today: date | None = None) -> int:
    """End every case whose sender said nothing within the days set; return how many.

    It ends as "no word", never as satisfied, and its sender may still disagree.
    """
    unheard = (
        select(Case)
        .join(CaseClock)
        .where(Case.state == State.ANSWERED, CaseClock.span == Span.JUDGE)
        .where(CaseClock.met_on.is_(None), CaseClock.stopped_on.is_(None))
        .where(CaseClock.due_on < (today or clock.today()))
    )
    found = list(session.scalars(unheard.order_by(Case.id)))
    for case in found:
        case.judgement = Judgement.NO_WORD
        take(session, VISITOR, case, rules.find_step(case.state, Move.LAPSE))
    return len(found)


def judge_by(case: Case) -> date | None:
    """Return the last day the sender is waited for to judge the answer, None when nobody waits."""
    judging = clocks.running(case, Span.JUDGE)
    return judging.due_on if judging else None


def handler_of(session: Session, case: Case) -> Official | None:
    """Return the official who has the case in hand, None while nobody in particular has."""
    return session.get(Official, case.handler_id) if case.handler_id else None
