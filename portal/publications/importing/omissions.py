"""What the words of a document say about time or duty that the reading could not take."""

import re
from collections.abc import Iterable, Iterator

from portal.i18n import N_
from portal.publications.importing.columns import names_deadline
from portal.publications.importing.days import day_of
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import Doubt, Reading, Task
from portal.publications.importing.sentence_tasks import CHARGE
from portal.publications.importing.tables import read_sheet
from portal.publications.importing.times import names_time

_LIMIT = r"(?:trước|(?:chậm|muộn) nhất(?: là)?(?: vào)?|không muộn hơn|hạn (?:cuối|chót)(?: là)?:?)"
_HOUR = r"(?: lúc)?(?: \d{1,2}\s?(?:h|giờ)\s?(?:\d{2})?(?: phút)?,?)?"
_DAY = (
    r"(?P<day>\d{1,2})(?:(?:\s?[/.-]\s?| tháng )(?P<month>\d{1,2})"
    r"(?:(?:\s?[/.-]\s?| năm )(?P<year>\d{4}))?)?"
)
_SHORT_DAY = r"\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?"
_LAST_DAY = re.compile(
    rf"(?<!\w){_LIMIT}{_HOUR} (?:ngày {_DAY}|{_SHORT_DAY})(?![\d/%])"
    rf"|(?<!\w)(?:{_LIMIT}|(?:hoàn thành|xong) (?:trong|vào)) (?:tháng \d|quý [IV1-4])[\d/IV]*",
    re.IGNORECASE,
)
_ANY_DAY = re.compile(
    r"(?<![\w/.-])(?:(?P<said>ngày|trước|đến|từ|nhất) )?(?P<day>\d{1,2})"
    r"(?:\s?(?P<stroke>[/.-])\s?| tháng )(?P<month>\d{1,2})"
    r"(?:(?:\s?[/.-]\s?| năm )(?P<year>\d{4}))?(?![\w/%-]|\.\d)",
    re.IGNORECASE,
)
_LEAP_YEAR = 2024
_SHOWN = 80
_MOST_DAYS, _MOST_MONTHS = 31, 12


def impossible_days(passages: Iterable[Passage]) -> Iterator[Doubt]:
    """Yield the days that no calendar has ("31/11/2026"), each once a line."""
    message = N_("Ngày “%(words)s” không có trong lịch.")
    for passage in passages:
        wrong = {
            (passage.line_at(found.start()), found[0][found.start("day") - found.start() :]): None
            for found in _ANY_DAY.finditer(passage.text)
            if _is_day(found) and not day_of(*_numbers(found))
        }
        for line, words in wrong:
            values = {"words": words}
            yield Doubt(code="day-impossible", message=message, line=line, values=values)


def _is_day(found: re.Match[str]) -> bool:
    """Whether the numbers are meant as a day, and not as a fraction, a range or a number."""
    day, month = int(found["day"]), int(found["month"])
    told = found["year"] or (found["said"] and found["stroke"] == "/") or not found["stroke"]
    return bool(told) and 0 < day <= _MOST_DAYS and 0 < month <= _MOST_MONTHS


def _numbers(found: re.Match[str]) -> tuple[str, str, str | int]:
    return found["day"], found["month"], found["year"] or _LEAP_YEAR


def unread_times(tasks: Iterable[Task]) -> Iterator[Doubt]:
    """Yield the tasks whose words of time gave neither a day nor a rhythm."""
    message = N_("Thời gian “%(words)s” chưa rõ là ngày nào; hãy ghi ngày phải xong hoặc nhịp lặp.")
    for task in tasks:
        said = task.deadline or ""
        undecided = task.due_on is None and task.recurrence is None and names_time(said)
        cell = Passage(mark=None, text=said, line=task.line)
        if undecided and not any(impossible_days([cell])):
            values = {"words": said}
            yield Doubt(code="time-unclear", message=message, line=task.line, values=values)


def unread_lines(passages: Iterable[Passage]) -> Iterator[Doubt]:
    """Yield the lines of who does something ("Chủ trì: …") without the task they belong to."""
    yield from (_doubt(passage, (0, _SHOWN), _CHARGE) for passage in passages)


def unread_tables(passages: Iterable[Passage]) -> Iterator[Doubt]:
    """Yield the tables that name a column of last days and give no task."""
    message = N_("Bảng này có cột thời hạn nhưng chưa rõ cột nào là việc, cột nào là người làm.")
    for passage in passages:
        named = passage.rows and names_deadline(passage.rows[0].cells)
        if named and not read_sheet(passage.rows).rows:
            yield Doubt(code="table-unread", message=message, line=passage.line)


def unread_sentences(
    passages: Iterable[Passage], reading: Reading, *, in_tables: bool
) -> Iterator[Doubt]:
    """Yield the sentences whose last day or charge is in no task and no report of `reading`.

    A text that is no administrative document charges nobody.

    Args:
        passages: paragraphs and headings, without the cells of tables.
        reading: what was taken; a day before its date is a past one.
        in_tables: whether its tasks stand in tables, whose duties sentences only repeat.

    """
    if not (reading.doc_type or reading.doc_number):
        return
    said = (
        *(task.deadline or "" for task in reading.tasks),
        *(report.text for report in reading.reporting_deadlines),
    )
    known = {found[0].casefold() for words in said for found in _LAST_DAY.finditer(words)}
    lines = {task.line for task in reading.tasks}
    for passage in passages:
        days = [found for found in _LAST_DAY.finditer(passage.text) if _may_come(found, reading)]
        open_days = [found for found in days if found[0].casefold() not in known]
        if open_days:
            yield _doubt(passage, open_days[0].span(), _DEADLINE)
            continue
        charge = None if in_tables else CHARGE.search(passage.text)
        if charge and passage.line_at(charge.start()) not in lines:
            yield _doubt(passage, (charge.start(), charge.start() + _SHOWN), _CHARGE)


_DEADLINE = ("deadline-unread", N_("Câu này nêu thời hạn chưa ghi vào nhiệm vụ: “%(words)s”."))
_CHARGE = ("duty-unread", N_("Câu này giao việc chưa ghi vào bảng nhiệm vụ: “%(words)s”."))


def _doubt(passage: Passage, span: tuple[int, int], about: tuple[str, str]) -> Doubt:
    code, message = about
    values = {"words": passage.text[slice(*span)].rstrip(" .")}
    return Doubt(code=code, message=message, line=passage.line_at(span[0]), values=values)


def _may_come(found: re.Match[str], reading: Reading) -> bool:
    """Whether the day is one of the calendar, and not before the document."""
    if not found["month"]:
        return True
    named = day_of(*_numbers(found))
    past = found["year"] and named and reading.date and named < reading.date
    return named is not None and not past


def unread_tasks(tasks: Iterable[Task]) -> Iterator[Doubt]:
    """Yield a doubt for each task that is left out of the list."""
    code, message = _CHARGE
    for task in tasks:
        yield Doubt(code=code, message=message, line=task.line, values={"words": task.task})
