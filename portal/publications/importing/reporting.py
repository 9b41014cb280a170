"""Days before which reports are owed, as running text puts them."""

import re
from collections.abc import Iterable, Iterator

from portal.publications.importing.days import day_of
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import ReportingDeadline

_PERIOD = (
    r"(?P<period>0?[369] tháng(?: đầu năm| cuối năm)?"
    r"|(?:hằng |hàng )?(?:năm|quý|tháng|tuần)(?: (?:IV|I{1,3}))?)(?!\w)"
)
_REPORT = r"báo cáo(?: sơ kết| tổng kết| kết quả(?: thực hiện)?| định kỳ| công tác)?"
_BY = (
    r"(?:trước|chậm nhất(?: là)?(?: vào)?|muộn nhất(?: là)?(?: vào)?)(?: ngày)? "
    r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})(?![\d.]*\d*%)(?:\s?[/.-]\s?(?P<year>\d{4}))?(?!\d)"
)
_EACH_YEAR = r"(?: (?:hằng|hàng|mỗi) năm)?"
# The day first, the report first, and the day in brackets behind the period.
SHAPES = (
    rf"{_BY}{_EACH_YEAR} (?:đối với|cho|với|gửi|nộp) {_REPORT} {_PERIOD}",
    rf"{_REPORT} {_PERIOD}:?(?: gửi| nộp| hoàn thành| xong)? {_BY}{_EACH_YEAR}",
    rf"{_REPORT} {_PERIOD} \({_BY}{_EACH_YEAR}\)",
)
_SHAPES = tuple(re.compile(shape, re.IGNORECASE) for shape in SHAPES)
_LEAP_YEAR = 2024


def find_deadlines(passages: Iterable[Passage]) -> tuple[ReportingDeadline, ...]:
    """Return each such day once, in the order of the text."""
    found = (due for passage in passages for due in _in_text(passage.text))
    return tuple(dict.fromkeys(found))


def _in_text(text: str) -> Iterator[ReportingDeadline]:
    if "báo cáo" not in text.casefold():
        return
    matches = (match for shape in _SHAPES for match in shape.finditer(text))
    for found in sorted(matches, key=lambda match: match.start()):
        day, month = int(found["day"]), int(found["month"])
        if day_of(day, month, _LEAP_YEAR):
            period = _period(found["period"])
            yield ReportingDeadline(text=found[0], day=day, month=month, period=period)


def _period(words: str) -> str:
    """Return the period without its leading zero and "hằng"."""
    said = " ".join(words.split())
    return re.sub(r"^(?:0|hằng |hàng )", "", said, flags=re.IGNORECASE)
