"""What was sent as an ordinary item and is a denunciation: sealed late, and erased where it lay.

What was read before cannot be unread, and older backups hold it; what can be done is done at once.
"""

import hashlib
import secrets

from sqlalchemy.orm import Session

from portal import clock
from portal.cases import erasing
from portal.cases.models import Case
from portal.errors import Invalid, NotAllowed
from portal.files import Files, new_name
from portal.history.service import record
from portal.outbox.service import promise
from portal.permissions import VISITOR, Actor
from portal.sealed import recipients, rules
from portal.sealed.models import SealedHandler, SealedItem, SealingKey
from portal.sealed.rules import Content, Enclosed, State
from portal.sealed.service import KIND, NOBODY, new_number


def slip_in(session: Session, actor: Actor, case: Case, files: Files) -> SealedItem:
    """Seal what `case` holds, give the item the code of its sender, erase the case.

    The answer can be sealed once its sender looks it up: only then the code is here for a moment.

    Raises:
        NotAllowed: the actor may not take the case out.
        Invalid: nobody here may open it.

    """
    if not erasing.may_take_out(actor, case):
        raise NotAllowed
    key = recipients.key_in_use(session)
    content = _content(case, files)
    named = recipients.who_may(
        session, " ".join(content.facts.values()), office_id=None, not_for=frozenset()
    )
    if key is None or not named:
        raise Invalid(NOBODY)
    code_hash = case.code_hash
    for stored in erasing.take_out(session, actor, case):
        promise(session, "file.drop", name=stored)
    session.flush()
    item = _sealed(content, key, code_hash, files)
    item.handlers = [SealedHandler(official_id=official.id) for official in named]
    session.add(item)
    session.flush()
    received = record(
        session, VISITOR, (KIND, item.id), "received", state=item.state, sha256=item.sha256
    )
    received.at = clock.now().replace(minute=0, second=0, microsecond=0)
    return item


def _sealed(content: Content, key: SealingKey, code_hash: str, files: Files) -> SealedItem:
    number, today = new_number(), clock.today()
    head = {"number": number, "received_on": today.isoformat(), "reply_key": ""}
    bundle = rules.seal(head, content, bytes.fromhex(key.public))
    name = new_name("sealed")
    files.put(name, bundle)
    return SealedItem(
        number=number,
        code_hash=code_hash,
        form_mark=secrets.token_hex(32),
        body_mark=secrets.token_hex(32),
        key_id=key.id,
        state=State.RECEIVED.value,
        received_on=today,
        stored_as=name,
        sha256=hashlib.sha256(bundle).hexdigest(),
        reply_key="",
    )


def _content(case: Case, files: Files) -> Content:
    contact = case.contact
    typed = {
        "received_as": case.number,
        "about": case.subject,
        "text": case.text,
        "place": case.place,
        "name": contact.name if contact else "",
        "phone": contact.phone if contact else "",
        "email": contact.email if contact else "",
    }
    return Content(
        facts={name: value for name, value in typed.items() if value},
        files=tuple(
            Enclosed(name=one.name, media_type=one.media_type, content=files.get(one.stored_as))
            for one in case.files
        ),
    )
