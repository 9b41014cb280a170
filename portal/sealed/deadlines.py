"""By when something is decided about a sealed item, as the law says for denunciations."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.history.models import Event
from portal.history.service import record
from portal.permissions import VISITOR
from portal.procedures import service as procedures
from portal.sealed.models import KIND, SealedItem
from portal.sealed.rules import State

LIMIT = "denunciation.classify"
UNDECIDED = (State.RECEIVED.value, State.OPENED.value)


def due_on(session: Session, item: SealedItem) -> date:
    """Return the last day, counted from the day the item came in, however it came."""
    return procedures.due_on(session, LIMIT, item.received_on)


def is_late(session: Session, item: SealedItem) -> bool:
    """Return whether the day passed and the item is neither answered nor handed over."""
    return item.state in UNDECIDED and due_on(session, item) < clock.today()


def note_all_late(session: Session) -> int:
    """Write down, once and for ever, which items became late; return how many did."""
    noted = select(Event.subject_id).where(Event.subject == KIND, Event.act == "late")
    wanted = select(SealedItem).where(SealedItem.state.in_(UNDECIDED), SealedItem.id.not_in(noted))
    late = [item for item in session.scalars(wanted) if is_late(session, item)]
    for item in late:
        since = due_on(session, item) + timedelta(days=1)
        record(session, VISITOR, (KIND, item.id), "late", state=item.state, on=since.isoformat())
    return len(late)
