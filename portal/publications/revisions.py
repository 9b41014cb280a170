"""The versions of one document: which is shown, which came before, who may see which."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.permissions import Action, Actor, allowed
from portal.publications.models import Publication
from portal.publications.rules import Audience, Standing, split_revision


def current(session: Session, publication: Publication) -> Publication | None:
    """Return the version that counts now: the last that was published, withdrawn or not."""
    shown = {Standing.PUBLISHED, Standing.WITHDRAWN}
    found = (row for row in family(session, publication) if row.standing in shown)
    return next(found, None)


def family(session: Session, publication: Publication) -> list[Publication]:
    """Return all versions of the document, drafts among them, the latest first."""
    wanted = select(Publication).where(_of_one_document(publication))
    return list(session.scalars(wanted.order_by(Publication.revision.desc())))


def visible(session: Session, actor: Actor, publication: Publication) -> list[Publication]:
    """Return the versions of the document `actor` may see, the latest first."""
    return [row for row in family(session, publication) if may_see(session, actor, row)]


def draft_of(session: Session, publication: Publication) -> Publication | None:
    """Return the next version somebody is preparing, or None."""
    found = (row for row in family(session, publication) if row.standing is Standing.DRAFT)
    return next(found, None)


def at_address(session: Session, address: str) -> Publication | None:
    """Return the publication at `address`, or the version `<document>-ban-<n>` names."""
    found = session.scalar(select(Publication).where(Publication.slug == address))
    named = split_revision(address)
    if found is not None or named is None:
        return found
    document = session.scalar(select(Publication).where(Publication.slug == named[0]))
    versions = family(session, document) if document else []
    return next((row for row in versions if row.revision == named[1]), None)


def may_see(session: Session, actor: Actor, publication: Publication) -> bool:
    """Return whether `actor` may see it, or learn that it was withdrawn.

    A version that was replaced is never shown to more people than the one that replaced it.
    """
    if publication.standing is Standing.DRAFT:
        return allowed(actor, Action.PUBLICATION_EDIT, publication)
    if not _is_meant_for(actor, publication):
        return False
    if publication.standing is not Standing.SUPERSEDED:
        return True
    now = current(session, publication)
    return now is None or _is_meant_for(actor, now)


def _is_meant_for(actor: Actor, publication: Publication) -> bool:
    internal = publication.audience is Audience.INTERNAL
    return allowed(actor, Action.DESK_READ if internal else Action.PUBLICATION_READ, publication)


def _of_one_document(publication: Publication) -> ColumnElement[bool]:
    first = publication.origin_id or publication.id
    return or_(Publication.id == first, Publication.origin_id == first)
