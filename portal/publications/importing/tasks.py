"""Tasks of a document: rows of its tables, or items with lines of who and when below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.publications.importing.columns import Column
from portal.publications.importing.reading import Task
from portal.publications.importing.tables import Row, Sheet
from portal.publications.importing.times import Year, read_time
from portal.publications.importing.words import is_capital, roman_value, says_nothing

_TITLE_IN_NUMBER = re.compile(
    r"(?P<number>[IVXLC]{1,7}|\d{1,2}|[A-H])\s?[.)/]?\s+(?P<title>\S.{2,})"
)
_NUMBER = re.compile(r"(?P<number>[IVXLC]{1,7}|\d{1,3}|[A-Ha-h]|\d{1,2}(?:\.\d{1,2}){1,2})\s?[.)]?")


@dataclass(kw_only=True)
class Group:
    """The title row tasks stand under.

    Attributes:
        label: its number, "" when it has none.

    """

    label: str
    title: str
    line: int

    @property
    def words(self) -> str:
        """Number and title as the task shows them."""
        return f"{self.label}. {self.title}" if self.label else self.title


@dataclass(kw_only=True)
class Assigned:
    """What a table gives: tasks, its groups in order, and the lines of rows left unread."""

    tasks: list[Task] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    unclear: list[int] = field(default_factory=list)


def from_sheet(
    sheet: Sheet, *, section: str, appendix: str | None, year: Year | None = None
) -> Assigned:
    """Return the tasks of a table that stands in `section`."""
    found = Assigned()
    group: Group | None = None
    for row, below in zip(sheet.rows, _below(sheet.rows), strict=True):
        if row.unplaced:
            found.unclear.append(row.line)
        title = _group(row, below)
        if title is not None:
            group = title
            found.groups.append(title)
        elif row.cell(Column.TASK):
            place = _Place(section=section, appendix=appendix, group=group, year=year)
            found.tasks.append(_task(row, place, found.tasks[-1] if found.tasks else None))
        elif not row.is_bare:
            found.unclear.append(row.line)
    return found


@dataclass(frozen=True, kw_only=True)
class _Place:
    section: str
    appendix: str | None
    group: Group | None
    year: Year | None = None


_TOLD = {
    "lead": Column.LEAD,
    "coordinating": Column.COORDINATING,
    "deadline": Column.DEADLINE,
    "product": Column.PRODUCT,
}
_DITTO = re.compile(r"-?\s?(?:nt|như trên)\s?-?|[\"”“〃]|''|//", re.IGNORECASE)


def _said(words: str, name: str, above: Task | None) -> str | None:
    """Return what a cell says: None for a dash, the cell above for "-nt-"."""
    if _DITTO.fullmatch(words):
        return getattr(above, name) if above else None
    return None if says_nothing(words) else words


def _task(row: Row, place: _Place, above: Task | None) -> Task:
    said = {name: _said(row.cell(column), name, above) for name, column in _TOLD.items()}
    time = read_time(said["deadline"] or "", place.year)
    return Task(
        task=row.cell(Column.TASK),
        line=row.line,
        group=place.group.words if place.group else None,
        **said,
        due_on=time.due_on,
        recurrence=time.recurrence,
        appendix=place.appendix,
        section=place.section,
        number=row.cell(Column.NUMBER) or None,
    )


@dataclass(frozen=True, kw_only=True)
class _Below:
    """The row under a row, and the first one there with more than number and words."""

    next: Row | None
    full: Row | None


def _below(rows: Sequence[Row]) -> list[_Below]:
    """Return what stands below each of `rows`."""
    found: list[_Below] = []
    after = full = None
    for row in reversed(rows):
        found.append(_Below(next=after, full=full))
        after, full = row, full if row.is_bare else row
    return found[::-1]


def _group(row: Row, below: _Below) -> Group | None:
    """Return the group whose title the row is, or None when it is a task."""
    number, words = row.cell(Column.NUMBER), row.cell(Column.TASK)
    if not row.is_bare:
        return None
    inside = _TITLE_IN_NUMBER.fullmatch(number) if not words else None
    if inside:
        return Group(label=inside["number"], title=inside["title"], line=row.line)
    if not words:
        return Group(label="", title=number, line=row.line) if _is_title(number) else None
    label = _NUMBER.fullmatch(number)
    if number and label is None:
        return None
    if not _opens_group(row, below):
        return None
    return Group(label=label["number"] if label else "", title=words, line=row.line)


def _is_title(number: str) -> bool:
    """Whether the first cell holds a title and no number."""
    return _NUMBER.fullmatch(number) is None and sum(letter.isalpha() for letter in number) > 3  # noqa: PLR2004 - a word


def _opens_group(row: Row, below: _Below) -> bool:
    """Whether a row with only number and words is the title over the rows below it."""
    number = row.cell(Column.NUMBER).rstrip(".) ")
    if row.marked or is_capital(row.cell(Column.TASK)) or roman_value(number) is not None:
        return True
    if below.next is None or below.full is None:
        return False
    if not number:
        return not below.next.is_bare
    return not _follows(number, below.full.cell(Column.NUMBER).rstrip(".) "))


def _follows(number: str, after: str) -> bool:
    """Whether `after` goes on counting from `number`, so that both are tasks."""
    if number.isdigit() and after.isdigit():
        return int(after) > int(number)
    return _shape(number) == _shape(after)


def _shape(number: str) -> str:
    return "".join(
        "1" if letter.isdigit() else "a" if letter.isalpha() else letter for letter in number
    )
