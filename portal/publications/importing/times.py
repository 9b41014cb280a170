"""When something is to be done: the words of a plan as a day or a rhythm."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.publications.importing.days import DAY_MONTH_YEAR, day_of, end_of_month
from portal.publications.importing.words import roman_value


class Recurrence(StrEnum):
    """How often something comes back."""

    CONTINUOUS = "continuous"  # thường xuyên
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    PERIODIC = "periodic"  # định kỳ, the period not said
    ON_REQUEST = "on-request"  # đột xuất, khi có yêu cầu
    TERM = "term"  # theo nhiệm kỳ


@dataclass(frozen=True, kw_only=True)
class Year:
    """The year a document is about, for days it writes without one.

    Attributes:
        since: the day of the document, before which nothing can fall due.

    """

    value: int
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Time:
    """The last day something may be done, or its rhythm; both None when neither is decided.

    Attributes:
        several: whether the words name several times, of which the first day at most is kept.

    """

    due_on: date | None = None
    recurrence: Recurrence | None = None
    several: bool = False

    @property
    def is_decided(self) -> bool:
        """Whether the words said either."""
        return self.due_on is not None or self.recurrence is not None


_EACH = r"(?:(?:theo |báo cáo )?định kỳ,? )?(?:hằng|hàng|mỗi|từng)"
_REST = r"(?:[ ,;(].{0,60})?"
_EACH_YEAR = "(?:hằng|hàng|mỗi) năm"
_BY_DAY = r"(?:trước |chậm nhất |vào )?(?:ngày )?"
# "6 tháng" alone may be a length of time, so it needs a word that makes it a rhythm.
_HALF_YEAR = (
    r"định kỳ 0?6 tháng(?: (?:đầu năm|một lần))?(?:(?:,| và)(?: hằng| hàng)? năm)?"
    r"|0?6 tháng (?:một|1|01) lần|0?6 tháng(?:,| và)(?: hằng| hàng)? năm"
)
RHYTHMS = (
    (rf"(?:thực hiện )?thường xuyên{_REST}", Recurrence.CONTINUOUS),
    (rf"định kỳ tuần|{_EACH} tuần{_REST}", Recurrence.WEEKLY),
    (rf"định kỳ tháng|{_EACH} tháng{_REST}", Recurrence.MONTHLY),
    (rf"định kỳ quý|{_EACH} quý{_REST}", Recurrence.QUARTERLY),
    (_HALF_YEAR, Recurrence.HALF_YEARLY),
    (rf"định kỳ năm|{_EACH} năm{_REST}", Recurrence.YEARLY),
    (rf"{_BY_DAY}\d{{1,2}}(?:/| tháng )\d{{1,2}} {_EACH_YEAR}", Recurrence.YEARLY),
    (rf"(?:trước )?(?:tháng \d{{1,2}}|quý (?:i{{1,3}}|iv)) {_EACH_YEAR}", Recurrence.YEARLY),
    (r"thứ \w{2,4} (?:hằng|hàng|mỗi) tuần", Recurrence.WEEKLY),
    (r"0?1 lần\s?/\s?tuần", Recurrence.WEEKLY),
    (r"0?1 lần\s?/\s?tháng", Recurrence.MONTHLY),
    (r"0?1 lần\s?/\s?quý", Recurrence.QUARTERLY),
    (r"0?2 lần\s?/\s?năm|0?6 tháng\s?/\s?lần|sáu tháng một lần", Recurrence.HALF_YEARLY),
    (r"0?1 lần\s?/\s?năm", Recurrence.YEARLY),
    (rf"{_BY_DAY}\d{{1,2}} (?:hằng|hàng|mỗi|của mỗi) tháng", Recurrence.MONTHLY),
    (
        (
            rf"{_BY_DAY}\d{{1,2}} (?:của )?tháng (?:đầu|cuối)(?: của)?(?: (?:hằng|hàng|mỗi))? quý"
            "(?: sau)?"
        ),
        Recurrence.QUARTERLY,
    ),
    (r"(?:từ )?năm \d{4} và (?:các|những) năm (?:tiếp theo|sau)", Recurrence.YEARLY),
    (r"(?:theo )?nhiệm kỳ", Recurrence.TERM),
    (r"(?:theo )?định kỳ(?:(?:,| và| hoặc) (?:đột xuất|khi có yêu cầu)){0,2}", Recurrence.PERIODIC),
    (r"(?:đột xuất|khi có (?:yêu cầu|phát sinh|chỉ đạo))(?:,? .{0,40})?", Recurrence.ON_REQUEST),
)

_BEFORE = r"(?P<before>trước )?"
_QUARTER = r"(?:iv|i{1,3}|0?[1-4])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_ONE_QUARTER = re.compile(_QUARTER)
_OF_YEAR = r"(?:\s?/\s?| năm )\d{4}"
_YEAR = r"(?:\s?/\s?| năm |\s?-\s?|, năm | )(?P<year>\d{4})"
_AND = r"(?:\s?[,;-]\s?| và | đến (?:hết )?)"
_LEAD_IN = re.compile(
    r"(?:(?:hoàn thành|hoàn thiện|thực hiện|xong|trong|vào|từ nay|đến|hết|chậm nhất|muộn nhất|là"
    r"|không muộn hơn|hạn|(?:gửi|nộp|trình|báo cáo|ban hành)(?= trước| chậm| muộn))[ :]+){1,5}",
)
# An hour of a day lies in that day: "trước 17h00 ngày 25/9" ends on the 25th.
_AT_HOUR = re.compile(
    r"(?:trước |vào )?(?:lúc )?\d{1,2}\s?(?:h|giờ|g)\s?(?:\d{2})?(?:\s?phút)?,? (?=ngày |\d)"
)

_Found = re.Match[str]


def _on_day(found: _Found) -> date | None:
    due = day_of(found[2], found[3], found[4])
    return due - timedelta(days=1) if due and found["before"] else due


def _in_month(found: _Found) -> date | None:
    month, year = int(found["last"]), int(found["year"])
    if not found["before"]:
        return end_of_month(month, year)
    return end_of_month(month - 1, year) if month > 1 else end_of_month(12, year - 1)


def _in_quarter(found: _Found) -> date | None:
    year, named = int(found["year"]), [_quarter(one) for one in _ONE_QUARTER.findall(found["all"])]
    quarter = named[-1]
    if " và quý " in found["all"]:
        return None
    if "-" not in found["all"] and "đến" not in found["all"] and named != _run_to(named):
        return None
    if found["before"]:
        quarter, year = (quarter - 1, year) if quarter > 1 else (4, year - 1)
    return end_of_month(quarter * 3, year)


def _quarter(words: str) -> int:
    return int(words) if words.isdigit() else roman_value(words.upper()) or 0


def _run_to(named: list[int]) -> list[int]:
    """Return the numbers that follow one another up to the last of `named`."""
    return list(range(named[-1] - len(named) + 1, named[-1] + 1))


def _in_months_of_year(found: _Found) -> date | None:
    return end_of_month(int(found["months"]), int(found["year"]))


def _in_year(found: _Found) -> date | None:
    return day_of(31, 12, found["year"])


# In a range ("10-15/12/2025", "tháng 3 đến tháng 6/2025", "quý I, II/2025") the last one counts.
_TO = r"(?:\s?-\s?| đến (?:hết )?)"
_DAY = rf"{_BEFORE}(?:ngày )?{DAY_MONTH_YEAR}"
_DAYS = (
    rf"(?:từ )?(?:ngày )?{_BEFORE}\d{{1,2}}(?:/\d{{1,2}}(?:/\d{{4}})?)?{_TO}"
    rf"(?:ngày )?{DAY_MONTH_YEAR}"
)
_MONTHS = (
    rf"(?:từ )?{_BEFORE}tháng (?:{_MONTH}(?:{_OF_YEAR})?{_TO}(?:tháng )?)?(?P<last>{_MONTH}){_YEAR}"
)
_QUARTERS = rf"(?:từ )?{_BEFORE}quý (?P<all>(?:{_QUARTER}{_AND}(?:quý )?){{0,3}}{_QUARTER}){_YEAR}"
DUE: tuple[tuple[str, Callable[[_Found], date | None]], ...] = (
    (_DAY, _on_day),
    (_DAYS, _on_day),
    (_MONTHS, _in_month),
    (_QUARTERS, _in_quarter),
    (r"0?(?P<months>[369]) tháng đầu năm (?P<year>\d{4})", _in_months_of_year),
    (r"(?:0?[36] tháng cuối |cuối )?năm (?:\d{4}\s?-\s?)?(?P<year>\d{4})", _in_year),
    (r"giai đoạn \d{4}\s?-\s?(?P<year>\d{4})", _in_year),
)
_DUE = tuple((re.compile(shape), read) for shape, read in DUE)
_RHYTHMS = tuple((re.compile(shape), rhythm) for shape, rhythm in RHYTHMS)
_LONGEST = 120


# Two days or more in one phrase: "01/6 và 15/11", with or without their year.
_ONE_OF_SEVERAL = r"(?:(?:trước|ngày|chậm nhất|và) ){0,3}\d{1,2}/\d{1,2}(?:/\d{4})?"
_SEVERAL = re.compile(
    rf"({_ONE_OF_SEVERAL}(?:(?:\s?[,;]| và) {_ONE_OF_SEVERAL}){{1,3}})"
    r"(?P<each> (?:hằng|hàng|mỗi) năm)?",
)
_DAYS_A_YEAR = {2: Recurrence.HALF_YEARLY, 4: Recurrence.QUARTERLY}
_BETWEEN_DAYS = re.compile(r"\s?[,;] | và ")
# Several months are no day at all, unless they come back each year.
_SEVERAL_MONTHS = re.compile(
    rf"(?:trong |vào )?(?:các )?tháng (?P<all>{_MONTH}(?:{_OF_YEAR})?"
    rf"(?:(?:\s?[,;]\s?| và )(?:tháng )?{_MONTH}){{1,11}})(?:{_OF_YEAR})?(?P<each> {_EACH_YEAR})?",
)
_BETWEEN_MONTHS = re.compile(r"\s?[,;]\s?| và ")
_SOME_TIME = re.compile(
    r"\d|(?<!\w)(?:quý|tháng|tuần|học kỳ|năm học|tết)(?!\w)|(?:cuối|đầu|giữa|hết) năm"
)


def read_time(words: str, year: Year | None = None) -> Time:
    """Return the day or rhythm `words` decide; "trước ngày 18/5/2025" is the 17th.

    Args:
        words: as the document puts it.
        year: the one a day without year falls in, where the document decides it.

    """
    said = " ".join(words.split()).casefold().replace("\u2013", "-").strip(" .;,()")
    if len(said) > _LONGEST:
        return Time()
    bare = said[found.end() :] if (found := _LEAD_IN.match(said)) else said
    for shape, rhythm in _RHYTHMS:
        if shape.fullmatch(said) or shape.fullmatch(bare):
            return Time(recurrence=rhythm)
    if several := _SEVERAL.fullmatch(said):
        return _of_several(several, year)
    if months := _SEVERAL_MONTHS.fullmatch(said):
        return _of_months(months)
    bare = bare[found.end() :] if (found := _AT_HOUR.match(bare)) else bare
    return Time(due_on=_due(bare) or _due_in(year, bare))


def names_time(words: str) -> bool:
    """Whether `words` speak of a day, month or length of time, decided or not."""
    return _SOME_TIME.search(words.casefold()) is not None


def _of_months(found: _Found) -> Time:
    count = len(_BETWEEN_MONTHS.split(found["all"]))
    if found["each"]:
        return Time(recurrence=_DAYS_A_YEAR.get(count, Recurrence.PERIODIC))
    return Time(several=True)


def _of_several(found: _Found, year: Year | None) -> Time:
    """Return the rhythm of days that come back each year, else the first of the days."""
    days = _BETWEEN_DAYS.split(found[1])
    if found["each"]:
        return Time(recurrence=_DAYS_A_YEAR.get(len(days), Recurrence.PERIODIC))
    written = re.search(r"\d{4}", days[-1])
    year = Year(value=int(written[0])) if written else year
    due = [_due(day) or _due_in(year, day) for day in map(_bare_day, days)]
    known = [day for day in due if day]
    return Time(due_on=min(known), several=True) if len(known) == len(due) else Time()


def _bare_day(words: str) -> str:
    return words.removeprefix("và ").removeprefix("chậm nhất ")


def _due_in(year: Year | None, said: str) -> date | None:
    """Return the day of words that leave the year to the document."""
    due = _due(f"{said}/{year.value}") if year else None
    return due if due and year and (year.since is None or due >= year.since) else None


def _due(said: str) -> date | None:
    for shape, read in _DUE:
        if found := shape.fullmatch(said):
            return read(found)
    return None
