"""Reading cases: by their secret code, by officials, in lists. Reading is an act too."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, func, or_, select, true
from sqlalchemy import case as when
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.cases import codes
from portal.cases.models import Case, CaseFile, Contact
from portal.cases.rules import CARRIED, OPEN, WITH_ANSWER, State, Visibility
from portal.cases.taken_out import beside_sealed, is_taken_out
from portal.cases.telling import sent_as
from portal.cases.word_index import has_words
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
        words: beginnings of words of number, subject or text, marks and capitals aside.
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
    if found is None or is_taken_out(found):
        raise NotFound
    if not allowed(actor, Action.CASE_READ, found):
        raise NotAllowed
    return found


def read_contact(session: Session, actor: Actor, case: Case, **facts: str) -> Contact | None:
    """Return how to reach the sender, None when nothing was given; the look is recorded.

    It writes, so it belongs in a POST. `facts` say how, where it was not on the page of the item.
    """
    if not allowed(actor, Action.CONTACT_READ, case):
        raise NotAllowed
    contact = sent_as(case).contact
    if contact is not None:
        record(
            session, actor, ("case", case.id), "contact_read",
            state=case.state, office_id=case.office_id, **facts,
        )  # fmt: skip
    return contact


def file_of(case: Case, file_id: int) -> CaseFile:
    """Return one file sent with a case somebody may read; raise NotFound when there is none."""
    found = next((file for file in sent_as(case).files if file.id == file_id), None)
    if found is None:
        raise NotFound
    return found


def desk_items(
    session: Session, actor: Actor, filters: Filters, counts: DeskCounts | None = None
) -> CasePage:
    """Return the cases `actor` may read under `filters`: what is owed first on top.

    `counts`, where they are known, are those of the same filters.
    """
    within = and_(reach(actor, Action.CASE_READ), *_conditions(session, filters, clock.today()))
    states = counts.states if counts else _by_state(session, within)
    chosen = [filters.state] if filters.state else list(states)
    ongoing = sum(states.get(state, 0) for state in chosen if state in OPEN)
    total = sum(states.get(state, 0) for state in chosen)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, filters.page), pages)
    start = (page - 1) * PAGE_SIZE
    found = owed_first(session, and_(within, IS_OPEN), PAGE_SIZE, start) if start < ongoing else []
    if len(found) < PAGE_SIZE and ongoing < total:
        left = PAGE_SIZE - len(found)
        found += owed_first(session, and_(within, ~IS_OPEN), left, max(0, start - ongoing))
    return CasePage(cases=with_names(session, found), total=total, page=page, pages=pages)


def every_item(session: Session, actor: Actor, filters: Filters) -> Iterator[Case]:
    """Yield all the cases `actor` may read under `filters`, in the order they came in."""
    within = and_(reach(actor, Action.CASE_READ), *_conditions(session, filters, clock.today()))
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
    found = _by_state(
        session, and_(readable, *_conditions(session, filters, today, without="state"))
    )
    ticking = (IS_OPEN, Case.paused_on.is_(None), Case.due_on <= today + SOON)
    sums = [func.sum(when((_day(name, today), 1), else_=0)) for name in DUES]
    rest = and_(readable, *ticking, *_conditions(session, filters, today, without="due"))
    numbers = session.execute(select(*sums).where(rest)).one()
    return DeskCounts(
        states={state: found.get(state, 0) for state in State},
        due={name: number or 0 for name, number in zip(DUES, numbers, strict=True)},
    )


def triage(session: Session, actor: Actor, most: int | None = None) -> list[Case]:
    """Return what came in for nobody in particular, oldest first, for those who assign."""
    if not allowed(actor, Action.CASE_DISPATCH):
        raise NotAllowed
    # Life and health before any date.
    mine = and_(reach(actor, Action.CASE_DISPATCH), UNSENT)
    return with_names(session, owed_first(session, mine, most, before=Case.urgent.desc()))


def to_approve(session: Session, actor: Actor, most: int | None = None) -> list[Case]:
    """Return the drafts waiting for `actor` to approve, what is owed first on top."""
    return with_names(session, owed_first(session, drafts(actor), most))


TO_MODERATE = and_(Case.visibility == Visibility.PENDING, Case.state.in_(WITH_ANSWER))


def drafts(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for drafts waiting for `actor` to approve."""
    return and_(reach(actor, Action.CASE_APPROVE), Case.state == State.FOR_APPROVAL)


