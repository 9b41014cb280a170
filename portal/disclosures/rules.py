"""When something must be public, for how long, and whether it was in time. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal import clock, law
from portal.disclosures.periods import Rhythm, Span
from portal.law import Unit


class Basis(StrEnum):
    """What a duty or a limit rests on; only LAW is ever told to citizens as law."""

    LAW = "law"  # the text was read
    TO_CONFIRM = "to_confirm"  # from memory, to be confirmed by the authority
    AUTHORITY = "authority"  # the authority set it itself


class Counted(StrEnum):
    """Where the time to publish is counted from."""

    DOCUMENT = "document"
    START = "start"
    END = "end"


class Form(StrEnum):
    """The forms of disclosure (Luật 10/2022, Điều 12 khoản 1)."""

    PORTAL = "portal"
    BOARD = "board"
    LOUDSPEAKER = "loudspeaker"
    VILLAGE_HEAD = "village_head"
    LETTER = "letter"
    MEETING = "meeting"
    SPOKESPERSON = "spokesperson"
    ORGANISATION = "organisation"
    NETWORK = "network"
    OTHER = "other"


class FormState(StrEnum):
    """How far one required form has come."""

    WAITING = "waiting"
    MISSING = "missing"
    RUNNING = "running"
    ENOUGH = "enough"  # up long enough; it may be taken down
    DONE = "done"
    SHORT = "short"  # taken down before its time


class Outcome(StrEnum):
    """What the register says of a duty in a period."""

    ON_TIME = "on_time"
    LATE = "late"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_YET = "not_yet"
    NOTHING = "nothing"  # no such matter arose


# The forms that stay up, and among them those whose first day counts as a whole day.
LASTING = frozenset({Form.PORTAL, Form.BOARD, Form.LOUDSPEAKER, Form.NETWORK, Form.OTHER})
BY_HAND = tuple(form for form in Form if form is not Form.PORTAL)
BROADCAST = frozenset({Form.LOUDSPEAKER})


# The first of these that occurs is what the register says of several disclosures together.
WORST_FIRST = (
    Outcome.MISSING,
    Outcome.PARTIAL,
    Outcome.LATE,
    Outcome.ON_TIME,
    Outcome.NOT_YET,
)
OWED = frozenset({Outcome.MISSING, Outcome.PARTIAL})
BEST_LAST = (
    FormState.MISSING,
    FormState.WAITING,
    FormState.SHORT,
    FormState.RUNNING,
    FormState.ENOUGH,
    FormState.DONE,
)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The time to publish.

    Attributes:
        counted: from which day.
        days: how many, in `unit`; the first day is not counted.

    """

    counted: Counted
    days: int
    unit: Unit

    def due_on(self, start: date, calendar: clock.Calendar) -> date:
        """Return the last day of the limit when it runs from `start`."""
        return law.due_on(start, self.days, self.unit, calendar)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A form that is required, and how many days it has to stay; None for no set time."""

    form: Form
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """That something was public in one form, from a day on, until a day or until now."""

    form: Form
    started_on: date
    ended_on: date | None = None


def expected_on(
    rhythm: Rhythm, limit: Limit, span: Span, begins: date, calendar: clock.Calendar
) -> date | None:
    """Return the last day on which something must be public for `span`.

    Args:
        rhythm: how often; for EVENT nothing is expected and None comes back.
        limit: the time to publish; counted from a document nobody has seen yet, it is waited for
            until the period ends.
        span: the period.
        begins: the first day the duty counts, by law or because the register begins then.
        calendar: the authority's working calendar.

    """
    if rhythm is Rhythm.EVENT:
        return None
    if span.since is None or span.until is None:
        return limit.due_on(begins, calendar)
    if limit.counted is Counted.DOCUMENT:
        return span.until
    start = span.since if limit.counted is Counted.START else span.until
    return limit.due_on(max(start, begins), calendar)


def due_on(  # noqa: PLR0913 - all of it decides the day, each asked for by name
    *,
    rhythm: Rhythm,
    limit: Limit,
    span: Span,
    begins: date,
    decided_on: date,
    calendar: clock.Calendar,
) -> date:
    """Return the last day to publish a document decided on `decided_on` for `span`."""
    expected = expected_on(rhythm, limit, span, begins, calendar)
    if expected is None or limit.counted is Counted.DOCUMENT:
        return limit.due_on(decided_on, calendar)
    return expected


def is_owed(span: Span, due: date | None, begins: date, ends: date | None) -> bool:
    """Return whether a duty in force from `begins` to `ends` asks for something for `span`."""
    if due is None:
        return False
    if span.until is not None and span.until < begins:
        return False
    return ends is None or ends >= due


def stay_until(
    form: Form, started_on: date, days: int | None, calendar: clock.Calendar
) -> date | None:
    """Return the last day a posting has to stay, None when it has no set time.

    A broadcast counts its own day; for the others the first day is not counted (BLDS 2015, Điều
    147), and nobody takes a paper down on a day off.
    """
    if days is None or form not in LASTING:
        return None
    if form in BROADCAST:
        return started_on + timedelta(days=days - 1)
    return clock.add_days(started_on, days, calendar)


def form_state(
    wanted: Wanted, shown: Iterable[Shown], due: date | None, today: date, calendar: clock.Calendar
) -> FormState:
    """Return how far a required form has come: the best of what was done in it."""
    found = [_one_state(wanted, one, today, calendar) for one in shown if one.form is wanted.form]
    if found:
        return max(found, key=BEST_LAST.index)
    return FormState.WAITING if due is None or today <= due else FormState.MISSING


def outcome(
    wanted: Sequence[Wanted],
    shown: Sequence[Shown],
    due: date | None,
    today: date,
    calendar: clock.Calendar,
) -> Outcome:
    """Return what the register says of one disclosure."""
    # A free disclosure, of which neither form nor day is asked, is done in any form.
    free = [Wanted(form=one.form) for one in shown] if due is None else []
    wanted = wanted or free or (Wanted(form=Form.PORTAL),)
    begun = [_first_day(want, shown, today, calendar) for want in wanted]
    first_days = [day for day in begun if day is not None]
    if len(first_days) < len(wanted):
        if due is None or today <= due:
            return Outcome.NOT_YET
        return Outcome.PARTIAL if shown else Outcome.MISSING
    states = {form_state(want, shown, due, today, calendar) for want in wanted}
    if FormState.SHORT in states:
        return Outcome.PARTIAL
    in_time = due is None or max(first_days) <= due
    return Outcome.ON_TIME if in_time else Outcome.LATE


def _first_day(
    want: Wanted, shown: Sequence[Shown], today: date, calendar: clock.Calendar
) -> date | None:
    """Return the first day of what was up long enough, else of anything in this form."""
    days = [one for one in shown if one.form is want.form]
    lasting = [one for one in days if _one_state(want, one, today, calendar) is not FormState.SHORT]
    return min((one.started_on for one in lasting or days), default=None)


def together(outcomes: Iterable[Outcome], due: date | None, today: date) -> Outcome:
    """Return what the register says of a duty in a period, from its disclosures."""
    found = set(outcomes)
    if not found:
        if due is None:
            return Outcome.NOTHING
        return Outcome.NOT_YET if today <= due else Outcome.MISSING
    return next(one for one in WORST_FIRST if one in found)


def _one_state(wanted: Wanted, one: Shown, today: date, calendar: clock.Calendar) -> FormState:
    last = stay_until(one.form, one.started_on, wanted.days, calendar)
    if one.form is Form.PORTAL and one.ended_on == one.started_on:
        return FormState.SHORT  # withdrawn on its first day, it told nobody anything
    if one.form not in LASTING or last is None:
        return FormState.DONE if one.ended_on or one.form not in LASTING else FormState.RUNNING
    if one.ended_on is not None:
        return FormState.DONE if one.ended_on >= last else FormState.SHORT
    return FormState.RUNNING if today < last else FormState.ENOUGH
