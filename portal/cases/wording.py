"""The words pages use for cases: states, time left, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from portal import clock
from portal.cases.kinds import BY_SLUG
from portal.cases.models import Case, Letter
from portal.cases.rules import OPEN, Judgement, State
from portal.cases.service import Entry
from portal.i18n import N_
from portal.web.filters import count_of_days, day, moment

SOON_DAYS = 3

STATES = {
    State.RECEIVED: N_("Đã tiếp nhận"),
    State.IN_PROGRESS: N_("Đang xử lý"),
    State.WAITING: N_("Chờ người gửi trả lời"),
    State.FOR_APPROVAL: N_("Chờ duyệt trả lời"),
    State.ANSWERED: N_("Đã trả lời"),
    State.CLOSED: N_("Đã xong"),
    State.REFUSED: N_("Không xử lý"),
    State.WITHDRAWN: N_("Đã rút"),
    State.SPLIT: N_("Đã chia phần"),
    State.JOINED: N_("Đã nhập lại"),
    State.SEALED: N_("Đã chuyển gửi kín"),
}
# How a case is closed, by what its sender made of the answer; silence is no consent.
CLOSED_AS = {
    Judgement.PARTLY: N_("Đã khép, giải đáp một phần"),
    Judgement.NO_WORD: N_("Đã khép, chưa có hồi âm"),
}
# The shapes the tag component knows.
TAGS = {
    State.IN_PROGRESS: "accepted",
    State.FOR_APPROVAL: "submitted",
    State.SPLIT: "moving",
    State.JOINED: "hidden",
}


@dataclass(frozen=True, kw_only=True)
class Chip:
    """How long there is, for the days_left component."""

    state: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of the timeline component."""

    when: str
    text: str
    who: str | None
    note: str | None


def state_name(state: State) -> str:
    """Return what the reader calls `state`."""
    return str(gettext(STATES[state]))


def state_tag(state: State) -> str:
    """Return the name under which the tag component draws `state`."""
    return TAGS.get(state, state.value)


def state_of(case: Case) -> str:
    """Return what the reader calls the state of `case`, and how it was closed."""
    closed = (
        CLOSED_AS.get(case.judgement) if case.judgement and case.state is State.CLOSED else None
    )
    return str(gettext(closed)) if closed else state_name(case.state)


def tag_of(case: Case) -> str:
    """Return the name under which the tag component draws it: done is what its sender calls so."""
    doubtful = case.state is State.CLOSED and case.judgement in CLOSED_AS
    return state_tag(State.ANSWERED if doubtful else case.state)


def kind_name(slug: str) -> str:
    """Return what the reader calls a kind."""
    return str(gettext(BY_SLUG[slug].title))


def time_left(case: Case) -> Chip | None:
    """Return how long there is until the answer is owed; None when none is."""
    if case.state not in OPEN:
        return None
    if case.paused_on is not None:
        return Chip(state="ok", words=gettext("Tạm dừng, đợi người gửi"))
    days = (case.due_on - clock.today()).days
    if days < 0:
        return Chip(state="overdue", words=count_of_days(days))
    near = "soon" if days <= SOON_DAYS else "ok"
    return Chip(state="today" if days == 0 else near, words=count_of_days(days))


def told(entries: Iterable[Entry], elsewhere: Letter | None = None) -> list[Told]:
    """Return what happened in sentences, for the timeline component.

    Args:
        entries: what happened, oldest first.
        elsewhere: a letter that the page shows by itself, so that it is not shown twice.

    """
    return [
        Told(
            when=moment(entry.at),
            text=gettext(entry.sentence, **_spoken(entry)),
            who=entry.official,
            note=entry.letter.text if entry.letter and entry.letter is not elsewhere else None,
        )
        for entry in entries
    ]


def _spoken(entry: Entry) -> dict[str, str]:
    return {
        name: day(value) if isinstance(value, date | datetime) else gettext(value)
        for name, value in entry.values.items()
    }
