"""Public figures: months that are over as they are kept, the others as clocks and events tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import case as when
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cases.clocks import overdue
from portal.cases.kept_months import kept
from portal.cases.models import Case
from portal.cases.rules import OPEN
from portal.cases.tallying import MEASURES, Counts, month_after, parts, tally

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


class Counting:
    """Counts of one page: asked for several stretches of time, it reads no month twice."""

    def __init__(self, session: Session) -> None:
        """Begin with nothing counted."""
        self.session = session
        self.counted: dict[tuple[date, date], Counts] = {}

    def figures(self, since: date, until: date) -> Figures:
        """Return the figures of all offices from `since` to `until`, both included."""
        months = self._months(since, until)
        counts = _Counts(
            open=sum(row[0] for row in self._waiting.values()),
            overdue=sum(row[1] for row in self._waiting.values()),
            **_summed(months),
        )
        firsts = [first.replace(day=1) for first, _last in parts(since, until)]
        told = (_month(first, one) for first, one in zip(firsts, months, strict=True))
        return _figures(counts, tuple(told))

    def by_office(self, since: date, until: date) -> dict[int, Figures]:
        """Return the same by the id of the office, without months; those with nothing left out."""
        months = self._months(since, until)
        known = {key for one in months for row in one.values() for key in row}
        return {
            office_id: _figures(
                _Counts(
                    open=self._waiting.get(office_id, (0, 0))[0],
                    overdue=self._waiting.get(office_id, (0, 0))[1],
                    **_summed(months, office_id),
                )
            )
            for office_id in {*known, *self._waiting}
            if office_id is not None
        }

    def _months(self, since: date, until: date) -> list[Counts]:
        """Return the counts of each month, or part of one, from `since` to `until`."""
        wanted = parts(since, until)
        whole = {
            first: last
            for first, last in wanted
            if first.day == 1
            and last == month_after(first) - timedelta(days=1)
            and (first, last) not in self.counted
        }
        for first, counts in kept(self.session, whole).items():
            self.counted[first, whole[first]] = counts
        for run in _runs([part for part in wanted if part not in self.counted]):
            found = tally(self.session, run[0][0], run[-1][1])
            self.counted |= {part: found[part[0].replace(day=1)] for part in run}
        return [self.counted[part] for part in wanted]

    @cached_property
    def _waiting(self) -> dict[int | None, tuple[int, int]]:
        """How many wait for an answer now and how many of them are late, by office."""
        late = func.sum(when((overdue(clock.today()), 1), else_=0))
        waiting = select(Case.office_id, func.count(), late).where(Case.state.in_(OPEN))
        rows = self.session.execute(waiting.group_by(Case.office_id))
        return {office_id: (count, some) for office_id, count, some in rows}


def figures(session: Session, since: date, until: date) -> Figures:
    """Return the figures of all offices from `since` to `until`, both included."""
    return Counting(session).figures(since, until)


def figures_by_office(session: Session, since: date, until: date) -> dict[int, Figures]:
    """Return the same by the id of the office, without months; those with nothing are left out."""
    return Counting(session).by_office(since, until)


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


def _month(first_day: date, counts: Counts) -> Month:
    received, answered, on_time = (
        sum(counts[name].values()) for name in ("received", "answered", "on_time")
    )
    return Month(
        first_day=first_day,
        received=_told(received),
        answered=_told(answered),
        on_time=_told(on_time, of=answered),
    )


def _summed(months: Iterable[Counts], office_id: int | None = None) -> dict[str, int]:
    """Return the sum of each measure over `months`, of one office or of all."""
    found = dict.fromkeys(MEASURES, 0)
    for counts in months:
        for name, row in counts.items():
            found[name] += sum(row.values()) if office_id is None else row.get(office_id, 0)
    return found


def _runs(wanted: Sequence[tuple[date, date]]) -> list[list[tuple[date, date]]]:
    """Return `wanted` in runs without a day between."""
    found: list[list[tuple[date, date]]] = []
    for part in wanted:
        if found and part[0] == found[-1][-1][1] + timedelta(days=1):
            found[-1].append(part)
        else:
            found.append([part])
    return found
