"""Word to the sender: one letter for one event, to whoever holds the code."""

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.history.models import Event
from portal.outbox.service import promise


def sent_as(case: Case) -> Case:
    """Return the case its sender sent and has the code of: itself, or the whole it is part of."""
    return case.part_of or case


def tell(session: Session, case: Case, notice: str, event: Event, **more: int) -> None:
    """Promise the sender a letter about `event`, with the day owed now; none without an address."""
    contact = sent_as(case).contact
    if contact is not None and contact.email:
        session.flush()
        due_on = case.due_on.isoformat()
        promise(
            session, "mail.case",
            case=case.number, notice=notice, event=event.id, due_on=due_on, **more,
        )  # fmt: skip
