"""The hours of the authority and of single counters: kept, and found for a counter."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.facts import Unfit
from portal.counters.hours import UNSAID, Hours
from portal.counters.models import Counter, OpeningHours
from portal.errors import NotAllowed
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed

AUTHORITY = ("authority", 1)


def kept(session: Session, counter: Counter | None) -> Hours | None:
    """Return the hours written for a counter itself, or for the authority; None when none are."""
    row = _row(session, counter)
    return _hours(row) if row else None


def told(session: Session, counter: Counter) -> Hours | None:
    """Return the hours a counter keeps, its own or the authority's; None when nobody wrote any."""
    return kept(session, counter) or kept(session, None)


def hours_of(session: Session, counter: Counter) -> Hours:
    """Return the hours by which ratings of a counter are told from those outside hours."""
    return told(session, counter) or UNSAID


def keep(session: Session, actor: Actor, counter: Counter | None, hours: Hours) -> None:
    """Write down the hours of a counter, or of the authority; ratings given stay as they are."""
    _permit(actor)
    _refuse_odd(hours)
    row = _row(session, counter) or OpeningHours(counter_id=counter.id if counter else None)
    row.morning_opens, row.morning_closes = hours.morning
    row.afternoon_opens, row.afternoon_closes = hours.afternoon
    row.mornings = "".join(str(day) for day in sorted(hours.mornings))
    row.afternoons = "".join(str(day) for day in sorted(hours.afternoons))
    session.add(row)
    _record(session, actor, counter, "hours_set")


def forget(session: Session, actor: Actor, counter: Counter) -> None:
    """Let a counter keep the authority's hours again."""
    _permit(actor)
    row = _row(session, counter)
    if row is not None:
        session.delete(row)
        _record(session, actor, counter, "hours_dropped")


def _row(session: Session, counter: Counter | None) -> OpeningHours | None:
    wanted = select(OpeningHours).where(OpeningHours.counter_id == (counter and counter.id))
    return session.scalar(wanted)


def _hours(row: OpeningHours) -> Hours:
    return Hours(
        morning=(row.morning_opens, row.morning_closes),
        afternoon=(row.afternoon_opens, row.afternoon_closes),
        mornings=frozenset(int(day) for day in row.mornings),
        afternoons=frozenset(int(day) for day in row.afternoons),
    )


def _refuse_odd(hours: Hours) -> None:
    for half, (opens, closes) in (("morning", hours.morning), ("afternoon", hours.afternoon)):
        if opens >= closes:
            raise Unfit(N_("Giờ đóng phải sau giờ mở."), field=f"{half}_closes")
    if hours.afternoon[0] < hours.morning[1]:
        raise Unfit(N_("Buổi chiều phải sau buổi sáng."), field="afternoon_opens")
    if not hours.mornings | hours.afternoons:
        raise Unfit(N_("Xin chọn ít nhất một buổi."), field="mornings")


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.COUNTER_MANAGE):
        raise NotAllowed


def _record(session: Session, actor: Actor, counter: Counter | None, act: str) -> None:
    subject = ("counter", counter.id) if counter else AUTHORITY
    record(session, actor, subject, act, office_id=counter.office_id if counter else None)
