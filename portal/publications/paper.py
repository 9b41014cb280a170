"""How a publication is set out: outline, text before and after the signature, tables of tasks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from portal.i18n import N_
from portal.publications.blocks import holds_any
from portal.publications.models import Publication, Section, Task
from portal.publications.spelling import proper_names, sentence_case
from portal.publications.types import is_appended, is_appendix

HIGHEST, DEEPEST_HEADING = 2, 4
FEWEST_LETTERS = 160
DEEPEST_IN_OUTLINE = 2
COLUMNS = (
    ("lead", N_("Chủ trì")),
    ("executing", N_("Thực hiện")),
    ("coordinating", N_("Phối hợp")),
    ("deadline", N_("Thời gian")),
    ("product", N_("Sản phẩm")),
)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One section as it is set.

    Attributes:
        level: of its heading, from 2.
        label: as printed before it: "II.", "Phụ lục I".
        rows: its text and tables, tables of tasks left out where they are set as such.

    """

    anchor: str
    level: int
    label: str
    title: str
    rows: list[dict[str, Any]]

    @property
    def discussed(self) -> bool:
        """Whether it is offered for comment: a chapter, or something longer than a line or two."""
        words = sum(len(row["text"]) for row in self.rows)
        tables = any(row["kind"] == "table" for row in self.rows)
        return bool(self.name) and (self.level == HIGHEST or tables or words >= FEWEST_LETTERS)

    @property
    def name(self) -> str:
        """How the section is called in a list."""
        return " ".join(part for part in (self.label, self.title) if part)


@dataclass(frozen=True, kw_only=True)
class TaskGroup:
    """Tasks under one heading of their table.

    Attributes:
        columns: pairs of attribute and name, those that are blank throughout the table left out.

    """

    title: str
    columns: tuple[tuple[str, str], ...]
    tasks: list[Task]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is appended after the signature: a statute or an appendix, with its tasks."""

    leaves: list[Leaf]
    tasks: list[TaskGroup] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A publication set out.

    Attributes:
        main: sections before the signature.
        tasks: those given there.
        appended: what follows the signature.
        outline: items `{label, title, url, items}` as the outline component takes them.

    """

    main: list[Leaf]
    tasks: list[TaskGroup]
    appended: list[Part]
    outline: list[dict[str, Any]]


def set_out(publication: Publication) -> Paper:
    """Return the publication as its page and its print show it."""
    names = proper_names(f"{publication.issuer}, {publication.place}")
    main, *rest = _parts(publication.sections)
    appended = [_part(sections, publication.tasks, names) for sections in rest]
    inside = {task.id for part in appended for group in part.tasks for task in group.tasks}
    return Paper(
        main=[_leaf(section, [], names) for section in main],
        tasks=task_groups([task for task in publication.tasks if task.id not in inside], names),
        appended=appended,
        outline=_outline(publication.sections, names),
    )


def task_groups(tasks: Sequence[Task], names: Iterable[str] = ()) -> list[TaskGroup]:
    """Return the tasks under their headings; a heading repeated after a page break is one."""
    columns = tuple(column for column in COLUMNS if any(getattr(task, column[0]) for task in tasks))
    groups = groupby(tasks, key=lambda task: (task.appendix, task.group))
    return [
        TaskGroup(title=sentence_case(title, names), columns=columns, tasks=list(members))
        for (_, title), members in groups
    ]


def printed_label(label: str, title: str = "") -> str:
    """Return the label as printed before its title: "II.", "Điều 3.", "Phụ lục I:", "Quy chế"."""
    if is_appendix(label):
        return f"{label}:" if title else label
    return label if not label or is_appended(label) or label.endswith((".", ")")) else f"{label}."


def heading(label: str, title: str) -> str:
    """Return label and title in one line: "II. Nội dung", "Phụ lục I: Danh mục"."""
    return " ".join(part for part in (printed_label(label, title), title) if part)


def _parts(sections: Iterable[Section]) -> Iterator[list[Section]]:
    """Yield the sections before the signature, then those of each appended part."""
    part: list[Section] = []
    for section in sections:
        if section.depth == 1 and is_appended(section.label):
            yield part
            part = []
        part.append(section)
    yield part


def _part(sections: Sequence[Section], tasks: Iterable[Task], names: Sequence[str]) -> Part:
    own = {section.anchor for section in sections}
    inside = [task for task in tasks if task.section in own]
    leaves = [_leaf(section, [task.task for task in inside], names) for section in sections]
    return Part(leaves=leaves, tasks=task_groups(inside, names))


def _leaf(section: Section, tasks: Sequence[str], names: Sequence[str]) -> Leaf:
    return Leaf(
        anchor=section.anchor,
        level=min(section.depth + 1, DEEPEST_HEADING),
        label=printed_label(section.label, section.title),
        title=sentence_case(section.title, names),
        rows=[row for row in section.blocks if not holds_any(row, tasks)],
    )


def _outline(sections: Iterable[Section], names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the titled sections of the first two levels as items of the outline component."""
    items: list[dict[str, Any]] = []
    for section in sections:
        if section.depth > DEEPEST_IN_OUTLINE or not (section.title or section.label):
            continue
        item = {
            "label": printed_label(section.label, section.title),
            "title": sentence_case(section.title, names),
            "url": f"#{section.anchor}",
            "items": [],
        }
        if section.depth == 1 or not items:
            items.append(item)
        elif section.title:
            items[-1]["items"].append(item)
    return items
