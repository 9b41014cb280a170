"""Days before which reports are owed, as running text puts them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from portal.publications.importing.days import day_of
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import ReportingDeadline

_PERIOD = (
    r"(?P<period>0?[369] tháng(?: đầu năm| cuối năm)?"
    r"|(?:hằng |hàng )?(?:năm|quý|tháng|tuần)(?: (?:IV|I{1,3}))?)(?!\w)"
)
_REPORT = r"báo cáo(?: sơ kết| tổng kết| kết quả(?: thực hiện)?| định kỳ| công tác)?"
_LIMIT = (
    r"(?:(?P<before>trước)|(?:chậm|muộn) nhất(?: là)?(?: vào)?|không muộn hơn)"
    r"(?P<hour>(?: lúc)? \d{1,2}\s?(?:h|giờ)\s?(?:\d{2})?(?: phút)?,?)?"
)
_BY = (
    rf"{_LIMIT}(?: ngày)? (?P<day>\d{{1,2}})(?:\s?[/.-]\s?| tháng )(?P<month>\d{{1,2}})"
    r"(?![\d.]*\d*%)(?:(?:\s?[/.-]\s?| năm )(?P<year>\d{4}))?(?!\d)"
)
_EACH_YEAR = r"(?: (?:(?:hằng|hàng|mỗi) năm|(?:của )?năm sau))?"
_EVERY = r"(?: (?:của )?(?:hằng|hàng|mỗi))"
# A day of no one month: "ngày 10 hằng tháng", "ngày 20 của tháng cuối quý".
_BY_DAY = (
    rf"{_LIMIT} ngày (?P<day>\d{{1,2}})(?:{_EVERY} (?P<again>tháng)"
    rf"|(?: của)? tháng (?:đầu|cuối)(?: của)?{_EVERY}? (?P<quarter>quý))(?!\w| sau| tiếp)"
)
_BY_YEARLY = rf"{_BY} (?:hằng|hàng|mỗi) (?P<again>năm)(?!\w)"
_EACH_MONTH = r"(?:hằng|hàng|mỗi) (?P<again>tháng|quý)"
_ON = r"(?:(?!trước|(?:chậm|muộn) nhất|báo cáo)[^.;:]){0,80}?"
# The day first, the report first, and the day in brackets behind the period; then days that come
# back, whose report names no period of its own.
SHAPES = (
    rf"{_BY}{_EACH_YEAR} (?:đối với|cho|với|gửi|nộp) {_REPORT} {_PERIOD}",
    rf"{_REPORT} {_PERIOD}:?(?: gửi| nộp| hoàn thành| xong)? (?:{_BY}{_EACH_YEAR}(?!\w))",
    rf"{_REPORT} {_PERIOD} \({_BY}{_EACH_YEAR}\)",
    rf"{_PERIOD} \({_BY}{_EACH_YEAR}\)(?=[^.;]{{1,120}}báo cáo)",
    rf"{_EACH_MONTH} \({_LIMIT} ngày (?P<day>\d{{1,2}})\)(?=[^.;]{{1,120}}báo cáo)",
    rf"{_REPORT} {_PERIOD}:?(?: gửi| nộp| hoàn thành| xong)? \(?{_BY_DAY}\)?",
    rf"{_REPORT}{_ON} \(?{_BY_DAY}\)?",
    rf"{_REPORT}{_ON} {_BY_YEARLY}",
    rf"{_REPORT}{_ON} {_EACH_MONTH},? {_LIMIT} ngày (?P<day>\d{{1,2}})(?![\d/]| tháng)",
    rf"{_EACH_MONTH},? {_LIMIT} ngày (?P<day>\d{{1,2}})(?![\d/]| tháng){_ON}báo cáo",
    rf"{_BY_DAY}{_ON}báo cáo",
    rf"{_BY_YEARLY}{_ON}báo cáo",
)
_SHAPES = tuple(re.compile(shape, re.IGNORECASE) for shape in SHAPES)
_PERIODS = ("period", "again", "quarter")
_LEAP_YEAR = 2024


def find_deadlines(passages: Iterable[Passage]) -> tuple[ReportingDeadline, ...]:
    """Return each such day once, in the order of the text."""
    found = (due for passage in passages for due in _in_text(passage.text))
    return tuple(dict.fromkeys(found))


def _in_text(text: str) -> Iterator[ReportingDeadline]:
    if "báo cáo" not in text.casefold():
        return
    for found in sorted(_matches(text), key=lambda match: match.start()):
        said = found.groupdict()
        day, month = int(found["day"]), int(said["month"]) if said.get("month") else None
        if day_of(day, month or 1, _LEAP_YEAR):
            last_day, last_month = _last(said)
            yield ReportingDeadline(
                text=found[0].rstrip(" ,"),
                day=day,
                month=month,
                period=_period(next(said[name] for name in _PERIODS if said.get(name))),
                last_day=last_day,
                last_month=last_month,
            )


def _matches(text: str) -> list[re.Match[str]]:
    """Return what the shapes find, each place by the first shape that fits it."""
    kept: list[re.Match[str]] = []
    for shape in _SHAPES:
        for found in shape.finditer(text):
            if all(found.end() <= one.start() or one.end() <= found.start() for one in kept):
                kept.append(found)
    return kept


def _last(said: dict[str, str | None]) -> tuple[int | None, int | None]:
    """Return the last day and its month: the one before "trước ngày …", where that is decided."""
    day, month, year = (int(said.get(name) or 0) for name in ("day", "month", "year"))
    if not said["before"] or said["hour"]:
        return day, month or None
    if not month:
        return day - 1 or None, None
    written = day_of(day, month, year or _LEAP_YEAR)
    last = written - timedelta(days=1) if written else None
    leap = date(_LEAP_YEAR, 2, 29)
    return (last.day, last.month) if last and last != leap else (None, None)


def _period(words: str) -> str:
    """Return the period without its leading zero and "hằng"."""
    said = " ".join(words.split())
    return re.sub(r"^(?:0|hằng |hàng )", "", said, flags=re.IGNORECASE)
