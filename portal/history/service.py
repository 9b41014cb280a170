"""Writing the log and reading it back."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.history import kept
from portal.history.models import Event
from portal.permissions import Actor


def record(  # noqa: PLR0913 - who, what, to which, and how it stands: each is asked for by name
    session: Session,
    actor: Actor,
    subject: tuple[str, int],
    act: str,
    *,
    state: str | None = None,
    office_id: int | None = None,
    **facts: Any,
) -> Event:
    """Append that `actor` did `act` to `subject`; return the event.

    Personal values of the subject, and of rows the facts name (`letter=12`), are covered by the
    first event that speaks of them: it holds their salted hashes.

    Args:
        session: the transaction in which the act itself happens.
        actor: who did it.
        subject: kind and id of the thing, e.g. `("case", 12)`.
        act: the verb.
        state: the state afterwards.
        office_id: the office answering afterwards.
        facts: anything else, JSON, without personal data.

    """
    event = Event(
        at=clock.now(),
        subject=subject[0],
        subject_id=subject[1],
        act=act,
        state=state,
        official_id=actor.official_id,
        office_id=office_id,
        facts=_with_hashes(session, subject, act, facts),
    )
    session.add(event)
    return event


def events_of(session: Session, subject: str, key: int) -> list[Event]:
    """Return everything that was done to one thing, oldest first."""
    wanted = select(Event).where(Event.subject == subject, Event.subject_id == key)
    return list(session.scalars(wanted.order_by(Event.id)))


def _with_hashes(
    session: Session, subject: tuple[str, int], act: str, facts: dict[str, Any]
) -> dict[str, Any]:
    named = {name: key for name, key in facts.items() if isinstance(key, int)}
    hashes = kept.cover(session, {subject[0]: subject[1]} | named, act)
    return facts | {"hashes": hashes} if hashes else facts
