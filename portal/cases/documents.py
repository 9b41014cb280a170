"""What search may see of cases: the published ones, in their published words."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.cases.models import Case
from portal.cases.moderation import PUBLIC, is_public
from portal.cases.wordings import answered_by
from portal.publications import documents as publications
from search import Document, Index, Part

KIND = "y-kien"
MOST_FOUND = 5  # sections offered to rely on
MORE = 1  # further sections of one document
LENGTH = 200  # of a passage, in characters


def document(session: Session, ref: str) -> Document | None:
    """Return the item `ref` ("y-kien:YK-2026-000042") names, None when it must not be found."""
    number = ref.partition(":")[2]
    case = session.scalar(select(Case).where(Case.number == number))
    return _document(case) if case is not None and is_public(case) else None


def all_documents(session: Session) -> Iterator[Document]:
    """Yield every item that may be found."""
    wanted = select(Case).where(PUBLIC).options(joinedload(Case.office)).order_by(Case.id)
    for case in session.scalars(wanted.execution_options(yield_per=500)):
        yield _document(case)


@dataclass(frozen=True, kw_only=True)
class FoundSection:
    """A section of a public document that may be relied on."""

    publication_id: int
    anchor: str
    title: str
    number: str
    section: str
    url: str
    passage: str


def find_sections(session: Session, index: Index, query: str) -> list[FoundSection]:
    """Return the sections of public documents that answer `query`, the best first."""
    page = index.find(query, filters={}, size=MOST_FOUND * 2)
    refs = [hit.ref for hit in page.hits if hit.ref.startswith(f"{publications.PREFIX}:")]
    places = publications.places(session, refs)
    shown = [
        (hit.ref, anchor)
        for hit in page.hits
        if hit.ref in places
        for anchor in (hit.anchor, *hit.more[:MORE])
    ]
    return [_section(places[ref], anchor) for ref, anchor in shown[:MOST_FOUND]]


def _section(place: publications.Place, anchor: str) -> FoundSection:
    part = place.parts.get(anchor)
    words = " ".join(part.text.split()) if part else ""
    return FoundSection(
        publication_id=int(place.ref.partition(":")[2]),
        anchor=anchor if part else "",
        title=place.title,
        number=" ".join(filter(None, (place.kind, place.number))),
        section=place.section_of(anchor),
        url=place.url_of(anchor),
        passage=words if len(words) <= LENGTH else words[:LENGTH].rpartition(" ")[0] + " …",
    )


def _document(case: Case) -> Document:
    answered, office = case.answered_at or case.received_at, answered_by(case)
    return Document(
        ref=f"{KIND}:{case.number}",
        kind=KIND,
        title=case.public_subject or "",
        number=case.number,
        office=office.slug if office else "",
        published_on=clock.local_date(answered),
        parts=(
            Part(anchor="y-kien", label="", title="", text=case.public_text or ""),
            Part(anchor="tra-loi", label="", title="", text=case.public_answer or ""),
        ),
    )
