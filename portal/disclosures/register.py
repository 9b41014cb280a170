"""What was disclosed, seen as a whole: each disclosure with its clocks, each duty with its periods.

The portal's own posting is computed from the publication's dates and kept nowhere else: so it is
there the moment a document is published, ends the moment it is withdrawn or made internal, and
cannot come to differ from what the document's page says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.disclosures import periods, rules
from portal.disclosures.models import Disclosure, Duty, Posting
from portal.disclosures.periods import Rhythm, Span
from portal.disclosures.rules import Form, FormState, Limit, Outcome, Shown, Wanted
from portal.procedures import service as procedures
from portal.publications.models import Publication
from portal.publications.rules import Audience, Standing


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One posting as it is shown; `posting` is None for the portal's own."""

    form: Form
    place: str
    started_on: date
    ended_on: date | None
    stay_until: date | None
    posting: Posting | None = None


@dataclass(frozen=True, kw_only=True)
class FormSeen:
    """One required form, how long it has to stay, and how far it has come."""

    form: Form
    days: int | None
    state: FormState


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One disclosure with everything that follows from it today."""

    disclosure: Disclosure
    seen: tuple[Seen, ...]
    forms: tuple[FormSeen, ...]
    outcome: Outcome

    @property
    def missing(self) -> tuple[Form, ...]:
        """The required forms in which nothing was done yet."""
        undone = {FormState.MISSING, FormState.WAITING}
        return tuple(one.form for one in self.forms if one.state in undone)

    @property
    def first_on(self) -> date | None:
        """The first day it was public in any form."""
        return min((one.started_on for one in self.seen), default=None)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the register: a duty in a period, or a free disclosure when `duty` is None."""

    duty: Duty | None
    span: Span
    due_on: date | None
    entries: tuple[Entry, ...]
    outcome: Outcome


def is_public(disclosure: Disclosure) -> bool:
    """Return whether everyone may see it: on pages, in figures and in lists alike."""
    if disclosure.audience is not Audience.PUBLIC or disclosure.cancelled_at is not None:
        return False
    linked = disclosure.publication
    if linked is None:
        return True
    # A document that was withdrawn or replaced by a later version was public all the same.
    return linked.standing is not Standing.DRAFT and linked.audience is Audience.PUBLIC


def begins(duty: Duty) -> date:
    """Return the first day the duty counts in this register."""
    return max(duty.valid_from, duty.owed_from)


def limit_of(duty: Duty) -> Limit:
    """Return the duty's time to publish."""
    return Limit(counted=duty.counted, days=duty.days, unit=duty.unit)


def portal_posting(disclosure: Disclosure) -> Seen | None:
    """Return the portal's own posting: from publishing to withdrawal of the linked document."""
    linked = disclosure.publication
    if linked is None or linked.published_at is None or linked.standing is Standing.DRAFT:
        return None
    if disclosure.audience is Audience.PUBLIC and linked.audience is not Audience.PUBLIC:
        return None
    gone = linked.withdrawn_at if linked.standing is Standing.WITHDRAWN else None
    started = clock.local_date(linked.published_at)
    return Seen(
        form=Form.PORTAL,
        place="",
        started_on=started,
        ended_on=clock.local_date(gone) if gone else None,
        stay_until=rules.stay_until(
            Form.PORTAL,
            started,
            _days(disclosure, Form.PORTAL),
            procedures.calendar_of(disclosure),
        ),
    )


def entry(disclosure: Disclosure, today: date | None = None) -> Entry:
    """Return a disclosure with its postings, the state of each form, and the outcome."""
    today = today or clock.today()
    seen = _seen(disclosure)
    shown = [Shown(form=s.form, started_on=s.started_on, ended_on=s.ended_on) for s in seen]
    wanted = _wanted(disclosure)
    due, calendar = disclosure.due_on, procedures.calendar_of(disclosure)
    return Entry(
        disclosure=disclosure,
        seen=seen,
        forms=tuple(
            FormSeen(
                form=one.form,
                days=one.days,
                state=rules.form_state(one, shown, due, today, calendar),
            )
            for one in wanted
        ),
        outcome=rules.outcome(wanted, shown, due, today, calendar),
    )


