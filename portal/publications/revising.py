"""Beginning the next version of a published document, and putting it in the former's place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from portal import clock
from portal.errors import IllegalMove
from portal.files import Files
from portal.permissions import Actor
from portal.publications import keeping, rules, second
from portal.publications.alignment import keep_addresses
from portal.publications.drafting import publication_from
from portal.publications.findings import personal_in
from portal.publications.models import Citation, CitedChange, Publication, Section, Task
from portal.publications.refusals import KnownFile
from portal.publications.revisions import draft_of, family
from portal.publications.rules import Audience, Move, Standing

# What the next version is likely to share with the former where its file does not say.
SHARED = ("number", "issued_on", "issuer", "place")
OWN = frozenset({"id", "publication_id"})


def revise_from_file(  # noqa: PLR0913, PLR0917 - who, of which, and the file
    session: Session, files: Files, actor: Actor, publication_id: int, name: str, content: bytes
) -> Publication:
    """Return the draft of the next version, read from a file.

    Raises:
        Unreadable: the file cannot be read; nothing is stored.
        KnownFile: these very bytes are a publication already.

    """
    former = _permit(session, actor, publication_id)
    keeping.one_at_a_time(session)
    known = keeping.imported(session, content)
    if known is not None:
        raise KnownFile
    name = rules.file_name(name)
    draft = publication_from(name, content)
    for fact in SHARED:
        setattr(draft, fact, getattr(draft, fact) or getattr(former, fact))
    keep_addresses(family(session, former), draft)
    keeping.keep_original(draft, files, name, content)
    return _begin(session, actor, former, draft)


def revise_from_text(
    session: Session, files: Files, actor: Actor, publication_id: int
) -> Publication:
    """Return the draft of the next version, to begin with the same as the former."""
    former = _permit(session, actor, publication_id)
    draft = Publication(**_facts(former), source_text=former.source_text)
    draft.sections = [_copy(row, Section) for row in former.sections]
    draft.tasks = [_copy(row, Task) for row in former.tasks]
    draft.citations = _copied(former.citations)
    for file in former.files:
        content = files.get(file.stored_as)
        kept = keeping.keep_file(draft, files, file.name, file.media_type, content)
        kept.original = file.original
    return _begin(session, actor, former, draft)


def supersede(session: Session, actor: Actor, draft: Publication) -> None:
    """Put `draft`, about to be published, in the place of the version published before it.

    A document that was withdrawn keeps its address to say so; then the draft keeps its own.
    """
    earlier = family(session, draft) if draft.revision > 1 else []
    former = next((row for row in earlier if row.standing is Standing.PUBLISHED), None)
    if former is None:
        return
    address = former.slug
    former.standing = rules.MOVES[former.standing, Move.SUPERSEDE]
    draft.slug = f"{draft.slug}~"  # two rows may not hold one address, not even for a moment
    session.flush()
    if former.audience is Audience.INTERNAL and draft.audience is Audience.PUBLIC:
        # The address holds words of a title not everybody may know.
        former.slug, draft.slug = address, ""
        keeping.settle(session, draft)
    else:
        former.slug = rules.revision_address(address, former.revision)
        session.flush()
        draft.slug = address
    keeping.log(session, actor, former, "supersede", by=draft.id)
    keeping.announce(session, former)


def _permit(session: Session, actor: Actor, publication_id: int) -> Publication:
    former = keeping.permit(session, actor, publication_id, Move.REVISE)
    if draft_of(session, former) is not None:
        raise IllegalMove
    return former


def _begin(session: Session, actor: Actor, former: Publication, draft: Publication) -> Publication:
    draft.origin_id = former.origin_id or former.id
    draft.revision = former.revision + 1
    draft.slug = rules.revision_address(former.slug, draft.revision)
    draft.kind, draft.office_id, draft.topic_id = former.kind, former.office_id, former.topic_id
    draft.audience, draft.comments_until = former.audience, former.comments_until
    draft.prepared_by_id = actor.official_id
    draft.created_at = draft.changed_at = clock.now()
    keeping.settle(session, draft)
    session.add(draft)
    session.flush()
    news = second.brought(personal_in(former), draft)
    keeping.log(session, actor, draft, "revise", of=former.id, warnings=len(draft.warnings), **news)
    return draft


def _facts(former: Publication) -> dict[str, Any]:
    names = (
        *("number", "title", "issuer", "place", "issued_on", "effective_on", "signer_name"),
        *("signer_role", "signer_authority", "source_name", "recipients", "reporting_deadlines"),
    )
    return {name: getattr(former, name) for name in names} | {"warnings": []}


def _copied(citations: Sequence[Citation]) -> list[Citation]:
    """Return copies of the rows that stand to each other as those do."""
    copies = {row.id: _copy(row, Citation) for row in citations}
    for row in citations:
        copies[row.id].changed_by = [
            CitedChange(by=copies[one.by_id], relation=one.relation) for one in row.changed_by
        ]
    return list(copies.values())


def _copy(row: Any, model: Any) -> Any:
    names = inspect(model).columns.keys()
    return model(**{name: getattr(row, name) for name in names if name not in OWN})
