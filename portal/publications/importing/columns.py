"""The columns of a task table, known by their names and never by their order."""

import re
from collections.abc import Sequence
from enum import StrEnum

from portal.publications.importing.words import folded


class Column(StrEnum):
    """What a column of a task table holds."""

    NUMBER = "number"
    TASK = "task"
    LEAD = "lead"
    COORDINATING = "coordinating"
    DEADLINE = "deadline"
    PRODUCT = "product"
    OTHER = "other"


# The first that fits; "chủ trì, phối hợp" in one column says neither.
NAMES = (
    (Column.NUMBER, r"stt|tt|số tt|số thứ tự"),
    (Column.OTHER, r".*chủ trì.*phối hợp.*|ghi chú|trách nhiệm cụ thể|phân công|địa điểm.*"),
    (Column.OTHER, r".*kinh phí.*"),
    (Column.COORDINATING, r".*phối hợp.*"),
    (Column.LEAD, r".*chủ trì.*"),
    (
        Column.LEAD,
        (
            r"(?:cơ quan|đơn vị|bộ phận|trách nhiệm|người|cán bộ)"
            r"(?:(?:,|/) ?(?:đơn vị|cá nhân|người))?"
            r" (?:thực hiện|chịu trách nhiệm|phụ trách|đảm nhiệm|được giao|đầu mối|làm)"
            r"|đầu mối(?: thực hiện)?|phụ trách"
        ),
    ),
    (
        Column.DEADLINE,
        (
            r".*(?:thời gian|thời hạn|tiến độ|lộ trình|thời điểm|hoàn thành).*"
            r"|hạn(?: (?:xong|chót|cuối|báo cáo|thực hiện))?"
        ),
    ),
    (Column.PRODUCT, r"(?:tên |dự kiến )?(?:sản phẩm|kết quả).*"),
    (
        Column.TASK,
        (
            r"(?:tên |các )?(?:nội dung|nhiệm vụ|công việc|giao việc|việc(?! làm)|hoạt động"
            r"|mục tiêu|chỉ tiêu)(?:\b.{0,40})?"
        ),
    ),
)
_NAMES = tuple((column, re.compile(shape)) for column, shape in NAMES)
_LONGEST_NAME = 60
_LAST_DAYS = re.compile(
    r"hạn(?: (?:xong|chót|cuối|thực hiện))?|(?:thời )?hạn hoàn thành|(?:thời gian|ngày) hoàn thành"
    r"|thời hạn"
)
_INDEX_CELL = re.compile(r"\(?\s?(?:\d{1,2}|[a-hA-H])\s?\)?")
_FEWEST_KNOWN = 3
_WORK = re.compile(r"nhiệm vụ|(?<!sự )(?<!làm )việc(?! làm)")
# Who does the work, where the table gives work and a time; elsewhere only who is concerned.
_BARE_LEAD = re.compile(r"(?:cơ quan|đơn vị|bộ phận|người|cá nhân)(?:(?:,|/) ?(?:đơn vị|cá nhân))?")


def column_of(name: str) -> Column | None:
    """Return what a column of this name holds; None when the name is blank."""
    words = folded(name).strip(" .:*()")
    if not words:
        return None
    if len(words) > _LONGEST_NAME:
        return Column.OTHER
    return next((column for column, shape in _NAMES if shape.fullmatch(words)), Column.OTHER)


def header_of(cells: Sequence[str]) -> tuple[Column, ...] | None:
    """Return the columns a header row names, or None when it is not one.

    A name that occurs twice is kept the first time only.
    """
    named = [column_of(cell) or Column.OTHER for cell in cells]
    if Column.LEAD not in named and Column.DEADLINE in named and _names_work(named, cells):
        bare = (at for at, cell in enumerate(cells) if _BARE_LEAD.fullmatch(folded(cell)))
        if (at := next(bare, None)) is not None:
            named[at] = Column.LEAD
    known = {column for column in named if column is not Column.OTHER}
    if Column.TASK not in known or len(known) < _FEWEST_KNOWN:
        return None
    return _each_once(named)


def with_second_row(first: Sequence[str], second: Sequence[str]) -> tuple[Column, ...] | None:
    """Return the columns of a header in two rows, or None when `second` belongs to the body.

    The second row names what a wide name above it ("Trách nhiệm cụ thể") is divided into.
    """
    below = {column_of(cell) for cell in second if cell}
    if not below or not below <= {
        Column.LEAD,
        Column.COORDINATING,
        Column.DEADLINE,
        Column.PRODUCT,
    }:
        return None
    padded = [*second, *[""] * (len(first) - len(second))]
    return header_of([under or over for over, under in zip(first, padded, strict=False)])


def is_index_row(cells: Sequence[str]) -> bool:
    """Whether the row only counts the columns: "(1) (2) (3)"."""
    filled = [cell for cell in cells if cell]
    if len(filled) < _FEWEST_KNOWN or not all(_INDEX_CELL.fullmatch(cell) for cell in filled):
        return False
    return len(set(filled)) == len(filled)


def holds_tasks(columns: Sequence[Column], cells: Sequence[str]) -> bool:
    """Whether a table with this header gives work to somebody, or work a time."""
    if Column.LEAD in columns or Column.COORDINATING in columns:
        return True
    return Column.DEADLINE in columns and _names_work(columns, cells)


def _names_work(columns: Sequence[Column], cells: Sequence[str]) -> bool:
    """Whether the column of tasks is said to hold work."""
    at = columns.index(Column.TASK) if Column.TASK in columns else None
    return at is not None and _WORK.search(folded(cells[at])) is not None


def names_deadline(cells: Sequence[str]) -> bool:
    """Whether a row names a column of last days, whatever the others are."""
    return any(_LAST_DAYS.fullmatch(folded(cell)) for cell in cells)


def _each_once(named: Sequence[Column]) -> tuple[Column, ...]:
    seen: set[Column] = set()
    kept: list[Column] = []
    for column in named:
        kept.append(Column.OTHER if column in seen else column)
        seen.add(column)
    return tuple(kept)
