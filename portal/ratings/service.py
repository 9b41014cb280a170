"""Taking ratings: each form once, none of them naming anybody."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.counters.models import Counter
from portal.counters.questions import EDITIONS, Edition
from portal.errors import AlreadySent, NotAllowed
from portal.permissions import Action, Actor, allowed
from portal.ratings import reports, rules
from portal.ratings.models import Answer, Rating


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a citizen tapped.

    Attributes:
        score: 1 (very dissatisfied) to 5 (very satisfied).
        answers: the value tapped by name of the question; what was not asked is passed over.
        words: optional text.
        form_mark: keyed hash of the form's one-time token.

    """

    score: int
    answers: dict[str, str]
    words: str
    form_mark: str


def rate(session: Session, actor: Actor, counter: Counter, given: Given) -> Rating:
    """Keep a rating and return it; the same form again completes it and never counts twice.

    Raises:
        NotAllowed: `actor` may not rate.
        AlreadySent: the form was sent before with another score.

    """
    if not allowed(actor, Action.RATING_GIVE):
        raise NotAllowed
    earlier = _find(session, given.form_mark)
    rating = (
        _keep(session, counter, given) if earlier is None else _complete(earlier, counter, given)
    )
    reports.divert(session, rating)
    return rating


def edition_of(rating: Rating) -> Edition:
    """Return the edition the rating answers, which may no longer be the counter's."""
    return EDITIONS[rating.questions]


def _keep(session: Session, counter: Counter, given: Given) -> Rating:
    rating = Rating(
        counter_id=counter.id,
        office_id=counter.office_id,
        score=given.score,
        words=given.words or None,
        given_at=rules.rounded(clock.now()),
        form_mark=given.form_mark,
        questions=counter.questions,
    )
    _answer(rating, given)
    try:
        with session.begin_nested():
            session.add(rating)
    except IntegrityError:  # the same form arrived twice at once, and the other was first
        earlier = _find(session, given.form_mark)
        if earlier is None:
            raise
        return _complete(earlier, counter, given)
    # No event in the log: its instant would say to the second when this citizen stood there.
    return rating


def _complete(earlier: Rating, counter: Counter, given: Given) -> Rating:
    """Add to a rating what was left open; what was said stays said."""
    if (earlier.counter_id, earlier.score) != (counter.id, given.score):
        raise AlreadySent
    _answer(earlier, given)
    earlier.words = earlier.words or given.words or None
    return earlier


def _answer(rating: Rating, given: Given) -> None:
    """Add the answers its edition asks for and nobody gave yet."""
    said = {answer.question for answer in rating.answers}
    for asked in edition_of(rating).questions:
        value = given.answers.get(asked.name, "")
        if asked.name not in said and asked.choice(value):
            rating.answers.append(Answer(question=asked.name, value=value))


def _find(session: Session, form_mark: str) -> Rating | None:
    return session.scalar(select(Rating).where(Rating.form_mark == form_mark))
