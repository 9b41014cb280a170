"""Acts on sealed items. Nothing here can read one; every look is written down first."""

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Official
from portal.cases import codes
from portal.config import Settings
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.files import Files, new_name
from portal.history.models import Event
from portal.history.service import record
from portal.i18n import N_
from portal.outbox.service import promise
from portal.permissions import VISITOR, Action, Actor, allowed
from portal.sealed import rules
from portal.sealed.models import KIND, SealedHandler, SealedItem
from portal.sealed.rules import State

LARGEST_ANSWER = 2_000_000
LONGEST_PURPOSE = 200

NO_PURPOSE = N_("Xin ghi vì việc gì mà mở.")
NOT_THE_ANSWER = N_("Tệp này không phải bản trả lời đã khóa cho nội dung này.")


def by_code(session: Session, settings: Settings, typed: str) -> SealedItem | None:
    """Return the item the tracking code opens, None for any other words."""
    code = codes.read(typed)
    if code is None:
        return None
    mark = codes.mark(settings, code)
    item = session.scalar(select(SealedItem).where(SealedItem.code_hash == mark))
    if item is not None and not item.reply_key:  # sealed late: the code was not here before
        item.reply_key = rules.public_bytes(rules.reply_key(code)).hex()
    return item


def answer_for(item: SealedItem, typed: str, files: Files) -> str | None:
    """Return the answer to `item`, opened in memory with the code its sender typed."""
    code = codes.read(typed)
    if code is None or item.answer_as is None:
        return None
    _head, content = rules.unseal(files.get(item.answer_as), rules.reply_key(code))
    return content.facts.get("answer")


def items_for(session: Session, actor: Actor) -> list[SealedItem]:
    """Return what `actor` is named for; the look is an event."""
    _permit(actor, Action.SEALED_READ)
    record(session, actor, ("official", actor.official_id or 0), "sealed_list")
    mine = SealedHandler.official_id == actor.official_id
    wanted = select(SealedItem).join(SealedHandler).where(mine)
    return list(session.scalars(wanted.order_by(SealedItem.received_on.desc(), SealedItem.number)))


def named_for(session: Session, actor: Actor, number: str) -> SealedItem | None:
    """Return an item `actor` is named for; anybody else's is None like one that does not exist."""
    item = session.scalar(select(SealedItem).where(SealedItem.number == number))
    mine = item is not None and allowed(actor, Action.SEALED_READ) and _is_named(item, actor)
    return item if mine else None


def look(session: Session, actor: Actor, number: str) -> SealedItem | None:
    """Return what `named_for` does, and write down the look, or that it was refused."""
    mine = named_for(session, actor, number)
    item = mine or session.scalar(select(SealedItem).where(SealedItem.number == number))
    if item is not None:
        _note(session, actor, item, "seen" if mine else "refused")
    return mine


def fetch(session: Session, actor: Actor, item: SealedItem, purpose: str, files: Files) -> bytes:
    """Return the bundle to be opened elsewhere; who took it and why is an event.

    Raises:
        Invalid: no purpose was given.
        IllegalMove: the item was handed over.

    """
    _permit_named(actor, item)
    if not purpose.strip():
        raise Invalid(NO_PURPOSE)
    if item.stored_as is None:
        raise IllegalMove
    if item.state == State.RECEIVED:
        item.state = State.OPENED.value
    _note(session, actor, item, "fetched", purpose=purpose.strip()[:LONGEST_PURPOSE])
    return files.get(item.stored_as)


def answer(session: Session, actor: Actor, item: SealedItem, sealed: bytes, files: Files) -> None:
    """Keep an answer sealed elsewhere for the sender alone; the one before it goes.

    Raises:
        Invalid: it was not sealed for this item.

    """
    _permit_named(actor, item)
    if item.stored_as is None:
        raise IllegalMove
    try:
        head, _line, _hidden = rules.split(sealed)
    except rules.Unreadable:
        raise Invalid(NOT_THE_ANSWER) from None
    fits = bool(item.reply_key) and head.get("key") == rules.fingerprint(
        bytes.fromhex(item.reply_key)
    )
    if head.get("number") != item.number or not fits or len(sealed) > LARGEST_ANSWER:
        raise Invalid(NOT_THE_ANSWER)
    if item.answer_as is not None:
        promise(session, "file.drop", name=item.answer_as)
    item.answer_as = new_name("sealed")
    files.put(item.answer_as, sealed)
    item.answer_sha256 = hashlib.sha256(sealed).hexdigest()
    item.state = State.ANSWERED.value
    _note(session, actor, item, "answered", sha256=item.answer_sha256)


def hand_over(
    session: Session, item: SealedItem, receiver: str, files: Files
) -> tuple[bytes, dict[str, str]]:
    """Return bundle and receipt for `receiver`; here only a tombstone in the log stays.

    Raises:
        IllegalMove: it was handed over before.

    """
    if item.stored_as is None:
        raise IllegalMove
    bundle = files.get(item.stored_as)
    today = clock.today()
    item.state, item.ended_on = State.TRANSFERRED.value, today
    _note(session, VISITOR, item, "transferred", sha256=item.sha256, receiver=receiver)
    promise(session, "file.drop", name=item.stored_as)
    item.stored_as = None
    receipt = {
        "number": item.number,
        "sha256": item.sha256,
        "received_on": item.received_on.isoformat(),
        "handed_over_on": today.isoformat(),
        "receiver": receiver,
    }
    return bundle, receipt


def history(session: Session, item: SealedItem) -> list[Event]:
    """Return every act and every look, refused ones too, the oldest first."""
    wanted = select(Event).where(Event.subject == KIND, Event.subject_id == item.id)
    return list(session.scalars(wanted.order_by(Event.id)))


def told(session: Session, item: SealedItem) -> list[tuple[Event, str]]:
    """Return the history of an item, each act with the name of who did it, "" for a citizen."""
    events = history(session, item)
    people = {event.official_id for event in events if event.official_id is not None}
    found = session.scalars(select(Official).where(Official.id.in_(people)))
    names = {official.id: official.name for official in found}
    return [(event, names.get(event.official_id or 0, "")) for event in events]


def by_number(session: Session, number: str) -> SealedItem:
    """Return an item for a command on this machine, which sees no more than this; or NotFound."""
    item = session.scalar(select(SealedItem).where(SealedItem.number == number))
    if item is None:
        raise NotFound
    return item


def _is_named(item: SealedItem, actor: Actor) -> bool:
    return any(handler.official_id == actor.official_id for handler in item.handlers)


def _permit_named(actor: Actor, item: SealedItem) -> None:
    _permit(actor, Action.SEALED_READ)
    if not _is_named(item, actor):
        raise NotFound


def _permit(actor: Actor, action: Action) -> None:
    if not allowed(actor, action):
        raise NotAllowed


def _note(session: Session, actor: Actor, item: SealedItem, act: str, **facts: Any) -> Event:
    return record(session, actor, (KIND, item.id), act, state=item.state, **facts)
