"""The clocks of a case: started, met, stopped, noticed when late, and explained."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, law
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import OPEN
from portal.history.service import record
from portal.permissions import VISITOR


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How a due date was found, day by day.

    Attributes:
        worked: days that counted, in order; the last one is the due date for working days.
        weekends: Saturdays and Sundays left out.
        days_off: public holidays and days off in exchange left out.

    """

    worked: tuple[date, ...]
    weekends: tuple[date, ...]
    days_off: tuple[date, ...]


def start(case: Case, term: str, on: date, span: Span = Span.ANSWER) -> CaseClock:
    """Start a clock of `span` on `on`; the end of one for an answer is the case's due date."""
    limit = law.term(term, on)
    started = CaseClock(
        span=span,
        round=1 + max((other.round for other in case.clocks if other.span is span), default=0),
        term=term,
        days=limit.days,
        unit=limit.unit,
        basis=limit.basis,
        standing=limit.standing,
        started_on=on,
        due_on=limit.due_on(on),
    )
    case.clocks.append(started)
    if span is Span.ANSWER:
        case.due_on = started.due_on
    return started


def running(case: Case, span: Span = Span.ANSWER) -> CaseClock | None:
    """Return the clock of `span` that is ticking, None when nothing of it is owed."""
    ticking = (
        found
        for found in case.clocks
        if found.span is span and found.met_on is None and found.stopped_on is None
    )
    return next(ticking, None)


def meet(case: Case, on: date, span: Span = Span.ANSWER) -> None:
    """Note that what was owed within `span` was done on `on`."""
    ticking = running(case, span)
    if ticking is not None:
        ticking.met_on = on


def stop(case: Case, on: date, span: Span = Span.ANSWER) -> None:
    """Note that on `on` it ceased to be owed."""
    ticking = running(case, span)
    if ticking is not None:
        ticking.stopped_on = on


def is_overdue(case: Case, today: date) -> bool:
    """Return whether an answer is owed and its day has passed."""
    return case.state in OPEN and case.due_on < today


def note_lateness(session: Session, case: Case, today: date) -> None:
    """Write down, once and for ever, that the case became late; its history says when."""
    if not is_overdue(case, today) or _noted(case):
        return
    late_since = case.due_on + timedelta(days=1)
    case.overdue_on = case.overdue_on or late_since
    ticking = running(case)
    if ticking is not None:
        ticking.overdue_on = late_since
    record(
        session,
        VISITOR,
        ("case", case.id),
        "overdue",
        state=case.state,
        office_id=case.office_id,
        on=late_since.isoformat(),
    )


def note_all_lateness(session: Session, today: date | None = None) -> int:
    """Write down every lateness not yet noticed (the nightly look); return how many."""
    today = today or clock.today()
    late = select(Case).where(Case.state.in_(OPEN), Case.due_on < today)
    late = late.join(CaseClock).where(
        CaseClock.span == Span.ANSWER,
        CaseClock.met_on.is_(None),
        CaseClock.stopped_on.is_(None),
        CaseClock.overdue_on.is_(None),
    )
    found = list(session.scalars(late.order_by(Case.id)))
    for case in found:
        note_lateness(session, case, today)
    return len(found)


def counted(owed: CaseClock) -> Counted:
    """Return how the due date of `owed` was counted, with every day left out."""
    calendar = law.calendar()
    length = (owed.due_on - owed.started_on).days
    days = [owed.started_on + timedelta(days=count) for count in range(1, length + 1)]
    off = [day for day in days if not calendar.works(day)]
    if owed.unit is law.Unit.CALENDAR:
        # Only a last day on a day off moves a count of calendar days.
        off = [day for day in off if (day - owed.started_on).days >= owed.days]
    return Counted(
        worked=tuple(day for day in days if day not in off),
        weekends=tuple(day for day in off if day.weekday() >= clock.SATURDAY),
        days_off=tuple(day for day in off if day.weekday() < clock.SATURDAY),
    )


def _noted(case: Case) -> bool:
    ticking = running(case)
    return ticking is None or ticking.overdue_on is not None
