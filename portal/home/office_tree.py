"""Offices as residents look them up: the tree of today, and those that are no more."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office, Topic
from portal.accounts.service import offices as living_offices
from portal.accounts.service import topics
from portal.counters.models import Counter


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An office with those below it."""

    office: Office
    below: tuple["Branch", ...]


@dataclass(frozen=True, kw_only=True)
class Former:
    """An office that is no more; `successor` is the living one that took over, if any did."""

    office: Office
    successor: Office | None


def tree(session: Session) -> tuple[Branch, ...]:
    """Return the offices of today as a tree; those whose parent is gone stand at the top."""
    living = living_offices(session)
    known = {office.id for office in living}
    return _branches(living, [office for office in living if office.parent_id not in known])


def former(session: Session) -> list[Former]:
    """Return the abolished offices, the latest first."""
    ended = select(Office).where(Office.valid_to < clock.today())
    rows = session.scalars(ended.order_by(Office.valid_to.desc(), Office.id))
    return [Former(office=office, successor=successor(session, office)) for office in rows]


def is_former(office: Office) -> bool:
    """Return whether the office is no more."""
    return office.valid_to is not None and office.valid_to < clock.today()


def successor(session: Session, office: Office) -> Office | None:
    """Return who answers now for what `office` did, however often it was handed on."""
    seen = {office.id}
    following = office.successor_id
    found = None
    while following is not None and following not in seen:
        seen.add(following)
        found = session.get(Office, following)
        following = found.successor_id if found is not None and is_former(found) else None
    return found


def topics_of(session: Session, office: Office) -> list[Topic]:
    """Return the fields the office answers for."""
    return [topic for topic in topics(session) if topic.office_id == office.id]


def counters_of(session: Session, office: Office) -> list[Counter]:
    """Return the office's counters in use."""
    wanted = select(Counter).where(Counter.office_id == office.id, Counter.active)
    return list(session.scalars(wanted.order_by(Counter.code)))


def _branches(living: Iterable[Office], heads: Iterable[Office]) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            office=head,
            below=_branches(living, [one for one in living if one.parent_id == head.id]),
        )
        for head in heads
    )
