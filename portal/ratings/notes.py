"""What was changed because of ratings: written by the head of the office, read by everybody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.facts import Unfit
from portal.counters.models import Counter
from portal.errors import NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.ratings.models import ChangeNote


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """A note; see `models.ChangeNote`."""

    counter_id: int
    title: str
    text: str
    since: date
    until: date
    changed_on: date


def publish(session: Session, actor: Actor, facts: NoteFacts) -> ChangeNote:
    """Tell everybody what was changed, and which ratings made one do it."""
    counter = session.get(Counter, facts.counter_id)
    if counter is None:
        raise Unfit(N_("Xin chọn một quầy trong danh sách."), field="counter_id")
    if not allowed(actor, Action.CHANGE_TELL, counter):
        raise NotAllowed
    if not facts.since <= facts.until <= clock.today():
        raise Unfit(N_("Ngày cuối phải sau ngày đầu và không ở tương lai."), field="until")
    if not facts.since <= facts.changed_on <= clock.today():
        raise Unfit(N_("Ngày thay đổi không thể trước các lượt đánh giá."), field="changed_on")
    note = ChangeNote(
        office_id=counter.office_id,
        counter_id=counter.id,
        title=facts.title,
        text=facts.text,
        since=facts.since,
        until=facts.until,
        changed_on=facts.changed_on,
        published_at=clock.now(),
        author_id=actor.official_id,
    )
    session.add(note)
    session.flush()
    record(session, actor, ("change_note", note.id), "published", office_id=note.office_id)
    return note


def withdraw(session: Session, actor: Actor, note_id: int) -> None:
    """Take a note out of sight; it stays in the table."""
    note = session.get(ChangeNote, note_id)
    if note is None or note.withdrawn_on is not None:
        raise NotFound
    if not allowed(actor, Action.CHANGE_TELL, note):
        raise NotAllowed
    note.withdrawn_on = clock.today()
    record(session, actor, ("change_note", note.id), "withdrawn", office_id=note.office_id)


def notes(
    session: Session, counter_id: int | None = None, since: date | None = None
) -> list[ChangeNote]:
    """Return the notes that stand, the latest first; of one counter, or of changes since a day."""
    wanted = select(ChangeNote).where(ChangeNote.withdrawn_on.is_(None))
    if counter_id is not None:
        wanted = wanted.where(ChangeNote.counter_id == counter_id)
    if since is not None:
        wanted = wanted.where(ChangeNote.changed_on >= since)
    return list(session.scalars(wanted.order_by(ChangeNote.changed_on.desc(), ChangeNote.id)))