def by_visibility(session: Session) -> dict[Visibility, int]:
    """Return how many cases senders agreed to show, by what was decided about them."""
    counted = select(Case.visibility, func.count()).where(Case.visibility != Visibility.PRIVATE)
    return {row[0]: row[1] for row in session.execute(counted.group_by(Case.visibility))}


def to_moderate(session: Session, actor: Actor, page: int = 1) -> CasePage:
    """Return what senders want shown and no moderator has looked at, the suspicious last."""
    if not allowed(actor, Action.CASE_MODERATE):
        raise NotAllowed
    waiting = and_(reach(actor, Action.CASE_MODERATE), TO_MODERATE)
    total = count(session, waiting)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    first = (Case.suspect.is_not(None), Case.answered_at, Case.id)
    ids = select(Case.id).where(waiting).order_by(*first).limit(PAGE_SIZE)
    found = list(session.scalars(ids.offset((page - 1) * PAGE_SIZE)))
    return CasePage(cases=with_names(session, found), total=total, page=page, pages=pages)


IS_OPEN = Case.state.in_(OPEN)
UNSENT = and_(Case.office_id.is_(None), Case.state == State.RECEIVED)

DUES: tuple[Due, ...] = ("overdue", "today", "soon")


def reach(actor: Actor, action: Action) -> ColumnElement[bool]:
    """Return the condition that leaves `actor` what the permission table gives."""
    own = or_(Case.past_office_id.is_(None), Case.past_office_id != actor.home)
    return and_(reach_of(actor, action, Case.office_id), own, Case.state != State.SEALED)


def reach_of(actor: Actor, action: Action, office: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Return the same for anything else an office answers for, `office` being its column."""
    scope = scope_of(actor, action)
    if scope is None:
        return false()
    return true() if scope is Scope.EVERYWHERE else office.in_(actor.offices)


def _conditions(
    session: Session, filters: Filters, today: date, without: str = ""
) -> list[ColumnElement[bool]]:
    chosen: dict[str, ColumnElement[bool] | None] = {
        "state": Case.state == filters.state if filters.state else Case.state.not_in(CARRIED),
        "office": Case.office_id == filters.office_id if filters.office_id else None,
        "topic": Case.topic_id == filters.topic_id if filters.topic_id else None,
        "kind": Case.kind == filters.kind if filters.kind else None,
        "visibility": Case.visibility == filters.visibility if filters.visibility else None,
        "counter": Case.counter_id == filters.counter_id if filters.counter_id else None,
        "due": _due(filters.due, today) if filters.due else None,
    }
    rest = [test for name, test in chosen.items() if test is not None and name != without]
    if without == "state" or filters.state in CARRIED:
        rest.append(Case.id.not_in(beside_sealed()))
    return has_words(session, filters.words) + rest


def _due(due: Due, today: date) -> ColumnElement[bool]:
    return and_(IS_OPEN, Case.paused_on.is_(None), _day(due, today))


def _day(due: Due, today: date) -> ColumnElement[bool]:
    day = {
        "overdue": Case.due_on < today,
        "today": Case.due_on == today,
        "soon": Case.due_on.between(today, today + SOON),
    }
    return day[due]


def _by_state(session: Session, within: ColumnElement[bool]) -> dict[State, int]:
    counted = select(Case.state, func.count()).where(within).group_by(Case.state)
    return {row[0]: row[1] for row in session.execute(counted)}


def count(session: Session, *conditions: ColumnElement[bool]) -> int:
    """Return how many cases there are."""
    return session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0


def owed_first(
    session: Session,
    within: ColumnElement[bool],
    most: int | None,
    start: int = 0,
    before: ColumnElement[Any] | None = None,
) -> list[int]:
    """Return the ids of cases by the day owed: ids alone, so that an index is all that is read.

    Args:
        session: the transaction.
        within: what to list.
        most: how many at most, None for all.
        start: how many to pass over.
        before: what counts more than the day.

    """
    order = (Case.due_on, Case.id) if before is None else (before, Case.due_on, Case.id)
    ids = select(Case.id).where(within).order_by(*order).limit(most)
    return list(session.scalars(ids.offset(start) if start else ids))


def with_names(session: Session, ids: list[int]) -> list[Case]:
    """Return these cases in this order, with the names lists show."""
    named = select(Case).options(joinedload(Case.office), joinedload(Case.topic))
    found = {case.id: case for case in session.scalars(named.where(Case.id.in_(ids)))}
    return [found[key] for key in ids]
