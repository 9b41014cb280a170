"""Counting what happened in each month, office by office, from clocks and events."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import case as when
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import CARRIED, State
from portal.history.models import Event

JUDGED = ("dispute", "partly", "lapse")
MEASURES = ("received", "answered", "on_time", "missed", *JUDGED)
# What a part and its whole both write down counts where it was written first.
LATE = (
    Event.subject == "case",
    Event.act == "overdue",
    Event.facts["counted_in"].as_string().is_(None),
)
KEPT = CaseClock.met_on <= CaseClock.due_on

Counts = dict[str, dict[int | None, int]]  # measure, then office, to number


def tally(session: Session, since: date, until: date) -> dict[date, Counts]:
    """Return what happened from `since` to `until`, by the first day of each month they touch.

    What is counted under each of `MEASURES` is said in `figures.Figures`.
    """
    found: dict[date, Counts] = {
        first.replace(day=1): empty() for first, _last in parts(since, until)
    }
    for measure, day, office_id, count in _counted(session, since, until):
        row = found[day.replace(day=1)][measure]
        row[office_id] = row.get(office_id, 0) + count
    return found


def empty() -> Counts:
    """Return counts of nothing."""
    return {measure: {} for measure in MEASURES}


def parts(since: date, until: date) -> list[tuple[date, date]]:
    """Return the days from `since` to `until` month by month: first and last day of each part."""
    found, first = [], since
    while first <= until:
        following = month_after(first)
        found.append((first, min(until, following - timedelta(days=1))))
        first = following
    return found


def month_after(day: date) -> date:
    """Return the first day of the month after the one of `day`."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _counted(
    session: Session, since: date, until: date
) -> Iterator[tuple[str, date, int | None, int]]:
    yield from _received(session, since, until)
    yield from _answered(session, since, until)
    yield from _missed(session, since, until)
    yield from _judged(session, since, until)


def _received(
    session: Session, since: date, until: date
) -> Iterator[tuple[str, date, int | None, int]]:
    rows = (
        select(CaseClock.started_on, Case.office_id, func.count())
        .join(Case, Case.id == CaseClock.case_id)
        .where(CaseClock.span == Span.ANSWER, CaseClock.round == 1, Case.state.not_in(CARRIED))
        .where(CaseClock.started_on.between(since, until))
        .group_by(CaseClock.started_on, Case.office_id)
    )
    for day, office_id, count in session.execute(rows):
        yield "received", day, office_id, count


def _answered(
    session: Session, since: date, until: date
) -> Iterator[tuple[str, date, int | None, int]]:
    rows = (
        select(CaseClock.met_on, Case.office_id, func.count(), func.sum(when((KEPT, 1), else_=0)))
        .join(Case, Case.id == CaseClock.case_id)
        .where(CaseClock.span == Span.ANSWER, Case.state.not_in(CARRIED))
        .where(CaseClock.met_on.between(since, until))
        .group_by(CaseClock.met_on, Case.office_id)
    )
    for day, office_id, count, kept in session.execute(rows):
        if day is not None:
            yield "answered", day, office_id, count
            yield "on_time", day, office_id, kept


def _missed(
    session: Session, since: date, until: date
) -> Iterator[tuple[str, date, int | None, int]]:
    """Yield how often a day owed passed, by the office that had the case.

    Parts put together again are one case: one office misses its day once.
    """
    on = Event.facts["on"].as_string()
    whole = when((Case.state == State.JOINED, Case.part_of_id), else_=Case.id)
    missed = (
        select(Event.office_id, whole.label("whole"), on.label("on"))
        .join(Case, Case.id == Event.subject_id)
        # Written down on the day itself or later: an index leads to the events since.
        .where(*LATE, Event.at >= clock.start_of(since))
        .where(on.between(since.isoformat(), until.isoformat()))
        .distinct()
        .subquery()
    )
    rows = select(missed.c.on, missed.c.office_id, func.count())
    for day, office_id, count in session.execute(rows.group_by(missed.c.on, missed.c.office_id)):
        yield "missed", date.fromisoformat(day), office_id, count


def _judged(
    session: Session, since: date, until: date
) -> Iterator[tuple[str, date, int | None, int]]:
    """Yield what senders made of answers."""
    rows = (
        select(Event.act, Event.at, Case.office_id)
        .join(Case, Case.id == Event.subject_id)
        .where(Event.subject == "case", Event.act.in_(JUDGED))
        .where(Event.at >= clock.start_of(since))
        .where(Event.at < clock.start_of(until + timedelta(days=1)))
    )
    for act, at, office_id in session.execute(rows):
        yield act, clock.local_date(at), office_id, 1
