"""The page about the counters in words: what its charts, tables and file are drawn from."""

import csv
import io
from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from portal.counters.questions import Edition
from portal.home.figures_page import SCORES, Item, told
from portal.home.visits import Change, VisitReport
from portal.i18n import N_
from portal.ratings.breakdown import Answered, Breakdown
from portal.ratings.figures import Scores
from portal.web.filters import number, percent, said

EVERYWHERE = "*"
DICTIONARY = (
    ("since", N_("Ngày đầu của kỳ (năm-tháng-ngày)")),
    ("until", N_("Ngày cuối của kỳ")),
    ("office", N_("Cơ quan của quầy; * là mọi cơ quan")),
    ("counter", N_("Mã quầy; * là mọi quầy")),
    ("proof", N_("verified: kèm mã lượt phục vụ; unverified: không kèm; all: cả hai")),
    ("edition", N_("Số của bộ câu hỏi; để trống với điểm chung")),
    ("question", N_("Tên câu hỏi; score là điểm chung từ 1 đến 5")),
    ("value", N_("Câu trả lời, như liệt kê cho từng câu hỏi dưới đây")),
    ("count", N_("Số lượt; để trống khi có từ một đến bốn lượt")),
    ("mean", N_("Điểm trung bình có trọng số theo quy tắc công khai, chỉ ở dòng score")),
    ("margin", N_("Nửa khoảng tin cậy 95 % của điểm trung bình")),
    ("visits", N_("Số lượt phục vụ quầy đã ghi trong kỳ")),
    ("flagged", N_("Số lượt có dấu hiệu lạ, được tính nhẹ hơn")),
)
Row = list[str]


def mean_of(scores: Scores) -> str:
    """Return the mean with its interval and number: "4,2 ± 0,1 (n = 128)"; a dash for none."""
    if scores.count is None:
        return str(_("dưới 5 lượt"))
    if scores.mean is None:
        return "–"
    around = f" ± {number(round(scores.margin, 2))}" if scores.margin is not None else ""
    return f"{number(scores.mean)}{around} (n = {number(scores.count)})"


def items(report: VisitReport) -> list[Item]:
    """Return the large numbers, each with what it is compared with."""
    whole, before = report.told, report.before
    scores = whole.scores
    if not scores.count or scores.satisfied is None:
        return []
    found = [
        Item(
            value=number(scores.count),
            label=_("Lượt đánh giá"),
            note=_("kỳ trước: %(count)s", count=told(before.count)),
        ),
        Item(
            value=mean_of(scores).partition(" (")[0],
            label=_("Điểm trung bình, trên 5"),
            note=_("kỳ trước: %(mean)s", mean=mean_of(before)),
        ),
        Item(
            value=percent(scores.satisfied, scores.count),
            label=_("Hài lòng hoặc rất hài lòng"),
            note=_("%(part)s trên %(whole)s lượt", part=number(scores.satisfied),
                   whole=number(scores.count)),
        ),
        Item(
            value=percent(whole.verified.count or 0, scores.count),
            label=_("Kèm mã lượt phục vụ"),
            note=_("%(count)s lượt đã xác minh", count=told(whole.verified.count)),
        ),
    ]  # fmt: skip
    if whole.per_hundred is not None:
        note = _("quầy đã ghi %(visits)s lượt phục vụ", visits=number(whole.visits))
        value = number(round(whole.per_hundred))
        found.append(Item(value=value, label=_("Lượt đánh giá trên 100 lượt phục vụ"), note=note))
    return found


def proof_rows(whole: Breakdown) -> list[Row]:
    """Return the scores with a code and without, side by side and never added up."""
    return [
        [_("Có mã lượt phục vụ (đã xác minh)"), *_distribution(whole.verified)],
        [_("Không có mã (chưa xác minh)"), *_distribution(whole.unverified)],
    ]


def counter_rows(report: VisitReport) -> list[Row]:
    """Return what each counter's row says after its name."""
    return [
        [
            row.counter.office.name,
            told(row.scores.count),
            mean_of(row.scores),
            told(row.told.verified.count) if row.told else "–",
        ]
        for row in report.counters
    ]


def question_rows(whole: Breakdown) -> list[Row]:
    """Return how each question was answered, in words."""
    return [
        [said(row.question.short), _answers(row), told(row.count), _share_of_points(row)]
        for row in whole.answered
    ]


def month_rows(report: VisitReport) -> list[tuple[str, float, str]]:
    """Return the mean of each month for a line chart; months with too few are left out."""
    return [
        (f"{first:%m/%y}", scores.mean, mean_of(scores))
        for first, scores in report.months
        if scores.mean is not None
    ]


def before_and_since(change: Change) -> str:
    """Return the mean before a change and since."""
    return str(
        _(
            "Trước khi thay đổi: %(before)s. Từ khi thay đổi: %(since)s.",
            before=mean_of(change.before),
            since=mean_of(change.since),
        )
    )


def as_csv(report: VisitReport) -> str:
    """Return the report as one long table, a row for each answer; `DICTIONARY` explains it."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([name for name, _text in DICTIONARY])
    if report.counter is None:
        lines.writerows(_lines(report, EVERYWHERE, EVERYWHERE, report.told))
    for row in report.counters:
        wanted = report.counter in {None, row.counter}
        if wanted and row.told is not None:
            lines.writerows(_lines(report, row.counter.office.code, row.counter.code, row.told))
    return "\ufeff" + written.getvalue()


def dictionary_csv(editions: Iterable[Edition]) -> str:
    """Return what each column of the table means, and each question and answer of `editions`."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_("Cột"), _("Ý nghĩa")])
    lines.writerows([name, _(text)] for name, text in DICTIONARY)
    for edition in editions:
        lines.writerow([f"edition {edition.number}", said(edition.title)])
        for asked in edition.questions:
            place = f"edition {edition.number}, question {asked.name}"
            about = _("về người phục vụ") if asked.person else _("về cơ quan")
            lines.writerow([place, f"{said(asked.text)} ({about})"])
            lines.writerows(
                [f"{place}, value {choice.value}", said(choice.label)] for choice in asked.choices
            )
    return "\ufeff" + written.getvalue()


def _lines(report: VisitReport, office: str, counter: str, whole: Breakdown) -> Iterator[Row]:
    place = [report.period.since.isoformat(), report.period.until.isoformat(), office, counter]
    kinds = (("all", whole.scores), ("verified", whole.verified), ("unverified", whole.unverified))
    for proof, scores in kinds:
        ends = [
            _plain(scores.mean),
            _plain(scores.margin),
            str(whole.visits),
            _plain(whole.flagged),
        ]
        counts = scores.by_score or [None] * len(SCORES)
        for value, count in enumerate(counts, 1):
            yield [*place, proof, "", "score", str(value), _plain(count), *ends]
    for row in whole.answered:
        for at, choice in enumerate(row.question.choices):
            count = row.by_choice[at] if row.by_choice else None
            asked = [str(row.edition), row.question.name, choice.value]
            yield [*place, "all", *asked, _plain(count), "", "", "", ""]


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _distribution(scores: Scores) -> Row:
    counts = [number(count) for count in scores.by_score] or ["–"] * len(SCORES)
    return [*counts, mean_of(scores)]


def _answers(row: Answered) -> str:
    if not row.count:
        return "–"
    return "; ".join(
        f"{said(choice.label)}: {percent(many, row.count)}"
        for choice, many in zip(row.question.choices, row.by_choice, strict=True)
    )


def _share_of_points(row: Answered) -> str:
    return "–" if row.points is None else f"{number(round(100 * row.points))} %"
