"""What was read from a document, as values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.publications.importing.times import Recurrence


class BlockKind(StrEnum):
    """How a block of text stands in its section."""

    PARAGRAPH = "paragraph"
    POINT = "point"
    BULLET = "bullet"
    TABLE = "table"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A piece of running text, or a table, of one section.

    Attributes:
        label: the mark in front as written: "a)", "-", "+".
        rows: cells of a table, its header first; empty for text.
        line: line of the source it begins on, counted from 1.

    """

    kind: BlockKind
    text: str
    line: int
    label: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A numbered part of the outline with its own text and the parts below it.

    Attributes:
        anchor: address inside the document, made of the labels above it; distinct and stable.

    """

    label: str
    anchor: str
    line: int
    title: str | None = None
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()

    @property
    def text(self) -> str:
        """Own text of this section, one block a line, without the parts below."""
        return plain(self.blocks)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signed, as what, and for whom.

    Attributes:
        authority: the words that say for whom: "TM. Ủy ban nhân dân, KT. Chủ tịch".

    """

    name: str | None = None
    role: str | None = None
    authority: str | None = None


class Relation(StrEnum):
    """How a document stands to one it cites, where its words say so."""

    BASIS = "basis"  # căn cứ
    REPLACES = "replaces"  # thay thế
    REPEALS = "repeals"  # bãi bỏ
    AMENDS = "amends"  # sửa đổi, bổ sung


@dataclass(frozen=True, kw_only=True)
class Change:
    """What another cited document did to a cited one.

    Attributes:
        number: of the document that did so; None for one cited by its name.

    """

    relation: Relation
    number: str | None = None
    date: dt.date | None = None
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A document this one cites; `issuer` only where the words after it say so.

    Attributes:
        changed_by: what other cited documents did to it.
        now: what it, or its issuer, is called today ("nay là …").

    """

    type: str | None = None
    number: str | None = None
    date: dt.date | None = None
    name: str | None = None
    issuer: str | None = None
    relation: Relation | None = None
    changed_by: tuple[Change, ...] = ()
    now: str | None = None


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something somebody was given to do, in the words of the document.

    Attributes:
        executing: who carries it out, where the text names a lead body beside it.
        appendix: label of the appendix whose table it stands in.
        section: anchor of the section it stands in.
        number: its mark in the table or outline: "3", "-".

    """

    task: str
    line: int
    group: str | None = None
    lead: str | None = None
    coordinating: str | None = None
    deadline: str | None = None
    product: str | None = None
    due_on: dt.date | None = None
    recurrence: Recurrence | None = None
    executing: str | None = None
    appendix: str | None = None
    section: str | None = None
    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportingDeadline:
    """A day before which a report is owed, as the text puts it.

    Attributes:
        day: the one written: "trước ngày 18/5" says 18.
        month: None where the day comes back: "trước ngày 10 hằng tháng".
        last_day: the last day to report, by the rule of every deadline: here the 17th.

    """

    text: str
    day: int
    month: int | None = None
    period: str | None = None
    last_day: int | None = None
    last_month: int | None = None


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something a person should look at before publishing.

    Attributes:
        message: text to translate, with `%(name)s` places for `values`.

    """

    code: str
    message: str
    line: int
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in Vietnamese with its values."""
        return self.message % self.values


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A document as read; what its text does not decide is None or empty.

    Attributes:
        opening: text before the first heading (legal bases, purpose).
        closing: text after the last section ("Trên đây là …").
        recipients: lines under "Nơi nhận".
        effective: the day it says it takes effect.
        machine_read: whether the words were recognised in a picture of the page.

    """

    doc_number: str | None = None
    doc_type: str | None = None
    issuer: str | None = None
    place: str | None = None
    date: dt.date | None = None
    title: str | None = None
    signer: Signer | None = None
    cited_documents: tuple[Citation, ...] = ()
    opening: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    reporting_deadlines: tuple[ReportingDeadline, ...] = ()
    warnings: tuple[Doubt, ...] = ()
    effective: dt.date | None = None
    machine_read: bool = False


def plain(blocks: tuple[Block, ...]) -> str:
    """Return the text of `blocks`, one a line, marks in front, cells tab-joined."""
    return "\n".join(_plain(block) for block in blocks)


def _plain(block: Block) -> str:
    if block.rows:
        return "\n".join("\t".join(row) for row in block.rows)
    return f"{block.label} {block.text}" if block.label else block.text


HEAD_KEYS = ("doc_number", "doc_type", "issuer", "place", "date", "title")
TASK_KEYS = (
    *("group", "task", "lead", "coordinating"),
    *("deadline", "product", "due_on", "recurrence"),
)

DEADLINE_KEYS = ("text", "day", "month", "period", "last_day", "last_month")


def as_json(reading: Reading) -> dict[str, Any]:
    """Return the reading as the outside contract names it, undecided keys left out."""
    answer = _decided(reading, HEAD_KEYS)
    if reading.signer is not None:
        answer["signer"] = _decided(reading.signer, ("name", "role", "authority"))
    answer["cited_documents"] = [_cited(cited) for cited in reading.cited_documents]
    answer["sections"] = [_section(section) for section in reading.sections]
    answer["tasks"] = [_decided(task, TASK_KEYS) for task in reading.tasks]
    answer["reporting_deadlines"] = [
        _decided(due, DEADLINE_KEYS) for due in reading.reporting_deadlines
    ]
    answer["warnings"] = [_decided(doubt, ("code", "text", "line")) for doubt in reading.warnings]
    return answer


def _cited(cited: Citation) -> dict[str, Any]:
    found = _decided(cited, ("type", "number", "date", "name", "relation", "now"))
    changes = [
        _decided(change, ("relation", "number", "date", "name")) for change in cited.changed_by
    ]
    return {**found, "changed_by": changes} if changes else found


def _section(section: Section) -> dict[str, Any]:
    below = [_section(part) for part in section.sections]
    return {**_decided(section, ("label", "title")), "sections": below}


def _decided(thing: object, keys: tuple[str, ...]) -> dict[str, Any]:
    found = {key: getattr(thing, key) for key in keys}
    return {key: _plain_value(value) for key, value in found.items() if value is not None}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
