"""What a sender takes home to prove, without the portal, that the item was recorded."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.history import heads, kept, log, merkle
from portal.history.models import Event
from portal.keys import Ring

SHARED = ("said", "files")  # a contact is not handed out again, not even to its owner


def leaf_of(session: Session, case: Case) -> str:
    """Return the hash of the event by which the case came in, in hex: known at once."""
    return merkle.leaf_hash(log.content_of(session, _arrival(session, case))).hex()


def certificate(session: Session, case: Case, ring: Ring) -> dict[str, Any]:
    """Return the event, the words it covers, and its proof in the tree once it has one.

    Args:
        session: a transaction.
        case: an item whose code was shown.
        ring: whose signing keys count.

    """
    content = log.content_of(session, _arrival(session, case))
    leaf = merkle.leaf_hash(content).hex()
    salts, values = kept.salts(session, Case.kept_as, case.id), case.kept_values()
    found: dict[str, Any] = {
        "receipt": case.number,
        "event": content.decode(),
        "leaf": leaf,
        "covered": {
            kept.name_of(Case.kept_as, case.id, part): {
                "salt": salts[part].value,
                "value": values[part],
            }
            for part in SHARED
            if part in salts and part in values
        },
        "keys": {name: key.hex() for name, key in heads.public_keys(ring).items()},
    }
    place = log.place_of(session, leaf)
    if place is not None:
        found["index"] = place.position
        found["path"] = [step.hex() for step in place.path]
        found["head"] = heads.as_line(log.signed(place.head))
    return found


def _arrival(session: Session, case: Case) -> int:
    first = select(Event.id).where(Event.subject == Case.kept_as, Event.subject_id == case.id)
    return session.scalars(first.order_by(Event.id).limit(1)).one()
