"""What the ratings say together; never about fewer than five."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.counters.models import Counter
from portal.errors import NotAllowed
from portal.permissions import Action, Actor, allowed
from portal.ratings import rules, weighing
from portal.ratings.models import Rating


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The ratings of a counter, an office or the whole authority over a period.

    Attributes:
        count: how many ratings; None for one to four, which are not shown.
        by_score: how many gave 1, 2, 3, 4, 5; empty when `count` is None.
        weights: what those count for together, in ratings; empty when all count in full.

    """

    count: int | None
    by_score: tuple[int, ...]
    weights: tuple[float, ...] = ()

    @property
    def mean(self) -> float | None:
        """The mean score, each rating counted as the written rule weighs it; None for none."""
        return rules.mean(self.weights or self.by_score) if self.count else None

    @property
    def margin(self) -> float | None:
        """Half the width of the 95 % interval of the mean, None when there is no mean."""
        return rules.margin(self.weights or self.by_score) if self.count else None

    @property
    def satisfied(self) -> int | None:
        """How many gave 4 or 5, None when nothing may be shown."""
        if not self.count:
            return None
        return sum(self.by_score[rules.SATISFIED_FROM - 1 :])


def scores(  # noqa: PLR0913 - each narrows by one thing
    session: Session,
    since: date,
    until: date,
    *,
    office_ids: Iterable[int] | None = None,
    counter_ids: Iterable[int] | None = None,
    verified: bool | None = None,
) -> Scores:
    """Return the ratings given from `since` to `until`, both days counted, local dates.

    Args:
        session: the transaction.
        since: first day.
        until: last day.
        office_ids: of these offices only.
        counter_ids: of these counters only.
        verified: only those with a code of the visit, or only those without.

    """
    wanted = (
        select(Rating.score, func.count(), func.sum(Rating.weight))
        .where(*within(since, until))
        .group_by(Rating.score)
    )
    if office_ids is not None:
        wanted = wanted.where(Rating.office_id.in_(list(office_ids)))
    if counter_ids is not None:
        wanted = wanted.where(Rating.counter_id.in_(list(counter_ids)))
    if verified is not None:
        wanted = wanted.where(Rating.verified == verified)
    return _scores({row[0]: (row[1], row[2]) for row in session.execute(wanted)})


def words(session: Session, actor: Actor, counter: Counter) -> list[str]:
    """Return what citizens wrote at a counter, sorted so that no order tells when.

    Words are shown once the batch of five they belong to is full, never one by one.

    Raises:
        NotAllowed: `actor` may not read this office's ratings.

    """
    if not allowed(actor, Action.RATING_READ, counter):
        raise NotAllowed
    given = select(Rating.words).where(Rating.counter_id == counter.id, *in_sight())
    return sorted(text for text in session.scalars(given) if text)


def counters_read_by(session: Session, actor: Actor) -> list[Counter]:
    """Return the counters whose ratings `actor` may read, in order of their codes."""
    wanted = select(Counter).order_by(Counter.code)
    found = session.scalars(wanted)
    return [counter for counter in found if allowed(actor, Action.RATING_READ, counter)]


def scores_by_office(session: Session, since: date, until: date) -> dict[int, Scores]:
    """Return the ratings of each office that has any, by office id."""
    wanted = (
        select(Rating.office_id, Rating.score, func.count(), func.sum(Rating.weight))
        .where(*within(since, until))
        .group_by(Rating.office_id, Rating.score)
    )
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for row in session.execute(wanted):
        found.setdefault(row[0], {})[row[1]] = (row[2], row[3])
    return {office_id: _scores(counts) for office_id, counts in found.items()}


def in_sight() -> tuple[ColumnElement[bool], ...]:
    """Return the condition that leaves those whose five are complete, and have been for a while."""
    return (Rating.shown_from <= clock.now(),)


def within(since: date, until: date) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that leaves what may be seen of the days `since` to `until`."""
    given = Rating.given_at.between(clock.start_of(since), clock.end_of(until))
    return (given, *in_sight())


def _scores(found: dict[int, tuple[int, int]]) -> Scores:
    counts = tuple(found.get(score, (0, 0))[0] for score in range(1, 6))
    if any(counts) and not rules.may_be_shown(sum(counts)):
        return Scores(count=None, by_score=())
    weights = tuple(found.get(score, (0, 0))[1] / weighing.FULL for score in range(1, 6))
    return Scores(count=sum(counts), by_score=counts, weights=weights if any(weights) else ())
