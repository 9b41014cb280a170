"""What a counter offers besides: where to pay, what to bring for a procedure."""

from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.facts import Unfit, apply
from portal.counters.models import Counter, PaymentTarget, ProcedureSheet
from portal.errors import NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from qr.vietqr import Transfer, payload

Offer = TypeVar("Offer", PaymentTarget, ProcedureSheet)


@dataclass(frozen=True, kw_only=True)
class PaymentFacts:
    """Where to pay; see `models.PaymentTarget`."""

    title: str
    office_id: int | None
    receiver: str
    link: str = ""
    bank: str = ""
    bank_name: str = ""
    account: str = ""
    amount: int = 0
    purpose: str = ""
    position: int = 0
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class SheetFacts:
    """What to bring; see `models.ProcedureSheet`."""

    title: str
    office_id: int
    papers: str
    fee: str = ""
    time: str = ""
    link: str = ""
    position: int = 0
    active: bool = True


def payments_at(session: Session, counter: Counter) -> list[PaymentTarget]:
    """Return where one can pay at a counter: its office's targets, and those of every counter."""
    here = or_(PaymentTarget.office_id.is_(None), PaymentTarget.office_id == counter.office_id)
    wanted = select(PaymentTarget).where(here, PaymentTarget.active)
    return list(session.scalars(wanted.order_by(PaymentTarget.position, PaymentTarget.id)))


def sheets_at(session: Session, counter: Counter) -> list[ProcedureSheet]:
    """Return what the counter's office tells to bring, procedure by procedure."""
    wanted = select(ProcedureSheet).where(
        ProcedureSheet.office_id == counter.office_id, ProcedureSheet.active
    )
    return list(session.scalars(wanted.order_by(ProcedureSheet.position, ProcedureSheet.id)))


def every(session: Session, actor: Actor, table: type[Offer]) -> list[Offer]:
    """Return all of them, those out of use too."""
    _permit(actor)
    return list(session.scalars(select(table).order_by(table.position, table.id)))


def offer_by(session: Session, actor: Actor, table: type[Offer], offer_id: int) -> Offer:
    """Return one of them; raise NotFound or NotAllowed."""
    _permit(actor)
    found = session.get(table, offer_id)
    if found is None:
        raise NotFound
    return found


def keep(
    session: Session,
    actor: Actor,
    offer: PaymentTarget | ProcedureSheet,
    facts: PaymentFacts | SheetFacts,
) -> None:
    """Write down a new offer, or change one; who did it and what differs is in the log."""
    _permit(actor)
    _refuse_odd_link(facts.link)
    if isinstance(facts, PaymentFacts):
        _refuse_unpayable(facts)
    act = "created" if offer.id is None else "edited"
    changed: dict[str, Any] = {"changed": apply(offer, facts)} if offer.id else {}
    apply(offer, facts)
    session.add(offer)
    session.flush()
    subject = (offer.__tablename__.rstrip("s"), offer.id)
    record(session, actor, subject, act, office_id=offer.office_id, **changed)


def vietqr(target: PaymentTarget) -> str:
    """Return what the code of a transfer holds; raise ValueError when it cannot be one."""
    return payload(
        Transfer(
            bank=target.bank, account=target.account, amount=target.amount, purpose=target.purpose
        )
    )


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.COUNTER_MANAGE):
        raise NotAllowed


def _refuse_odd_link(link: str) -> None:
    parts = urlsplit(link)
    if link and not (parts.scheme == "https" and parts.hostname):
        raise Unfit(N_("Xin ghi địa chỉ bắt đầu bằng https://"), field="link")


def _refuse_unpayable(facts: PaymentFacts) -> None:
    if bool(facts.link) == bool(facts.account):
        raise Unfit(N_("Xin ghi một đường dẫn, hoặc một số tài khoản; không cả hai."), field="link")
    if facts.link:
        return
    try:
        payload(Transfer(bank=facts.bank, account=facts.account, amount=facts.amount))
    except ValueError as reason:
        raise Unfit(
            N_("Mã ngân hàng gồm 6 chữ số, số tài khoản tối đa 19 chữ số."), field="account"
        ) from reason
