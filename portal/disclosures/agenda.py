"""What an office still owes, what hangs now, what was recorded: the lists of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.disclosures.models import Disclosure, Duty, Posting
from portal.disclosures.periods import Rhythm, spans
from portal.disclosures.register import Entry, Row, begins, disclosures, entry, rows
from portal.disclosures.rules import LASTING, OWED, Form, Outcome
from portal.errors import NotAllowed
from portal.permissions import Action, Actor, Scope, scope_of

AHEAD = timedelta(days=30)
SHOWN_LATEST = 30


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One thing to be made public: a duty in a period, or one disclosure not complete yet.

    Attributes:
        entry: the disclosure already opened for it, None when there is none.
        days: until it is due; below 0 when it is late.

    """

    row: Row
    entry: Entry | None
    due_on: date
    days: int

    @property
    def office_id(self) -> int | None:
        """The office that has to see to it."""
        if self.entry is not None:
            return self.entry.disclosure.office_id
        return self.row.duty.office_id if self.row.duty else None


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """An office's disclosures today.

    Attributes:
        owed: what is missing or due within thirty days, the earliest first.
        unassigned: the same of duties no office was given yet.
        hanging: postings that are up, those that may be taken down first.
        unproved: postings without a photo or file.
        latest: what was opened last.

    """

    owed: list[Debt]
    unassigned: list[Debt]
    hanging: list[Posting]
    unproved: list[Posting]
    latest: list[Entry]


def agenda(session: Session, actor: Actor) -> Agenda:
    """Return what the offices of `actor` owe and have done; raise NotAllowed for others."""
    scope = scope_of(actor, Action.DISCLOSURE_READ)
    if scope is None:
        raise NotAllowed
    offices = None if scope is Scope.EVERYWHERE else actor.offices
    found = disclosures(session)
    own = [one for one in found if offices is None or one.office_id in offices]
    debts = _debts(session, found)
    up = sorted(_hanging(own), key=lambda one: (one.stay_until or date.max, one.id))
    return Agenda(
        owed=[one for one in debts if _is_for(one, offices)],
        unassigned=[one for one in debts if one.office_id is None],
        hanging=up,
        unproved=[one for one in _alive(own) if not one.proofs],
        latest=[entry(one) for one in own[::-1][:SHOWN_LATEST]],
    )


def debts(session: Session) -> list[Debt]:
    """Return what every office owes, the earliest first: what reminders are made of."""
    return _debts(session, disclosures(session))


def hanging(session: Session) -> list[Posting]:
    """Return every posting that is up."""
    return _hanging(disclosures(session))


def _debts(session: Session, found: Sequence[Disclosure]) -> list[Debt]:
    today = clock.today()
    duties = session.scalars(select(Duty).order_by(Duty.position, Duty.id)).all()
    since = min([begins(duty) for duty in duties], default=today)
    first = min([since, *(one.decided_on for one in found)])
    made = [debt for row in rows(duties, found, first, today) for debt in _of(row, today)]
    return sorted(made, key=lambda debt: debt.due_on)


def _of(row: Row, today: date) -> list[Debt]:
    """Return what is still to be done for one line of the register."""
    unfinished = [
        Debt(row=row, entry=one, due_on=one.disclosure.due_on,
             days=(one.disclosure.due_on - today).days)
        for one in row.entries
        if one.disclosure.due_on and _is_open(one)
    ]  # fmt: skip
    if row.entries or row.due_on is None or row.due_on > today + AHEAD:
        return unfinished
    return [Debt(row=row, entry=None, due_on=row.due_on, days=(row.due_on - today).days)]


def _is_open(one: Entry) -> bool:
    """Return whether somebody can still do something for it: a form where nothing was done."""
    return one.outcome in OWED | {Outcome.NOT_YET} and bool(one.missing)


def _is_for(debt: Debt, offices: frozenset[int] | None) -> bool:
    return debt.office_id is not None and (offices is None or debt.office_id in offices)


def _alive(found: Sequence[Disclosure]) -> list[Posting]:
    return [one for row in found for one in row.postings if one.struck_at is None]


def _hanging(found: Sequence[Disclosure]) -> list[Posting]:
    return [one for one in _alive(found) if one.ended_on is None and one.form in LASTING]


def periods_open(duty: Duty, today: date) -> list[str]:
    """Return the keys of the periods of `duty` something may be recorded for, latest first."""
    if duty.rhythm in {Rhythm.EVENT, Rhythm.ONCE}:
        return []
    since = min(begins(duty), today.replace(year=today.year - 1, month=1, day=1))
    return [span.key for span in spans(duty.rhythm, since, today)][::-1]


def choosable(session: Session) -> list[Duty]:
    """Return the duties in force today, something may be recorded for."""
    today = clock.today()
    wanted = select(Duty).where(
        Duty.valid_from <= today, Duty.valid_to.is_(None) | (Duty.valid_to >= today)
    )
    return list(session.scalars(wanted.order_by(Duty.position, Duty.id)))


def board_posting(disclosure: Disclosure) -> Posting | None:
    """Return the posting a sheet on a notice board belongs to: the latest still up, or none."""
    up = [one for one in _hanging([disclosure]) if one.form is Form.BOARD]
    return up[-1] if up else None


def board_days(disclosure: Disclosure) -> int | None:
    """Return how many days a sheet on a notice board has to hang, None for no set time."""
    rows = (row["days"] for row in disclosure.wanted if row["form"] == Form.BOARD.value)
    return next(rows, None)
