"""Where signatures come from, as marks nobody can turn back, and which are too many."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.petitions import rules
from portal.petitions.models import Petition, Signature
from portal.petitions.rules import LIMITS, Way
from portal.web import tokens

MARKS = {
    "device": Signature.device_mark,
    "block": Signature.block_mark,
    "domain": Signature.domain_mark,
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something is sent from.

    Attributes:
        network: a household's /64 or one IPv4 address, "" when nobody knows.
        agent: what the browser calls itself.

    """

    network: str = field(default="", repr=False)
    agent: str = field(default="", repr=False)


def marks(
    settings: Settings, petition: Petition, place: Place, way: Way, contact: str
) -> dict[str, str | None]:
    """Return the marks of a signature by their kind; they say nothing under another petition."""
    words = {
        "device": f"{place.network} {place.agent}" if place.network else "",
        "block": place.network,
        "domain": rules.domain_of(way, contact),
    }
    return {
        name: tokens.keyed_hash(settings, f"petition {name}", f"{petition.id}:{said}")[:24]
        if said
        else None
        for name, said in words.items()
    }


def doubt(session: Session, petition: Petition, found: dict[str, str | None]) -> str | None:
    """Return the limit one more signature with these marks goes over, None for most."""
    now = clock.now()
    for limit in LIMITS:
        if found[limit.mark] is None:
            continue
        before = select(Signature.id).where(
            Signature.petition_id == petition.id,
            MARKS[limit.mark] == found[limit.mark],
            Signature.signed_at > now - limit.within,
            # What is doubted already uses up nobody else's room: one script on a network leaves
            # it to its neighbours.
            Signature.doubt.is_(None),
        )
        # Whether there is a last one within the limit; how many more there are is not counted.
        if session.scalar(before.offset(limit.most - 1).limit(1)) is not None:
            return limit.mark
    return None
