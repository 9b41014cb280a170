"""The time limits, read from `law.toml`: what the limit is, on a given day, and why."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from portal import clock

YEARS = range(2024, 2051)  # for which the public holidays are worked out


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING = "working"
    CALENDAR = "calendar"


class Standing(StrEnum):
    """Whether a limit is law or the authority's own promise (cam kết của cơ quan)."""

    LAW = "law"
    COMMITMENT = "commitment"


class Bound(StrEnum):
    """Which way the authority may depart from a limit of the law by a promise of its own."""

    AT_MOST = "at_most"  # it may promise to be quicker
    AT_LEAST = "at_least"  # it may give more time


@dataclass(frozen=True, kw_only=True)
class Extension:
    """One time by which a limit may be made longer.

    Attributes:
        days: at most, in `unit`, counted on from the date before.
        signer: the role that signs it, by the name in the permission table.
        basis: the legal text or the authority's promise that allows it.
        within: working days after the start in which it must be announced; None for any time
            before the date.

    """

    days: int
    unit: Unit
    signer: str
    basis: str
    within: int | None = None


@dataclass(frozen=True, kw_only=True)
class Term:
    """One time limit.

    Attributes:
        code: how the portal's code names it, `<thing>.<step>`.
        days: length, in `unit`.
        unit: working or calendar days.
        basis: the legal text, article included, or the promise, shown beside the due date.
        standing: whether `basis` is law or the authority's own commitment.
        bound: which way a promise of the authority may depart from it, when it is law.
        extensions: how it may be made longer, the first time, the second time, and so on.
        times: how often it may be used for one thing, None for as often as it comes.
        valid_from: first day the limit applies; it applies until a later row replaces it.
        valid_to: last day it applies, None while open-ended.

    """

    code: str
    days: int
    unit: Unit
    basis: str
    standing: Standing
    valid_from: date
    valid_to: date | None = None
    bound: Bound = Bound.AT_MOST
    extensions: tuple[Extension, ...] = ()
    times: int | None = None

    def due_on(self, start: date, working: clock.Calendar | None = None) -> date:
        """Return the last day of the limit when it starts on `start` (not counted itself).

        Args:
            start: local date the count runs from.
            working: the authority's calendar; without one, only what `law.toml` knows counts.

        """
        return due_on(start, self.days, self.unit, working or calendar())


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One clock of a procedure.

    Attributes:
        span: what it counts: `acknowledge`, `classify`, `accept`, `forward`, `answer`, …
        term: code of its limit.
        since: what starts it: `received`, `assigned`, `accepted`, …

    """

    span: str
    term: str
    since: str


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """Which clocks run for some kinds of submission, from a day on, until a later row."""

    kinds: tuple[str, ...]
    clocks: tuple[Clock, ...]
    valid_from: date
    valid_to: date | None = None

    def started_by(self, event: str) -> tuple[Clock, ...]:
        """Return the clocks that start when `event` happens."""
        return tuple(found for found in self.clocks if found.since == event)

    def term_of(self, span: str, since: str) -> str | None:
        """Return the code of the limit of `span` started by `since`, None where none runs."""
        codes = (found.term for found in self.started_by(since) if found.span == span)
        return next(codes, None)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A day off, or a day worked in exchange, that a notice announced."""

    on: date
    works: bool
    basis: str


def due_on(start: date, days: int, unit: Unit, working: clock.Calendar) -> date:
    """Return the last day of `days` after `start`, counted in `unit` by the calendar `working`."""
    if unit is Unit.WORKING:
        return clock.add_working_days(start, days, working)
    return clock.add_days(start, days, working)


@cache
def terms() -> tuple[Term, ...]:
    """Return every limit ever in force, oldest first."""
    return tuple(sorted(map(_term, _file()["term"]), key=lambda term: term.valid_from))


def term(code: str, on: date) -> Term:
    """Return the limit named `code` in force on `on`; raise LookupError if there is none."""
    for candidate in reversed(terms()):
        if candidate.code == code and in_force(candidate.valid_from, candidate.valid_to, on):
            return candidate
    msg = f"no time limit {code!r} in force on {on}"
    raise LookupError(msg)


@cache
def procedures() -> tuple[Procedure, ...]:
    """Return every procedure ever in force, oldest first."""
    rows = (
        Procedure(
            **row
            | {"kinds": tuple(row["kinds"]), "clocks": tuple(Clock(**c) for c in row["clocks"])}
        )
        for row in _file()["procedure"]
    )
    return tuple(sorted(rows, key=lambda found: found.valid_from))


def procedure(kind: str, on: date) -> Procedure:
    """Return the procedure of `kind` in force on `on`; raise LookupError if there is none."""
    for candidate in reversed(procedures()):
        if kind in candidate.kinds and in_force(candidate.valid_from, candidate.valid_to, on):
            return candidate
    msg = f"no procedure for {kind!r} in force on {on}"
    raise LookupError(msg)


def in_force(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Return whether what is valid between the two days, both included, is so on `on`."""
    return valid_from <= on and (valid_to is None or on <= valid_to)


@cache
def calendar() -> clock.Calendar:
    """Return the working calendar: public holidays as known, corrected by `law.toml`."""
    known, listed = _public_calendar(), exchanges()
    public = {day: _with_caveat(name) for day, name in public_holidays().items()}
    names = {**public, **{row.on: row.basis for row in listed}}
    off = {*public_holidays(), *(row.on for row in listed if not row.works)}
    swaps = {*known.weekend_workdays, *(row.on for row in listed if row.works)}
    return clock.Calendar(holidays=frozenset(off - swaps), swaps=frozenset(swaps), names=names)


def _with_caveat(name: str) -> str:
    """Return the name of a public holiday, with what has to be said where it is not sure."""
    found = (row for row in _file().get("unsure_holiday", []) if name.startswith(row["name"]))
    row = next(found, None)
    return f"{name}, {row['caveat']}" if row else name


@cache
def public_holidays() -> Mapping[date, str]:
    """Return the public holidays with their Vietnamese names; Tết follows the moon."""
    return dict(_public_calendar())


@cache
def exchanges() -> tuple[Exchange, ...]:
    """Return what `law.toml` adds to the public holidays, in order of the days."""
    rows = [
        Exchange(on=row["on"], works=works, basis=row["basis"])
        for table, works in (("day_off", False), ("working_day", True))
        for row in _file().get(table, [])
    ]
    return tuple(sorted(rows, key=lambda row: row.on))


def _term(row: dict[str, Any]) -> Term:
    read = {"unit": Unit(row["unit"]), "standing": Standing(row["standing"])}
    more = tuple(
        Extension(**found | {"unit": Unit(found["unit"])}) for found in row.get("extensions", [])
    )
    bound = Bound(row.get("bound", Bound.AT_MOST))
    return Term(**row | read | {"extensions": more, "bound": bound})


@cache
def _public_calendar() -> Any:
    return holidays.country_holidays("VN", years=YEARS, language="vi")


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "law.toml").read_text("utf-8"))
