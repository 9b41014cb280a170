"""How promises are kept, counted by the day that was promised first; small groups untold."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cases.answer_models import Commitment
from portal.cases.figures import FEWEST


@dataclass(frozen=True, kw_only=True)
class Promised:
    """The promises that came due within a period; None stands for fewer than five.

    Attributes:
        due: all whose first promised day lies within it and is over.
        in_time: of those, kept by that very day; a day put off later does not count.
        late: of those, kept afterwards.
        broken: of those, not kept to this day.

    """

    due: int | None
    in_time: int | None
    late: int | None
    broken: int | None


NONE = Promised(due=0, in_time=0, late=0, broken=0)
HIDDEN = Promised(due=None, in_time=None, late=None, broken=None)


def promised(session: Session, since: date, until: date) -> Promised:
    """Return how promises due from `since` to `until` were kept, by all offices together."""
    counted = _counted(session, since, until)
    return told([sum(column) for column in zip(*counted.values(), strict=True)] or [0, 0, 0])


def promised_by_office(session: Session, since: date, until: date) -> dict[int, Promised]:
    """Return the same by office; those nothing was due from are left out."""
    counted = _counted(session, since, until)
    return {office_id: told(counts) for office_id, counts in counted.items()}


def told(counts: list[int]) -> Promised:
    """Return counts of kept in time, kept late and broken, unless they are too few to tell."""
    in_time, late, broken = counts
    due = sum(counts)
    if 0 < due < FEWEST:
        return HIDDEN
    return Promised(due=due, in_time=in_time, late=late, broken=broken)


def _counted(session: Session, since: date, until: date) -> dict[int, list[int]]:
    over = min(until, clock.today() - timedelta(days=1))
    first = Commitment.first_due_on
    parts: tuple[ColumnElement[bool], ...] = (
        Commitment.kept_on <= first,
        Commitment.kept_on > first,
        Commitment.kept_on.is_(None),
    )
    found: dict[int, list[int]] = {}
    for at, part in enumerate(parts):
        rows = (
            select(Commitment.office_id, func.count(Commitment.id))
            .where(Commitment.made_on.is_not(None), first.between(since, over), part)
            .group_by(Commitment.office_id)
        )
        for office_id, count in session.execute(rows):
            found.setdefault(office_id, [0, 0, 0])[at] = count
    return found
