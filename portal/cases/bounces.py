"""How often each office passed items on, said no to one, or got one that way: from the events."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.cases.models import Case
from portal.cases.rules import Move
from portal.history.models import Event
from portal.permissions import Action, Actor, Scope, scope_of

TOLD = (Move.ASSIGN, Move.HAND_OVER, Move.DECLINE, Move.DECIDE)


@dataclass(frozen=True, kw_only=True)
class Bounces:
    """What one office did with items that were not its own, since a day.

    Attributes:
        passed_on: items it handed to another office.
        declined: items handed to it that it said are not its own either.
        got: items another office handed to it.
        decided: items the dispatcher gave it for good after two offices said no.
        split: parts a split gave it that it said, first of all, are not its own.

    """

    office: Office
    passed_on: int
    declined: int
    got: int
    decided: int
    split: int

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.passed_on or self.declined or self.got or self.decided or self.split)


def bounces(session: Session, actor: Actor, since: datetime) -> list[Bounces]:
    """Return a row for each office `actor` may read that has something to tell, most first."""
    counted = _counted(session, since)
    everywhere = scope_of(actor, Action.CASE_READ) is Scope.EVERYWHERE
    rows = [
        Bounces(
            office=office,
            passed_on=counted["passed_on", office.id],
            declined=counted["declined", office.id],
            got=counted["got", office.id],
            decided=counted["decided", office.id],
            split=counted["split", office.id],
        )
        for office in session.scalars(select(Office).order_by(Office.position, Office.id))
        if everywhere or office.id in actor.offices
    ]
    told = [row for row in rows if row.any]
    return sorted(told, key=lambda row: -(row.passed_on + row.declined))


def _counted(session: Session, since: datetime) -> Counter[tuple[str, int | None]]:
    """Return how often each office did what, by the name of the number and the office.

    The first no to a part answers whoever split the item, not its sender: it is counted apart.
    """
    parts = select(Case.id).where(Case.part_of_id.is_not(None))
    wanted = (
        select(Event)
        .where(Event.subject == "case", Event.act.in_(TOLD), Event.at <= clock.now())
        .where(or_(Event.at >= since, Event.subject_id.in_(parts)))  # a part remembers its split
        .order_by(Event.id)
    )
    counted: Counter[tuple[str, int | None]] = Counter()
    given: dict[int, int | None] = {}
    for event in session.scalars(wanted):
        if event.facts.get("whole"):
            given[event.subject_id] = event.facts.get("to_office")
        elif event.act != Move.ASSIGN:
            first = event.subject_id in given
            back = given.pop(event.subject_id, None)
            if event.at >= since:
                counted.update(
                    _numbers(event, split=first and back == event.facts.get("from_office"))
                )
    return counted


def _numbers(event: Event, *, split: bool) -> list[tuple[str, int | None]]:
    came_from, to = event.facts.get("from_office"), event.facts.get("to_office")
    if event.act == Move.HAND_OVER:
        return [("split" if split else "passed_on", came_from), ("got", to)]
    if event.act == Move.DECLINE:
        return [("split" if split else "declined", came_from)]
    return [("decided", to)]
