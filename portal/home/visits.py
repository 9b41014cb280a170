"""What the page about the counters shows: how people rated their visits, over a period."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.small_groups import guarded
from portal.counters.models import Counter
from portal.errors import NotFound
from portal.home import periods
from portal.home.figures import HIDDEN_SCORES
from portal.home.periods import Period
from portal.ratings.breakdown import Answered, Breakdown, breakdown
from portal.ratings.figures import Scores, scores
from portal.ratings.models import ChangeNote
from portal.ratings.notes import notes

MONTHS = 6


@dataclass(frozen=True, kw_only=True)
class CounterRow:
    """One counter in the table, in order of its code: nothing here ranks people."""

    counter: Counter
    told: Breakdown | None

    @property
    def scores(self) -> Scores:
        """The counter's scores, hidden ones where telling them would give a few people away."""
        return self.told.scores if self.told else HIDDEN_SCORES


@dataclass(frozen=True, kw_only=True)
class Change:
    """A note with the scores before and since."""

    note: ChangeNote
    before: Scores
    since: Scores


@dataclass(frozen=True, kw_only=True)
class VisitReport:
    """Everything on the page and in the file that goes with it.

    Attributes:
        counter: the one counter chosen, None for all.
        before: the scores of the period before.
        months: the last months, the latest last, each with its first day.

    """

    period: Period
    counter: Counter | None
    told: Breakdown
    before: Scores
    months: tuple[tuple[date, Scores], ...]
    counters: tuple[CounterRow, ...]
    changes: tuple[Change, ...]


def report(session: Session, period: Period, code: str = "") -> VisitReport:
    """Return how visits were rated in `period`, at the counter called `code` or at all of them."""
    whole = breakdown(session, period.since, period.until)
    rows = _counters(session, period, whole)
    chosen = next((row for row in rows if row.counter.code == code), None)
    if code and chosen is None:
        raise NotFound
    one = chosen.counter.id if chosen else None
    if chosen is not None:
        whole = chosen.told or breakdown(session, period.since, period.until, [])
    return VisitReport(
        period=period,
        counter=chosen.counter if chosen else None,
        told=whole,
        before=_scores(session, period.before_since, period.before_until, one),
        months=_months(session, period.until, one),
        counters=tuple(rows),
        changes=changes(session, period.until, one),
    )


def changes(
    session: Session, until: date, counter_id: int | None = None, since: date | None = None
) -> tuple[Change, ...]:
    """Return what was changed, each with the scores of the ratings behind it and those since."""
    return tuple(
        Change(
            note=note,
            before=scores(session, note.since, note.until, counter_ids=_one(note)),
            since=scores(session, note.changed_on, until, counter_ids=_one(note)),
        )
        for note in notes(session, counter_id, since)
    )


def _one(note: ChangeNote) -> list[int] | None:
    return [note.counter_id] if note.counter_id else None


def _counters(session: Session, period: Period, whole: Breakdown) -> list[CounterRow]:
    """Return a row for each counter; with a small one enough others hide to give nothing away."""
    found = list(session.scalars(select(Counter).order_by(Counter.code)))
    told = [breakdown(session, period.since, period.until, [one.id]) for one in found]
    for kind in ("verified", "unverified"):
        told = _without_small(told, whole, kind)
    told = _without_small_questions(told, whole)
    counts = guarded(whole.scores.count, [one.scores.count for one in told])
    return [
        CounterRow(counter=counter, told=None if count is None else one)
        for counter, one, count in zip(found, told, counts, strict=True)
        if counter.active or count != 0
    ]


def _without_small(told: list[Breakdown], whole: Breakdown, kind: str) -> list[Breakdown]:
    """Return the rows, the scores of one `kind` hidden where they could be worked out."""
    counts = [getattr(one, kind).count for one in told]
    safe = guarded(getattr(whole, kind).count, counts)
    hidden: dict[str, Any] = {kind: HIDDEN_SCORES}
    return [
        replace(one, **hidden) if count is None else one
        for one, count in zip(told, safe, strict=True)
    ]


def _without_small_questions(told: list[Breakdown], whole: Breakdown) -> list[Breakdown]:
    """Return the rows, answers to a question hidden where they could be worked out."""
    for asked in whole.answered:
        counts = [_count(one, asked) for one in told]
        safe = guarded(asked.count, counts)
        told = [
            _hide(one, asked) if count is None else one
            for one, count in zip(told, safe, strict=True)
        ]
    return told


def _is(one: Answered, other: Answered) -> bool:
    return (one.edition, one.question.name) == (other.edition, other.question.name)


def _count(told: Breakdown, asked: Answered) -> int | None:
    return next((row.count for row in told.answered if _is(row, asked)), 0)


def _hide(told: Breakdown, asked: Answered) -> Breakdown:
    rows = (
        replace(row, count=None, by_choice=()) if _is(row, asked) else row for row in told.answered
    )
    return replace(told, answered=tuple(rows))


def _scores(session: Session, since: date, until: date, counter_id: int | None) -> Scores:
    """Return the scores of a stretch, hidden where the other counters' would give them away."""
    whole = scores(session, since, until)
    if counter_id is None:
        return whole
    ids = list(session.scalars(select(Counter.id).order_by(Counter.code)))
    each = [scores(session, since, until, counter_ids=[one]) for one in ids]
    at = ids.index(counter_id)
    safe = guarded(whole.count, [one.count for one in each])[at]
    return HIDDEN_SCORES if safe is None else each[at]


def _months(
    session: Session, until: date, counter_id: int | None
) -> tuple[tuple[date, Scores], ...]:
    first = until.replace(day=1)
    found = []
    for _ in range(MONTHS):
        last = min(until, periods.last_day(first))
        found.append((first, _scores(session, first, last, counter_id)))
        first = periods.month_before(first)
    return tuple(reversed(found))
