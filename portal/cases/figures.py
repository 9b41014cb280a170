"""Public figures, counted from the clocks and events that make up the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import Session

from portal import clock
from portal.cases.clocks import overdue
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import CARRIED, OPEN, State
from portal.history.models import Event

# What a part and its whole both write down counts where it was written first.
LATE = (
    Event.subject == "case",
    Event.act == "overdue",
    Event.facts["counted_in"].as_string().is_(None),
)
JUDGED = ("dispute", "partly", "lapse")
KEPT = CaseClock.met_on <= CaseClock.due_on
COUNTED = CaseClock.case_id.not_in(select(Case.id).where(Case.state.in_(CARRIED)))
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


@dataclass(frozen=True, kw_only=True)
class _Counts:
    """What is counted of one office, or of all, before small groups are hidden."""

    received: int = 0
    answered: int = 0
    on_time: int = 0
    missed: int = 0
    open: int = 0
    overdue: int = 0
    dispute: int = 0
    partly: int = 0
    lapse: int = 0


def figures(session: Session, since: date, until: date) -> Figures:
    """Return the figures of all offices from `since` to `until`, both included."""
    received = _by_month(session, CaseClock.started_on, _came(since, until))
    answered = _by_month(session, CaseClock.met_on, _met(since, until))
    on_time = _by_month(session, CaseClock.met_on, [*_met(since, until), KEPT])
    waiting = _waiting(session).values()
    judged = {act: sum(row.values()) for act, row in _judged(session, since, until).items()}
    counts = _Counts(
        received=sum(received.values()),
        answered=sum(answered.values()),
        on_time=sum(on_time.values()),
        missed=sum(_missed(session, since, until).values()),
        open=sum(row[0] for row in waiting),
        overdue=sum(row[1] for row in waiting),
        **judged,
    )
    return _figures(
        counts,
        tuple(
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


def figures_by_office(session: Session, since: date, until: date) -> dict[int, Figures]:
    """Return the same by the id of the office, without months; those with nothing are left out."""
    received = _by_office(session, _came(since, until))
    answered = _by_office(session, _met(since, until))
    on_time = _by_office(session, [*_met(since, until), KEPT])
    waiting = _waiting(session)
    missed, judged = _missed(session, since, until), _judged(session, since, until)
    return {
        office_id: _figures(
            _Counts(
                received=received.get(office_id, 0),
                answered=answered.get(office_id, 0),
                on_time=on_time.get(office_id, 0),
                missed=missed.get(office_id, 0),
                open=waiting.get(office_id, (0, 0))[0],
                overdue=waiting.get(office_id, (0, 0))[1],
                **{act: row.get(office_id, 0) for act, row in judged.items()},
            )
        )
        for office_id in {
            *received,
            *answered,
            *waiting,
            *missed,
            *(key for row in judged.values() for key in row),
        }
        if office_id is not None
    }


def nothing() -> Figures:
    """Return the figures of an office nobody ever wrote to."""
    return _figures(_Counts())


def _figures(counts: _Counts, months: tuple[Month, ...] = ()) -> Figures:
    given = counts.answered
    return Figures(
        received=_told(counts.received),
        answered=_told(given),
        on_time=_told(counts.on_time, of=given),
        late=_told(given - counts.on_time, of=given),
        missed=_told(counts.missed, of=max(counts.missed, given, counts.received)),
        open=_told(counts.open),
        overdue=_told(counts.overdue, of=counts.open),
        disputed=_told(counts.dispute, of=given),
        partly=_told(counts.partly, of=given),
        no_word=_told(counts.lapse, of=given),
        months=months,
    )


def _told(count: int, of: int | None = None) -> int | None:
    """Return `count`, or None when its group (`of`, else itself) has one to four members."""
    group = count if of is None else of
    return None if 0 < group < FEWEST else count


def _came(since: date, until: date) -> list[ColumnElement[bool]]:
    return [CaseClock.round == 1, CaseClock.started_on.between(since, until)]


def _met(since: date, until: date) -> list[ColumnElement[bool]]:
    return [CaseClock.met_on.between(since, until)]


def _by_month(
    session: Session, column: SQLColumnExpression[Any], conditions: Iterable[ColumnElement[bool]]
) -> dict[tuple[int, int], int]:
    """Return the numbers by month, counted by day first: an index holds the days."""
    rows = select(column, func.count()).where(CaseClock.span == Span.ANSWER, COUNTED, *conditions)
    found: dict[tuple[int, int], int] = {}
    for day, count in session.execute(rows.group_by(column)):
        found[day.year, day.month] = found.get((day.year, day.month), 0) + count
    return found


def _by_office(
    session: Session, conditions: Iterable[ColumnElement[bool]]
) -> dict[int | None, int]:
    rows = (
        select(Case.office_id, func.count())
        .select_from(CaseClock)
        .join(Case, Case.id == CaseClock.case_id)
        .where(CaseClock.span == Span.ANSWER, COUNTED, *conditions)
        .group_by(Case.office_id)
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def _waiting(session: Session) -> dict[int | None, tuple[int, int]]:
    """Return how many wait for an answer now and how many of them are late, by office."""
    late = func.sum(when((overdue(clock.today()), 1), else_=0))
    waiting = select(Case.office_id, func.count(), late).where(Case.state.in_(OPEN))
    rows = session.execute(waiting.group_by(Case.office_id))
    return {office_id: (count, some) for office_id, count, some in rows}


def _missed(session: Session, since: date, until: date) -> dict[int | None, int]:
    """Return how often a day owed passed within the period, by the office that had the case.

    Parts put together again are one case: one office misses its day once.
    """
    on = Event.facts["on"].as_string()
    whole = when((Case.state == State.JOINED, Case.part_of_id), else_=Case.id)
    missed = (
        select(Event.office_id, whole.label("whole"), on.label("on"))
        .join(Case, Case.id == Event.subject_id)
        .where(*LATE, on.between(since.isoformat(), until.isoformat()))
        .distinct()
        .subquery()
    )
    counted = select(missed.c.office_id, func.count()).group_by(missed.c.office_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def _judged(session: Session, since: date, until: date) -> dict[str, dict[int | None, int]]:
    """Return what senders made of answers within the period: act, then office, to number."""
    said = (
        select(Event.act, Case.office_id, func.count())
        .select_from(Event)
        .join(Case, Case.id == Event.subject_id)
        .where(Event.subject == "case", Event.act.in_(JUDGED))
        .where(Event.at.between(clock.start_of(since), clock.end_of(until)))
        .group_by(Event.act, Case.office_id)
    )
    found: dict[str, dict[int | None, int]] = {act: {} for act in JUDGED}
    for act, office_id, count in session.execute(said):
        found[act][office_id] = count
    return found


def _months(since: date, until: date) -> list[date]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [date(count // 12, count % 12 + 1, 1) for count in range(first, last + 1)]
