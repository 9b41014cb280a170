"""Letters to who signs: few, in their language, with an address that only opens a page."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Authority
from portal.cases.mail import MOST_A_DAY, day_in, texts
from portal.config import Settings
from portal.i18n import LANGUAGES
from portal.outbox.mailbox import Notice
from portal.petitions import rules
from portal.petitions.addresses import address_of, supporters_token
from portal.petitions.models import Petition, PetitionLetter, Signature
from portal.petitions.stepping import settings_of
from portal.web import tokens


def notice(session: Session, settings: Settings, payload: dict[str, Any]) -> Notice | None:
    """Return the letter a promise asks for; None when there is nobody to write to today.

    Args:
        session: the transaction of this one effect; that a letter went out is kept in it.
        settings: this installation.
        payload: `signature` its id, `notice` the folder of the text, `key` of this very letter.

    """
    signature = session.get(Signature, payload["signature"])
    if signature is None or not signature.contact:
        return None
    key = f"petition.{signature.id}.{payload['key']}"
    if not _may_write(session, settings, signature, key):
        return None
    subject, _, text = _written(session, settings, signature, payload["notice"]).partition("\n\n")
    return Notice(
        to=signature.contact, subject=" ".join(subject.split()), text=text.strip() + "\n", key=key
    )


def _may_write(session: Session, settings: Settings, signature: Signature, key: str) -> bool:
    """Return whether this letter may go; one that was counted before is not counted again."""
    if session.get(PetitionLetter, key) is not None:
        return True
    person = rules.canonical(signature.way, signature.contact)
    mark, today = tokens.keyed_hash(settings, "petition letters", person), clock.today()
    sent = select(func.count()).select_from(PetitionLetter)
    sent = sent.where(PetitionLetter.mark == mark, PetitionLetter.on == today)
    if (session.scalar(sent) or 0) >= MOST_A_DAY:
        return False
    session.add(PetitionLetter(key=key, mark=mark, on=today))
    return True


def _written(session: Session, settings: Settings, signature: Signature, name: str) -> str:
    petition = signature.petition
    language = signature.language if signature.language in LANGUAGES else "vi"
    page = f"{settings.public_url}/kien-nghi/{petition.id}"
    return texts().get_template(f"petitions/{name}.{language}.txt").render(
        # Words nobody has looked at are sent to nobody.
        action=petition.action if petition.opened_at else "",
        address=address_of(settings, signature),
        page=page,
        share=f"{page}/ung-ho/{supporters_token(settings, petition)}",
        supporters=settings_of(session).supporters,
        closes=_day(petition, language),
        authority=session.get(Authority, 1),
    )  # fmt: skip


def _day(petition: Petition, language: str) -> str:
    return day_in(petition.closes_on, language) if petition.closes_on else ""
