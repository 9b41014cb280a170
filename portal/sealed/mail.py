"""Telling a sender that their item was moved to the sealed lane, without saying what it is.

The address leaves the item with everything else; until the message went out it is kept sealed with
the promise of it.
"""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import Authority
from portal.cases.mail import LOOK_UP, texts
from portal.cases.models import Case
from portal.config import Settings
from portal.i18n import LANGUAGES
from portal.keys import Ring, seal, unseal
from portal.outbox.mailbox import Notice
from portal.outbox.models import Effect
from portal.outbox.service import promise

EFFECT = "mail.sealed"
LABEL = "effects.to"


def promise_notice(session: Session, ring: Ring, case: Case) -> None:
    """Promise a message to the sender of `case`, where there is an address."""
    if case.contact is not None and case.contact.email:
        to = seal(ring, LABEL, case.contact.email)
        promise(session, EFFECT, case=case.number, language=case.language, to=to)


def notice(session: Session, settings: Settings, payload: dict[str, Any]) -> Notice | None:
    """Return the message; None when its address was forgotten.

    Args:
        session: the transaction of this one effect.
        settings: this installation.
        payload: `case` its number, `language`, `to` the address, sealed.

    """
    if "to" not in payload:
        return None
    language = payload["language"] if payload["language"] in LANGUAGES else "vi"
    text = texts().get_template(f"taken_out/{language}.txt").render(
        number=payload["case"],
        look_up=settings.public_url + LOOK_UP,
        authority=session.get(Authority, 1),
    )  # fmt: skip
    subject, _, body = text.partition("\n\n")
    return Notice(
        to=unseal(settings.keys, LABEL, payload["to"]),
        subject=" ".join(subject.split()),
        text=body.strip() + "\n",
        key=f"{payload['case']}.taken_out",
    )


def forget_addresses(session: Session) -> None:
    """Drop the addresses of messages that went out or were given up."""
    ended = or_(Effect.done_at.is_not(None), Effect.failed_at.is_not(None))
    for effect in session.scalars(select(Effect).where(Effect.kind == EFFECT, ended)):
        if "to" in effect.payload:
            effect.payload = {"case": effect.payload["case"]}
