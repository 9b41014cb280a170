"""The account of a date: the rule, every day left out and why, what moved it, what it rests on."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext

from portal import clock
from portal.cases.counting import Change
from portal.cases.models import CaseClock, ClockChange, Span
from portal.cases.rules import State
from portal.cases.service import Counted, counted
from portal.cases.timeline import SPANS
from portal.i18n import N_
from portal.law import Extension, Standing, Term, Unit
from portal.procedures.service import calendar_of
from portal.web.filters import day, weekday

# What moved the date of a clock, in the order it happened.
MOVED = {
    Change.PAUSE: N_(
        "Tạm dừng sau ngày %(since)s đến hết ngày %(until)s, đợi người gửi trả lời:"
        " %(days)s ngày làm việc; hạn chuyển từ %(before)s sang %(after)s."
    ),
    "paused": N_(
        "Đang tạm dừng từ sau ngày %(since)s, đợi người gửi trả lời; ngày %(before)s sẽ lùi lại"
        " đúng bằng số ngày làm việc đã đợi. %(basis)s."
    ),
    Change.EXTENSION: N_(
        "Gia hạn ngày %(since)s, người ký: %(signer)s; hạn chuyển từ %(before)s sang %(after)s."
        " %(basis)s."
    ),
    Change.RECOUNT: N_(
        "Ngày %(since)s tính lại theo %(basis)s: hạn chuyển từ %(before)s sang %(after)s."
    ),
    "kept": N_(
        "Ngày %(since)s tính lại theo %(basis)s: ra ngày %(counted)s,"
        " nhưng ngày đã hẹn %(after)s được giữ nguyên."
    ),
}
# The public holidays, as the calendar names them.
HOLIDAYS = (
    N_("29 Tết"),
    N_("Giao thừa Tết Nguyên Đán"),
    N_("Tết Nguyên Đán"),
    N_("Mùng hai Tết Nguyên Đán"),
    N_("Mùng ba Tết Nguyên Đán"),
    N_("Mùng bốn Tết Nguyên Đán"),
    N_("Mùng năm Tết Nguyên Đán"),
    N_("Tết Dương lịch"),
    N_("Tết Dương lịch (nghỉ bù)"),
    N_("Ngày Giỗ Tổ Hùng Vương"),
    N_("Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
    N_("Ngày Chiến thắng"),
    N_("Ngày Chiến thắng (nghỉ bù)"),
    N_("Ngày Quốc tế Lao động"),
    N_("Ngày Quốc tế Lao động (nghỉ bù)"),
    N_("Quốc khánh"),
    N_("Quốc khánh (nghỉ bù)"),
    N_("Ngày Văn hóa Việt Nam, cần đối chiếu thông báo chính thức"),
    N_("Ngày Văn hóa Việt Nam (nghỉ bù), cần đối chiếu thông báo chính thức"),
)
NO_MORE = N_("Dừng tính ngày %(day)s, không còn phải làm.")
ON_IN_PARTS = N_("Từ ngày %(day)s hạn này tính tiếp trong từng phần.")
STANDINGS = {
    Standing.LAW: N_("theo quy định của pháp luật"),
    Standing.COMMITMENT: N_("theo cam kết của cơ quan, không phải thời hạn luật định"),
}


def standing(owed: CaseClock) -> str:
    """Return whether the limit is law or the authority's own promise, in words."""
    return str(gettext(STANDINGS[owed.standing]))


def how_counted(owed: CaseClock) -> list[str]:
    """Return sentences that explain the due date: the rule, the days left out, what moved it."""
    count: Counted = counted(owed)
    lines = [
        gettext(
            "%(length)s kể từ ngày %(start)s; ngày nhận không tính.",
            length=days_of(owed),
            start=weekday(owed.started_on),
        )
    ]
    if count.weekends:
        lines.append(
            gettext("Không tính thứ Bảy, Chủ nhật: %(days)s.", days=_listed(count.weekends))
        )
    if count.days_off:
        lines.append(gettext("Không tính ngày nghỉ: %(days)s.", days=_named(owed, count.days_off)))
    worked = [found for found in count.worked if found.weekday() >= clock.SATURDAY]
    if worked and owed.unit == Unit.WORKING:
        lines.append(gettext("Tính cả ngày làm bù: %(days)s.", days=_named(owed, worked)))
    lines += [_moved(change) for change in owed.changes]
    lines.append(gettext("Ngày cuối là %(due)s.", due=weekday(owed.due_on)))
    basis = gettext("Căn cứ: %(basis)s (%(standing)s).", basis=owed.basis, standing=standing(owed))
    return [*lines, basis]


def came_of(owed: CaseClock) -> list[str]:
    """Return sentences about how it ended: late since when, done when."""
    carried = owed.span is Span.ANSWER and owed.case.state is State.SPLIT
    told = (
        (owed.overdue_on, N_("Quá hạn từ ngày %(day)s.")),
        (owed.met_on, N_("Xong ngày %(day)s.")),
        (
            owed.stopped_on,
            ON_IN_PARTS if carried else NO_MORE,
        ),
    )
    return [gettext(sentence, day=day(when)) for when, sentence in told if when]


def days_of(limit: CaseClock | Extension | Term) -> str:
    """Return "10 ngày làm việc" or "20 ngày" of anything that has a length."""
    if limit.unit == Unit.WORKING:
        return str(gettext("%(days)s ngày làm việc", days=limit.days))
    return str(gettext("%(days)s ngày", days=limit.days))


def clock_title(owed: CaseClock) -> str:
    """Return the heading over the account of one clock."""
    if owed.span is Span.ANSWER:
        return str(gettext("Hạn trả lời lần %(round)s được tính thế nào", round=owed.round))
    return str(gettext("Hạn %(span)s", span=span_name(owed)))


def span_name(owed: CaseClock) -> str:
    """Return what a clock counts, said within a sentence."""
    return str(gettext(SPANS[owed.span]))


def _moved(change: ClockChange) -> str:
    """Return the sentence about one pause, extension or new count."""
    kept = change.change is Change.RECOUNT and change.before == change.after
    sentence = MOVED["kept" if kept else change.change]
    if change.change is Change.PAUSE and change.until is None:
        sentence = MOVED["paused"]
    return str(
        gettext(
            sentence,
            since=day(change.since),
            until=day(change.until) if change.until else "",
            days=change.days,
            before=day(change.before),
            after=day(change.after),
            counted=day(change.counted),
            basis=change.basis,
            signer=", ".join(filter(None, (change.signed_name, change.signed_title))),
        )
    )


def _named(owed: CaseClock, days: Iterable[date]) -> str:
    """Return days with the reason of each, as far as the calendar tells one."""
    names = calendar_of(owed).names
    told = ((found, gettext(names[found]) if found in names else "") for found in days)
    return "; ".join(
        f"{found.day:02d}/{found.month:02d}" + (f" ({name})" if name else "")
        for found, name in told
    )


def _listed(days: Iterable[date]) -> str:
    return ", ".join(f"{found.day:02d}/{found.month:02d}" for found in days)
