"""Assigning several cases at once: the dispatcher chooses, each is assigned as if alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import service as accounts
from portal.accounts.models import Office, Topic
from portal.cases import phrases
from portal.cases.handing import assign
from portal.cases.models import Case
from portal.cases.reading import reach
from portal.cases.rules import State
from portal.cases.stepping import SECOND_REFUSAL
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.permissions import Action, Actor, allowed
from portal.triage.rules import Own, suggest

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A case nobody answers for yet, with the office its words speak for.

    Attributes:
        office: the office of the field the tables find, None when nothing speaks for one.
        words: the phrases it rests on.

    """

    case: Case
    office: Office | None
    words: tuple[str, ...]


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Return the cases to be assigned, what is owed first on top; at most fifty."""
    if not allowed(actor, Action.CASE_DISPATCH):
        raise NotAllowed
    wanted = (
        select(Case)
        .where(reach(actor, Action.CASE_DISPATCH))
        .where(Case.state == State.RECEIVED, Case.office_id.is_(None))
        .where(Case.declined < SECOND_REFUSAL)  # those the dispatcher decides, one by one
        .order_by(Case.due_on, Case.id)
        .limit(MOST)
    )
    staffed = set(accounts.staffed_offices(session))
    topics = session.scalars(select(Topic).where(Topic.active))
    offices = {topic.slug: topic.office for topic in topics if topic.office in staffed}
    own = phrases.own(session)
    return [_suggested(case, offices, own) for case in session.scalars(wanted)]


def assign_all(session: Session, actor: Actor, chosen: Iterable[tuple[Case, Office | None]]) -> int:
    """Assign each case to its office as if alone; return how many were."""
    return sum(
        office is not None and _assigned(session, actor, case, office) for case, office in chosen
    )


def _assigned(session: Session, actor: Actor, case: Case, office: Office) -> bool:
    """Assign one case; return False, with everything as it was, where that cannot be done now."""
    try:
        with session.begin_nested():
            assign(session, actor, case, office)
    except (IllegalMove, Invalid):
        return False
    return True


def _suggested(case: Case, offices: Mapping[str, Office | None], own: Own) -> Waiting:
    read = suggest(f"{case.subject}. {case.text}", own)
    office = offices.get(read.field or "")
    words = read.reasons.get("field", ()) if office else ()
    return Waiting(case=case, office=office, words=tuple(words))
