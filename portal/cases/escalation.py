"""Who hears of a date before and after it, once a working day, in one letter for each official."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.accounts.models import Office, Official, OfficialRole
from portal.accounts.service import actor_for
from portal.cases import commitments
from portal.cases.clocks import OF_THE_SENDER, is_paused
from portal.cases.digest import Digest
from portal.cases.models import Case, CaseClock, Span
from portal.outbox.service import promise
from portal.permissions import Action, Actor, Role, allowed, is_past
from portal.procedures import service as procedures

EFFECT = "mail.digest"
OPENS, CLOSES = time(7, 30), time(16, 30)  # working hours, in Viet Nam

# Role -> from how many working days before a date (late ones: -1, -2, …) somebody hears of it.
LADDER: Mapping[Role, int] = MappingProxyType(
    {Role.DISPATCHER: 1, Role.OFFICER: 3, Role.HEAD: 1, Role.LEADER: -1}
)
SORTING = frozenset({Span.CLASSIFY, Span.FORWARD})


@dataclass(frozen=True, kw_only=True)
class Due:
    """One date somebody hears of.

    Attributes:
        span: what is owed; None for a promise that an answer made.
        office: who owes it; None while nobody in particular does.
        left: working days until it, 0 on the day, negative since it passed.

    """

    case: Case
    span: Span | None
    office: Office | None
    due_on: date
    left: int


def in_working_hours(session: Session, instant: datetime) -> bool:
    """Return whether the offices are open at `instant` (aware)."""
    wall = clock.local(instant)
    works = procedures.calendar(session).works(wall.date())
    return works and OPENS <= wall.time() < CLOSES


def escalate(session: Session, instant: datetime | None = None) -> int:
    """Promise today's letter to everybody who should have one and has not; return how many.

    Only in working hours. That a letter was promised is a row that exists once for an official
    and a day, so several workers promise it once together.
    """
    instant = instant or clock.now()
    if not in_working_hours(session, instant):
        return 0
    today = clock.local_date(instant)
    told = select(Digest.official_id).where(Digest.on == today)
    written = (
        select(Official)
        .where(Official.active, Official.email != "", Official.id.not_in(told))
        .where(Official.roles.any(OfficialRole.role.in_(LADDER)))
        .options(joinedload(Official.office))
        .order_by(Official.id)
    )
    found = list(session.scalars(written))
    dates = owed(session, today) if found else []
    return sum(
        bool(of_official(session, official, dates)) and _promise(session, official, today)
        for official in found
    )


def owed(session: Session, today: date) -> list[Due]:
    """Return every date somebody may have to hear of today, the longest passed first."""
    nearest = clock.add_working_days(today, max(LADDER.values()), procedures.calendar(session))
    ticking = (
        select(CaseClock)
        .join(Case)
        .where(CaseClock.met_on.is_(None), CaseClock.stopped_on.is_(None))
        .where(CaseClock.span.not_in(OF_THE_SENDER), CaseClock.due_on <= nearest)
        .options(joinedload(CaseClock.case).joinedload(Case.office))
        .options(selectinload(CaseClock.changes))
        .order_by(CaseClock.due_on, CaseClock.id)
    )
    found: list[tuple[Case, Span | None, Office | None, date]] = [
        (one.case, one.span, one.case.office, one.due_on)
        for one in session.scalars(ticking)
        if not is_paused(one)
    ]
    found += [(row.case, None, row.office, row.due_on) for row in commitments.due(session, nearest)]
    dates = [
        Due(case=case, span=span, office=office, due_on=on, left=_left(session, on, today))
        for case, span, office, on in found
    ]
    return sorted(dates, key=lambda one: one.due_on)


def of_official(session: Session, official: Official, dates: list[Due]) -> list[Due]:
    """Return the dates `official` hears of: as officer, as head, as dispatcher, as leader."""
    actor = actor_for(session, official)
    return [one for one in dates if any(_hears(role, actor, one) for role in actor.roles)]


def _hears(role: Role, actor: Actor, one: Due) -> bool:
    """Return whether somebody hears of a date in the capacity of `role`."""
    if role not in LADDER or one.left > LADDER[role] or is_past(actor, one.case):
        return False
    if role is Role.LEADER:
        return allowed(actor, Action.CASE_READ, one.case)
    if role is Role.DISPATCHER:
        return one.office is None and one.span in SORTING | {Span.ANSWER}
    within = one.office is not None and one.office.id in actor.offices
    if role is Role.OFFICER and one.span is not None and one.case.handler_id is not None:
        return one.case.handler_id == actor.official_id
    return within


def _left(session: Session, due_on: date, today: date) -> int:
    calendar = procedures.calendar(session)
    if due_on < today:
        return -clock.working_days(due_on, today, calendar)
    return clock.working_days(today, due_on, calendar)


def _promise(session: Session, official: Official, today: date) -> bool:
    """Promise the letter unless another worker just did."""
    try:
        with session.begin_nested():
            session.add(Digest(official_id=official.id, on=today))
            session.flush()
    except IntegrityError:
        return False
    promise(session, EFFECT, official=official.id, on=today.isoformat())
    return True
