"""The clocks of a case: started, met, stopped by what happens; noticed when late; explained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal import clock, law
from portal.cases import counting
from portal.cases.counting import Change, Counted
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import OPEN
from portal.history.service import record
from portal.permissions import VISITOR
from portal.procedures import service as procedures

__all__ = ["Counted", "counted"]

EVERY = frozenset(Span)
# Whose end is the sender's to keep; nobody is late when they say nothing.
OF_THE_SENDER = frozenset({Span.JUDGE})


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What an act does to the clocks.

    Attributes:
        meets: spans that are done with it, in time or late.
        stops: spans that cease to be owed.
        starts: the event by which the procedures in `law.toml` name what begins; "" for none.

    """

    meets: frozenset[Span] = frozenset()
    stops: frozenset[Span] = frozenset()
    starts: str = ""


S = Span
SORTED = frozenset({S.CLASSIFY, S.ACCEPT, S.HAND_OVER})
# Acts that settle who has a case, not whether it is taken on.
PASSED_ON = frozenset({"assign", "hand_over", "decide"})

# Act -> what it does to the clocks; pauses are the business of `pauses`.
BEATS: Mapping[str, Beat] = MappingProxyType(
    {
        "received": Beat(starts="received"),
        "acknowledged": Beat(meets=frozenset({S.ACKNOWLEDGE})),  # by the receipt, at once
        "assign": Beat(
            meets=frozenset({S.CLASSIFY}),
            stops=frozenset({S.ACCEPT, S.HAND_OVER}),
            starts="assigned",
        ),
        "accept": Beat(meets=SORTED, stops=frozenset({S.FORWARD}), starts="accepted"),
        "hand_over": Beat(
            meets=frozenset({S.CLASSIFY, S.ACCEPT, S.FORWARD}),
            stops=frozenset({S.HAND_OVER}),
            starts="handed_over",
        ),
        "decline": Beat(meets=frozenset({S.HAND_OVER})),
        "decide": Beat(
            meets=frozenset({S.CLASSIFY}), stops=frozenset({S.ACCEPT}), starts="assigned"
        ),
        "refuse": Beat(meets=SORTED, stops=frozenset({S.ANSWER, S.FORWARD})),
        "approve": Beat(meets=SORTED | {S.ANSWER}, stops=frozenset({S.FORWARD}), starts="answered"),
        "send": Beat(meets=SORTED | {S.ANSWER}, stops=frozenset({S.FORWARD}), starts="answered"),
        "satisfied": Beat(meets=frozenset({S.JUDGE})),
        "partly": Beat(meets=frozenset({S.JUDGE})),
        "lapse": Beat(stops=frozenset({S.JUDGE})),
        "dispute": Beat(meets=frozenset({S.JUDGE}), starts="disputed"),
        "withdraw": Beat(stops=EVERY),
        "split": Beat(stops=EVERY),  # the parts go on with every one of them
        "rejoin": Beat(stops=EVERY),
        "taken_out": Beat(stops=EVERY),  # the sealed lane counts on, from the day of receipt
    }
)


def start(case: Case, term: str, on: date, span: Span = Span.ANSWER) -> CaseClock:
    """Start a clock of `span` on `on`; the end of one for an answer is the case's due date.

    The limit and the calendar are those of the session the case lives in.
    """
    limit = procedures.term_of(case, term, on)
    due = limit.due_on(on, procedures.calendar_of(case))
    started = CaseClock(
        span=span,
        round=1 + max((other.round for other in case.clocks if other.span is span), default=0),
        term=term,
        days=limit.days,
        unit=limit.unit,
        basis=limit.basis,
        standing=limit.standing,
        started_on=on,
        due_on=due,
        counted_on=due,
    )
    case.clocks.append(started)
    note_due(case)
    return started


def beat(case: Case, act: str, on: date) -> None:
    """Let the clocks of `case` feel `act`: meet, stop and start what the tables say."""
    found = BEATS.get(act, Beat())
    for owed in ticking(case):
        if act in PASSED_ON and _is_of_the_case(case, owed):
            continue
        if owed.span in found.meets:
            owed.met_on = on
        elif owed.span in found.stops:
            owed.stopped_on = on
    if found.starts:
        for row in law.procedure(case.kind, on).started_by(found.starts):
            if running(case, Span(row.span)) is None:
                start(case, row.term, on, Span(row.span))
    note_due(case)


def ticking(case: Case) -> list[CaseClock]:
    """Return the clocks of all that is owed, the first one started first."""
    return [owed for owed in case.clocks if _is_running(owed)]


