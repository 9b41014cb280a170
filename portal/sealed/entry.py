"""A denunciation told to a clerk: sealed as it is typed, and nothing of it left at the desk.

Who typed it stands inside the seal alone: the log would tell who knows of it.
"""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

import qr
from portal.accounts import service as accounts
from portal.cases import tickets
from portal.errors import AlreadySent, Invalid, NotFound
from portal.i18n import N_
from portal.permissions import Action
from portal.sealed import intake, recipients
from portal.sealed.forms import SealedEntryForm
from portal.sealed.views import offer, sending
from portal.web import carrying, csrf, tokens
from portal.web.access import actor, requires
from portal.web.carrying import SENT_BEFORE
from portal.web.csrf import keeps_text
from portal.web.filters import size
from portal.web.headers import private
from portal.web.session import db, files, settings
from portal.web.uploads import Staged

bp = Blueprint("sealed_entry", __name__, url_prefix="/quan-tri/nhap-ho/kin")
bp.after_request(private)

GONE = N_("Phiếu chỉ mở được trong 15 phút sau khi nhập, trên máy đã nhập.")


@bp.get("")
@requires(Action.CASE_ENTER)
def enter() -> ResponseReturnValue:
    """Show the form."""
    form = SealedEntryForm(formdata=None)
    form.form_token.data = tokens.new_form_token(settings())
    return _page(form, [])


@bp.post("")
@requires(Action.CASE_ENTER)
@keeps_text
def send() -> ResponseReturnValue:
    """Seal what was told and lead to the slip; from the ordinary form, show this one first."""
    form = SealedEntryForm()
    carried = carrying.carry(form)
    waiting = carried.waiting
    offer(form)
    if not form.here.data and csrf.genuine():
        return _page(form, waiting)
    form.validate()
    carrying.complain(form, carried)
    if form.errors:
        return _page(form, waiting, form.status())
    form.taken_by = accounts.official(db(), actor()).name
    try:
        intake.receive(db(), actor(), sending(form, waiting), settings=settings(), files=files())
    except AlreadySent as refusal:
        waiting = carrying.renew(form, waiting, gettext(SENT_BEFORE))
        return _page(form, waiting, refusal.status)
    except Invalid as refusal:
        form.about.errors = [gettext(refusal.advice)]
        return _page(form, waiting, refusal.status)
    answer = make_response(redirect(url_for(".slip"), 303))
    tickets.hand_out(answer, form.form_token.data, url_for(".enter"))
    return answer


@bp.get("/phieu")
@requires(Action.CASE_ENTER)
def slip() -> ResponseReturnValue:
    """Show the slip with number, code and QR, for a quarter of an hour, on the same machine."""
    form_token = tickets.presented()
    item = intake.by_form(db(), settings(), form_token) if form_token else None
    if form_token is None or item is None:
        raise NotFound(GONE)
    return render_template(
        "sealed_desk/slip.html",
        item=item,
        code=intake.code_of(settings(), form_token),
        qr=Markup(qr.svg(settings().public_url + url_for("cases.look_up"))),  # noqa: S704 - drawn by us
    )


@bp.post("/phieu")
@requires(Action.CASE_ENTER)
def finish() -> ResponseReturnValue:
    """Leave nothing of the slip in the browser before the next person comes."""
    answer = make_response(redirect(url_for("cases_entry.enter"), 303))
    tickets.take_away(answer, url_for(".enter"))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _page(form: SealedEntryForm, waiting: list[Staged], status: int = 200) -> Response:
    offer(form)
    form.shown.data = ",".join(one.token for one in waiting)
    form.here.data = "1"
    page = render_template(
        "sealed_desk/enter.html",
        form=form,
        key=recipients.key_in_use(db()),
        people=recipients.confidants(db()),
        kept=[{"token": one.token, "name": one.name, "size": size(one.size)} for one in waiting],
    )
    return make_response(page, status)
