"""The public figures in words: what the page's charts and tables are drawn from."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.cases.figures import Month
from portal.home.figures import OfficeRow, Report
from portal.home.periods import Period
from portal.i18n import N_
from portal.ratings.figures import Scores
from portal.web.filters import day, number, percent

TITLES = {
    "thang-nay": N_("Tháng này"),
    "thang-truoc": N_("Tháng trước"),
    "quy-nay": N_("Quý này"),
    "nam-nay": N_("Năm nay"),
    "nam-truoc": N_("Năm trước"),
}
QUARTERS = ("I", "II", "III", "IV")
SCORES = (
    N_("Rất không hài lòng"),
    N_("Không hài lòng"),
    N_("Bình thường"),
    N_("Hài lòng"),
    N_("Rất hài lòng"),
)
# What is told with its share of the answers, by the name of the figure.
SHARES = {
    "on_time": N_("Trả lời đúng hẹn"),
    "late": N_("Trả lời muộn"),
    "disputed": N_("Người gửi chưa đồng ý"),
    "partly": N_("Giải đáp một phần"),
    "no_word": N_("Chưa có hồi âm"),
}
FEWEST_MONTHS = 6
ChartRow = tuple[str, float, str]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One large number; see components/figures.html."""

    value: str
    label: str
    note: str | None = None


def told(count: int | None) -> str:
    """Return a total as read, "dưới 5" for one that is not told."""
    return str(_("dưới 5")) if count is None else number(count)


def told_part(count: int | None) -> str:
    """Return a part of a total as read.

    One that is not told is "covered": it may be small, or keep a small one from being worked out.
    """
    return str(_("được che")) if count is None else number(count)


def told_in(part: int | None, whole: int | None) -> str:
    """Return a part of a group as read: a dash when the group itself is not told."""
    return "–" if part is None or whole is None else number(part)


