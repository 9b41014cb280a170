"""What an official's day holds: what is owed first, what waits, what came back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.cases import clocks
from portal.cases.models import Case, Letter
from portal.cases.reading import (
    IS_OPEN,
    SOON,
    TO_MODERATE,
    UNSENT,
    DeskCounts,
    Filters,
    count,
    desk_counts,
    drafts,
    owed_first,
    reach,
    to_approve,
    triage,
    with_names,
)
from portal.cases.rules import Move, State
from portal.history.models import Event
from portal.permissions import Action, Actor, allowed

MOST = 40  # rows of one list; what is beyond stands in the full list, one link away
CAME_BACK = tuple(
    move.value for move in (Move.RETURN, Move.DISPUTE, Move.HAND_OVER, Move.DECLINE, Move.DECIDE)
)
ON_US = frozenset({State.RECEIVED, State.IN_PROGRESS})


@dataclass(frozen=True, kw_only=True)
class Comeback:
    """A case that is with the office once more.

    Attributes:
        act: one of `CAME_BACK`.
        why: what was written then, None for nothing.

    """

    case: Case
    act: str
    at: datetime
    why: str | None


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The lists of one day, each with what is owed first on top, and the numbers above them.

    Attributes:
        to_assign: how many nobody answers for yet; `triage` lists the first of them.
        drafts: how many wait for approval; `to_approve` lists the first of them.

    """

    overdue: list[Case]
    today: list[Case]
    soon: list[Case]
    later: list[Case]
    waiting: list[Case]
    to_approve: list[Case]
    came_back: list[Comeback]
    triage: list[Case]
    to_assign: int
    drafts: int
    to_moderate: int
    counts: DeskCounts


def agenda(session: Session, actor: Actor) -> Agenda:
    """Return the day of `actor`, within what the permission table lets them read."""
    today = clock.today()
    mine = _open_cases(session, actor)
    ticking = [case for case in mine if case.paused_on is None]
    on_us = [case for case in mine if case.state in ON_US and case.office_id is not None]
    last = today + SOON
    return Agenda(
        overdue=[case for case in ticking if clocks.is_overdue(case, today)],
        today=[case for case in ticking if case.due_on == today],
        soon=[case for case in ticking if today < case.due_on <= last],
        later=[case for case in on_us if case.due_on > last],
        waiting=[case for case in mine if case.state is State.WAITING],
        to_approve=to_approve(session, actor, MOST),
        came_back=_came_back(session, actor),
        triage=triage(session, actor, MOST) if allowed(actor, Action.CASE_DISPATCH) else [],
        to_assign=count(session, _unsent(actor)),
        drafts=count(session, drafts(actor)),
        to_moderate=count(session, _to_moderate(actor)),
        counts=desk_counts(session, actor, Filters()),
    )


def waiting_for(session: Session, actor: Actor) -> int:
    """Return how many cases wait for `actor` to do something today."""
    owed = and_(
        reach(actor, Action.CASE_HANDLE), Case.state.in_(ON_US), Case.due_on <= clock.today()
    )
    return sum(count(session, part) for part in (owed, drafts(actor), _unsent(actor)))


def waiting_for_moderation(session: Session, actor: Actor) -> int:
    """Return how many answered cases wait for `actor` to decide whether everyone may see them."""
    return count(session, _to_moderate(actor))


def _open_cases(session: Session, actor: Actor) -> list[Case]:
    within = and_(reach(actor, Action.CASE_READ), IS_OPEN)
    return with_names(session, owed_first(session, within, MOST))


def _came_back(session: Session, actor: Actor) -> list[Comeback]:
    """Return the cases whose last move gave them to the office anew, the latest first."""
    moved = (
        select(func.max(Event.id))
        .where(Event.subject == "case", Event.subject_id == Case.id)
        .where(Event.act.in_([move.value for move in Move]))
        .correlate(Case)
        .scalar_subquery()
    )
    wanted = (
        select(Case, Event)
        .join(Event, Event.id == moved)
        .where(reach(actor, Action.CASE_HANDLE), Case.state.in_(ON_US))
        .where(Event.act.in_(CAME_BACK))
        .options(joinedload(Case.office))
        .order_by(Event.id.desc())
        .limit(MOST)
    )
    return [
        Comeback(case=case, act=event.act, at=event.at, why=_why(session, event))
        for case, event in session.execute(wanted)
    ]


def _why(session: Session, event: Event) -> str | None:
    letter = session.get(Letter, event.facts["letter"]) if "letter" in event.facts else None
    return letter.text if letter else None


def _to_moderate(actor: Actor) -> ColumnElement[bool]:
    if not allowed(actor, Action.CASE_MODERATE):
        return false()
    return TO_MODERATE


def _unsent(actor: Actor) -> ColumnElement[bool]:
    return and_(reach(actor, Action.CASE_DISPATCH), UNSENT)
