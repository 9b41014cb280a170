"""What an editor may put right, as values: facts, sections, tasks, cited documents."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from portal.errors import Invalid
from portal.i18n import N_
from portal.publications.blocks import rows_of, text_of
from portal.publications.models import Citation, Publication, Section, Task
from portal.publications.rules import (
    TASK,
    Audience,
    first_free,
    number_key,
    plain_letters,
    task_anchor,
)

PARTS = ("sections", "tasks", "citations")
STRANGE_SECTION = N_("Có mục không còn khớp với văn bản. Xin mở lại trang rồi sửa.")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What stands in the head and at the foot of a document, and whom it is for."""

    kind: str
    title: str
    number: str = ""
    issuer: str = ""
    place: str = ""
    issued_on: date | None = None
    signer_name: str = ""
    signer_role: str = ""
    signer_authority: str = ""
    audience: Audience = Audience.PUBLIC
    comments_until: date | None = None
    effective_on: date | None = None
    topic_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SectionDraft:
    """One section as typed.

    Attributes:
        anchor: its address, "" for a new one.
        text: its own words, see `blocks.rows_of`; None leaves them as they are.

    """

    anchor: str = ""
    depth: int = 1
    label: str = ""
    title: str = ""
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class TaskDraft:
    """One task as typed; `position` is its place, 0 for a new one."""

    position: int = 0
    appendix: str = ""
    section: str = ""
    group: str = ""
    number: str = ""
    task: str
    lead: str = ""
    coordinating: str = ""
    executing: str = ""
    deadline: str = ""
    product: str = ""
    due_on: date | None = None
    recurrence: str = ""


@dataclass(frozen=True, kw_only=True)
class CitationDraft:
    """One cited document as typed; `position` is its place, -1 for a new one."""

    position: int = -1
    kind: str = ""
    number: str = ""
    name: str = ""
    issued_on: date | None = None
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything typed at once; None leaves sections, tasks, citations or doubts as they are.

    Attributes:
        looked: names of the doubts somebody has looked at, see `doubting.name_of`.

    """

    facts: Facts
    sections: tuple[SectionDraft, ...] | None = None
    tasks: tuple[TaskDraft, ...] | None = None
    citations: tuple[CitationDraft, ...] | None = None
    looked: frozenset[str] | None = None


def facts_of(publication: Publication) -> Facts:
    """Return the facts as they stand."""
    return Facts(**{field.name: getattr(publication, field.name) for field in fields(Facts)})


def check_addresses(publication: Publication, typed: Content) -> None:
    """Raise Invalid when a section came back under an address the document does not have.

    Its own address, which others may have kept, would be lost without a word.
    """
    known = {"", *(section.anchor for section in publication.sections)}
    given = [section.anchor for section in typed.sections or ()]
    named = [anchor for anchor in given if anchor]
    if not known.issuperset(given) or len(named) != len(set(named)):
        raise Invalid(STRANGE_SECTION)


def put(publication: Publication, typed: Content) -> list[str]:
    """Write what was typed; return the names of what is different now, for the log."""
    before = content_of(publication)
    for field in fields(typed.facts):
        setattr(publication, field.name, getattr(typed.facts, field.name))
    if typed.sections is not None:
        put_sections(publication, typed.sections)
    if typed.tasks is not None:
        put_tasks(publication, typed.tasks)
    if typed.citations is not None:
        put_citations(publication, typed.citations)
    after = content_of(publication)
    names = [name for name, value in after["facts"].items() if value != before["facts"][name]]
    return names + [part for part in PARTS if after[part] != before[part]]


def put_sections(publication: Publication, typed: Iterable[SectionDraft]) -> None:
    """Make the outline what was typed; a section keeps its address, a new one gets its own."""
    kept = {section.anchor: section for section in publication.sections}
    taken = set(kept)
    rows = []
    for position, draft in enumerate(typed):
        section = kept.pop(draft.anchor, None) or _new_section(draft, taken)
        section.position, section.depth = position, draft.depth
        section.label, section.title = draft.label, draft.title
        if draft.text is not None and rows_of(draft.text) != rows_of(text_of(section.blocks)):
            section.blocks = rows_of(draft.text)
        rows.append(section)
    publication.sections = rows


def put_tasks(publication: Publication, typed: Iterable[TaskDraft]) -> None:
    """Make the tasks what was typed; a task keeps its address, a new one goes to the end."""
    kept = {task.position: task for task in publication.tasks}
    last = max(kept, default=0)
    taken = {task.anchor for task in publication.tasks}
    rows = []
    for draft in typed:
        task = kept.pop(draft.position, None)
        if task is None:
            last += 1
            task = Task(position=last, anchor=first_free(task_anchor(last), taken))
            taken.add(task.anchor)
        for name, value in asdict(draft).items():
            if name != "position":
                setattr(task, name, value)
        rows.append(task)
    publication.tasks = rows


def put_citations(publication: Publication, typed: Iterable[CitationDraft]) -> None:
    """Make the cited documents what was typed; a new one goes to the end."""
    kept = {row.position: row for row in publication.citations}
    last = max(kept, default=-1)
    rows = []
    for draft in typed:
        row = kept.pop(draft.position, None)
        if row is None:
            last += 1
            row = Citation(position=last, issuer="", now="")
        for name, value in asdict(draft).items():
            if name != "position":
                setattr(row, name, value)
        row.number_key = number_key(row.number)
        rows.append(row)
    publication.citations = rows


def content_of(publication: Publication) -> dict[str, Any]:
    """Return the whole content as JSON, for the edition that is kept of it."""
    facts = {name: _plain(value) for name, value in asdict(facts_of(publication)).items()}
    sections = [
        {name: getattr(row, name) for name in ("anchor", "depth", "label", "title", "blocks")}
        for row in publication.sections
    ]
    tasks = [
        {"anchor": row.anchor}
        | {field.name: _plain(getattr(row, field.name)) for field in fields(TaskDraft)}
        for row in publication.tasks
    ]
    citations = [
        {field.name: _plain(getattr(row, field.name)) for field in fields(CitationDraft)}
        for row in publication.citations
    ]
    return {"facts": facts, "sections": sections, "tasks": tasks, "citations": citations}


def _new_section(draft: SectionDraft, taken: set[str]) -> Section:
    wish = plain_letters(draft.label) or plain_letters(draft.title)[:40].strip("-") or "muc"
    # The addresses of tasks stand on the same page.
    anchor = first_free(f"muc-{wish}" if wish.startswith(TASK) else wish, taken)
    taken.add(anchor)
    return Section(anchor=anchor, blocks=[])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
