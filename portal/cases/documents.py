"""What search may see of cases: the published ones, in their published words."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.cases.models import Case
from portal.cases.moderation import PUBLIC, is_public
from search import Document, Part

KIND = "y-kien"


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


def _document(case: Case) -> Document:
    answered = case.answered_at or case.received_at
    return Document(
        ref=f"{KIND}:{case.number}",
        kind=KIND,
        title=case.public_subject or "",
        number=case.number,
        office=case.office.slug if case.office else "",
        published_on=clock.local_date(answered),
        parts=(
            Part(anchor="y-kien", label="", title="", text=case.public_text or ""),
            Part(anchor="tra-loi", label="", title="", text=case.public_answer or ""),
        ),
    )
