"""What is done with publications: read in, put right, published, withdrawn."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.errors import Invalid, NotFound
from portal.files import Files
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.procedures import service as procedures
from portal.publications import keeping, revising, revisions, rules, second
from portal.publications.content import Content, Facts, check_addresses, facts_of, put
from portal.publications.doubting import mark
from portal.publications.drafting import publication_from
from portal.publications.findings import Finding, codes, findings, new_findings, personal_in
from portal.publications.keeping import imported
from portal.publications.models import Publication, PublicationFile
from portal.publications.refusals import (
    EditedMeanwhile,
    SecondPersonNeeded,
    TakenElsewhere,
    TooShort,
    Unconfirmed,
    Withdrawn,
)
from portal.publications.rules import Move, Standing
from portal.publications.types import BY_SLUG

__all__ = ["imported"]  # asked of this module together with the acts

NO_TITLE = N_("Văn bản chưa có trích yếu. Xin điền trích yếu rồi đăng.")
NO_REASON = N_("Xin ghi lý do gỡ để người đọc được biết.")


def import_file(  # noqa: PLR0913, PLR0917 - who, where, for whom, and the file
    session: Session, files: Files, actor: Actor, office: Office, name: str, content: bytes
) -> Publication:
    """Return the draft read from a file, or the publication the same file already became.

    Raises:
        Unreadable: the file cannot be read; nothing is stored.

    """
    keeping.permit_office(actor, office)
    keeping.one_at_a_time(session)
    known = imported(session, content)
    if known is not None:
        return _own(actor, known)
    name = rules.file_name(name)
    publication = publication_from(name, content)
    publication.office_id = office.id
    publication.prepared_by_id = actor.official_id
    publication.created_at = publication.changed_at = clock.now()
    keeping.keep_original(publication, files, name, content)
    keeping.settle(session, publication)
    session.add(publication)
    session.flush()
    news = second.brought((), publication)
    keeping.log(session, actor, publication, "import", warnings=len(publication.warnings), **news)
    return publication


def read_publication(session: Session, actor: Actor, slug: str) -> Publication:
    """Return the publication at this address, when `actor` may see it.

    Raises:
        NotFound: there is none, or none for `actor`.
        Withdrawn: there was one.

    """
    found = revisions.at_address(session, slug)
    if found is None or not revisions.may_see(session, actor, found):
        raise NotFound
    if found.standing is Standing.WITHDRAWN:
        raise Withdrawn(found)
    return found


def read_for_editing(session: Session, actor: Actor, publication_id: int) -> Publication:
    """Return a publication of the editor's own offices; raise NotFound for any other."""
    found = session.get(Publication, publication_id)
    if found is None or not allowed(actor, Action.PUBLICATION_EDIT, found):
        raise NotFound
    return found


def edit(  # noqa: PLR0913 - who, which, what, since when, and by which rule
    session: Session,
    actor: Actor,
    publication_id: int,
    content: Content,
    *,
    version: int,
    four_eyes: bool = False,
    confirmed: bool = False,
) -> Publication:
    """Put facts, sections and tasks right.

    Args:
        session: the transaction.
        actor: the editor.
        publication_id: which one.
        content: what the editor typed.
        version: `Publication.version` the editor had opened.
        four_eyes: whether what is published changes only by a new version.
        confirmed: whether the editor has been shown `new_findings` and wants to go on.

    Raises:
        Unconfirmed: something would come to be shown, and nobody has confirmed it.
        EditedMeanwhile: somebody saved another version since.
        SecondPersonNeeded: it is published, and nobody else would see the change first.

    """
    publication = keeping.permit(session, actor, publication_id, Move.EDIT)
    _check_unchanged(publication, version, four_eyes=four_eyes)
    shown = _check_typed(session, actor, publication, content, confirmed=confirmed)
    numbers = personal_in(publication)
    changed = put(publication, content)
    news = changed + ["doubts"] * mark(publication, content.looked)
    keeping.settle(session, publication)
    _note_change(session, actor, publication, words=bool(changed))
    new = second.brought(numbers, publication)
    keeping.log(session, actor, publication, "edit", changed=news, confirmed=codes(shown), **new)
    return publication


def _check_unchanged(publication: Publication, version: int, *, four_eyes: bool) -> None:
    if four_eyes and publication.standing is Standing.PUBLISHED:
        raise SecondPersonNeeded
    if publication.version != version:
        raise EditedMeanwhile


def _check_typed(
    session: Session, actor: Actor, publication: Publication, typed: Content, *, confirmed: bool
) -> list[Finding]:
    """Return what was found in it and confirmed; raise where it cannot be put in.

    What is published already is not shown to more people, nor with more personal numbers, before
    somebody has seen that and says so; where its files hold something unseen, a second person.
    """
    check_addresses(publication, typed)
    _check_consultation(session, typed.facts, keeping.first_day(publication))
    found = new_findings(publication, typed)
    _check_looked_at(session, actor, publication, found, confirmed=confirmed)
    return found