def disclosures(session: Session, *conditions: ColumnElement[bool]) -> list[Disclosure]:
    """Return the disclosures that were not cancelled, oldest decision first, all parts loaded."""
    wanted = (
        select(Disclosure)
        .where(Disclosure.cancelled_at.is_(None), *conditions)
        .options(
            joinedload(Disclosure.duty),
            joinedload(Disclosure.office),
            joinedload(Disclosure.publication).joinedload(Publication.office),
            selectinload(Disclosure.postings).selectinload(Posting.proofs),
        )
        .order_by(Disclosure.decided_on, Disclosure.id)
    )
    return list(session.scalars(wanted))


def public_rows(session: Session, since: date, until: date) -> list[Row]:
    """Return the register as citizens see it, for the periods that touch these days."""
    found = [one for one in disclosures(session) if is_public(one)]
    wanted = select(Duty).where(Duty.audience == Audience.PUBLIC)
    duties = session.scalars(wanted.order_by(Duty.position, Duty.id)).all()
    return rows(duties, found, since, until)


def duty_rows(session: Session, duty: Duty, *, public: bool) -> list[Row]:
    """Return the whole history of one duty, the latest period first."""
    found = disclosures(session, Disclosure.duty_id == duty.id)
    if public:
        found = [one for one in found if is_public(one)]
    since = min([begins(duty), *(one.decided_on for one in found)])
    return rows([duty], found, since, clock.today())[::-1]


def rows(
    duties: Iterable[Duty], found: Sequence[Disclosure], since: date, until: date
) -> list[Row]:
    """Return the lines of `duties` for the periods from `since` to `until`, then free ones."""
    today = clock.today()
    entries = [entry(one, today) for one in found]
    made: list[Row] = []
    for duty in duties:
        own = [one for one in entries if one.disclosure.duty_id == duty.id]
        if duty.rhythm is Rhythm.EVENT:
            made.append(_event_row(duty, own, since, until))
        else:
            made += _period_rows(duty, own, since, min(until, today))
    free = [one for one in entries if one.disclosure.duty_id is None]
    return made + [
        Row(duty=None, span=periods.ONCE, due_on=one.disclosure.due_on, entries=(one,),
            outcome=one.outcome)
        for one in free
        if since <= one.disclosure.decided_on <= until
    ]  # fmt: skip


def _event_row(duty: Duty, own: Sequence[Entry], since: date, until: date) -> Row:
    within = [one for one in own if since <= one.disclosure.decided_on <= until]
    return Row(
        duty=duty,
        span=periods.ONCE,
        due_on=None,
        entries=tuple(within),
        outcome=rules.together((one.outcome for one in within), None, clock.today()),
    )


def _period_rows(duty: Duty, own: Sequence[Entry], since: date, until: date) -> list[Row]:
    made = []
    calendar = procedures.calendar_of(duty)
    for span in periods.spans(duty.rhythm, since, until):
        within = tuple(one for one in own if one.disclosure.period == span.key)
        due = rules.expected_on(duty.rhythm, limit_of(duty), span, begins(duty), calendar)
        if within or rules.is_owed(span, due, begins(duty), duty.valid_to):
            said = rules.together((one.outcome for one in within), due, clock.today())
            made.append(Row(duty=duty, span=span, due_on=due, entries=within, outcome=said))
    return made


def _seen(disclosure: Disclosure) -> tuple[Seen, ...]:
    own = portal_posting(disclosure)
    by_hand = [
        Seen(
            form=one.form,
            place=one.place,
            started_on=one.started_on,
            ended_on=one.ended_on,
            stay_until=one.stay_until,
            posting=one,
        )
        for one in disclosure.postings
        if one.struck_at is None
    ]
    return tuple([own, *by_hand] if own else by_hand)


def _wanted(disclosure: Disclosure) -> list[Wanted]:
    return [Wanted(form=Form(row["form"]), days=row["days"]) for row in disclosure.wanted]


def _days(disclosure: Disclosure, form: Form) -> int | None:
    return next((one.days for one in _wanted(disclosure) if one.form is form), None)
