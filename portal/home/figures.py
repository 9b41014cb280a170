"""What the page of public figures shows, gathered from cases and ratings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.cases.figures import Counting, Figures, Month, nothing
from portal.cases.small_groups import guarded
from portal.home import periods
from portal.home.periods import Period
from portal.ratings.figures import Scores, scores, scores_by_office

T = TypeVar("T")

NO_SCORES = Scores(count=0, by_score=(0, 0, 0, 0, 0))
HIDDEN_SCORES = Scores(count=None, by_score=())


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """One office in the table; None and hidden scores stand for fewer than five."""

    office: Office
    figures: Figures
    scores: Scores

    @property
    def busy(self) -> bool:
        """Whether there is anything to tell of the office."""
        figures = self.figures
        counts = (
            figures.received,
            figures.answered,
            figures.missed,
            figures.open,
            self.scores.count,
        )
        return any(count is None or count > 0 for count in counts)


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything on the page and in the file that goes with it.

    Attributes:
        before: the figures of the period before, as long.
        months: the twelve months that end with the period.

    """

    period: Period
    now: Figures
    before: Figures
    scores: Scores
    scores_before: Scores
    months: tuple[Month, ...]
    offices: tuple[OfficeRow, ...]


def report(session: Session, period: Period) -> Report:
    """Return the figures of `period` for the whole authority, by month and by office."""
    counting = Counting(session)
    now = counting.figures(period.since, period.until)
    total_scores = scores(session, period.since, period.until)
    year = counting.figures(periods.a_year_to(period.until), period.until)
    return Report(
        period=period,
        now=now,
        before=counting.figures(period.before_since, period.before_until),
        scores=total_scores,
        scores_before=scores(session, period.before_since, period.before_until),
        months=_guarded_months(year),
        offices=_guarded_offices(now, total_scores, _offices(session, period, counting)),
    )


def office_row(session: Session, period: Period, office: Office) -> OfficeRow:
    """Return the row of `office` just as the table of all offices shows it."""
    counting = Counting(session)
    now = counting.figures(period.since, period.until)
    total_scores = scores(session, period.since, period.until)
    rows = _guarded_offices(now, total_scores, _offices(session, period, counting))
    found = next((row for row in rows if row.office.id == office.id), None)
    return found or OfficeRow(office=office, figures=nothing(), scores=NO_SCORES)


def _offices(session: Session, period: Period, counting: Counting) -> list[OfficeRow]:
    """Return a row for each office that lives, and for those that still had something to do."""
    by_office = scores_by_office(session, period.since, period.until)
    counted = counting.by_office(period.since, period.until)
    rows = [
        OfficeRow(
            office=office,
            figures=counted.get(office.id, nothing()),
            scores=by_office.get(office.id, NO_SCORES),
        )
        for office in session.scalars(select(Office).order_by(Office.position, Office.id))
    ]
    today = clock.today()
    return [
        row
        for row in rows
        if row.office.valid_to is None or row.office.valid_to >= today or row.busy
    ]


def _guarded_offices(
    now: Figures, total_scores: Scores, rows: list[OfficeRow]
) -> tuple[OfficeRow, ...]:
    """Return the rows, with what hangs on a figure hidden together with it."""
    rows = _hide(rows, now.received, lambda row: row.figures.received, _without_received)
    rows = _hide(rows, now.answered, lambda row: row.figures.answered, _without_answered)
    rows = _hide(rows, now.open, lambda row: row.figures.open, _without_open)
    rows = _hide(rows, total_scores.count, lambda row: row.scores.count, _without_scores)
    return tuple(rows)


def _guarded_months(year: Figures) -> tuple[Month, ...]:
    rows = list(year.months)
    rows = _hide(rows, year.received, lambda row: row.received, _month_without_received)
    rows = _hide(rows, year.answered, lambda row: row.answered, _month_without_answered)
    return tuple(rows)


def _hide(
    rows: Iterable[T],
    total: int | None,
    count_of: Callable[[T], int | None],
    hidden: Callable[[T], T],
) -> list[T]:
    rows = list(rows)
    safe = guarded(total, [count_of(row) for row in rows])
    return [hidden(row) if count is None else row for row, count in zip(rows, safe, strict=True)]


def _without_received(row: OfficeRow) -> OfficeRow:
    return replace(row, figures=replace(row.figures, received=None))


def _without_answered(row: OfficeRow) -> OfficeRow:
    hidden = replace(
        row.figures,
        answered=None,
        on_time=None,
        late=None,
        disputed=None,
        partly=None,
        no_word=None,
    )
    return replace(row, figures=hidden)


def _without_open(row: OfficeRow) -> OfficeRow:
    return replace(row, figures=replace(row.figures, open=None, overdue=None))


def _without_scores(row: OfficeRow) -> OfficeRow:
    return replace(row, scores=HIDDEN_SCORES)


def _month_without_received(row: Month) -> Month:
    return replace(row, received=None)


def _month_without_answered(row: Month) -> Month:
    return replace(row, answered=None, on_time=None)