def running(case: Case, span: Span = Span.ANSWER) -> CaseClock | None:
    """Return the clock of `span` that is ticking, None when nothing of it is owed."""
    return next((owed for owed in ticking(case) if owed.span is span), None)


def owed_answer(case: Case) -> CaseClock | None:
    """Return the clock of the answer owed now, else of the last one; None when none ever was."""
    answers = [one for one in case.clocks if one.span is Span.ANSWER]
    return running(case) or (answers[-1] if answers else None)


def meet(case: Case, on: date, span: Span = Span.ANSWER) -> None:
    """Note that what was owed within `span` was done on `on`."""
    owed = running(case, span)
    if owed is not None:
        owed.met_on = on


def stop(case: Case, on: date, span: Span = Span.ANSWER) -> None:
    """Note that on `on` it ceased to be owed."""
    owed = running(case, span)
    if owed is not None:
        owed.stopped_on = on


def note_due(case: Case) -> None:
    """Keep with the case the day owed: of its answer, else of whatever is owed before one."""
    ours = [one for one in ticking(case) if one.span not in OF_THE_SENDER]
    answer = [one for one in ours if one.span is Span.ANSWER]
    owed = max((one.due_on for one in answer or ours), default=None)
    if owed is not None and (answer or not _was_answered(case)):
        case.due_on = owed


def is_overdue(case: Case, today: date) -> bool:
    """Return whether an answer is owed and its day has passed; while it is paused none has."""
    return case.state in OPEN and case.due_on < today and case.paused_on is None


def overdue(today: date) -> ColumnElement[bool]:
    """Return the same as a condition for lists and counts."""
    return and_(Case.state.in_(OPEN), Case.due_on < today, Case.paused_on.is_(None))


def note_lateness(session: Session, case: Case, today: date, **facts: object) -> None:
    """Write down, once and for ever, that a date of the case passed; its history says when."""
    for late in [one for one in case.clocks if _is_late(one, today)]:
        late.overdue_on = late.due_on + timedelta(days=1)
        if late.span is Span.ANSWER:
            case.overdue_on = case.overdue_on or late.overdue_on
        record(
            session,
            VISITOR,
            ("case", case.id),
            "overdue" if late.span is Span.ANSWER else "late",
            state=case.state,
            office_id=case.office_id,
            on=late.overdue_on.isoformat(),
            span=late.span.value,
            **facts,
        )


def note_all_lateness(session: Session, today: date | None = None) -> int:
    """Write down every lateness not yet noticed (the nightly look); return how many cases."""
    today = today or clock.today()
    late = (
        select(Case)
        .join(CaseClock)
        .where(CaseClock.due_on < today, CaseClock.overdue_on.is_(None))
        .where(CaseClock.met_on.is_(None), CaseClock.stopped_on.is_(None))
        .where(CaseClock.span.not_in(OF_THE_SENDER))
        .where((CaseClock.span != Span.ANSWER) | Case.paused_on.is_(None))
    )
    found = list(session.scalars(late.distinct().order_by(Case.id)))
    for case in found:
        note_lateness(session, case, today)
    return len(found)


def begun(clocks: Iterable[CaseClock]) -> dict[str, str]:
    """Return the day given to each clock by its span, as the event that began it says."""
    return {one.span.value: one.due_on.isoformat() for one in clocks}


def counted(owed: CaseClock) -> Counted:
    """Return how the date of `owed` was counted, with every day left out."""
    return counting.walked(
        owed.started_on,
        owed.counted_on or owed.due_on,
        owed.days,
        owed.unit,
        procedures.calendar_of(owed),
    )


def is_paused(owed: CaseClock) -> bool:
    """Return whether `owed` stands still while the office waits for the sender."""
    return any(one.change is Change.PAUSE and one.until is None for one in owed.changes)


def _is_of_the_case(case: Case, owed: CaseClock) -> bool:
    """Return whether `owed` runs from receipt to a yes or no, whichever office has the case."""
    since_received = law.procedure(case.kind, owed.started_on).term_of(S.ACCEPT, "received")
    return owed.span is Span.ACCEPT and owed.term == since_received


def _is_running(owed: CaseClock) -> bool:
    return owed.met_on is None and owed.stopped_on is None


def _is_late(owed: CaseClock, today: date) -> bool:
    noted = owed.overdue_on is not None or not _is_running(owed) or owed.span in OF_THE_SENDER
    return not noted and owed.due_on < today and not is_paused(owed)


def _was_answered(case: Case) -> bool:
    return any(one.span is Span.ANSWER for one in case.clocks)
