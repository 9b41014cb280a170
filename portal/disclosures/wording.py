"""The register in words: names of forms, periods and outcomes, and what is said of a limit."""

from datetime import date

from flask_babel import gettext as _

from portal.disclosures.models import Disclosure, Duty
from portal.disclosures.periods import Rhythm
from portal.disclosures.register import FormSeen, Row, Seen
from portal.disclosures.rules import Basis, Counted, Form, FormState, Outcome
from portal.i18n import N_
from portal.law import Unit
from portal.publications.rules import Standing
from portal.web.filters import day

FORMS = {
    Form.PORTAL: N_("Đăng trên cổng này"),
    Form.BOARD: N_("Niêm yết"),
    Form.LOUDSPEAKER: N_("Truyền thanh"),
    Form.VILLAGE_HEAD: N_("Qua trưởng thôn, tổ trưởng"),
    Form.LETTER: N_("Gửi văn bản"),
    Form.MEETING: N_("Hội nghị, đối thoại"),
    Form.SPOKESPERSON: N_("Tiếp công dân, họp báo, người phát ngôn"),
    Form.ORGANISATION: N_("Qua tổ chức chính trị - xã hội"),
    Form.NETWORK: N_("Tin nhắn, mạng xã hội"),
    Form.OTHER: N_("Hình thức khác"),
}
OUTCOMES = {
    Outcome.ON_TIME: N_("Đúng hạn"),
    Outcome.LATE: N_("Muộn"),
    Outcome.PARTIAL: N_("Chưa đủ hình thức"),
    Outcome.MISSING: N_("Chưa công khai"),
    Outcome.NOT_YET: N_("Chưa đến hạn"),
    Outcome.NOTHING: N_("Chưa phát sinh"),
}
# The shapes and colours of components/tag.html.
TAGS = {
    Outcome.ON_TIME: "done",
    Outcome.LATE: "waiting",
    Outcome.PARTIAL: "reopened",
    Outcome.MISSING: "overdue",
    Outcome.NOT_YET: "new",
    Outcome.NOTHING: "hidden",
}
STATES = {
    FormState.WAITING: N_("Chưa làm"),
    FormState.MISSING: N_("Chưa làm, đã quá hạn"),
    FormState.RUNNING: N_("Đang thực hiện"),
    FormState.ENOUGH: N_("Đã đủ ngày, có thể gỡ"),
    FormState.DONE: N_("Đã xong"),
    FormState.SHORT: N_("Gỡ sớm, chưa đủ ngày"),
}
STATE_TAGS = {
    FormState.WAITING: "new",
    FormState.MISSING: "overdue",
    FormState.RUNNING: "moving",
    FormState.ENOUGH: "done",
    FormState.DONE: "done",
    FormState.SHORT: "reopened",
}
BASES = {
    Basis.LAW: N_("Đã đối chiếu luật"),
    Basis.TO_CONFIRM: N_("Chờ cơ quan xác nhận"),
    Basis.AUTHORITY: N_("Cơ quan tự đặt"),
}
BASIS_TAGS = {Basis.LAW: "done", Basis.TO_CONFIRM: "waiting", Basis.AUTHORITY: "new"}
RHYTHMS = {
    Rhythm.YEAR: N_("Mỗi năm"),
    Rhythm.HALF: N_("Mỗi nửa năm"),
    Rhythm.QUARTER: N_("Mỗi quý"),
    Rhythm.MONTH: N_("Mỗi tháng"),
    Rhythm.ONCE: N_("Một lần, giữ công khai thường xuyên"),
    Rhythm.EVENT: N_("Khi phát sinh"),
}
COUNTS = {
    Counted.DOCUMENT: N_("kể từ ngày có quyết định, văn bản"),
    Counted.START: N_("kể từ ngày đầu kỳ"),
    Counted.END: N_("kể từ ngày cuối kỳ"),
}
QUARTERS = ("I", "II", "III", "IV")


def period_name(key: str) -> str:
    """Return how a period is called: "Quý III/2026", "Năm 2026"; "" for none."""
    year, _dash, part = key.partition("-")
    number = int(part[1:]) if part else 0
    if part.startswith("Q"):
        return str(_("Quý %(quarter)s/%(year)s", quarter=QUARTERS[number - 1], year=year))
    if part.startswith("H"):
        if number == 1:
            return str(_("6 tháng đầu năm %(year)s", year=year))
        return str(_("6 tháng cuối năm %(year)s", year=year))
    if part.startswith("M"):
        return str(_("Tháng %(month)s/%(year)s", month=number, year=year))
    return str(_("Năm %(year)s", year=year)) if key else ""


def period_of(duty: Duty | None, key: str) -> str:
    """Return the period of a line of the register, or why it has none."""
    if key or duty is None:
        return period_name(key)
    return str(_("Thường xuyên") if duty.rhythm is Rhythm.ONCE else _("Khi phát sinh"))


def title_of(disclosure: Disclosure) -> str:
    """Return how a disclosure is called; a document that was withdrawn lends no words."""
    if disclosure.title:
        return disclosure.title
    linked = disclosure.publication
    if linked is not None and linked.standing is not Standing.WITHDRAWN:
        return linked.title
    if disclosure.duty is not None:
        return disclosure.duty.title
    return str(_("Văn bản đã được gỡ"))


def limit_text(duty: Duty) -> str:
    """Return the time to publish in words."""
    since = _(COUNTS[duty.counted])
    if duty.unit is Unit.WORKING:
        return str(_("%(days)s ngày làm việc %(since)s", days=duty.days, since=since))
    return str(_("%(days)s ngày %(since)s", days=duty.days, since=since))


def law_of(duty: Duty) -> str | None:
    """Return the law and article as citizens may read them; None while nobody confirmed them."""
    return duty.law if duty.basis is Basis.LAW and duty.law else None


def limit_ground(basis: Basis, law: str) -> str:
    """Return what a limit rests on, for citizens: only what was read is called law."""
    if basis is Basis.LAW and law:
        return str(_("theo %(law)s", law=law))
    return str(_("hạn do cơ quan đặt ra"))


def due_text(row: Row, today: date) -> str:
    """Return when a line is or was due, in words; a dash when nothing is."""
    due = row.entries[0].disclosure.due_on if row.entries else row.due_on
    if due is None:
        return "–"
    if due < today or row.outcome is not Outcome.NOT_YET:
        return day(due)
    return str(_("%(day)s (còn %(days)s ngày)", day=day(due), days=(due - today).days))


def posting_text(seen: Seen) -> str:
    """Return one posting in one line: form, place, from when to when."""
    name = str(_(FORMS[seen.form]))
    where = f"{name}, {seen.place}" if seen.place else name
    if seen.ended_on is None:
        return str(_("%(where)s: từ %(since)s", where=where, since=day(seen.started_on)))
    if seen.ended_on == seen.started_on:
        return f"{where}: {day(seen.started_on)}"
    return str(
        _(
            "%(where)s: %(since)s - %(until)s",
            where=where,
            since=day(seen.started_on),
            until=day(seen.ended_on),
        )
    )


def form_text(seen: FormSeen) -> str:
    """Return one required form with the days it has to stay."""
    name = str(_(FORMS[seen.form]))
    if seen.days is None:
        return name
    return str(_("%(form)s, ít nhất %(days)s ngày", form=name, days=seen.days))
