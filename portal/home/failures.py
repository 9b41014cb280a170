"""What the worker could not do, one by one: what, for whom, how often, why, and when again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Office, Official
from portal.cases.models import Case
from portal.outbox import service as outbox
from portal.outbox.models import Effect

PAGE_SIZE = 30
Payload = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One effect that failed at least once and was not done since.

    Attributes:
        about: what it is about, as numbers name it; "" for what has none.
        to: whom a letter is for, most of the address left out; "" for what is no letter.
        next_at: when it will be tried again, None when only somebody's word brings it back.
        letter: whether it may be given up; anything else has to be done sooner or later.

    """

    id: int
    kind: str
    about: str
    to: str
    attempts: int
    error: str
    promised_at: datetime
    next_at: datetime | None
    letter: bool


@dataclass(frozen=True, kw_only=True)
class FailurePage:
    """One page of them; `total` counts all pages."""

    rows: list[Failure]
    total: int
    page: int
    pages: int


def failures(session: Session, page: int) -> FailurePage:
    """Return one page of what failed, what waits for somebody's word first."""
    total = outbox.troubled_count(session)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    found = outbox.troubled(session, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    rows = [_failure(session, effect) for effect in found]
    return FailurePage(rows=rows, total=total, page=page, pages=pages)


def masked(address: str) -> str:
    """Return an address of which only its first letter and its server can be read."""
    user, at, server = address.rpartition("@")
    return f"{user[:1]}•••{at}{server}" if user else ""


def _failure(session: Session, effect: Effect) -> Failure:
    address = RECIPIENTS.get(effect.kind, _nobody)(session, effect.payload)
    about = effect.payload.get("case") or effect.payload.get("ref") or ""
    return Failure(
        id=effect.id,
        kind=effect.kind,
        about=str(about),
        to=masked(address),
        attempts=effect.attempts,
        error=effect.error or "",
        promised_at=effect.promised_at,
        next_at=None if effect.failed_at else effect.run_at,
        letter=outbox.is_letter(effect),
    )


def _sender(session: Session, payload: Payload) -> str:
    case = session.scalar(select(Case).where(Case.number == payload.get("case")))
    return case.contact.email if case and case.contact else ""


def _office(session: Session, payload: Payload) -> str:
    office = session.get(Office, payload["office"]) if "office" in payload else None
    return office.email if office else ""


def _official(session: Session, payload: Payload) -> str:
    official = session.get(Official, payload["official"]) if "official" in payload else None
    return official.email if official else ""


def _nobody(_session: Session, _payload: Payload) -> str:
    return ""


RECIPIENTS: Mapping[str, Callable[[Session, Payload], str]] = {
    "mail.case": _sender,
    "mail.disclosure": _office,
    "mail.head": _official,
    "mail.digest": _official,
}
