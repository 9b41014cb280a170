"""How often each office passed items on, said no to one, or got one that way: from the events."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.cases.rules import Move
from portal.history.models import Event
from portal.permissions import Action, Actor, Scope, scope_of


@dataclass(frozen=True, kw_only=True)
class Bounces:
    """What one office did with items that were not its own, since a day.

    Attributes:
        passed_on: items it handed to another office.
        declined: items handed to it that it said are not its own either.
        got: items another office handed to it.
        decided: items the dispatcher gave it for good after two offices said no.

    """

    office: Office
    passed_on: int
    declined: int
    got: int
    decided: int

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.passed_on or self.declined or self.got or self.decided)


def bounces(session: Session, actor: Actor, since: datetime) -> list[Bounces]:
    """Return a row for each office `actor` may read that has something to tell, most first."""
    wanted = (
        select(Event.act, Event.facts)
        .where(Event.subject == "case", Event.at >= since, Event.at <= clock.now())
        .where(Event.act.in_((Move.HAND_OVER, Move.DECLINE, Move.DECIDE)))
    )
    counted: Counter[tuple[str, int | None]] = Counter()
    for act, facts in session.execute(wanted):
        if act == Move.HAND_OVER and facts.get("whole"):
            continue  # a matter split off was never passed on
        if act == Move.HAND_OVER:
            counted["passed_on", facts.get("from_office")] += 1
            counted["got", facts.get("to_office")] += 1
        elif act == Move.DECLINE:
            counted["declined", facts.get("from_office")] += 1
        else:
            counted["decided", facts.get("to_office")] += 1
    everywhere = scope_of(actor, Action.CASE_READ) is Scope.EVERYWHERE
    rows = [
        Bounces(
            office=office,
            passed_on=counted["passed_on", office.id],
            declined=counted["declined", office.id],
            got=counted["got", office.id],
            decided=counted["decided", office.id],
        )
        for office in session.scalars(select(Office).order_by(Office.position, Office.id))
        if everywhere or office.id in actor.offices
    ]
    told = [row for row in rows if row.any]
    return sorted(told, key=lambda row: -(row.passed_on + row.declined))