def publish(
    session: Session,
    actor: Actor,
    publication_id: int,
    *,
    four_eyes: bool = False,
    confirmed: bool = False,
) -> Publication:
    """Show the publication to its audience; one already published stays as it is.

    What its files hold unseen is published only by a second person who says so, whatever the
    setting; personal numbers, where there are four eyes, by somebody who did not bring them in. The
    log keeps what was confirmed.

    Args:
        session: the transaction.
        actor: who publishes.
        publication_id: which one.
        four_eyes: whether this must be somebody else than whoever changed the words last.
        confirmed: whether the publisher has been shown `findings` and wants to go on.

    Raises:
        SecondPersonNeeded: it must, and is not.
        Unconfirmed: something was found, and nobody has confirmed it.

    """
    publication = read_for_editing(session, actor, publication_id)
    if publication.standing is Standing.PUBLISHED:
        return publication
    publication = keeping.permit(session, actor, publication_id, Move.PUBLISH)
    if not publication.title:
        raise Invalid(NO_TITLE)
    found = findings(publication)
    _check_looked_at(session, actor, publication, found, four_eyes=four_eyes, confirmed=confirmed)
    _check_consultation(session, facts_of(publication), clock.today())
    _put_in_place(session, actor, publication)
    keeping.log(session, actor, publication, "publish", confirmed=codes(found))
    keeping.announce(session, publication)
    return publication


def _put_in_place(session: Session, actor: Actor, publication: Publication) -> None:
    """Let the publication stand where readers look for it, in the former version's place."""
    revising.supersede(session, actor, publication)
    publication.published_at = publication.changed_at = clock.now()
    keeping.settle(session, publication)
    publication.standing = Standing.PUBLISHED
    keeping.keep_edition(actor, publication)
    session.flush()


def _check_looked_at(  # noqa: PLR0913 - who, which, what was found, and by which rule
    session: Session,
    actor: Actor,
    publication: Publication,
    found: Collection[Finding],
    *,
    confirmed: bool,
    four_eyes: bool = False,
) -> None:
    """Raise where somebody has yet to look at what was found, or the wrong person has."""
    prepared_by = second.preparers(session, publication, found, four_eyes=four_eyes)
    if prepared_by is not None and not rules.is_second(prepared_by, actor.official_id):
        raise SecondPersonNeeded
    if found and not confirmed:
        raise Unconfirmed(found)


def withdraw(session: Session, actor: Actor, publication_id: int, reason: str) -> Publication:
    """Take a published publication away; its address says who did so, when and why.

    The versions before it go with it. A former version can be taken away by itself.
    """
    publication = keeping.permit(session, actor, publication_id, Move.WITHDRAW)
    if not reason.strip():
        raise Invalid(NO_REASON)
    later = publication.standing is Standing.PUBLISHED
    versions = revisions.family(session, publication) if later else []
    former = [row for row in versions if row.standing is Standing.SUPERSEDED]
    for row in (publication, *former):
        row.withdrawn_at = row.changed_at = clock.now()
        row.withdrawn_reason = reason.strip()
        row.standing = rules.MOVES[row.standing, Move.WITHDRAW]
        session.flush()
        keeping.log(session, actor, row, "withdraw")
        keeping.announce(session, row)
    return publication


def delete_draft(session: Session, actor: Actor, publication_id: int) -> None:
    """Forget a draft; the same file can be read again afterwards."""
    publication = keeping.permit(session, actor, publication_id, Move.DELETE)
    keeping.log(session, actor, publication, "delete")
    keeping.let_go(session, publication.files)
    session.delete(publication)
    session.flush()


def read_publication_file(
    session: Session, actor: Actor, slug: str, file_id: int
) -> PublicationFile:
    """Return a file of a publication `actor` may see; raise NotFound for any other.

    The address of a file that came with an earlier version keeps leading to it.
    """
    publication = read_publication(session, actor, slug)
    versions = [publication, *revisions.visible(session, actor, publication)]
    shown = (row for row in versions if row.standing is not Standing.WITHDRAWN)
    found = (file for row in shown for file in row.files if file.id == file_id)
    file = next(found, None)
    if file is None:
        raise NotFound
    return file


def _note_change(session: Session, actor: Actor, publication: Publication, *, words: bool) -> None:
    """Remember when, and who changed the words; what is published is kept as an edition."""
    publication.changed_at = clock.now()
    if words:
        publication.prepared_by_id = actor.official_id
    if words and publication.standing is Standing.PUBLISHED:
        keeping.keep_edition(actor, publication)
        keeping.announce(session, publication)
    session.flush()


def _own(actor: Actor, publication: Publication) -> Publication:
    if not allowed(actor, Action.PUBLICATION_EDIT, publication):
        raise TakenElsewhere
    return publication


def _check_consultation(session: Session, facts: Facts, start: date) -> None:
    """Refuse an end of comments earlier than the law allows (Luật 10/2022, Điều 28 khoản 2)."""
    if facts.comments_until is None or not BY_SLUG[facts.kind].consults:
        return
    first = procedures.due_on(session, "consultation", start)
    if facts.comments_until < first:
        raise TooShort(first)
