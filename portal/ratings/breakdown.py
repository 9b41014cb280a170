"""The ratings of a counter, an office or everybody over a period, taken apart."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.counters import editions
from portal.counters.questions import Question
from portal.ratings import proof, rules, weighing
from portal.ratings.figures import Scores, scores, within
from portal.ratings.models import Answer, Rating


@dataclass(frozen=True, kw_only=True)
class Answered:
    """How one question of one edition was answered.

    Attributes:
        count: how many answered it; None for one to four, which are not shown.
        by_choice: how many gave each answer, in the order of the question's choices.

    """

    edition: int
    question: Question
    count: int | None
    by_choice: tuple[int, ...]

    @property
    def points(self) -> float | None:
        """The share of the points that could be had, None when nothing may be shown."""
        if not self.count:
            return None
        had = zip(self.question.choices, self.by_choice, strict=True)
        got = sum((choice.points or 0) * many for choice, many in had)
        return got / (self.question.most * self.count)


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """Everything that is told of one counter, one office or all of them.

    Attributes:
        verified: those with the code of a visit; `unverified` those without. Never mixed.
        flagged: how many weigh less by the written rule; None when nothing may be shown.
        visits: how many visits the counters wrote down.

    """

    scores: Scores
    verified: Scores
    unverified: Scores
    flagged: int | None
    visits: int
    answered: tuple[Answered, ...]

    @property
    def per_hundred(self) -> float | None:
        """Ratings per hundred visits served, None when either is not known."""
        count = self.scores.count
        return 100 * count / self.visits if count and self.visits else None


def breakdown(
    session: Session, since: date, until: date, counter_ids: list[int] | None = None
) -> Breakdown:
    """Return the ratings from `since` to `until`, of these counters only, or of all."""
    served = proof.served(session, since, until)
    return Breakdown(
        scores=scores(session, since, until, counter_ids=counter_ids),
        verified=scores(session, since, until, counter_ids=counter_ids, verified=True),
        unverified=scores(session, since, until, counter_ids=counter_ids, verified=False),
        flagged=_flagged(session, since, until, counter_ids),
        visits=sum(
            visits
            for counter_id, visits in served.items()
            if counter_ids is None or counter_id in counter_ids
        ),
        answered=tuple(answered(session, since, until, counter_ids)),
    )


def answered(
    session: Session, since: date, until: date, counter_ids: list[int] | None = None
) -> list[Answered]:
    """Return how each question asked was answered; what goes to the restricted reports is not."""
    wanted = (
        select(Rating.questions, Answer.question, Answer.value, func.count())
        .join(Answer, Answer.rating_id == Rating.id)
        .where(*_of(since, until, counter_ids))
        .group_by(Rating.questions, Answer.question, Answer.value)
    )
    found = {(row[0], row[1], row[2]): row[3] for row in session.execute(wanted)}
    return [
        row
        for edition in editions.every(session)
        for question in edition.questions
        if not question.restricted and (row := _row(edition.number, question, found)).count != 0
    ]


def _row(edition: int, question: Question, found: dict[tuple[int, str, str], int]) -> Answered:
    counts = tuple(
        found.get((edition, question.name, choice.value), 0) for choice in question.choices
    )
    told = not any(counts) or rules.may_be_shown(sum(counts))
    return Answered(
        edition=edition,
        question=question,
        count=sum(counts) if told else None,
        by_choice=counts if told else (),
    )


def _flagged(
    session: Session, since: date, until: date, counter_ids: list[int] | None
) -> int | None:
    wanted = select(func.count(Rating.id)).where(*_of(since, until, counter_ids))
    if not rules.may_be_shown(session.scalar(wanted) or 0):
        return None
    return session.scalar(wanted.where(Rating.weight < weighing.FULL)) or 0


def _of(since: date, until: date, counter_ids: list[int] | None) -> tuple[ColumnElement[bool], ...]:
    seen = within(since, until)
    return seen if counter_ids is None else (*seen, Rating.counter_id.in_(counter_ids))
