"""What is done with publications: read in, put right, published, withdrawn."""

import hashlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, law
from portal.accounts.models import Authority, Office
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.files import Files, new_name
from portal.history.service import record
from portal.i18n import N_
from portal.outbox.service import promise
from portal.permissions import Action, Actor, allowed
from portal.publications import rules
from portal.publications.content import Content, Facts, content_of, facts_of, put
from portal.publications.drafting import publication_of
from portal.publications.importing import Unreadable, file_text, read_text
from portal.publications.importing.lines import composed
from portal.publications.importing.unreadable import UNKNOWN_TYPE
from portal.publications.models import Edition, Publication, PublicationFile
from portal.publications.refusals import EditedMeanwhile, TakenElsewhere, TooShort, Withdrawn
from portal.publications.rules import Audience, Move, Standing
from portal.publications.types import BY_SLUG

FOLDER = "publications"
NO_TITLE = N_("Văn bản chưa có trích yếu. Xin điền trích yếu rồi đăng.")
NO_REASON = N_("Xin ghi lý do gỡ để người đọc được biết.")


def import_file(  # noqa: PLR0913, PLR0917 - who, where, for whom, and the file
    session: Session, files: Files, actor: Actor, office: Office, name: str, content: bytes
) -> Publication:
    """Return the draft read from a file, or the publication the same file already became.

    Raises:
        Unreadable: the file cannot be read; nothing is stored.

    """
    _permit_office(actor, office)
    _one_at_a_time(session)
    known = imported(session, content)
    if known is not None:
        return _own(actor, known)
    name = rules.file_name(name)
    text = _text_of(name, content)
    publication = publication_of(read_text(text))
    publication.source_text = composed(text)
    publication.office_id = office.id
    publication.created_at = publication.changed_at = clock.now()
    _attach(publication, files, name, content)
    _settle(session, publication)
    session.add(publication)
    session.flush()
    _record(session, actor, publication, "import", warnings=len(publication.warnings))
    return publication


def imported(session: Session, content: bytes) -> Publication | None:
    """Return the publication made of a file with these very bytes, or None."""
    wanted = select(Publication).where(Publication.source_hash == _hash(content))
    return session.scalar(wanted)


def read_publication(session: Session, actor: Actor, slug: str) -> Publication:
    """Return the publication at this address, when `actor` may see it.

    Raises:
        NotFound: there is none, or none for `actor`.
        Withdrawn: there was one.

    """
    found = session.scalar(select(Publication).where(Publication.slug == slug))
    if found is None or not may_see(actor, found):
        raise NotFound
    if found.standing is Standing.WITHDRAWN:
        raise Withdrawn(found)
    return found


def may_see(actor: Actor, publication: Publication) -> bool:
    """Return whether `actor` may see it, or learn that it was withdrawn."""
    if publication.standing is Standing.DRAFT:
        return allowed(actor, Action.PUBLICATION_EDIT, publication)
    if publication.audience is Audience.INTERNAL:
        return allowed(actor, Action.DESK_READ, publication)
    return allowed(actor, Action.PUBLICATION_READ, publication)


def read_for_editing(session: Session, actor: Actor, publication_id: int) -> Publication:
    """Return a publication of the editor's own offices; raise NotFound for any other."""
    found = session.get(Publication, publication_id)
    if found is None or not allowed(actor, Action.PUBLICATION_EDIT, found):
        raise NotFound
    return found


def edit(
    session: Session, actor: Actor, publication_id: int, content: Content, *, version: int
) -> Publication:
    """Put facts, sections and tasks right.

    Args:
        session: the transaction.
        actor: the editor.
        publication_id: which one.
        content: what the editor typed.
        version: `Publication.version` the editor had opened.

    Raises:
        EditedMeanwhile: somebody saved another version since.

    """
    publication = _permit(session, actor, publication_id, Move.EDIT)
    if publication.version != version:
        raise EditedMeanwhile
    _check_consultation(content.facts, _first_day(publication))
    changed = put(publication, content)
    _settle(session, publication)
    publication.changed_at = clock.now()
    if changed and publication.standing is Standing.PUBLISHED:
        _keep_edition(actor, publication)
        _announce(session, publication)
    session.flush()
    _record(session, actor, publication, "edit", changed=changed)
    return publication


def publish(session: Session, actor: Actor, publication_id: int) -> Publication:
    """Show the publication to its audience; one already published stays as it is."""
    publication = read_for_editing(session, actor, publication_id)
    if publication.standing is Standing.PUBLISHED:
        return publication
    publication = _permit(session, actor, publication_id, Move.PUBLISH)
    if not publication.title:
        raise Invalid(NO_TITLE)
    _check_consultation(facts_of(publication), clock.today())
    publication.published_at = publication.changed_at = clock.now()
    _settle(session, publication)
    publication.standing = Standing.PUBLISHED
    _keep_edition(actor, publication)
    session.flush()
    _record(session, actor, publication, "publish")
    _announce(session, publication)
    return publication


