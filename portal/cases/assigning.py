"""Assigning several cases at once: the dispatcher chooses, each is assigned as if alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Office, Topic
from portal.cases.handing import assign
from portal.cases.models import Case
from portal.cases.rules import State
from portal.cases.stepping import SECOND_REFUSAL
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.permissions import Action, Actor, allowed
from portal.triage.rules import suggest

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
        .where(Case.state == State.RECEIVED, Case.office_id.is_(None))
        .where(Case.declined < SECOND_REFUSAL)  # those the dispatcher decides, one by one
        .order_by(Case.due_on, Case.id)
        .limit(MOST)
    )
    offices = {
        topic.slug: topic.office for topic in session.scalars(select(Topic).where(Topic.active))
    }
    return [_suggested(case, offices) for case in session.scalars(wanted)]


def assign_all(
    session: Session, actor: Actor, chosen: Iterable[tuple[Case, str]], to: Mapping[int, Office]
) -> tuple[int, list[Case]]:
    """Assign each case, unless it changed since the page was shown; return how many, and the rest.

    Args:
        session: the transaction.
        actor: the dispatcher.
        chosen: each case with the version the page showed.
        to: the office for each case, by id; a case that is not in it is left.

    """
    done, left = 0, []
    for case, version in chosen:
        office = to.get(case.id)
        if office is None or str(case.version) != version:
            left.append(case)
            continue
        try:
            with session.begin_nested():
                assign(session, actor, case, office)
        except (IllegalMove, Invalid):
            left.append(case)
        else:
            done += 1
    return done, left


def _suggested(case: Case, offices: Mapping[str, Office | None]) -> Waiting:
    read = suggest(f"{case.subject}. {case.text}")
    office = offices.get(read.field or "")
    words = read.reasons.get("field", ()) if office else ()
    return Waiting(case=case, office=office, words=tuple(words))
