"""What every act on a publication rests on: may it be done, what follows from it, what is told."""

import hashlib
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Authority, Office
from portal.errors import IllegalMove, NotAllowed, NotFound
from portal.files import Files, new_name
from portal.history.service import record
from portal.outbox.service import promise
from portal.permissions import Action, Actor, allowed
from portal.publications import rules
from portal.publications.content import content_of
from portal.publications.importing.unseen import unseen
from portal.publications.models import Edition, Publication, PublicationFile
from portal.publications.rules import Move

FOLDER = "publications"


def permit(session: Session, actor: Actor, publication_id: int, move: Move) -> Publication:
    """Return the publication, locked, when `actor` may take `move` with it now."""
    shown = move in {Move.PUBLISH, Move.WITHDRAW}
    action = Action.PUBLICATION_PUBLISH if shown else Action.PUBLICATION_EDIT
    publication = session.get(Publication, publication_id, with_for_update=True)
    if publication is None or not allowed(actor, Action.PUBLICATION_EDIT, publication):
        raise NotFound
    if not allowed(actor, action, publication):
        raise NotAllowed
    if move not in rules.open_moves(publication.standing):
        raise IllegalMove
    return publication


def permit_office(actor: Actor, office: Office) -> None:
    """Raise NotAllowed unless `actor` may publish for `office`."""
    if not allowed(actor, Action.PUBLICATION_EDIT) or office.id not in actor.offices:
        raise NotAllowed


def one_at_a_time(session: Session) -> None:
    """Wait for whoever else is importing, so that one file never becomes two publications."""
    session.execute(select(Authority.id).with_for_update())


def imported(session: Session, content: bytes) -> Publication | None:
    """Return the publication made of a file with these very bytes, or None."""
    wanted = select(Publication).where(Publication.source_hash == digest(content))
    return session.scalar(wanted)


def settle(session: Session, publication: Publication) -> None:
    """Bring what follows from the facts up to date: comparable number, day, address."""
    publication.number_key = rules.number_key(publication.number)
    publication.dated_on = publication.issued_on or first_day(publication)
    first_draft = publication.published_at is None and publication.revision == 1
    if first_draft or not publication.slug:
        publication.slug = _free_address(session, publication)


def first_day(publication: Publication) -> date:
    """Return the day it was published, today while it is not."""
    return clock.local_date(publication.published_at or clock.now())


def keep_original(publication: Publication, files: Files, name: str, content: bytes) -> None:
    """Keep the file the publication was read from, as it came."""
    kind = rules.media_type(name) or "application/octet-stream"
    file = keep_file(publication, files, name, kind, content, read=True)
    file.original = True
    publication.source_name, publication.source_hash = name, file.sha256


def keep_file(  # noqa: PLR0913 - what is kept, where, and what of it is read
    publication: Publication,
    files: Files,
    name: str,
    media_type: str,
    content: bytes,
    *,
    read: bool = False,
) -> PublicationFile:
    """Keep one more file of the publication, whose words it has or not; return its row."""
    stored = new_name(FOLDER)
    files.put(stored, content)
    file = PublicationFile(
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=digest(content),
        stored_as=stored,
        unseen=list(unseen(media_type, content, read=read)),
    )
    publication.files.append(file)
    return file


def let_go(session: Session, gone: Iterable[PublicationFile]) -> None:
    """Promise that the bytes of files whose rows go now are forgotten once that is certain."""
    for file in gone:
        promise(session, "file.drop", name=file.stored_as)


def keep_edition(actor: Actor, publication: Publication) -> None:
    """Keep the content as it is published now."""
    publication.editions.append(
        Edition(
            number=len(publication.editions) + 1,
            made_at=publication.changed_at,
            official_id=actor.official_id,
            content=content_of(publication),
        )
    )


def announce(session: Session, publication: Publication) -> None:
    """Promise that search learns how the publication stands."""
    promise(session, "search.put", ref=f"van-ban:{publication.id}")


def log(
    session: Session, actor: Actor, publication: Publication, act: str, **facts: object
) -> None:
    """Append what `actor` did to the publication's history."""
    record(
        session,
        actor,
        ("publication", publication.id),
        act,
        state=publication.standing,
        office_id=publication.office_id,
        **facts,
    )


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hex."""
    return hashlib.sha256(content).hexdigest()


def _free_address(session: Session, publication: Publication) -> str:
    year = publication.issued_on.year if publication.issued_on else None
    wish = rules.address_of(publication.kind, publication.number, year, publication.title)
    with session.no_autoflush:
        taken = select(Publication.slug).where(Publication.slug.startswith(wish))
        if publication.id is not None:
            taken = taken.where(Publication.id != publication.id)
        return rules.first_free(wish, set(session.scalars(taken)))
