"""The public figures as a table for spreadsheets."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date

from flask_babel import gettext as _

from portal.cases.figures import Figures, Month
from portal.home.figures import Report
from portal.home.figures_page import mean, title_of, told, told_part
from portal.ratings.figures import Scores

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_COUNTED = ""
Tell = Callable[[int | None], str]


def as_csv(report: Report) -> str:
    """Return the whole page as one table: the period, its offices, and each month."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    for row in _rows(report):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue()


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _rows(report: Report) -> Iterator[list[str]]:
    period = report.period
    yield _head()
    days = (period.since, period.until)
    yield [
        *_who(_("Toàn đơn vị"), title_of(period), days),
        *_answers(report.now, told),
        *_ratings(report.scores, told),
    ]
    for row in report.offices:
        yield [
            *_who(row.office.name, title_of(period), days),
            *_answers(row.figures, told_part),
            *_ratings(row.scores, told_part),
        ]
    for month in report.months:
        yield _month(month)


def _head() -> list[str]:
    return [
        _("Cơ quan"),
        _("Kỳ"),
        _("Từ ngày"),
        _("Đến ngày"),
        _("Nhận được"),
        _("Đã trả lời"),
        _("Đúng hẹn"),
        _("Muộn"),
        _("Lần trễ hẹn"),
        _("Chưa đồng ý"),
        _("Giải đáp một phần"),
        _("Chưa có hồi âm"),
        _("Đang chờ trả lời"),
        _("Đang quá hạn"),
        _("Lượt đánh giá"),
        _("Điểm trung bình"),
        *(_("%(score)s điểm", score=score) for score in range(1, 6)),
    ]


def _who(name: str, title: str, days: tuple[date, date]) -> list[str]:
    return [name, title, *(day.isoformat() for day in days)]


def _answers(figures: Figures, tell: Tell) -> list[str]:
    counts = (
        figures.received,
        figures.answered,
        figures.on_time,
        figures.late,
        figures.missed,
        figures.disputed,
        figures.partly,
        figures.no_word,
        figures.open,
        figures.overdue,
    )
    return [_count(count, tell) for count in counts]


def _ratings(scores: Scores, tell: Tell) -> list[str]:
    return [
        _count(scores.count, tell),
        mean(scores) if scores.count else NOT_COUNTED,
        *(str(count) for count in scores.by_score or [NOT_COUNTED] * 5),
    ]


def _month(month: Month) -> list[str]:
    first = month.first_day
    title = _("Tháng %(month)s/%(year)s", month=first.month, year=first.year)
    counts = [_count(count, told_part) for count in (month.received, month.answered, month.on_time)]
    return [_("Toàn đơn vị"), title, first.isoformat(), NOT_COUNTED, *counts, *[NOT_COUNTED] * 14]


def _count(count: int | None, tell: Tell) -> str:
    return tell(None) if count is None else str(count)
