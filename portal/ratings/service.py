"""Taking ratings: each form once, none of them naming anybody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.counters import editions, opening
from portal.counters.hours import is_near
from portal.counters.models import Counter
from portal.counters.questions import Edition
from portal.errors import AlreadySent, NotAllowed
from portal.permissions import Action, Actor, allowed
from portal.procedures import service as procedures
from portal.ratings import proof, reports, rules, weighing
from portal.ratings.models import Answer, Rating
from portal.ratings.weighing import Flag


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a citizen tapped.

    Attributes:
        score: 1 (very dissatisfied) to 5 (very satisfied).
        answers: the value tapped by name of the question; what was not asked is passed over.
        words: optional text.
        form_mark: keyed hash of the form's one-time token.
        visit_mark: the code of the visit as `proof.mark_of` gives it, "" for none.
        flags: what was odd about the request.
        edition: number of the edition the device showed, where it may be an earlier one.
        at: when it was given, where that was not now: a device without a line kept it.

    """

    score: int
    answers: dict[str, str]
    words: str
    form_mark: str
    visit_mark: str = ""
    flags: frozenset[Flag] = frozenset()
    edition: int | None = None
    at: datetime | None = None


def rate(session: Session, actor: Actor, counter: Counter, given: Given) -> Rating:
    """Keep a rating and return it; the same form again completes it and never counts twice.

    Raises:
        NotAllowed: `actor` may not rate.
        AlreadySent: the form was sent before with another score.

    """
    if not allowed(actor, Action.RATING_GIVE):
        raise NotAllowed
    earlier = find(session, given.form_mark)
    rating = (
        _keep(session, counter, given)
        if earlier is None
        else _complete(session, earlier, counter, given)
    )
    if not rules.is_closed(rating.shown_from, clock.now()):
        _prove(session, rating, given)
        reports.divert(session, rating)
    return rating


def edition_of(session: Session, rating: Rating) -> Edition:
    """Return the edition the rating answers, which may no longer be the counter's."""
    return editions.by_number(session, rating.questions)


def find(session: Session, form_mark: str) -> Rating | None:
    """Return the rating that came with a form, None when none did."""
    return session.scalar(select(Rating).where(Rating.form_mark == form_mark))


def _keep(session: Session, counter: Counter, given: Given) -> Rating:
    at = given.at or clock.now()
    flags = given.flags | _flags(session, counter, given, at)
    rating = Rating(
        counter_id=counter.id,
        office_id=counter.office_id,
        score=given.score,
        words=given.words or None,
        given_at=rules.rounded(at),
        form_mark=given.form_mark,
        questions=given.edition or editions.number_at(counter, clock.local_date(at)),
        flags=" ".join(sorted(flags)),
        weight=weighing.weight(flags, verified=False),
    )
    _answer(session, rating, given)
    try:
        with session.begin_nested():
            session.add(rating)
    except IntegrityError:  # the same form arrived twice at once, and the other was first
        earlier = find(session, given.form_mark)
        if earlier is None:
            raise
        return _complete(session, earlier, counter, given)
    _fill_five(session, rating)
    # No event in the log: its instant would say to the second when this citizen stood there.
    return rating


def _complete(session: Session, earlier: Rating, counter: Counter, given: Given) -> Rating:
    """Add to a rating what was left open; what was said, or is in sight, stays as it is."""
    if (earlier.counter_id, earlier.score) != (counter.id, given.score):
        raise AlreadySent
    if not rules.is_closed(earlier.shown_from, clock.now()):
        _answer(session, earlier, given)
        earlier.words = earlier.words or given.words or None
    return earlier


def _answer(session: Session, rating: Rating, given: Given) -> None:
    """Add the answers its edition asks for and nobody gave yet."""
    said = {answer.question for answer in rating.answers}
    for asked in edition_of(session, rating).questions:
        value = given.answers.get(asked.name, "")
        if asked.name not in said and asked.choice(value):
            rating.answers.append(Answer(question=asked.name, value=value))


def _prove(session: Session, rating: Rating, given: Given) -> None:
    """Let the code of a visit vouch for the rating; it leaves the five of those without."""
    if rating.verified or not proof.claim(session, rating.counter, given.visit_mark):
        return
    rating.verified, rating.shown_from = True, None
    rating.weight = weighing.FULL
    _fill_five(session, rating)


def _fill_five(session: Session, rating: Rating) -> None:
    """Let five of a counter, proven or not, be seen together when they are complete.

    Not at once: the fifth may still be answering, and would be seen doing so.
    """
    session.flush()
    waiting = (
        Rating.counter_id == rating.counter_id,
        Rating.verified == rating.verified,
        Rating.shown_from.is_(None),
    )
    makes = Rating.weight >= weighing.MAKES_A_FIVE
    count = session.scalar(select(func.count(Rating.id)).where(*waiting, makes)) or 0
    if count >= rules.SMALLEST_GROUP:
        shown_from = rules.shown_from(clock.now())
        session.execute(update(Rating).where(*waiting).values(shown_from=shown_from))


def _flags(session: Session, counter: Counter, given: Given, at: datetime) -> set[Flag]:
    """Return what is odd about a rating itself, whatever way it came."""
    flags = set()
    if not is_near(opening.hours_of(session, counter), at, procedures.calendar(session)):
        flags.add(Flag.OUTSIDE_HOURS)
    latest = session.scalars(
        select(Rating.score)
        .where(Rating.counter_id == counter.id, Rating.given_at == rules.rounded(at))
        .order_by(Rating.id.desc())
        .limit(weighing.STREAK)
    ).all()
    if len(latest) == weighing.STREAK and set(latest) == {given.score}:
        flags.add(Flag.STREAK)
    return flags
