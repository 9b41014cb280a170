"""Whose time it was: every hour of a case belongs to somebody, from its events. Pure.

Handing a case on moves nothing that has passed: the office that got it on day 29 is seen as such,
and so is the one that had it until then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from portal.cases.rules import LOOKS, OPEN, State


class Holder(StrEnum):
    """Who can have a case; an office is named by its id beside."""

    DISPATCHER = "dispatcher"
    OFFICE = "office"
    SENDER = "sender"


class Happened(Protocol):
    """What the ledger reads of an event."""

    at: datetime
    act: str
    state: str | None
    office_id: int | None


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A time one holder had the case; `until` is now for the last of an open case."""

    holder: Holder
    office_id: int | None
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.until - self.since


@dataclass(frozen=True, kw_only=True)
class Share:
    """All the time one holder had a case."""

    holder: Holder
    office_id: int | None
    length: timedelta

    @property
    def days(self) -> float:
        """The same in days."""
        return self.length / timedelta(days=1)


def stretches(events: Sequence[Happened], now: datetime) -> list[Stretch]:
    """Return the stretches from receipt to the end, or to `now` while it is open.

    They follow each other without gap or overlap; those of one holder in a row are one. Acts that
    move nothing, like a message that went out or a promise another office keeps, change no holder.
    """
    found: list[Stretch] = []
    told = [event for event in events if event.state is not None and event.act not in LOOKS]
    for place, event in enumerate(told):
        if event.state is None or State(event.state) not in OPEN:
            continue
        until = told[place + 1].at if place + 1 < len(told) else max(now, event.at)
        holder, office_id = _holder(State(event.state), event.office_id)
        last = found[-1] if found else None
        if last and (last.holder, last.office_id, last.until) == (holder, office_id, event.at):
            found[-1] = Stretch(holder=holder, office_id=office_id, since=last.since, until=until)
        else:
            found.append(Stretch(holder=holder, office_id=office_id, since=event.at, until=until))
    return found


def shares(found: Iterable[Stretch]) -> list[Share]:
    """Return how long each holder had it, in the order they first had it."""
    whole: dict[tuple[Holder, int | None], timedelta] = {}
    for one in found:
        key = (one.holder, one.office_id)
        whole[key] = whole.get(key, timedelta(0)) + one.length
    return [
        Share(holder=holder, office_id=office_id, length=length)
        for (holder, office_id), length in whole.items()
    ]


def _holder(state: State, office_id: int | None) -> tuple[Holder, int | None]:
    if state is State.WAITING:
        return Holder.SENDER, None
    return (Holder.OFFICE, office_id) if office_id is not None else (Holder.DISPATCHER, None)
