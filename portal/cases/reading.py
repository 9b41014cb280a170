"""Reading cases: by their secret code, by officials, in lists. Reading is an act too."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, false, func, select, true
from sqlalchemy import case as when
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.cases import codes
from portal.cases.models import Case, CaseFile, Contact
from portal.cases.rules import CARRIED, OPEN, WITH_ANSWER, State, Visibility, fold
from portal.cases.telling import sent_as
from portal.config import Settings
from portal.errors import NotAllowed, NotFound
from portal.history.service import record
from portal.permissions import Action, Actor, Scope, allowed, scope_of

PAGE_SIZE = 30
SOON = timedelta(days=3)

Due = Literal["overdue", "today", "soon"]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What an official narrows the list to; None for everything.

    Attributes:
        due: `overdue`, `today`, or `soon` (within three days, today included).
        words: any part of the number, subject or text, marks and capitals aside.
        page: from 1.

    """

    state: State | None = None
    office_id: int | None = None
    topic_id: int | None = None
    kind: str | None = None
    due: Due | None = None
    visibility: Visibility | None = None
    counter_id: int | None = None
    words: str = ""
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One page of a list; `total` counts all pages."""

    cases: list[Case]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class DeskCounts:
    """How many there are under the chosen filters; each count leaves its own filter out.

    Attributes:
        states: state to number; every state is there.
        due: `overdue`, `today`, `soon` to number.

    """

    states: dict[State, int] = field(default_factory=dict)
    due: dict[Due, int] = field(default_factory=dict)


def case_by_code(session: Session, settings: Settings, typed: str) -> Case | None:
    """Return the case the typed code opens, None for any other; a slip asks no database."""
    code = codes.read(typed)
    if code is None:
        return None
    return session.scalar(select(Case).where(Case.code_hash == codes.mark(settings, code)))


def read_case(session: Session, actor: Actor, number: str) -> Case:
    """Return a case `actor` may read as an official; raise NotFound or NotAllowed."""
    found = session.scalar(select(Case).where(Case.number == number))
    if found is None:
        raise NotFound
    if not allowed(actor, Action.CASE_READ, found):
        raise NotAllowed
    return found


def read_contact(session: Session, actor: Actor, case: Case) -> Contact | None:
    """Return how to reach the sender, None when nothing was given; the look is recorded.

    It writes, so it belongs in a POST.
    """
    if not allowed(actor, Action.CONTACT_READ, case):
        raise NotAllowed
    contact = sent_as(case).contact
    if contact is not None:
        record(
            session, actor, ("case", case.id), "contact_read",
            state=case.state, office_id=case.office_id,
        )  # fmt: skip
    return contact


def file_of(case: Case, file_id: int) -> CaseFile:
    """Return one file sent with a case somebody may read; raise NotFound when there is none."""
    found = next((file for file in sent_as(case).files if file.id == file_id), None)
    if found is None:
        raise NotFound
    return found


def desk_items(session: Session, actor: Actor, filters: Filters) -> CasePage:
    """Return the cases `actor` may read under `filters`: what is owed first on top."""
    within = and_(reach(actor, Action.CASE_READ), *_conditions(filters, clock.today()))
    total = session.scalar(select(func.count(Case.id)).where(within)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, filters.page), pages)
    rows = _ordered(select(Case).where(within)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return CasePage(cases=list(session.scalars(rows)), total=total, page=page, pages=pages)


def every_item(session: Session, actor: Actor, filters: Filters) -> Iterator[Case]:
    """Yield all the cases `actor` may read under `filters`, in the order they came in."""
    within = and_(reach(actor, Action.CASE_READ), *_conditions(filters, clock.today()))
    wanted = (
        select(Case)
        .where(within)
        .options(joinedload(Case.office), joinedload(Case.contact), selectinload(Case.letters))
        .options(joinedload(Case.part_of).joinedload(Case.contact))
        .order_by(Case.id)
    )
    yield from session.scalars(wanted.execution_options(yield_per=500))


def desk_counts(session: Session, actor: Actor, filters: Filters) -> DeskCounts:
    """Return how many cases stand in each state and by when, for the same filters."""
    today = clock.today()
    readable = reach(actor, Action.CASE_READ)
    by_state = (
        select(Case.state, func.count(Case.id))
        .where(readable, *_conditions(filters, today, without="state"))
        .group_by(Case.state)
    )
    found = {row[0]: row[1] for row in session.execute(by_state)}
    rest = and_(readable, *_conditions(filters, today, without="due"))
    due = {name: _count(session, rest, _due(name, today)) for name in DUES}
    return DeskCounts(states={state: found.get(state, 0) for state in State}, due=due)


def triage(session: Session, actor: Actor) -> list[Case]:
    """Return what came in for nobody in particular, oldest first, for those who assign."""
    if not allowed(actor, Action.CASE_DISPATCH):
        raise NotAllowed
    waiting = select(Case).where(Case.office_id.is_(None), Case.state == State.RECEIVED)
    first = waiting.order_by(Case.urgent.desc())  # life and health before any date
    return list(session.scalars(_ordered(first)))


def to_approve(session: Session, actor: Actor) -> list[Case]:
    """Return the drafts waiting for `actor` to approve, what is owed first on top."""
    drafts = and_(reach(actor, Action.CASE_APPROVE), Case.state == State.FOR_APPROVAL)
    return list(session.scalars(_ordered(select(Case).where(drafts))))


TO_MODERATE = and_(Case.visibility == Visibility.PENDING, Case.state.in_(WITH_ANSWER))


def to_moderate(session: Session, actor: Actor) -> list[Case]:
    """Return what senders want shown and no moderator has looked at, the suspicious last."""
    if not allowed(actor, Action.CASE_MODERATE):
        raise NotAllowed
    waiting = select(Case).where(TO_MODERATE)
    first = waiting.order_by(Case.suspect.is_not(None), Case.answered_at, Case.id)
    return list(session.scalars(first.options(joinedload(Case.office), joinedload(Case.topic))))


DUES: tuple[Due, ...] = ("overdue", "today", "soon")


def reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Return the condition that leaves `actor` what the permission table gives."""
    return reach_of(actor, action, Case.office_id)


