"""What is done with disclosures: opened, linked to a document, cancelled."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.facts import Unfit
from portal.disclosures import periods, rules
from portal.disclosures.models import Disclosure, Duty
from portal.disclosures.periods import Rhythm
from portal.disclosures.register import begins, limit_of
from portal.disclosures.rules import Basis
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.procedures import service as procedures
from portal.publications import catalogue
from portal.publications.models import Publication
from portal.publications.rules import Audience

NO_REASON = N_("Xin ghi lý do.")
FUTURE = N_("Ngày này chưa đến. Xin ghi ngày đã làm.")
INTERNAL_LINK = N_("Văn bản nội bộ không dùng được cho nội dung công khai với Nhân dân.")
NAMELESS = N_("Xin ghi tên nội dung, hoặc chọn văn bản.")
NO_PERIOD = N_("Xin chọn kỳ trong danh sách.")


@dataclass(frozen=True, kw_only=True)
class DisclosureFacts:
    """A disclosure about to be opened; see `models.Disclosure`."""

    duty_id: int | None
    office_id: int
    decided_on: date
    period: str = ""
    title: str = ""
    publication_id: int | None = None
    audience: Audience = Audience.PUBLIC


def open_disclosure(session: Session, actor: Actor, facts: DisclosureFacts) -> Disclosure:
    """Begin to keep book of one disclosure; its limit and forms stay as they are today."""
    _permit(actor, facts)
    duty = _duty_of(session, facts)
    _refuse_unfit(facts, duty)
    disclosure = Disclosure(
        duty=duty,
        period=facts.period,
        title=facts.title,
        office_id=facts.office_id,
        decided_on=facts.decided_on,
        audience=duty.audience if duty else facts.audience,
        opened_at=clock.now(),
        due_basis=Basis.AUTHORITY,
    )
    if duty is not None:
        _take_over(disclosure, duty)
    _link(session, actor, disclosure, facts.publication_id)
    session.add(disclosure)
    session.flush()
    keep_book(session, actor, disclosure, "opened", duty=duty and duty.code, period=facts.period)
    return disclosure


def read_disclosure(session: Session, actor: Actor, disclosure_id: int) -> Disclosure:
    """Return a disclosure `actor` may see at the desk; raise NotFound for any other."""
    found = session.get(Disclosure, disclosure_id)
    if found is None or not allowed(actor, Action.DISCLOSURE_READ, found):
        raise NotFound
    return found


def link(
    session: Session, actor: Actor, disclosure: Disclosure, publication_id: int | None
) -> None:
    """Tie a disclosure to the document on this portal, or untie it with None."""
    permit_change(actor, disclosure)
    if publication_id is None and disclosure.duty is None and not disclosure.title:
        raise Unfit(NAMELESS, field="publication_id")
    _link(session, actor, disclosure, publication_id)
    session.flush()
    keep_book(session, actor, disclosure, "linked", publication=publication_id)


def cancel(session: Session, actor: Actor, disclosure: Disclosure, reason: str) -> None:
    """Take a disclosure out of the register that should never have been opened."""
    permit_change(actor, disclosure)
    if not reason.strip():
        raise Invalid(NO_REASON)
    disclosure.cancelled_at, disclosure.cancelled_reason = clock.now(), reason.strip()
    keep_book(session, actor, disclosure, "cancelled")


def linkable(
    session: Session, actor: Actor, audience: Audience | None = None, limit: int = 100
) -> list[Publication]:
    """Return the documents `actor` may tie a disclosure to, the newest first.

    Args:
        session: the transaction.
        actor: whose desk it is.
        audience: of the disclosure, None while nobody has said; a public one needs a public text.
        limit: how many at most.

    """
    wanted = select(Publication).where(
        catalogue.visible_to(actor) | catalogue.editable_by(actor), Publication.title != ""
    )
    if audience is Audience.PUBLIC:
        wanted = wanted.where(Publication.audience == Audience.PUBLIC)
    newest = wanted.order_by(Publication.dated_on.desc(), Publication.id.desc())
    return list(session.scalars(newest.limit(limit)))


def _permit(actor: Actor, thing: Disclosure | DisclosureFacts) -> None:
    if not allowed(actor, Action.DISCLOSURE_RECORD, thing):
        raise NotAllowed


def permit_change(actor: Actor, disclosure: Disclosure) -> None:
    """Refuse whoever may not change this disclosure, and any change of a cancelled one."""
    if not allowed(actor, Action.DISCLOSURE_READ, disclosure):
        raise NotFound
    _permit(actor, disclosure)
    if disclosure.cancelled_at is not None:
        raise IllegalMove


def _duty_of(session: Session, facts: DisclosureFacts) -> Duty | None:
    if facts.duty_id is None:
        return None
    found = session.get(Duty, facts.duty_id)
    if found is None:
        raise Unfit(N_("Xin chọn một nội dung trong danh sách."), field="duty_id")
    return found


def _refuse_unfit(facts: DisclosureFacts, duty: Duty | None) -> None:
    if facts.decided_on > clock.today():
        raise Unfit(FUTURE, field="decided_on")
    nameless = not facts.title and facts.publication_id is None
    if nameless and (duty is None or duty.rhythm is Rhythm.EVENT):
        raise Unfit(NAMELESS, field="title")
    try:
        periods.span_of(duty.rhythm if duty else Rhythm.EVENT, facts.period)
    except ValueError:
        raise Unfit(NO_PERIOD, field="period") from None


def _take_over(disclosure: Disclosure, duty: Duty) -> None:
    """Copy what the duty asks for today, so that a later change of it leaves this one alone."""
    disclosure.wanted = [{"form": row.form.value, "days": row.days} for row in duty.forms]
    disclosure.due_on = rules.due_on(
        rhythm=duty.rhythm,
        limit=limit_of(duty),
        span=periods.span_of(duty.rhythm, disclosure.period),
        begins=begins(duty),
        decided_on=disclosure.decided_on,
        calendar=procedures.calendar_of(duty),
    )
    disclosure.due_law, disclosure.due_basis = duty.limit_law, duty.limit_basis


def _link(
    session: Session, actor: Actor, disclosure: Disclosure, publication_id: int | None
) -> None:
    if publication_id is None:
        disclosure.publication = None
        return
    seen = catalogue.visible_to(actor) | catalogue.editable_by(actor)
    wanted = select(Publication).where(Publication.id == publication_id, seen)
    found = session.scalar(wanted)
    if found is None:
        raise Unfit(N_("Xin chọn một văn bản trong danh sách."), field="publication_id")
    if disclosure.audience is Audience.PUBLIC and found.audience is not Audience.PUBLIC:
        raise Unfit(INTERNAL_LINK, field="publication_id")
    disclosure.publication = found


def keep_book(
    session: Session, actor: Actor, disclosure: Disclosure, act: str, **facts: Any
) -> None:
    """Append to the history of a disclosure."""
    record(
        session,
        actor,
        ("disclosure", disclosure.id),
        act,
        office_id=disclosure.office_id,
        **facts,
    )
