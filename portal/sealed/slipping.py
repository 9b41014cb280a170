"""What was sent as an ordinary item and is a denunciation: sealed late, and erased where it lay.

What was read before cannot be unread, and older backups hold it; what can be done is done at once.
"""

import secrets

from sqlalchemy.orm import Session

from portal import clock
from portal.cases import erasing
from portal.cases.models import Case
from portal.cases.telling import sent_as
from portal.config import Settings
from portal.errors import Invalid, NotAllowed
from portal.files import Files
from portal.outbox.service import promise
from portal.permissions import Actor
from portal.sealed import mail, recipients
from portal.sealed.intake import NOBODY, Marks, keep
from portal.sealed.models import SealedItem
from portal.sealed.rules import Content, Enclosed


def slip_in(  # noqa: PLR0913 - each is asked for by name
    session: Session, actor: Actor, case: Case, why: str, *, settings: Settings, files: Files
) -> SealedItem:
    """Seal what `case` holds, give the item the code of its sender, erase the case.

    A part goes with its whole: the words are the same, and so is the code. Nobody of an office
    that has or had it gets it. The answer can be sealed once its sender looks it up: only then the
    code is here for a moment.

    Raises:
        NotAllowed: the actor may not take the case out.
        Invalid: nobody here may open it, or no reason was chosen.

    """
    if not erasing.may_take_out(session, actor, case):
        raise NotAllowed
    key = recipients.key_in_use(session)
    sent = sent_as(case)
    content = _content(sent, files)
    named = recipients.who_may(
        session, " ".join(content.facts.values()), offices=erasing.had_by(session, case), not_for=()
    )
    if key is None or not named:
        raise Invalid(NOBODY)
    marks = Marks(
        code_hash=sent.code_hash,
        form_mark=secrets.token_hex(32),
        body_mark=secrets.token_hex(32),
        reply_key="",
    )
    mail.promise_notice(session, settings.keys, sent)
    for stored in erasing.take_out(session, actor, case, why):
        promise(session, "file.drop", name=stored)
    came = clock.local_date(sent.received_at)
    return keep(session, content, marks, key=key, named=named, files=files, received_on=came)


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
        "letters": "\n\n".join(
            f"{letter.purpose.value}: {letter.text}"
            for one in (case, *case.parts)
            for letter in one.letters
        ),
    }
    return Content(
        facts={name: value for name, value in typed.items() if value},
        files=tuple(
            Enclosed(name=one.name, media_type=one.media_type, content=files.get(one.stored_as))
            for one in case.files
        ),
    )