def withdraw(session: Session, actor: Actor, publication_id: int, reason: str) -> Publication:
    """Take a published publication away; its address says who did so, when and why."""
    publication = _permit(session, actor, publication_id, Move.WITHDRAW)
    if not reason.strip():
        raise Invalid(NO_REASON)
    publication.withdrawn_at = publication.changed_at = clock.now()
    publication.withdrawn_reason = reason.strip()
    publication.standing = Standing.WITHDRAWN
    session.flush()
    _record(session, actor, publication, "withdraw")
    _announce(session, publication)
    return publication


def delete_draft(session: Session, actor: Actor, publication_id: int) -> None:
    """Forget a draft; the same file can be read again afterwards."""
    publication = _permit(session, actor, publication_id, Move.DELETE)
    _record(session, actor, publication, "delete")
    session.delete(publication)
    session.flush()


def read_publication_file(
    session: Session, actor: Actor, slug: str, file_id: int
) -> PublicationFile:
    """Return a file of a publication `actor` may see; raise NotFound for any other."""
    publication = read_publication(session, actor, slug)
    found = next((file for file in publication.files if file.id == file_id), None)
    if found is None:
        raise NotFound
    return found


def _permit_office(actor: Actor, office: Office) -> None:
    if not allowed(actor, Action.PUBLICATION_EDIT) or office.id not in actor.offices:
        raise NotAllowed


def _permit(session: Session, actor: Actor, publication_id: int, move: Move) -> Publication:
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


def _own(actor: Actor, publication: Publication) -> Publication:
    if not allowed(actor, Action.PUBLICATION_EDIT, publication):
        raise TakenElsewhere
    return publication


def _one_at_a_time(session: Session) -> None:
    """Wait for whoever else is importing, so that one file never becomes two publications."""
    session.execute(select(Authority.id).with_for_update())


def _text_of(name: str, content: bytes) -> str:
    """Return the words of a file whose name, first bytes and inside agree on what it is."""
    if not rules.fits(name, content):
        raise Unreadable(UNKNOWN_TYPE)
    return file_text(name, content)


def _attach(publication: Publication, files: Files, name: str, content: bytes) -> None:
    stored = new_name(FOLDER)
    files.put(stored, content)
    publication.source_name = name
    publication.source_hash = _hash(content)
    publication.files.append(
        PublicationFile(
            name=name,
            media_type=rules.media_type(name) or "application/octet-stream",
            size=len(content),
            sha256=publication.source_hash,
            stored_as=stored,
        )
    )


def _settle(session: Session, publication: Publication) -> None:
    """Bring what follows from the facts up to date: comparable number, day, address."""
    publication.number_key = rules.number_key(publication.number)
    publication.dated_on = publication.issued_on or _first_day(publication)
    if publication.published_at is None or not publication.slug:
        publication.slug = _free_address(session, publication)


def _first_day(publication: Publication) -> date:
    return clock.local_date(publication.published_at or clock.now())


def _free_address(session: Session, publication: Publication) -> str:
    year = publication.issued_on.year if publication.issued_on else None
    wish = rules.address_of(publication.kind, publication.number, year, publication.title)
    with session.no_autoflush:
        taken = select(Publication.slug).where(Publication.slug.startswith(wish))
        if publication.id is not None:
            taken = taken.where(Publication.id != publication.id)
        return rules.first_free(wish, set(session.scalars(taken)))


def _check_consultation(facts: Facts, start: date) -> None:
    """Refuse an end of comments earlier than the law allows (Luật 10/2022, Điều 28 khoản 2)."""
    if facts.comments_until is None or not BY_SLUG[facts.kind].consults:
        return
    first = law.term("consultation", start).due_on(start)
    if facts.comments_until < first:
        raise TooShort(first)


def _keep_edition(actor: Actor, publication: Publication) -> None:
    publication.editions.append(
        Edition(
            number=len(publication.editions) + 1,
            made_at=publication.changed_at,
            official_id=actor.official_id,
            content=content_of(publication),
        )
    )


def _announce(session: Session, publication: Publication) -> None:
    promise(session, "search.put", ref=f"van-ban:{publication.id}")


def _record(
    session: Session, actor: Actor, publication: Publication, act: str, **facts: object
) -> None:
    record(
        session,
        actor,
        ("publication", publication.id),
        act,
        state=publication.standing,
        office_id=publication.office_id,
        **facts,
    )


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
