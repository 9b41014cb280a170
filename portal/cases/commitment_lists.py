"""What was promised, in pages: by whether it is late, soon due, still open or kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.cases.answer_models import Commitment
from portal.cases.commitments import SHOWN, SOON, is_late, is_past
from portal.cases.reading import reach_of
from portal.permissions import Action, Actor

PAGE_SIZE = 30
NAMES = (joinedload(Commitment.case), joinedload(Commitment.office))

RUNS = Commitment.kept_on.is_(None)
List = Callable[[date], tuple[ColumnElement[bool], ...]]
# What a promise is today, by the name of the list it stands in.
LISTS: Mapping[str, List] = MappingProxyType(
    {
        "overdue": lambda today: (RUNS, is_past(today)),
        "due_soon": lambda today: (RUNS, ~is_past(today), Commitment.due_on <= today + SOON),
        "open": lambda today: (RUNS, ~is_past(today), Commitment.due_on > today + SOON),
        "kept": lambda _today: (Commitment.kept_on.is_not(None),),
    }
)  # fmt: skip
_PROMISED = when(
    (Commitment.first_due_on < Commitment.due_on, Commitment.first_due_on),
    else_=Commitment.due_on,
)
OWED_FIRST = (
    Commitment.kept_on.is_not(None), Commitment.kept_on.desc(), _PROMISED, Commitment.id,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """One page of the promises of some offices, each list with what is owed first on top.

    Attributes:
        counts: how many there are of each list on all pages.

    """

    overdue: list[Commitment]
    due_soon: list[Commitment]
    open: list[Commitment]
    kept: list[Commitment]
    counts: Mapping[str, int]
    page: int
    pages: int

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def ledger(session: Session, actor: Actor, office_id: int | None = None, page: int = 1) -> Ledger:
    """Return one page of the promises of the offices `actor` may read, or of one of them."""
    within = [reach_of(actor, Action.CASE_READ, Commitment.office_id), SHOWN]
    if office_id is not None:
        within.append(Commitment.office_id == office_id)
    within.append(Commitment.made_on.is_not(None))
    today = clock.today()
    counts = counted(session, LISTS, today, select(Commitment.id).where(*within))
    pages = max(1, -(-sum(counts.values()) // PAGE_SIZE))
    page = min(max(1, page), pages)
    asked = select(Commitment).where(*within).options(*NAMES).order_by(*OWED_FIRST).limit(PAGE_SIZE)
    rows = list(session.scalars(asked.offset((page - 1) * PAGE_SIZE)))
    running = [row for row in rows if row.kept_on is None]
    in_time = [row for row in running if not is_late(row, today)]
    return Ledger(
        overdue=[row for row in running if is_late(row, today)],
        due_soon=[row for row in in_time if row.due_on <= today + SOON],
        open=[row for row in in_time if row.due_on > today + SOON],
        kept=[row for row in rows if row.kept_on is not None],
        counts=counts,
        page=page,
        pages=pages,
    )


def counted(
    session: Session, lists: Mapping[str, List], today: date, ids: Select[int]
) -> dict[str, int]:
    """Return how many of the commitments `ids` asks for stand in each of `lists`."""
    sums = [func.sum(when((and_(*test(today)), 1), else_=0)) for test in lists.values()]
    found = session.execute(select(*sums).where(Commitment.id.in_(ids))).one()
    return {name: number or 0 for name, number in zip(lists, found, strict=True)}
