"""Ten weeks of ratings at the demonstration's counters."""

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from portal import clock
from portal.counters.questions import BAD, GOOD
from portal.demo.content import read
from portal.demo.stories import Commune
from portal.permissions import VISITOR
from portal.ratings import service

OPENS = time(8)
HOURS_OPEN = 8
WORKING_DAYS = 5


def rate(commune: Commune) -> int:
    """Give every rating in its week, spread over the working hours; return how many."""
    marks = count()
    for row in read("ratings")["counter"]:
        weeks = row["weeks"]
        for at, scores in enumerate(weeks):
            weeks_ago = len(weeks) - 1 - at
            said = [said for said in row.get("comment", []) if said["weeks_ago"] == weeks_ago]
            _rate_week(commune, row["code"], weeks_ago, scores, said, marks)
    return next(marks)


def _rate_week(  # noqa: PLR0913, PLR0917 - a week of one counter is just these
    commune: Commune,
    code: str,
    weeks_ago: int,
    scores: list[int],
    said: list[dict[str, Any]],
    marks: "count[int]",
) -> None:
    given = [score for score, many in enumerate(scores, 1) for _ in range(many)]
    for at, score in enumerate(given):
        comment = next((row for row in said if row["score"] == score), {})
        if comment:
            said.remove(comment)
        with clock.at(_moment(weeks_ago, at)):
            service.rate(
                commune.session,
                VISITOR,
                commune.counters[code],
                service.Given(
                    score=score,
                    answers={
                        name: GOOD if comment[name] else BAD
                        for name in ("attitude", "time", "guidance")
                        if name in comment
                    },
                    words=comment.get("text", ""),
                    form_mark=f"demonstration {next(marks)}",
                ),
            )


def _moment(weeks_ago: int, at: int) -> datetime:
    """Return when the rating number `at` of a week was given; never in the future."""
    today = clock.local_date(datetime.now(clock.VIETNAM))
    monday = today - timedelta(days=today.weekday(), weeks=weeks_ago)
    day = monday + timedelta(days=at % WORKING_DAYS)
    hour = datetime.combine(day, OPENS, clock.VIETNAM) + timedelta(hours=at % HOURS_OPEN)
    return min(hour, datetime.now(clock.VIETNAM) - timedelta(hours=1))
