"""The time limits, read from `law.toml`: what the limit is, on a given day, and why."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from portal import clock


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING = "working"
    CALENDAR = "calendar"


class Standing(StrEnum):
    """Whether a limit is law or the authority's own promise (cam kết của cơ quan)."""

    LAW = "law"
    COMMITMENT = "commitment"


@dataclass(frozen=True, kw_only=True)
class Term:
    """One time limit.

    Attributes:
        code: how the portal's code names it, `<thing>.<step>`.
        days: length, in `unit`.
        unit: working or calendar days.
        basis: the legal text, article included, or the promise, shown beside the due date.
        standing: whether `basis` is law or the authority's own commitment.
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

    def due_on(self, start: date) -> date:
        """Return the last day of the limit when it starts on `start` (not counted itself)."""
        if self.unit is Unit.WORKING:
            return clock.add_working_days(start, self.days, calendar())
        return clock.add_days(start, self.days, calendar())


@cache
def terms() -> tuple[Term, ...]:
    """Return every limit ever in force, oldest first."""
    rows = (
        Term(**row | {"unit": Unit(row["unit"]), "standing": Standing(row["standing"])})
        for row in _file()["term"]
    )
    return tuple(sorted(rows, key=lambda term: term.valid_from))


def term(code: str, on: date) -> Term:
    """Return the limit named `code` in force on `on`; raise LookupError if there is none."""
    for candidate in reversed(terms()):
        in_time = candidate.valid_from <= on and (
            candidate.valid_to is None or on <= candidate.valid_to
        )
        if candidate.code == code and in_time:
            return candidate
    msg = f"no time limit {code!r} in force on {on}"
    raise LookupError(msg)


@cache
def calendar() -> clock.Calendar:
    """Return the working calendar: public holidays as known, corrected by `law.toml`."""
    known = holidays.country_holidays("VN", years=range(2025, 2031))
    off = set(known) | {row["on"] for row in _file().get("day_off", [])}
    swaps = {row["on"] for row in _file().get("working_day", [])}
    return clock.Calendar(holidays=frozenset(off - swaps), swaps=frozenset(swaps))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "law.toml").read_text("utf-8"))
