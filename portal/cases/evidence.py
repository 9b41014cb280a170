"""Whether the cases stand as their history says: states, offices, words, dates."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, selectinload

from portal import law
from portal.cases.models import Case, CaseClock, Letter, Span
from portal.cases.rules import LOOKS, Visibility
from portal.clock import Calendar
from portal.history import kept, standing, verifying
from portal.history.heads import Signed
from portal.history.kept import Kept
from portal.history.models import Event, Salt
from portal.history.verifying import Checked, Fault, Tell
from portal.keys import Ring
from portal.procedures import service as procedures

LATE = frozenset({"overdue", "late"})
SHOWN = {"release": True, "hide": False, "consent_taken_back": False, "withdraw": False}
BATCH = 500
DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class Told:
    """What the events say of one case.

    Attributes:
        last: the last event that moved it.
        dates: every date they speak of.
        owed: the dates they give each clock, by its span; none in the oldest events.
        late: the days on which it became late.
        shown: whether a moderator's last word is that everyone may see it.

    """

    last: Event | None = None
    dates: set[str] = field(default_factory=set)
    owed: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    late: list[str] = field(default_factory=list)
    shown: bool = False


@dataclass
class History:
    """What all events say: of each case, and which hashes cover which values."""

    cases: defaultdict[int, Told] = field(default_factory=lambda: defaultdict(Told))
    hashes: dict[str, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    forgotten: Counter[str] = field(default_factory=Counter)


def everything(
    session: Session,
    ring: Ring,
    against: Signed | None = None,
    tell: Tell = lambda _done, _whole: None,
    checked: Checked | None = None,
) -> Iterator[Fault]:
    """Yield what does not fit in the log; when all of it does, what does not fit the log.

    Args:
        session: a reading transaction.
        ring: whose signing keys count.
        against: an older head, kept outside.
        tell: is told how many entries were looked at.
        checked: is filled with what was looked at.

    """
    checked = checked if checked is not None else Checked()
    whole = True
    try:
        for fault in verifying.faults(session, ring, against, tell, checked):
            whole = False
            yield fault
        if whole:
            yield from faults(session)
    except (ValueError, LookupError, TypeError, SQLAlchemyError) as error:
        # What somebody wrote into the file by hand may be no value of its column at all.
        yield Fault("the database", f"holds what cannot be read ({type(error).__name__})")


def faults(session: Session) -> Iterator[Fault]:
    """Yield every case, letter, date and other kept row that does not fit the events."""
    told, calendars = _read(session), procedures.calendars(session)
    salts = {
        kept.name_of(salt.subject, salt.subject_id, salt.part): salt.value
        for salt in session.scalars(select(Salt))
    }
    seen: set[str] = set()
    whole = selectinload(Case.letters), selectinload(Case.files), selectinload(Case.clocks)
    wanted = select(Case).options(*whole, selectinload(Case.contact)).order_by(Case.id)
    with closing(session.scalars(wanted.execution_options(yield_per=BATCH))) as cases:
        for case in cases:
            yield from _standing(case, told.cases.get(case.id))
            yield from _counted(case, told.cases[case.id], calendars)
            rows: list[Kept] = [case, *case.letters]
            for row in rows:
                yield from _values(row, told, salts, seen)
            session.expunge(case)
    for table in set(kept.tables()) - {Case.kept_as, Letter.kept_as}:
        for other in session.scalars(select(kept.tables()[table])):
            yield from _values(other, told, salts, seen)
    gone = told.hashes.keys() - seen - told.erased
    for name in sorted(gone):
        yield Fault(name, "what the log covers is gone, and nobody erased it")
    yield from standing.faults(session, told.forgotten)


def _read(session: Session) -> History:
    told = History()
    wanted = select(Event).order_by(Event.id).execution_options(yield_per=BATCH)
    with closing(session.scalars(wanted)) as events:
        for event in events:
            _note(told, event)
    return told


def _note(told: History, event: Event) -> None:
    """Add what one event says."""
    told.hashes |= event.facts.get("hashes", {})
    told.forgotten.update(event.facts.get("forgotten", ()))
    told.erased |= set(event.facts.get("forgotten", ()))
    told.erased -= event.facts.get("hashes", {}).keys()
    if event.subject == "case":
        case = told.cases[event.subject_id]
        case.shown = SHOWN.get(event.act, case.shown)
        case.dates |= set(_dates(event.facts))
        for span, days in _owed(event):
            case.owed[span] |= days
        case.late += [event.facts["on"]] if event.act in LATE else []
        case.last = case.last if event.act in LOOKS else event


def _owed(event: Event) -> Iterator[tuple[str, set[str]]]:
    """Yield the days an event gives to clocks, by their spans."""
    yield from ((span, {day}) for span, day in event.facts.get("clocks", {}).items())
    if event.act == "recalculated":
        yield event.facts["span"], {event.facts["before"], event.facts["after"]}


def _standing(case: Case, told: Told | None) -> Iterator[Fault]:
    """Compare where the case stands with the last event that moved it."""
    where = f"case {case.number}"
    if told is None or told.last is None:
        yield Fault(where, "no event says how it came in")
        return
    if told.last.state != case.state.value:
        yield Fault(where, f"stands at {case.state.value}, event {told.last.id} says otherwise")
    if told.last.office_id != case.office_id:
        yield Fault(where, f"lies with another office than event {told.last.id} says")
    if case.visibility is Visibility.PUBLISHED and not told.shown:
        yield Fault(where, "is public, and no event says a moderator released it")
    yield from _dated(where, case, told)


def _dated(where: str, case: Case, told: Told) -> Iterator[Fault]:
    """Compare due dates and latenesses with those the events speak of."""
    for owed in (owed for owed in case.clocks if owed.span is Span.ANSWER):
        if owed.due_on.isoformat() not in told.dates:
            yield Fault(where, f"no event says it is due on {owed.due_on}")
    late = [_late(owed) for owed in case.clocks if owed.overdue_on]
    yield from (
        Fault(where, f"its lateness since {day} is gone") for day in told.late if day not in late
    )
    yield from (
        Fault(where, f"no event says it is late since {day}")
        for day in late
        if day not in told.late
    )


def _counted(case: Case, told: Told, calendars: list[Calendar]) -> Iterator[Fault]:
    """Compare the dates of the other clocks with what the events give them, else count them anew.

    Anew by each calendar the authority ever had: which of them was in force then, a date that was
    met long ago does not say.
    """
    for owed in (owed for owed in case.clocks if owed.span is not Span.ANSWER):
        said = told.owed.get(owed.span.value) or {
            law.due_on(owed.started_on, owed.days, owed.unit, calendar).isoformat()
            for calendar in calendars
        }
        if owed.due_on.isoformat() not in said:
            where = f"case {case.number}, {owed.span.value}"
            yield Fault(where, f"due on {owed.due_on}, which neither events nor a count give")


def _late(owed: CaseClock) -> str:
    return owed.overdue_on.isoformat() if owed.overdue_on else ""


def _values(row: Kept, told: History, salts: dict[str, str], seen: set[str]) -> Iterator[Fault]:
    """Compare what is kept with the hashes that cover it."""
    for part, value in row.kept_values().items():
        name = kept.name_of(row.kept_as, row.id, part)
        seen.add(name)
        if name in told.erased:
            continue
        if name not in told.hashes:
            yield Fault(name, "no event covers it: it was put in")
        elif name not in salts:
            yield Fault(name, "its salt is gone, and nobody erased it")
        elif kept.hash_of(salts[name], value) != told.hashes[name]:
            yield Fault(name, "was altered")


def _dates(fact: Any) -> Iterator[str]:
    """Yield every date in a fact, however deep."""
    if isinstance(fact, str):
        yield from DATE.findall(fact)
    elif isinstance(fact, dict):
        for inner in fact.values():
            yield from _dates(inner)
    elif isinstance(fact, list):
        for inner in fact:
            yield from _dates(inner)
