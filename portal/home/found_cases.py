"""Published items as the page of results shows them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.cases import kinds
from portal.cases.documents import KIND
from portal.cases.models import Case
from portal.cases.moderation import PUBLIC
from portal.i18n import N_
from portal.publications.documents import Place
from search import Part

# anchor -> how the part is called
PARTS: Mapping[str, str] = MappingProxyType(
    {"y-kien": N_("Nội dung ý kiến"), "tra-loi": N_("Câu trả lời")}
)


def places(session: Session, refs: Iterable[str]) -> dict[str, Place]:
    """Return the items named, those aside that are not published any more."""
    numbers = [ref.partition(":")[2] for ref in refs if ref.startswith(f"{KIND}:")]
    wanted = select(Case).where(PUBLIC, Case.number.in_(numbers)).options(joinedload(Case.office))
    return {f"{KIND}:{case.number}": _place(case) for case in session.scalars(wanted)}


def _place(case: Case) -> Place:
    texts = {"y-kien": case.public_text or "", "tra-loi": case.public_answer or ""}
    return Place(
        ref=f"{KIND}:{case.number}",
        title=case.public_subject or "",
        url=f"/y-kien/{case.number}",
        kind=kinds.BY_SLUG[case.kind].title,
        number=case.number,
        office=case.office.name if case.office else "",
        year=clock.local_date(case.answered_at or case.received_at).year,
        at=case.answered_at or case.received_at,
        source="",
        parts={
            anchor: Part(anchor=anchor, label="", title=PARTS[anchor], text=text)
            for anchor, text in texts.items()
        },
    )
