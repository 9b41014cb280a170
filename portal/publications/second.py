"""Who is no second person for a document: whoever prepared it, or brought in what must be seen."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from portal.history.models import Event
from portal.history.service import events_of
from portal.publications.findings import PERSONAL, Finding, personal_in
from portal.publications.models import Publication

BRINGING = frozenset({"import", "revise", "attach"})  # acts by which files come


def preparers(
    session: Session, publication: Publication, found: Collection[Finding], *, four_eyes: bool
) -> frozenset[int | None] | None:
    """Return the ids of those who may not publish it, None for the console.

    That is whoever changed the words last. Where a file has something hidden, also whoever brought
    any file of it; where its words hold personal numbers, also whoever brought those: their own
    eyes are not a second pair, whatever others changed meanwhile.

    Args:
        session: the transaction.
        publication: the draft.
        found: what `findings` says of it.
        four_eyes: whether a second person publishes here, whatever is found.

    Returns:
        The ids; None where one person is enough.

    """
    hidden = any(one.hidden for one in found)
    if not (four_eyes or hidden):
        return None
    personal = four_eyes and any(one.code == PERSONAL for one in found)
    told = events_of(session, "publication", publication.id) if hidden or personal else []
    brought = {
        event.official_id
        for event in told
        if (hidden and event.act in BRINGING) or (personal and _brought_numbers(event))
    }
    return frozenset({publication.prepared_by_id} | brought)


def brought(known: Collection[str], publication: Publication) -> Mapping[str, list[str]]:
    """Return what the log says of an act that left the words as they are now.

    Args:
        known: the personal numbers that stood in them before.
        publication: as it is now.

    """
    return {"brought": [PERSONAL]} if personal_in(publication) - set(known) else {}


def _brought_numbers(event: Event) -> bool:
    return PERSONAL in event.facts.get("brought", ())
