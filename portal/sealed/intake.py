"""Receiving something sealed: only ciphertext leaves this module."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Official
from portal.cases import codes
from portal.config import Settings
from portal.errors import AlreadySent, Invalid, NotAllowed
from portal.files import Files, new_name
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import VISITOR, Action, Actor, allowed
from portal.sealed import recipients, rules
from portal.sealed.models import KIND, SealedHandler, SealedItem, SealingKey
from portal.sealed.rules import Content, State
from portal.web import tokens

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

NOBODY = N_(
    "Hiện không có ai ở đây được phép mở nội dung này. Xin nộp cho cơ quan cấp trên, theo địa chỉ ở"
    " trang “Khiếu nại, tố cáo và lịch tiếp công dân”."
)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What somebody sends sealed.

    Attributes:
        office_id: office of whoever it speaks of; its people never get it.
        not_for: ids of the people named to open such items who must not get this one.

    """

    form_token: str
    content: Content = field(repr=False)
    office_id: int | None = None
    not_for: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Marks:
    """How an item is found again; see SealedItem for each."""

    code_hash: str
    form_mark: str
    body_mark: str
    reply_key: str


def receive(
    session: Session, actor: Actor, sent: Sending, *, settings: Settings, files: Files
) -> SealedItem:
    """Seal and keep; sent twice it is kept once. Only ciphertext leaves this call.

    Raises:
        Invalid: no key is in use, or everyone who could open it is spoken of.
        AlreadySent: the same form was sent before with other words.

    """
    if not allowed(actor, Action.SEALED_SEND):
        raise NotAllowed
    mark = tokens.keyed_hash(settings, "sealed form mark", sent.form_token)
    known = session.scalar(select(SealedItem).where(SealedItem.form_mark == mark))
    if known is not None:
        if known.body_mark != _body_mark(sent):
            raise AlreadySent
        return known
    key = recipients.key_in_use(session)
    named = recipients.who_may(
        session,
        " ".join(sent.content.facts.values()),
        offices=[sent.office_id] if sent.office_id else [],
        not_for=sent.not_for,
    )
    if key is None or not named:
        raise Invalid(NOBODY)
    code = code_of(settings, sent.form_token)
    marks = Marks(
        code_hash=codes.mark(settings, code),
        form_mark=mark,
        body_mark=_body_mark(sent),
        reply_key=rules.public_bytes(rules.reply_key(code)).hex(),
    )
    return keep(session, sent.content, marks, key=key, named=named, files=files)


def keep(  # noqa: PLR0913 - each is asked for by name
    session: Session,
    content: Content,
    marks: Marks,
    *,
    key: SealingKey,
    named: Collection[Official],
    files: Files,
    received_on: date | None = None,
) -> SealedItem:
    """Seal `content` and keep the bundle for those `named`; the log tells no time of day.

    What was sent as an ordinary item is owed from the day it came, which is `received_on`.
    """
    came = received_on or clock.today()
    number = f"KIN-{''.join(secrets.choice(LETTERS) for _ in range(6))}"
    head = {"number": number, "received_on": came.isoformat(), "reply_key": marks.reply_key}
    bundle = rules.seal(head, content, bytes.fromhex(key.public))
    name = new_name("sealed")
    files.put(name, bundle)
    item = SealedItem(
        number=number,
        **asdict(marks),
        key_id=key.id,
        state=State.RECEIVED.value,
        received_on=came,
        stored_as=name,
        sha256=hashlib.sha256(bundle).hexdigest(),
        handlers=[SealedHandler(official_id=official.id) for official in named],
    )
    session.add(item)
    session.flush()
    received = record(
        session, VISITOR, (KIND, item.id), "received", state=item.state, sha256=item.sha256
    )
    received.at = clock.now().replace(minute=0, second=0, microsecond=0)
    return item


def by_form(session: Session, settings: Settings, form_token: str) -> SealedItem | None:
    """Return the item a form became."""
    mark = tokens.keyed_hash(settings, "sealed form mark", form_token)
    return session.scalar(select(SealedItem).where(SealedItem.form_mark == mark))


def code_of(settings: Settings, form_token: str) -> str:
    """Return the tracking code of what a form sent sealed; sent ordinary it has another."""
    return codes.make(settings, f"sealed {form_token}")


def _body_mark(sent: Sending) -> str:
    files = [[one.name, hashlib.sha256(one.content).hexdigest()] for one in sent.content.files]
    said = json.dumps([sent.content.facts, files, sent.office_id, sorted(sent.not_for)])
    return hmac.new(sent.form_token.encode(), said.encode(), hashlib.sha256).hexdigest()
