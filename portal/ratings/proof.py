"""Proof of a visit: one-time codes handed out at a counter, and how many were served there."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.counters.models import Counter
from portal.counters.rules import new_token, normalise
from portal.errors import Invalid, NotAllowed
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.ratings.models import Served, VisitCode
from portal.web import tokens

LIFE = timedelta(days=30)
MOST = 240  # ten sheets at once
MOST_VISITS = 5_000


def mark_of(settings: Settings, typed: str) -> str:
    """Return the code somebody typed or scanned as the database holds it, "" for none."""
    code = normalise(typed)
    return tokens.keyed_hash(settings, "visit code", code) if code else ""


def issue(
    session: Session, actor: Actor, counter: Counter, count: int, settings: Settings
) -> list[str]:
    """Return fresh codes for a counter; they are kept hashed and can never be read back."""
    if not allowed(actor, Action.VISIT_ISSUE, counter):
        raise NotAllowed
    if not 0 < count <= MOST:
        raise Invalid(N_("Mỗi lần in được từ 1 đến 240 mã."))
    codes = _fresh(count, secrets.choice)
    session.add_all(
        VisitCode(code_hash=mark_of(settings, code), counter_id=counter.id, issued_on=clock.today())
        for code in codes
    )
    record(session, actor, ("counter", counter.id), "visit_codes_issued",
           office_id=counter.office_id, count=count)  # fmt: skip
    return codes


def claim(session: Session, counter: Counter, mark: str) -> bool:
    """Use up the code kept as `mark`; return whether it was good for this counter, just once."""
    if not mark:
        return False
    taken = session.execute(
        update(VisitCode)
        .where(VisitCode.code_hash == mark, VisitCode.counter_id == counter.id)
        .where(VisitCode.used_on.is_(None), VisitCode.issued_on >= clock.today() - LIFE)
        .values(used_on=clock.today())
        .returning(VisitCode.id)
    )
    return taken.first() is not None


def count_served(session: Session, actor: Actor, counter: Counter, on: date, visits: int) -> None:
    """Write down how many were served at a counter on a day; a later number replaces it."""
    if not allowed(actor, Action.VISIT_ISSUE, counter):
        raise NotAllowed
    if on > clock.today() or not 0 <= visits <= MOST_VISITS:
        raise Invalid(N_("Xin ghi một ngày đã qua và số lượt từ 0 đến 5.000."))
    kept = session.get(Served, (counter.id, on))
    if kept is None:
        session.add(Served(counter_id=counter.id, on_day=on, visits=visits))
    else:
        kept.visits = visits
    record(session, actor, ("counter", counter.id), "visits_counted",
           office_id=counter.office_id, on=on.isoformat(), visits=visits)  # fmt: skip


def served(session: Session, since: date, until: date) -> dict[int, int]:
    """Return how many visits each counter wrote down from `since` to `until`, by counter id."""
    wanted = (
        select(Served.counter_id, func.sum(Served.visits))
        .where(Served.on_day.between(since, until))
        .group_by(Served.counter_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def _fresh(count: int, choose: Callable[..., str]) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_token(choose))
    return sorted(codes)
