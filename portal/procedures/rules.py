"""How the authority's entries change the calendar and the limits. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal import clock, law
from portal.law import Bound, Standing, Term, Unit


class DayKind(StrEnum):
    """What a day of the authority's calendar is."""

    OFF = "off"  # a public holiday, or off in exchange
    CLOSED = "closed"  # storm, flood, another emergency: the offices cannot work
    WORKED = "worked"  # in exchange for a day off (làm bù)


@dataclass(frozen=True, kw_only=True)
class Day:
    """One entry: what the day is, why, and the number of the notice that says so."""

    on: date
    kind: DayKind
    name: str
    notice: str


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A limit the authority sets by a document of its own, from a day on."""

    code: str
    days: int
    unit: Unit
    document: str
    valid_from: date
    valid_to: date | None = None


def with_days(known: clock.Calendar, days: Iterable[Day]) -> clock.Calendar:
    """Return the calendar `known` with the authority's days laid over it, the later entry last."""
    off, swaps = set(known.holidays), set(known.swaps)
    names = dict(known.names)
    for day in days:
        worked = day.kind is DayKind.WORKED
        (off.discard if worked else off.add)(day.on)
        (swaps.add if worked else swaps.discard)(day.on)
        names[day.on] = told(day)
    return clock.Calendar(holidays=frozenset(off), swaps=frozenset(swaps), names=names)


def told(day: Day) -> str:
    """Return what people are told about the day: its name and the number of the notice."""
    return f"{day.name}, {day.notice}"


def promised(base: Term, promises: Iterable[Promise], on: date) -> Term:
    """Return `base` as the authority's latest promise in force on `on` changes it.

    Whatever `base` rests on, what comes out is the authority's own promise and says so.
    """
    found = [
        one
        for one in promises
        if one.code == base.code and law.in_force(one.valid_from, one.valid_to, on)
    ]
    if not found:
        return base
    last = max(reversed(found), key=lambda one: one.valid_from)  # of one day, the one entered last
    return replace(
        base,
        days=last.days,
        unit=last.unit,
        basis=f"{_title(base)}: cam kết của cơ quan theo {last.document}",
        standing=Standing.COMMITMENT,
        valid_from=last.valid_from,
        valid_to=last.valid_to,
    )


def may_promise(base: Term, days: int, unit: Unit) -> bool:
    """Return whether the authority may set `days` in `unit` where `base` stands.

    Its own limits it sets as it likes; a limit of the law it may only better, and only in the
    law's unit, where better can be told without a calendar.
    """
    if base.standing is not Standing.LAW:
        return True
    if unit is not base.unit:
        return False
    return days <= base.days if base.bound is Bound.AT_MOST else days >= base.days


def is_new(known: clock.Calendar, day: date, kind: DayKind) -> bool:
    """Return whether the entry would change anything about `day`."""
    return known.works(day) is not (kind is DayKind.WORKED)


def _title(base: Term) -> str:
    """Return what the limit is for: the basis up to the words that say what it rests on."""
    if base.standing is Standing.LAW:
        return base.basis
    return base.basis.removesuffix(": cam kết của cơ quan")
