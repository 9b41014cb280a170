"""The counts of months that are over, kept; what changes one marks it, in the same transaction.

A month with a mark is counted from clocks and events until the worker has counted it again, so
that nothing shown is older than what was committed. Marks are rows of their own: acts on items of
one month do not wait for each other.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, event, func, select
from sqlalchemy import inspect as looked_at
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import clock
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import CARRIED
from portal.cases.tallying import JUDGED, MEASURES, Counts, month_after, parts, tally
from portal.db import Base, Json, PrimaryKey
from portal.history.models import Event

MOST = 36  # months counted in one go, so that nobody waits long for the lock


class KeptMonth(Base):
    """What was counted of a month that is over.

    Attributes:
        month: its first day.
        counts: measure to pairs of office id (null for none) and number.

    """

    __tablename__ = "kept_months"

    month: Mapped[date] = mapped_column(primary_key=True)
    counts: Mapped[Json]


class MonthMark(Base):
    """Says that something about a month that is over was changed since it was counted."""

    __tablename__ = "month_marks"

    id: Mapped[PrimaryKey]
    month: Mapped[date]


def kept(session: Session, months: Iterable[date]) -> dict[date, Counts]:
    """Return the counts of those of `months` (first days) that are kept and still true."""
    wanted = select(KeptMonth.month, KeptMonth.counts).where(
        KeptMonth.month.in_(list(months)), KeptMonth.month.not_in(select(MonthMark.month))
    )
    return {row[0]: _read(row[1]) for row in session.execute(wanted)}


def keep(session: Session, today: date | None = None, most: int = MOST) -> int:
    """Count and keep months that are over and not kept or marked, the latest first.

    Returns how many. The marks go first: what is committed while it counts leaves a new one.
    """
    over = _months_over(session, today or clock.today())
    settled = set(kept(session, over))
    due = [month for month in reversed(over) if month not in settled][:most]
    for month in due:
        session.execute(delete(MonthMark).where(MonthMark.month == month))
        session.merge(KeptMonth(month=month, counts=_written(_recounted(session, month))))
    session.flush()
    return len(due)


def forget(session: Session) -> None:
    """Drop everything kept, so that it is counted from the history again."""
    session.execute(delete(KeptMonth))


def differences(session: Session) -> Iterator[tuple[date, str]]:
    """Yield each kept month with each measure in which it is not what a recount gives."""
    months = list(session.scalars(select(KeptMonth.month).order_by(KeptMonth.month)))
    for month, counts in sorted(kept(session, months).items()):
        again = _recounted(session, month)
        yield from ((month, name) for name in MEASURES if counts[name] != again[name])


def _months_over(session: Session, today: date) -> list[date]:
    """Return the months that ended before yesterday: nobody still writes a day of theirs."""
    first = session.scalar(
        select(func.min(CaseClock.started_on)).where(CaseClock.span == Span.ANSWER)
    )
    yesterday = today - timedelta(days=1)
    last = yesterday.replace(day=1) - timedelta(days=1)
    return [] if first is None else [month for month, _end in parts(first.replace(day=1), last)]


def _recounted(session: Session, month: date) -> Counts:
    return tally(session, month, month_after(month) - timedelta(days=1))[month]


def _written(counts: Counts) -> dict[str, Any]:
    return {name: [[key, count] for key, count in row.items()] for name, row in counts.items()}


def _read(counts: dict[str, Any]) -> Counts:
    return {name: dict(map(tuple, counts[name])) for name in MEASURES}


@event.listens_for(Session, "before_flush")
def _mark(session: Session, _context: object, _instances: object) -> None:
    """Mark the months over whose counts change with what is being written."""
    current = clock.today().replace(day=1)
    touched = [*session.new, *session.dirty, *session.deleted]
    with session.no_autoflush:
        days = {day for row in touched for day in _days(session, row)}
    months = {day.replace(day=1) for day in days}
    session.add_all(MonthMark(month=month) for month in sorted(months) if month < current)


def _days(session: Session, row: object) -> Iterator[date]:
    if isinstance(row, CaseClock):
        yield from _days_of_clock(session, row)
    elif isinstance(row, Case) and row in session.dirty and _counts_elsewhere(row):
        earliest = select(func.min(CaseClock.started_on)).where(CaseClock.case_id == row.id)
        first = session.scalar(earliest)
        if first is not None:
            yield from (day for day, _last in parts(first, clock.today()))
    elif isinstance(row, Event) and row.subject == "case":
        if row.act == "overdue":
            yield date.fromisoformat(row.facts["on"])
        elif row.act in JUDGED:
            yield clock.local_date(row.at)


def _days_of_clock(session: Session, row: CaseClock) -> Iterator[date]:
    anew = row in session.new or row in session.deleted or _changed(row, "span")
    if anew or _changed(row, "started_on", "round"):
        yield from _values(row, "started_on")
    if anew or _changed(row, "met_on", "due_on"):
        yield from _values(row, "met_on")


def _counts_elsewhere(case: Case) -> bool:
    """Whether `case` counts for another office from now on, or no more, or again."""
    carried = bool(set(_values(case, "state")) & set(CARRIED))
    return _changed(case, "office_id", "part_of_id") or (carried and _changed(case, "state"))


def _changed(row: Any, *names: str) -> bool:
    return any(looked_at(row).attrs[name].history.has_changes() for name in names)


def _values(row: Any, name: str) -> list[Any]:
    """Return what a column holds and held."""
    history = looked_at(row).attrs[name].history
    found = [*history.added, *history.unchanged, *history.deleted]
    return [value for value in found if value is not None]
