"""Public figures, counted from the clocks and events that make up the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, extract, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cases.clocks import overdue
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import CARRIED, OPEN
from portal.history.models import Event

LATE = (Event.subject == "case", Event.act == "overdue")
FEWEST = 5  # a smaller group is told as "fewer than five", so that nobody in it stands out


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month of `Figures`, counted and hidden in the same way."""

    first_day: date
    received: int | None
    answered: int | None
    on_time: int | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How the authority, or one office, has answered; None stands for fewer than five.

    A part of a group is told only when the group itself is large enough: `on_time` and `late`
    with `answered`, `disputed`, `partly` and `no_word` too, `overdue` with `open`, `missed` with
    whichever of `received`, `answered` and itself is largest.

    Attributes:
        received: cases that came in within the period.
        answered: answers given within it; an answer after a second look is one more answer.
        on_time: answers given on or before the day owed, `late` those given after.
        missed: how often a day owed passed without an answer within the period, counted for the
            office that had the case then, whatever became of the case.
        open: cases that wait for an answer now, whenever they came in; `overdue` of them late.
        disputed: answers that their sender did not accept, said within the period; each of them
            opened its case again.
        partly: answers their sender called one in part, `no_word` those nothing was heard about
            within the days set.
        months: every month the period touches, oldest first.

    """

    received: int | None
    answered: int | None
    on_time: int | None
    late: int | None
    missed: int | None
    open: int | None
    overdue: int | None
    disputed: int | None
    partly: int | None
    no_word: int | None
    months: tuple[Month, ...]


def figures(session: Session, since: date, until: date, office_id: int | None = None) -> Figures:
    """Return the figures from `since` to `until`, both included, of all offices or of one."""
    office = [] if office_id is None else [Case.office_id == office_id]
    first = CaseClock.round == 1
    came = CaseClock.started_on.between(since, until)
    met = CaseClock.met_on.between(since, until)
    kept = CaseClock.met_on <= CaseClock.due_on
    received = _by_month(session, CaseClock.started_on, [first, came, *office])
    answered = _by_month(session, CaseClock.met_on, [met, *office])
    on_time = _by_month(session, CaseClock.met_on, [met, kept, *office])
    given, punctual = sum(answered.values()), sum(on_time.values())
    waiting, came_in = _open(session, office), sum(received.values())
    missed = _missed(session, since, until, office_id)
    return Figures(
        received=_told(came_in),
        answered=_told(given),
        on_time=_told(punctual, of=given),
        late=_told(given - punctual, of=given),
        missed=_told(missed, of=max(missed, given, came_in)),
        open=_told(waiting),
        overdue=_told(_open(session, [overdue(clock.today()), *office]), of=waiting),
        disputed=_told(_judged(session, "dispute", since, until, office), of=given),
        partly=_told(_judged(session, "partly", since, until, office), of=given),
        no_word=_told(_judged(session, "lapse", since, until, office), of=given),
        months=tuple(
            Month(
                first_day=first,
                received=_told(received.get((first.year, first.month), 0)),
                answered=_told(answered.get((first.year, first.month), 0)),
                on_time=_told(
                    on_time.get((first.year, first.month), 0),
                    of=answered.get((first.year, first.month), 0),
                ),
            )
            for first in _months(since, until)
        ),
    )


def offices_with_cases(session: Session) -> frozenset[int]:
    """Return the ids of the offices that have, or were late with, any case."""
    late = select(Event.office_id).where(*LATE)
    found = session.scalars(select(Case.office_id).union(late))
    return frozenset(office_id for office_id in found if office_id is not None)


def nothing() -> Figures:
    """Return the figures of an office nobody ever wrote to."""
    return Figures(
        received=0,
        answered=0,
        on_time=0,
        late=0,
        missed=0,
        open=0,
        overdue=0,
        disputed=0,
        partly=0,
        no_word=0,
        months=(),
    )


def _told(count: int, of: int | None = None) -> int | None:
    """Return `count`, or None when its group (`of`, else itself) has one to four members."""
    group = count if of is None else of
    return None if 0 < group < FEWEST else count


def _by_month(
    session: Session, column: SQLColumnExpression[Any], conditions: Iterable[ColumnElement[bool]]
) -> dict[tuple[int, int], int]:
    year, month = extract("year", column), extract("month", column)
    rows = (
        select(year, month, func.count(CaseClock.id))
        .join(Case, Case.id == CaseClock.case_id)
        .where(CaseClock.span == Span.ANSWER, Case.state.not_in(CARRIED), *conditions)
        .group_by(year, month)
    )
    return {(int(y), int(m)): count for y, m, count in session.execute(rows)}


def _open(session: Session, conditions: Iterable[ColumnElement[bool]]) -> int:
    waiting = select(func.count(Case.id)).where(Case.state.in_(OPEN), *conditions)
    return session.scalar(waiting) or 0


def _missed(session: Session, since: date, until: date, office_id: int | None) -> int:
    office = [] if office_id is None else [Event.office_id == office_id]
    on = Event.facts["on"].as_string().between(since.isoformat(), until.isoformat())
    return session.scalar(select(func.count(Event.id)).where(*LATE, on, *office)) or 0


def _judged(
    session: Session, act: str, since: date, until: date, office: Iterable[ColumnElement[bool]]
) -> int:
    said = (
        select(func.count(Event.id))
        .join(Case, Case.id == Event.subject_id)
        .where(Event.subject == "case", Event.act == act)
        .where(Event.at.between(clock.start_of(since), clock.end_of(until)), *office)
    )
    return session.scalar(said) or 0


def _months(since: date, until: date) -> list[date]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [date(count // 12, count % 12 + 1, 1) for count in range(first, last + 1)]
