"""Two versions of a document side by side: what was added, removed and changed, word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Any

from portal.i18n import N_
from portal.publications.blocks import plain, text_of
from portal.publications.models import Publication, Section, Task
from portal.publications.paper import COLUMNS, heading
from portal.publications.rules import plain_letters

MOST_AT_ONCE = 1_000  # lines of a text or words of a line; a longer one is replaced in whole
FACTS = (
    ("number", N_("Số, ký hiệu")),
    ("title", N_("Trích yếu")),
    ("issuer", N_("Cơ quan ban hành")),
    ("issued_on", N_("Ngày ban hành")),
    ("effective_on", N_("Ngày có hiệu lực")),
    ("signer_name", N_("Người ký")),
    ("signer_role", N_("Chức vụ người ký")),
    ("comments_until", N_("Lấy ý kiến đến hết ngày")),
)
TASK_PARTS = (("task", N_("Nhiệm vụ")), *COLUMNS)


class Mark(StrEnum):
    """What became of something."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Some words and what became of them."""

    mark: Mark
    text: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One text of a section, task or head; `label` says which, "" for a section's own words."""

    label: str = ""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One section or task that is not as it was.

    Attributes:
        anchor: its address in the version that has it.
        name: how it is called: "II. Nội dung".

    """

    mark: Mark
    anchor: str
    name: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that differs between two versions.

    Attributes:
        facts: what stands in the head and differs.
        unchanged: how many sections are the same.

    """

    facts: tuple[Passage, ...]
    sections: tuple[Change, ...]
    tasks: tuple[Change, ...]
    unchanged: int = field(default=0)

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.facts or self.sections or self.tasks)


def compare(former: Publication, later: Publication) -> Comparison:
    """Return what `later` says otherwise than `former`."""
    sections = list(_sections(former.sections, later.sections))
    return Comparison(
        facts=_passages(former, later, FACTS),
        sections=tuple(change for change in sections if change.mark is not Mark.SAME),
        tasks=tuple(_tasks(former.tasks, later.tasks)),
        unchanged=sum(change.mark is Mark.SAME for change in sections),
    )


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both texts in one, each with what became of it."""
    # What parts lines and words goes with what follows: a last one is the same with more after it.
    one, other = re.split(r"(?=\n)", before), re.split(r"(?=\n)", after)
    if before != after and max(len(one), len(other)) > MOST_AT_ONCE:
        return (Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after))
    pieces: list[Piece] = []
    for tag, a, b, c, d in _steps(one, other):
        old, new = "".join(one[a:b]), "".join(other[c:d])
        pieces += _words(old, new) if tag == "replace" else _piece(tag, old, new)
    joined = groupby(pieces, key=lambda piece: piece.mark)
    whole = (Piece(mark, "".join(row.text for row in rows)) for mark, rows in joined)
    return tuple(piece for piece in whole if piece.text)


def _words(old: str, new: str) -> list[Piece]:
    one, other = re.findall(r"\s*\S+|\s+", old), re.findall(r"\s*\S+|\s+", new)
    if max(len(one), len(other)) > MOST_AT_ONCE:
        return [Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new)]
    pieces: list[Piece] = []
    for tag, a, b, c, d in _steps(one, other):
        pieces += _piece(tag, "".join(one[a:b]), "".join(other[c:d]))
    return pieces


def _piece(tag: str, old: str, new: str) -> list[Piece]:
    if tag == "equal":
        return [Piece(Mark.SAME, new)]
    both = (Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new))
    return [piece for piece in both if piece.text]


def _steps(one: Sequence[Any], other: Sequence[Any]) -> Any:
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _sections(former: Sequence[Section], later: Sequence[Section]) -> Iterator[Change]:
    """Yield every section of either in reading order; one that moved is compared where it is."""
    old = {row.anchor: row for row in former}
    new = {row.anchor: row for row in later}
    for _tag, a, b, c, d in _steps(list(old), list(new)):
        for row in former[a:b]:
            if row.anchor not in new:
                yield _section(row, row, None)
        for row in later[c:d]:
            yield _section(row, old.get(row.anchor), row)


def _section(shown: Section, former: Section | None, later: Section | None) -> Change:
    before, after = _text(former), _text(later)
    name = heading(shown.label, shown.title) or _first_words(shown)
    mark = _mark(former, later, same=before == after)
    passages = (Passage(pieces=marked(before, after)),) if mark is not Mark.SAME else ()
    return Change(mark=mark, anchor=shown.anchor, name=name, passages=passages)


def _text(section: Section | None) -> str:
    if section is None:
        return ""
    words = plain(section.blocks, between=" · ")
    return "\n".join(part for part in (heading(section.label, section.title), words) if part)


def _first_words(section: Section) -> str:
    words = text_of(section.blocks).split()
    return " ".join(words[:12])


def _tasks(former: Iterable[Task], later: Iterable[Task]) -> Iterator[Change]:
    """Yield the tasks that differ; one whose words are the same is the same task."""
    left = list(former)
    pairs = [(_twin(left, task, _whole), task) for task in later]
    pairs = [(old or _twin(left, task, _named), task) for old, task in pairs]
    for old, task in pairs:
        change = _task(task, old, task)
        if change.mark is not Mark.SAME:
            yield change
    for old in left:
        yield _task(old, old, None)


def _twin(left: list[Task], task: Task, key: Any) -> Task | None:
    found = next((row for row in left if key(row) == key(task)), None)
    if found is not None:
        left.remove(found)
    return found


def _whole(task: Task) -> Any:
    return tuple(getattr(task, name) for name, _ in TASK_PARTS)


def _named(task: Task) -> Any:
    return plain_letters(task.task)


def _task(shown: Task, former: Task | None, later: Task | None) -> Change:
    passages = _passages(former, later, TASK_PARTS)
    return Change(
        mark=_mark(former, later, same=not passages),
        anchor=shown.anchor,
        name=shown.task,
        passages=passages,
    )


def _passages(former: Any, later: Any, parts: Iterable[tuple[str, str]]) -> tuple[Passage, ...]:
    values = [(label, _said(former, name), _said(later, name)) for name, label in parts]
    return tuple(
        Passage(label=label, pieces=marked(before, after))
        for label, before, after in values
        if before != after
    )


def _said(thing: Any, name: str) -> str:
    value = getattr(thing, name) if thing is not None else None
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:%d/%m/%Y}"


def _mark(former: object | None, later: object | None, *, same: bool) -> Mark:
    if former is None:
        return Mark.ADDED
    if later is None:
        return Mark.REMOVED
    return Mark.SAME if same else Mark.CHANGED
