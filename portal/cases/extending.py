"""Making the time for an answer longer: for a reason, signed, told before the old date."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock, law
from portal.accounts.models import Official
from portal.cases import clocks
from portal.cases.counting import Change
from portal.cases.models import Case, CaseClock, ClockChange
from portal.errors import Invalid
from portal.i18n import N_
from portal.law import Extension
from portal.permissions import Actor, Role
from portal.procedures import service as procedures

TOO_LONG = N_("Số ngày gia hạn ở ngoài mức quy trình cho phép.")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """How the running clock of a case may be made longer now.

    Attributes:
        rule: what allows it: the days at most, who signs.
        longest: the date the longest extension would give.

    """

    clock: CaseClock
    rule: Extension
    longest: date


def offer(case: Case, today: date) -> Offer | None:
    """Return how the time for the answer may be made longer today, None when it may not.

    Only before the old date, only as often as the procedure says, and only while the clock runs.
    """
    ticking = clocks.running(case)
    if ticking is None or today >= ticking.due_on or clocks.is_paused(ticking):
        return None
    taken = sum(one.change is Change.EXTENSION for one in ticking.changes)
    allowed = _limit(case, ticking).extensions
    if taken >= len(allowed):
        return None
    rule, calendar = allowed[taken], procedures.calendar_of(case)
    if rule.within is not None and today > clock.add_working_days(
        ticking.started_on, rule.within, calendar
    ):
        return None
    longest = law.due_on(ticking.due_on, rule.days, rule.unit, calendar)
    return Offer(clock=ticking, rule=rule, longest=longest)


def may_sign(actor: Actor, rule: Extension) -> bool:
    """Return whether `actor` holds the role the procedure names, or one that stands above it."""
    above = {Role.HEAD: {Role.HEAD, Role.LEADER}, Role.LEADER: {Role.LEADER}}
    return bool(actor.roles & above[Role(rule.signer)])


def lengthen(session: Session, actor: Actor, found: Offer, days: int) -> ClockChange:
    """Move the date by `days`, signed by `actor`; the old date stays in the history.

    Raises:
        Invalid: more days, or fewer than one, than the procedure allows.

    """
    if not 1 <= days <= found.rule.days:
        raise Invalid(TOO_LONG)
    ticking, unit = found.clock, found.rule.unit
    calendar = procedures.calendar_of(ticking)
    before, ticking.due_on = ticking.due_on, law.due_on(ticking.due_on, days, unit, calendar)
    ticking.counted_on = law.due_on(ticking.counted_on, days, unit, calendar)
    signer = session.get(Official, actor.official_id) if actor.official_id else None
    change = ClockChange(
        change=Change.EXTENSION,
        since=clock.today(),
        days=days,
        unit=unit,
        before=before,
        after=ticking.due_on,
        counted=ticking.counted_on,
        basis=found.rule.basis,
        signed_name=signer.name if signer else "",
        signed_title=signer.title if signer else "",
    )
    ticking.changes.append(change)
    clocks.note_due(ticking.case)
    return change


def _limit(case: Case, ticking: CaseClock) -> law.Term:
    return procedures.term_of(case, ticking.term, ticking.started_on)
