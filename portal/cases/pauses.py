"""The clock for the answer stands still while the office waits for the sender, for a time.

However often the office asks, all waiting for one answer is no longer than one limit; and what the
law limits never stands still on a promise of the authority's own.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, law
from portal.cases import clocks, counting
from portal.cases.counting import Change, Pause
from portal.cases.models import Case, CaseClock, ClockChange
from portal.cases.rules import State
from portal.procedures import service as procedures

LIMIT = "feedback.pause"


def begin(case: Case, on: date) -> None:
    """Let the clock for the answer stand still from `on`; one that is late goes on being late."""
    ticking = clocks.running(case)
    if ticking is None or ticking.due_on < on or clocks.is_paused(ticking):
        return
    if _left(ticking, _limit(case, on)) <= 0:
        return
    ticking.changes.append(
        ClockChange(
            change=Change.PAUSE,
            since=on,
            before=ticking.due_on,
            after=ticking.due_on,
            counted=ticking.counted_on,
            basis=_limit(case, on).basis,
        )
    )
    case.paused_on = on


def end(case: Case, on: date) -> ClockChange | None:
    """Let the clock go on; its date moves by the working days paused. Return the pause, if any.

    However late somebody notices, no more is given than the limit allows.
    """
    ticking, paused = clocks.running(case), _open_pause(case)
    last = last_day(case)
    case.paused_on = None
    if ticking is None or paused is None or last is None:
        return None
    calendar = procedures.calendar_of(case)
    pause = Pause(since=paused.since, until=min(on, last))
    paused.until, paused.before = pause.until, ticking.due_on
    paused.days = clock.working_days(pause.since, pause.until, calendar)
    ticking.due_on = paused.after = counting.moved(ticking.due_on, pause, calendar)
    ticking.counted_on = paused.counted = counting.moved(ticking.counted_on, pause, calendar)
    clocks.note_due(case)
    return paused


def feel(case: Case, after: State, on: date) -> None:
    """Stop or go on as `case` is about to go over into the state `after`."""
    if after is State.WAITING and case.state is not State.WAITING:
        begin(case, on)
    elif case.state is State.WAITING and after is not State.WAITING:
        end(case, on)


def last_day(case: Case) -> date | None:
    """Return the last day the office waits for the sender, None while it does not wait."""
    ticking = clocks.running(case)
    if case.paused_on is None or ticking is None:
        return None
    limit, calendar = _limit(case, case.paused_on), procedures.calendar_of(case)
    return law.due_on(case.paused_on, _left(ticking, limit), limit.unit, calendar)


def over(session: Session, today: date) -> list[Case]:
    """Return the cases whose sender was waited for long enough."""
    paused = select(Case).where(Case.paused_on.is_not(None), Case.state == State.WAITING)
    found = session.scalars(paused.order_by(Case.id))
    return [case for case in found if (last_day(case) or today) < today]


def _limit(case: Case, on: date) -> law.Term:
    return procedures.term_of(case, LIMIT, on)


def _left(ticking: CaseClock, limit: law.Term) -> int:
    """Return how much of `limit` the pauses of a clock so far have left, in its unit."""
    over = [one for one in ticking.changes if one.change is Change.PAUSE and one.until is not None]
    by_law = ticking.standing is law.Standing.LAW and limit.standing is not law.Standing.LAW
    if by_law or (limit.times is not None and len(over) >= limit.times):
        return 0
    working = limit.unit is law.Unit.WORKING
    return limit.days - sum(
        one.days if working else (one.until - one.since).days for one in over if one.until
    )


def _open_pause(case: Case) -> ClockChange | None:
    ticking: CaseClock | None = clocks.running(case)
    changes = ticking.changes if ticking is not None else []
    return next((one for one in changes if one.change is Change.PAUSE and one.until is None), None)
