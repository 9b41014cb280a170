"""What search may see of publications, and what a hit in one of them is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.publications.blocks import holds_any, plain
from portal.publications.models import Publication, Section, Task
from portal.publications.paper import heading
from portal.publications.rules import (
    CLOSING,
    OPENING,
    Audience,
    Standing,
)
from portal.publications.spelling import sentence_case
from portal.publications.types import BY_SLUG
from search import Document, Part

PREFIX = "van-ban"
AT_ONCE = 50
EVERYONES = and_(
    Publication.standing == Standing.PUBLISHED, Publication.audience == Audience.PUBLIC
)
UNNUMBERED = {OPENING: "Phần mở đầu", CLOSING: "Phần kết"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A publication that was found, for the page of results and for programs.

    Attributes:
        url: path of its page, without an anchor.
        kind: the kind's title, to translate.
        source: name of the imported file.
        year: of the day it is listed under.
        at: when it last changed.
        parts: by anchor; a hit's anchor may be missing when it was just edited.
        internal: whether officials alone may see it.

    """

    ref: str
    title: str
    url: str
    kind: str
    number: str
    office: str
    year: int
    at: datetime
    source: str
    parts: Mapping[str, Part]
    internal: bool = False

    def url_of(self, anchor: str) -> str:
        """Return the path of one part, or of the page when there is no such part."""
        return f"{self.url}#{anchor}" if anchor in self.parts else self.url

    def section_of(self, anchor: str) -> str:
        """Return how the part is called: "II. Nội dung", "Điều 5. Hợp đồng thuê › 1."; or ""."""
        part = self.parts.get(anchor)
        if part is None:
            return ""
        title = UNNUMBERED.get(anchor) or sentence_case(part.title)
        above = "" if title else self.section_of(self._above(anchor))
        return " › ".join(filter(None, (above, heading(part.label, title))))

    def _above(self, anchor: str) -> str:
        """Return the anchor of the part that `anchor` stands in: dieu-5 for dieu-5-1."""
        holding = [other for other in self.parts if anchor.startswith(f"{other}-")]
        return max(holding, key=len, default="")


def ref_of(publication: Publication) -> str:
    """Return the name search knows the publication by."""
    return f"{PREFIX}:{publication.id}"


def document(session: Session, ref: str) -> Document | None:
    """Return what search may see of the publication, None when it must not be found."""
    found = session.get(Publication, int(ref.partition(":")[2]))
    return _document(found) if found and found.standing is Standing.PUBLISHED else None


def all_documents(session: Session) -> Iterator[Document]:
    """Yield everything search may see, a few publications at a time."""
    wanted = _whole().where(Publication.standing == Standing.PUBLISHED).order_by(Publication.id)
    for publication in session.scalars(wanted.execution_options(yield_per=AT_ONCE)):
        yield _document(publication)


def places(
    session: Session, refs: Iterable[str], seen: ColumnElement[bool] = EVERYONES
) -> dict[str, Place]:
    """Return the publications named that `seen` lets through: by default what everyone may see."""
    ids = [int(ref.partition(":")[2]) for ref in refs if ref.startswith(f"{PREFIX}:")]
    found = session.scalars(_whole().where(Publication.id.in_(ids), seen))
    return {ref_of(row): _place(row) for row in found}


def parts_of(publication: Publication) -> tuple[Part, ...]:
    """Return sections and tasks, each with its address; a task's words stand in its part alone."""
    tasks = publication.tasks
    return (
        *(_section_part(section, tasks) for section in publication.sections),
        *(_task_part(task) for task in tasks),
    )


def _document(publication: Publication) -> Document:
    return Document(
        ref=ref_of(publication),
        kind=publication.kind,
        title=publication.title,
        number=publication.number,
        office=publication.office.slug,
        published_on=publication.dated_on,
        parts=parts_of(publication),
        audience="public" if publication.audience is Audience.PUBLIC else "internal",
    )


def _section_part(section: Section, tasks: Iterable[Task]) -> Part:
    own = [task.task for task in tasks if task.section == section.anchor]
    rows = [row for row in section.blocks if not holds_any(row, own)]
    return Part(anchor=section.anchor, label=section.label, title=section.title, text=plain(rows))


def _task_part(task: Task) -> Part:
    lines = (
        ("", task.task),
        ("Chủ trì: ", task.lead),
        ("Thực hiện: ", task.executing),
        ("Phối hợp: ", task.coordinating),
        ("Thời gian: ", task.deadline),
        ("Sản phẩm: ", task.product),
    )
    return Part(
        anchor=task.anchor,
        label=f"Nhiệm vụ {task.position}.",
        title=task.group,
        text="\n".join(name + words for name, words in lines if words),
    )


def _place(publication: Publication) -> Place:
    return Place(
        ref=ref_of(publication),
        title=publication.title,
        url=f"/van-ban/{publication.slug}",
        kind=BY_SLUG[publication.kind].title,
        number=publication.number,
        office=publication.office.name,
        year=publication.dated_on.year,
        at=publication.changed_at,
        source=publication.source_name,
        parts={part.anchor: part for part in parts_of(publication)},
        internal=publication.audience is Audience.INTERNAL,
    )


def _whole() -> Select[Publication]:
    return select(Publication).options(
        joinedload(Publication.office),
        selectinload(Publication.sections),
        selectinload(Publication.tasks),
    )
