"""Entering what people bring to the counter, and the slip they take home."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

import qr
from portal.cases import arriving, codes, explaining, noticing, phrases, service, tickets, wording
from portal.cases.arriving import Sheet
from portal.cases.entry_forms import EntryForm
from portal.cases.noticing import Noticed
from portal.errors import AlreadySent, NotFound
from portal.i18n import N_
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.filters import size, weekday
from portal.web.headers import private
from portal.web.session import db, files, settings

bp = Blueprint("cases_entry", __name__, url_prefix="/quan-tri/nhap-ho")
bp.after_request(private)

ASKED_FIRST = 422
COMPLAINT = "complaint"
SENT_BEFORE = N_("Mẫu này đã được gửi một lần với nội dung khác; bản gửi trước được giữ nguyên.")
GONE = N_("Phiếu chỉ mở được trong 15 phút sau khi nhập, trên máy đã nhập.")


@bp.get("")
@requires(Action.CASE_ENTER)
def enter() -> ResponseReturnValue:
    """Show the form."""
    return _form(arriving.blank(EntryForm))


@bp.post("")
@requires(Action.CASE_ENTER)
@keeps_text
def send() -> ResponseReturnValue:
    """Take what was typed for somebody, and lead to the slip."""
    sheet = arriving.read(EntryForm)
    if sheet.form.errors:
        return _form(sheet), sheet.form.status()
    noticed = _notice(sheet)
    if sheet.form.asks(noticed):
        return _form(sheet, noticed), ASKED_FIRST
    sent = sheet.submission()
    try:
        receipt = service.open_case(db(), actor(), sent, settings=settings(), files=files())
    except AlreadySent as refusal:
        arriving.renew(sheet, gettext(SENT_BEFORE))
        return _form(sheet), refusal.status
    flash(
        gettext(
            "Đã nhập %(number)s. Xin in phiếu và trao cho người gửi.", number=receipt.case.number
        )
    )
    answer = make_response(redirect(url_for(".slip"), 303))
    tickets.hand_out(answer, sent.form_token, url_for(".enter"))
    return answer


@bp.get("/phieu")
@requires(Action.CASE_ENTER)
def slip() -> ResponseReturnValue:
    """Show the slip with number, code and QR, for a quarter of an hour, to who entered it."""
    form_token = tickets.presented()
    code = codes.make(settings(), form_token) if form_token else ""
    case = service.case_by_code(db(), settings(), code)
    if case is None or case.entered_by_id != actor().official_id:
        raise NotFound(GONE)
    owed = service.owed_answer(case) or case.clocks[0]
    return render_template(
        "cases_desk/slip.html",
        case=case,
        code=code,
        due=weekday(case.due_on),
        standing=explaining.standing(owed),
        kind=wording.kind_name(case.kind),
        qr=Markup(qr.svg(settings().public_url + url_for("cases.look_up"))),  # noqa: S704 - drawn by us
    )


@bp.post("/phieu")
@requires(Action.CASE_ENTER)
def finish() -> ResponseReturnValue:
    """Leave nothing of the slip in the browser before the next person comes."""
    answer = make_response(redirect(url_for(".enter"), 303))
    tickets.take_away(answer, url_for(".enter"))
    return answer


def _notice(sheet: Sheet) -> Noticed:
    """Return what is noticed about what was typed; a complaint may be entered as one."""
    asked = noticing.ACCUSATIONS if sheet.form.kind.data == COMPLAINT else noticing.ASKED
    subject, text = sheet.form.subject.data, sheet.form.text.data
    return noticing.notice(subject, text, phrases.own(db()), asked=asked)


def _form(sheet: Sheet, noticed: Noticed | None = None) -> str:
    form = sheet.form
    form.shown.data = ",".join(kept.token for kept in sheet.waiting)
    kept = [{"token": one.token, "name": one.name, "size": size(one.size)} for one in sheet.waiting]
    return render_template("cases_desk/enter.html", form=form, kept=kept, noticed=noticed)
