"""Whose case it is: assigned, taken on, handed over, declined, decided for good."""

from sqlalchemy.orm import Session

from portal.accounts.models import Office
from portal.cases import joining, second_look
from portal.cases.models import Case, Purpose
from portal.cases.rules import Judgement, Move
from portal.cases.stepping import (
    SECOND_REFUSAL,
    begin,
    offered_by,
    refuse_same,
    take,
    write,
)
from portal.permissions import Actor


def assign(session: Session, actor: Actor, case: Case, office: Office) -> None:
    """Make `office` answerable for a case nobody has taken on yet."""
    step = begin(session, actor, case, Move.ASSIGN)
    refuse_same(case, office)
    came_from = _give_to(session, case, office.id)
    take(session, actor, case, step, from_office=came_from, to_office=office.id)
    joining.follow(session, actor, case)


def accept(session: Session, actor: Actor, case: Case) -> None:
    """Take the case on (tiếp nhận xử lý)."""
    step = begin(session, actor, case, Move.ACCEPT)
    take(session, actor, case, step)
    joining.follow(session, actor, case)
    joining.accept_along(session, actor, case)


def hand_over(session: Session, actor: Actor, case: Case, office: Office, reason: str) -> None:
    """Offer the case to the office it belongs to, which says yes or no; the clock goes on."""
    step = begin(session, actor, case, Move.HAND_OVER)
    refuse_same(case, office)
    letter = write(session, actor, case, Purpose.HAND_OVER, reason)
    came_from = _give_to(session, case, office.id)
    take(session, actor, case, step, letter, from_office=came_from, to_office=office.id)


def decline(session: Session, actor: Actor, case: Case, reason: str) -> None:
    """Say that a case handed over is not this office's either.

    It goes back to the office that offered it; the second time to the dispatcher, who decides.
    """
    step = begin(session, actor, case, Move.DECLINE)
    letter = write(session, actor, case, Purpose.DECLINE, reason)
    case.declined += 1
    contested = case.declined >= SECOND_REFUSAL
    came_from = _give_to(session, case, None if contested else offered_by(session, case))
    take(session, actor, case, step, letter, from_office=came_from, to_office=case.office_id)
    joining.follow(session, actor, case)


def decide(session: Session, actor: Actor, case: Case, office: Office, reason: str) -> None:
    """Say whose case it is after two offices said no; nobody hands it on any more."""
    step = begin(session, actor, case, Move.DECIDE)
    refuse_same(case, office)
    letter = write(session, actor, case, Purpose.DECISION, reason)
    _give_to(session, case, office.id)
    case.bound = True
    take(session, actor, case, step, letter, to_office=office.id)
    joining.follow(session, actor, case)


def _give_to(session: Session, case: Case, office_id: int | None) -> int | None:
    """Let the case lie with another office, or with the dispatcher; return who had it before.

    Whoever looks a second time is named anew there: never somebody who wrote the first answer.
    """
    came_from, case.office_id = case.office_id, office_id
    again = case.judgement is Judgement.NO
    case.handler_id = second_look.person(session, case) if again else None
    return came_from
