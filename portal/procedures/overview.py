"""The calendar of a year and the limits of a day, as an administrator sees them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock, law
from portal.law import Term
from portal.permissions import Actor
from portal.procedures import service
from portal.procedures.models import CalendarDay
from portal.procedures.rules import DayKind


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """One day that is not as its weekday says.

    Attributes:
        source: number of the notice; "" for what the portal knows by itself.
        is_public: whether it is a public holiday.
        entered: the authority's own entry, None for what the law and `law.toml` know.
        struck: whether that entry was taken back and counts no more.

    """

    on: date
    kind: DayKind
    name: str
    source: str = ""
    is_public: bool = False
    entered: CalendarDay | None = None
    struck: bool = False


@dataclass(frozen=True, kw_only=True)
class LimitRow:
    """One limit: what the law or the portal's file says, and what counts today."""

    base: Term
    now: Term


def year(session: Session, actor: Actor, number: int) -> list[DayRow]:
    """Return the days off and worked of a year in their order, the authority's own included."""
    own = [row for row in service.days(session, actor) if row.on.year == number]
    known = [row for row in _known() if row.on.year == number]
    entered = [
        DayRow(
            on=row.on,
            kind=DayKind(row.kind),
            name=row.name,
            source=row.notice if row.struck_at is None else row.struck_notice,
            entered=row,
            struck=row.struck_at is not None,
        )
        for row in own
    ]
    return sorted([*known, *entered], key=lambda row: (row.on, row.entered is not None))


def terms_on(on: date) -> list[Term]:
    """Return every limit of `law.toml` in force on a day, in the order of the file."""
    codes = dict.fromkeys(term.code for term in law.terms())
    found = []
    for code in codes:
        try:
            found.append(law.term(code, on))
        except LookupError:
            continue
    return sorted(found, key=lambda term: term.code)


def limits(session: Session, actor: Actor, on: date) -> list[LimitRow]:
    """Return every limit with what the authority promises instead."""
    service.promises(session, actor)  # who may not manage them may not read them here
    return [LimitRow(base=base, now=service.term(session, base.code, on)) for base in terms_on(on)]


def _known() -> list[DayRow]:
    calendar = law.calendar()
    exchanged = {row.on for row in law.exchanges()}
    return [
        DayRow(
            on=day,
            kind=DayKind.WORKED if day in calendar.swaps else DayKind.OFF,
            name=calendar.names.get(day, ""),
            is_public=day not in exchanged and day in law.public_holidays(),
        )
        for day in {*calendar.holidays, *calendar.swaps}
        if day in exchanged or day.weekday() < clock.SATURDAY or day in calendar.swaps
    ]
