"""Letters to offices about what they have to make public: Vietnamese, then English."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from portal.accounts.models import Authority, Office
from portal.config import Settings
from portal.disclosures.models import Disclosure, Duty, Posting
from portal.outbox.mailbox import Notice

FOLDER = Path(__file__).parents[2] / "templates" / "mail"
DESK = "/quan-tri/cong-khai"


def notice(session: Session, settings: Settings, payload: dict[str, Any]) -> Notice | None:
    """Return the letter a promise asks for; None when it is not needed any more.

    Args:
        session: the transaction of this one effect.
        settings: this installation.
        payload: `notice` the text's name, `office` whom it is for, and what it is about; see
            `reminders`.

    """
    office = session.get(Office, payload["office"])
    if office is None or not office.email or _is_settled(session, payload):
        return None
    text = _texts().get_template(f"disclosure/{payload['notice']}.txt").render(
        authority=session.get(Authority, 1),
        office=office.name,
        title=_title(session, payload),
        due=_day(date.fromisoformat(payload["due_on"])),
        desk=settings.public_url + DESK,
    )  # fmt: skip
    # An office has no language of its own: whoever opens its mailbox finds theirs.
    subject, _, body = text.partition("\n\n")
    marks = [str(payload.get(name) or 0) for name in ("duty", "period", "disclosure", "posting")]
    return Notice(
        to=office.email,
        subject=" ".join(subject.split()),
        text=body.strip() + "\n",
        key=".".join(["disclosure", payload["notice"], *marks]),
    )


def _is_settled(session: Session, payload: dict[str, Any]) -> bool:
    """Return whether it was cancelled or taken down between the promise and the letter."""
    if payload.get("posting"):
        posting = session.get(Posting, payload["posting"])
        return posting is None or posting.ended_on is not None or posting.struck_at is not None
    if payload.get("disclosure"):
        disclosure = session.get(Disclosure, payload["disclosure"])
        return disclosure is None or disclosure.cancelled_at is not None
    return False


def _title(session: Session, payload: dict[str, Any]) -> str:
    disclosure = session.get(Disclosure, payload.get("disclosure") or 0)
    duty = disclosure.duty if disclosure else session.get(Duty, payload.get("duty") or 0)
    if disclosure is not None and disclosure.title:
        return disclosure.title
    if disclosure is not None and disclosure.publication is not None:
        return disclosure.publication.title
    return duty.title if duty else ""


def _day(value: date) -> str:
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


@cache
def _texts() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
