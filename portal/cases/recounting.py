"""Counting open clocks again when the calendar was changed; each keeps the limit it began with.

A date already promised to a citizen is never brought forward: where the new count is earlier, the
day promised stays and the history says both. A date already missed stays missed.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.cases import clocks, counting, telling
from portal.cases.counting import Change, Longer, Pause
from portal.cases.models import Case, CaseClock, ClockChange, Span
from portal.db import values_of
from portal.history.models import Event
from portal.history.service import record
from portal.permissions import VISITOR
from portal.procedures import service as procedures


def recount(session: Session, document: str, today: date | None = None) -> int:
    """Count every open clock again because of `document`; return how many counts came out new.

    Running it twice changes nothing more. What became late until now is written down first.
    """
    today = today or clock.today()
    clocks.note_all_lateness(session, today)
    ticking = (
        select(CaseClock)
        .join(Case)
        .where(CaseClock.met_on.is_(None), CaseClock.stopped_on.is_(None))
        .where(CaseClock.overdue_on.is_(None))
        .options(joinedload(CaseClock.case), selectinload(CaseClock.changes))
        .order_by(CaseClock.id)
    )
    return sum(_again(session, owed, document, today) for owed in session.scalars(ticking))


def catch_up(session: Session, owed: CaseClock, others: Iterable[CaseClock]) -> None:
    """Give `owed`, which stood still, the latest date any of its copies among `others` was given.

    The sender was told of it when it was given.
    """
    copies = [one for one in others if _begun_as(one) == _begun_as(owed)]
    latest = max(copies, key=lambda one: one.due_on, default=owed)
    before, new = owed.due_on, latest.changes[len(owed.changes) :]
    if not new:
        return
    owed.due_on, owed.counted_on = latest.due_on, latest.counted_on
    owed.changes.extend(ClockChange(**values_of(one, but=("clock_id",))) for one in new)
    _note(session, owed, before, new[-1].basis)


def _again(session: Session, owed: CaseClock, document: str, today: date) -> bool:
    calendar = procedures.calendar(session)
    turns = _turns(owed)
    counted = counting.due_on(owed.started_on, owed.days, owed.unit, turns, calendar)
    if counted == owed.counted_on:
        return False
    before, owed.counted_on = owed.due_on, counted
    owed.due_on = max(before, counted)
    owed.changes.append(
        ClockChange(
            change=Change.RECOUNT,
            since=today,
            before=before,
            after=owed.due_on,
            counted=counted,
            basis=document,
        )
    )
    told = owed.case.due_on
    clocks.note_due(owed.case)
    event = _note(session, owed, before, document)
    if owed.case.due_on != told:
        telling.tell(session, owed.case, "rescheduled", event)
    return True


def _note(session: Session, owed: CaseClock, before: date, document: str) -> Event:
    return record(
        session,
        VISITOR,
        ("case", owed.case_id),
        "recalculated",
        state=owed.case.state,
        office_id=owed.case.office_id,
        span=owed.span.value,
        before=before.isoformat(),
        after=owed.due_on.isoformat(),
        counted=owed.counted_on.isoformat(),
        document=document,
    )


def _begun_as(owed: CaseClock) -> tuple[Span, int, str, date]:
    return owed.span, owed.round, owed.term, owed.started_on


def _turns(owed: CaseClock) -> list[Pause | Longer]:
    turns: list[Pause | Longer] = []
    for one in owed.changes:
        if one.change is Change.PAUSE and one.until is not None:
            turns.append(Pause(since=one.since, until=one.until))
        elif one.change is Change.EXTENSION:
            turns.append(Longer(days=one.days, unit=one.unit))
    return turns