def title_of(period: Period) -> str:
    """Return how the period is called: "Tháng 11/2026", "Quý IV/2026", "Năm 2026"."""
    year = period.since.year
    if period.months == 1:
        return str(_("Tháng %(month)s/%(year)s", month=period.since.month, year=year))
    if period.months == 3:  # noqa: PLR2004 - a quarter
        name = QUARTERS[(period.since.month - 1) // 3]
        return str(_("Quý %(quarter)s/%(year)s", quarter=name, year=year))
    return str(_("Năm %(year)s", year=year))


def items(report: Report) -> list[Item]:
    """Return the large numbers, each with what it is compared with."""
    now, before = report.now, report.before
    return [
        Item(value=told(now.received), label=_("Ý kiến nhận được"), note=_earlier(before.received)),
        Item(value=told(now.answered), label=_("Đã trả lời"), note=_earlier(before.answered)),
        *(
            Item(
                value=told(getattr(now, name)),
                label=_(label),
                note=_share(
                    getattr(now, name), now.answered, getattr(before, name), before.answered
                ),
            )
            for name, label in SHARES.items()
        ),
        Item(value=told(now.missed), label=_("Lần trễ hẹn"), note=_earlier(before.missed)),
        Item(
            value=told(now.open),
            label=_("Hiện còn chờ trả lời"),
            note=_("trong đó quá hạn: %(count)s", count=told(now.overdue)),
        ),
    ]


def score_items(scores: Scores, before: Scores) -> list[Item]:
    """Return the large numbers about ratings; none when there are too few of them."""
    if not scores.count or scores.mean is None or scores.satisfied is None:
        return []
    return [
        Item(
            value=number(scores.count),
            label=_("Lượt đánh giá tại quầy"),
            note=_earlier(before.count) if before.count else None,
        ),
        Item(
            value=number(scores.mean),
            label=_("Điểm trung bình"),
            note=_("trên 5; từ %(count)s lượt", count=number(scores.count)),
        ),
        Item(
            value=percent(scores.satisfied, scores.count),
            label=_("Hài lòng hoặc rất hài lòng"),
            note=_(
                "%(part)s trên %(whole)s lượt",
                part=number(scores.satisfied),
                whole=number(scores.count),
            ),
        ),
    ]


def score_rows(scores: Scores) -> list[ChartRow]:
    """Return the distribution of the scores for a bar chart, the best first."""
    if not scores.count:
        return []
    named = zip(SCORES, scores.by_score, strict=True)
    rows = [
        (_(name), float(count), f"{number(count)} ({percent(count, scores.count)})")
        for name, count in named
    ]
    return rows[::-1]


def months_told(report: Report) -> tuple[Month, ...]:
    """Return the months worth a line: from the first with anything in it, six at the least."""
    months = report.months
    while len(months) > FEWEST_MONTHS and months[0].received == 0 == months[0].answered:
        months = months[1:]
    return months


def month_rows(months: tuple[Month, ...]) -> list[ChartRow]:
    """Return what was received in each month for a line chart."""
    return [
        (f"{month.first_day:%m/%y}", float(month.received or 0), told_part(month.received))
        for month in months
    ]


def month_table(months: tuple[Month, ...]) -> list[list[str]]:
    """Return the rows of the table by month, the latest first."""
    return [
        [
            _("Tháng %(month)s/%(year)s", month=month.first_day.month, year=month.first_day.year),
            told_part(month.received),
            told_part(month.answered),
            told_part(month.on_time),
        ]
        for month in reversed(months)
    ]


def office_rows(report: Report) -> list[ChartRow]:
    """Return what each office received for a bar chart, the most first."""
    busy = [row for row in report.offices if row.figures.received != 0]
    busy.sort(key=lambda row: -(row.figures.received or 0))
    return [
        (
            row.office.short_name or row.office.name,
            float(row.figures.received or 0),
            told_part(row.figures.received),
        )
        for row in busy
    ]


def mean(scores: Scores) -> str:
    """Return the mean score as read: "4,3", "được che", a dash for none at all."""
    if scores.count is None:
        return told_part(None)
    return "–" if scores.mean is None else number(scores.mean)


def days(period: Period) -> str:
    """Return the days counted, in words."""
    return str(
        _("Từ %(since)s đến hết %(until)s", since=day(period.since), until=day(period.until))
    )


def days_before(period: Period) -> str:
    """Return the days compared with, in words."""
    since, until = day(period.before_since), day(period.before_until)
    return str(_("từ %(since)s đến hết %(until)s", since=since, until=until))


def office_items(row: OfficeRow) -> list[Item]:
    """Return the large numbers of one office."""
    figures, scores = row.figures, row.scores
    found = [
        Item(value=told_part(figures.received), label=_("Ý kiến nhận được")),
        Item(value=told_part(figures.answered), label=_("Đã trả lời")),
        Item(value=told_part(figures.open), label=_("Hiện còn chờ trả lời")),
    ]
    if figures.answered and figures.on_time is not None:
        share = _share(figures.on_time, figures.answered, None, None)
        found.insert(2, Item(value=number(figures.on_time), label=_("Đúng hẹn"), note=share))
    if scores.count and scores.mean is not None:
        note = _("trên 5; từ %(count)s lượt", count=number(scores.count))
        found.append(Item(value=number(scores.mean), label=_("Điểm đánh giá"), note=note))
    return found


def _earlier(count: int | None) -> str:
    return str(_("kỳ trước: %(count)s", count=told(count)))


def _share(
    part: int | None, whole: int | None, part_before: int | None, whole_before: int | None
) -> str | None:
    """Return what share the part is, now and before; None when it is not told."""
    if part is None or not whole:
        return None
    now = str(_("%(share)s số đã trả lời", share=percent(part, whole)))
    if part_before is None or not whole_before:
        return now
    earlier = percent(part_before, whole_before)
    return str(_("%(now)s; kỳ trước %(earlier)s", now=now, earlier=earlier))
