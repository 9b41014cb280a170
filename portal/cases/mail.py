"""Messages to senders: what happened, in their language, with nothing secret in them."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Authority, Office
from portal.cases import pauses, promised, splitting
from portal.cases.answer_models import Commitment
from portal.cases.commitments import made_by
from portal.cases.models import Case, Contact, Letter, Purpose
from portal.cases.telling import sent_as
from portal.config import Settings
from portal.history.models import Event
from portal.history.service import events_of, record
from portal.i18n import LANGUAGES
from portal.outbox.mailbox import Notice
from portal.outbox.service import Later
from portal.permissions import VISITOR

FOLDER = Path(__file__).parents[2] / "templates" / "mail"
MOST_A_DAY = 5  # to one address, whatever anybody submits in its name; the rest waits
# What an official did and its sender has to know in time; strangers cannot cause it.
AT_ONCE = frozenset({"answered", "refused", "extended", "rescheduled", "asked"})
MORNING = timedelta(hours=7)
LOOK_UP = "/tra-cuu"
LETTERS = {
    "asked": Purpose.QUESTION,
    "handed_over": Purpose.HAND_OVER,
    "refused": Purpose.REFUSAL,
    "decided": Purpose.DECISION,
    "answered": Purpose.ANSWER,
    "extended": Purpose.EXTENSION,
    "progress": Purpose.PROGRESS,
}
WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def notice(session: Session, settings: Settings, payload: dict[str, Any]) -> Notice | None:
    """Return the message a promise asks for; None when there is nobody to write to.

    Args:
        session: the transaction of this one effect; that a message went out is recorded in it.
        settings: this installation.
        payload: `case` its number, `notice` the folder of the text, `event` what it is about,
            `due_on` the day owed then.

    Raises:
        Later: the address got enough for today.

    """
    case = session.scalar(select(Case).where(Case.number == payload["case"]))
    sent = sent_as(case) if case is not None else None
    if case is None or sent is None or sent.contact is None or not sent.contact.email:
        return None
    name = payload["notice"]
    if name == "split" and not splitting.parts_of(case):  # undone meanwhile, which is told apart
        return None
    key = f"{case.number}.{name}.{payload.get('event', 0)}"
    if not _tried_before(session, sent, key):
        if name not in AT_ONCE and _sent_today(session, sent.contact.email) >= MOST_A_DAY:
            raise Later(clock.start_of(clock.today() + timedelta(days=1)) + MORNING)
        record(
            session, VISITOR, ("case", sent.id), "mailed",
            state=sent.state, office_id=sent.office_id, notice=name, key=key,
        )  # fmt: skip
    subject, _, text = _written(session, settings, case, payload).partition("\n\n")
    return Notice(
        to=sent.contact.email,
        subject=" ".join(subject.split()),
        text=text.strip() + "\n",
        key=key,
    )


def _tried_before(session: Session, case: Case, key: str) -> bool:
    """Return whether this very message was already counted: a server that was away costs none."""
    mailed = (event for event in events_of(session, "case", case.id) if event.act == "mailed")
    return any(event.facts.get("key") == key for event in mailed)


def _sent_today(session: Session, address: str) -> int:
    """Return how many messages this address got today, about whichever case.

    Addresses are encrypted, so each of today's is opened; there are a few thousand at the most.
    """
    sent = (
        select(Contact.email)
        .join(Event, Contact.case_id == Event.subject_id)
        .where(Event.subject == "case", Event.act == "mailed")
        .where(Event.at >= clock.start_of(clock.today()))
    )
    return sum(found.lower() == address.lower() for found in session.scalars(sent))


def _written(session: Session, settings: Settings, case: Case, payload: dict[str, Any]) -> str:
    """Return the text as things stood when it was promised, however late it goes out."""
    name = payload["notice"]
    event = _event(session, case, payload)
    facts = event.facts if event else {}
    language = case.language if case.language in LANGUAGES else "vi"
    waits = pauses.last_day(case)
    due = date.fromisoformat(payload.get("due_on", str(case.due_on)))
    office = session.get(Office, event.office_id or 0) if event else case.office
    letter = _letter(case, name, facts.get("letter"))
    return texts().get_template(f"{name}/{language}.txt").render(
        number=case.number,
        received=_day(clock.local_date(case.received_at)),
        due=day_in(due, language),
        before=day_in(date.fromisoformat(facts.get("before", str(due))), language),
        document=facts.get("document", ""),
        waits_until=day_in(waits, language) if waits else None,
        office=office.name if office else None,
        letter=letter,
        promises=_promises(session, case, letter, payload),
        day=_day,
        day_in=lambda value: day_in(value, language),
        public=case.agreed,
        parts=splitting.parts_of(case),
        look_up=settings.public_url + LOOK_UP,
        authority=session.get(Authority, 1),
    )  # fmt: skip


def day_in(value: date, language: str) -> str:
    """Return the day with its weekday, as a letter in `language` says it."""
    return f"{WEEKDAYS[language][value.weekday()]}, {_day(value)}"


def _event(session: Session, case: Case, payload: dict[str, Any]) -> Event | None:
    """Return what happened to the case itself, None for what happened to one it was joined to."""
    event = session.get(Event, payload.get("event", 0))
    return event if event and (event.subject, event.subject_id) == ("case", case.id) else None


def _letter(case: Case, name: str, letter_id: int | None) -> Letter | None:
    """Return the letter the event names, else the last one such a message brings."""
    purpose = LETTERS.get(name)
    letters = [letter for letter in case.letters if letter.purpose is purpose]
    found = [letter for letter in letters if letter.id == letter_id] or letters
    return found[-1] if found else None


def _promises(
    session: Session, case: Case, letter: Letter | None, payload: dict[str, Any]
) -> list[promised.Promised]:
    """Return the promise the message is about, or those of `letter` for the one that brings it."""
    row = session.get(Commitment, payload.get("commitment", 0))
    if row is not None:
        return [promised.as_told(session, row, session.get(Event, payload.get("event", 0)))]
    made = (one for one in made_by(session, case) if letter and one.letter_id == letter.id)
    return [promised.as_told(session, one, None) for one in made]


def _day(value: date) -> str:
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


@cache
def texts() -> Environment:
    """Return the letters' templates."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
