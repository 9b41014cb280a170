"""Ten weeks of visits at the demonstration's counters: rated, proven, odd, and acted upon."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from portal import clock
from portal.counters.models import Counter
from portal.counters.questions import BAD, EDITIONS, GOOD, NO, USUAL, YES
from portal.demo.content import read
from portal.demo.stories import Commune
from portal.permissions import VISITOR, Role
from portal.ratings import notes, proof, service
from portal.ratings.weighing import Flag

OPENS = time(8)
HOURS_OPEN = 8
WORKING_DAYS = 5
PROVEN_EVERY = 3  # one in three comes with the code on the slip
ODD_EVERY = 29
VISITS_FOR_EACH = 6  # served for each rating
HAPPY = 4


@dataclass
class Week:
    """The ratings of one counter in one week, as the texts beside this file say.

    Attributes:
        codes: codes handed out that week.
        said: comments still to be left with a rating of the same score.

    """

    commune: Commune
    counter: Counter
    weeks_ago: int
    codes: Iterator[str]
    said: list[dict[str, Any]] = field(default_factory=list)


def rate(commune: Commune) -> int:
    """Give every rating in its week, spread over the working hours; return how many."""
    count = 0
    for row in read("ratings")["counter"]:
        weeks = row["weeks"]
        for at, scores in enumerate(weeks):
            week = _week(commune, row, len(weeks) - 1 - at, sum(scores))
            given = [score for score, many in enumerate(scores, 1) for _ in range(many)]
            for number, score in enumerate(given):
                _rate(week, number, score, f"demonstration {count}")
                count += 1
    for row in read("ratings")["change"]:
        _tell(commune, row)
    return count


def _week(commune: Commune, row: dict[str, Any], weeks_ago: int, ratings: int) -> Week:
    """Return a week that has begun: codes printed, visits written down."""
    counter = commune.counters[row["code"]]
    clerk = commune.acting(Role.OFFICER, counter.office_id)
    with clock.at(_moment(weeks_ago, 0)):
        codes = proof.issue(
            commune.session, clerk, counter, ratings // PROVEN_EVERY + 1, commune.settings
        )
        visits = ratings * VISITS_FOR_EACH
        proof.count_served(commune.session, clerk, counter, clock.today(), visits)
    said = [one for one in row.get("comment", []) if one["weeks_ago"] == weeks_ago]
    return Week(commune, counter, weeks_ago, iter(codes), said)


def _rate(week: Week, at: int, score: int, mark: str) -> None:
    comment = next((row for row in week.said if row["score"] == score), {})
    if comment:
        week.said.remove(comment)
    code = next(week.codes) if at % PROVEN_EVERY == 0 else ""
    with clock.at(_moment(week.weeks_ago, at)):
        service.rate(
            week.commune.session,
            VISITOR,
            week.counter,
            service.Given(
                score=score,
                answers=_answers(at, score, comment),
                words=comment.get("text", ""),
                form_mark=mark,
                visit_mark=proof.mark_of(week.commune.settings, code),
                flags=frozenset({Flag.OWN_NETWORK} if at % ODD_EVERY == ODD_EVERY - 1 else ()),
            ),
        )


def _answers(at: int, score: int, comment: dict[str, Any]) -> dict[str, str]:
    """Return what was tapped after the score: as the comment says, else as the score suggests."""
    names = [question.name for question in EDITIONS[USUAL].questions]
    happy = GOOD if score >= HAPPY else BAD
    guessed = {
        name: happy if (at + place) % 5 else GOOD
        for place, name in enumerate(names)
        if (at + place) % 4
    }
    if "trips" in guessed:
        guessed["trips"] = str(min(2, max(0, 5 - score + at % 2 - 1)))
    if "extra" in guessed:
        guessed["extra"] = YES if score == 1 and comment.get("extra") else NO
    told = {name: GOOD if comment[name] else BAD for name in names if name in comment}
    return guessed | told | ({"extra": YES} if comment.get("extra") else {})


def _tell(commune: Commune, row: dict[str, Any]) -> None:
    """Publish what an office changed because of its ratings."""
    counter = commune.counters[row["counter"]]
    changed_on = _monday(row["weeks_ago"])
    facts = notes.NoteFacts(
        counter_id=counter.id,
        title=row["title"],
        text=row["text"],
        since=changed_on - timedelta(weeks=3),
        until=changed_on - timedelta(days=1),
        changed_on=changed_on,
    )
    notes.publish(commune.session, commune.acting(Role.HEAD, counter.office_id), facts)


def _monday(weeks_ago: int) -> date:
    today = clock.local_date(datetime.now(clock.VIETNAM))
    return today - timedelta(days=today.weekday(), weeks=weeks_ago)


def _moment(weeks_ago: int, at: int) -> datetime:
    """Return when the rating number `at` of a week was given; never in the future."""
    day = _monday(weeks_ago) + timedelta(days=at % WORKING_DAYS)
    hour = datetime.combine(day, OPENS, clock.VIETNAM) + timedelta(hours=at % HOURS_OPEN)
    return min(hour, datetime.now(clock.VIETNAM) - timedelta(hours=1))