def reach_of(actor: Actor, action: Action, office: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Return the same for anything else an office answers for, `office` being its column."""
    scope = scope_of(actor, action)
    if scope is None:
        return false()
    return true() if scope is Scope.EVERYWHERE else office.in_(actor.offices)


def _conditions(filters: Filters, today: date, without: str = "") -> list[ColumnElement[bool]]:
    chosen: dict[str, ColumnElement[bool] | None] = {
        "state": Case.state == filters.state if filters.state else Case.state.not_in(CARRIED),
        "office": Case.office_id == filters.office_id if filters.office_id else None,
        "topic": Case.topic_id == filters.topic_id if filters.topic_id else None,
        "kind": Case.kind == filters.kind if filters.kind else None,
        "visibility": Case.visibility == filters.visibility if filters.visibility else None,
        "counter": Case.counter_id == filters.counter_id if filters.counter_id else None,
        "due": _due(filters.due, today) if filters.due else None,
    }
    words = [Case.folded.contains(word, autoescape=True) for word in fold(filters.words).split()]
    return words + [test for name, test in chosen.items() if test is not None and name != without]


def _due(due: Due, today: date) -> ColumnElement[bool]:
    day = {
        "overdue": Case.due_on < today,
        "today": Case.due_on == today,
        "soon": Case.due_on.between(today, today + SOON),
    }
    return and_(Case.state.in_(OPEN), Case.paused_on.is_(None), day[due])


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Case.id)).where(*conditions)) or 0


def _ordered(cases: Select[Case]) -> Select[Case]:
    owed_first = when((Case.state.in_(OPEN), 0), else_=1)
    with_names = cases.options(joinedload(Case.office), joinedload(Case.topic))
    return with_names.order_by(owed_first, Case.due_on, Case.id)
