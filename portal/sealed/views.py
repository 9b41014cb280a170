"""Pages for citizens: send something sealed, keep its receipt, see what became of it."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.cases import tickets
from portal.errors import AlreadySent, Invalid, NotFound
from portal.i18n import N_
from portal.sealed import intake, recipients, service
from portal.sealed.forms import SealedForm
from portal.sealed.intake import Sending
from portal.sealed.rules import Content, Enclosed
from portal.web import carrying, csrf, limits, tokens
from portal.web.access import actor, public
from portal.web.carrying import SENT_BEFORE
from portal.web.csrf import keeps_text
from portal.web.filters import size
from portal.web.headers import private
from portal.web.session import db, files, settings
from portal.web.uploads import Staged

bp = Blueprint("sealed", __name__)
bp.after_request(private)

GONE = N_("Biên nhận chỉ mở được trong 15 phút sau khi gửi, trên máy đã gửi.")


@bp.get("/gui-kin")
@public
def write() -> ResponseReturnValue:
    """Show the form, or where else to go while no key is in use."""
    form = SealedForm(formdata=None)
    form.form_token.data = tokens.new_form_token(settings())
    return _page(form, [])


@bp.post("/gui-kin")
@public
@keeps_text
def send() -> ResponseReturnValue:
    """Seal what was written and lead to the receipt; from another form, show this one first."""
    form = SealedForm()
    carried = carrying.carry(form)
    waiting = carried.waiting
    offer(form)
    if not form.here.data and csrf.genuine():
        return _page(form, waiting)
    form.validate()
    carrying.complain(form, carried)
    if form.errors:
        return _page(form, waiting, form.status())
    limits.refuse_flood("items")
    try:
        intake.receive(db(), actor(), sending(form, waiting), settings=settings(), files=files())
    except AlreadySent as refusal:
        waiting = carrying.renew(form, waiting, gettext(SENT_BEFORE))
        return _page(form, waiting, refusal.status)
    except Invalid as refusal:
        form.about.errors = [gettext(refusal.advice)]
        return _page(form, waiting, refusal.status)
    answer = make_response(redirect(url_for(".receipt"), 303))
    tickets.hand_out(answer, form.form_token.data, url_for(".write"))
    return answer


@bp.get("/gui-kin/bien-nhan")
@public
def receipt() -> ResponseReturnValue:
    """Show number and code, for a quarter of an hour, to the browser that sent the form."""
    form_token = tickets.presented()
    item = intake.by_form(db(), settings(), form_token) if form_token else None
    if form_token is None or item is None:
        raise NotFound(GONE)
    return render_template(
        "sealed/receipt.html", item=item, code=intake.code_of(settings(), form_token)
    )


@bp.post("/gui-kin/bien-nhan")
@public
def finish() -> ResponseReturnValue:
    """Leave nothing of the visit in the browser."""
    return tickets.leave(url_for(".write"))


def opened_by(typed: str) -> Response | None:
    """Return the page of the sealed item a tracking code opens, None when it opens none."""
    item = service.by_code(db(), settings(), typed)
    if item is None:
        return None
    page = render_template(
        "sealed/show.html", item=item, answer=service.answer_for(item, typed, files())
    )
    return private(make_response(page))


def sending(form: SealedForm, waiting: list[Staged]) -> Sending:
    """Return what a form and the files that came with it amount to."""
    office = form.office.data
    known = {one.slug: one.id for one in accounts.offices(db())}
    return Sending(
        form_token=form.form_token.data,
        content=Content(
            facts=form.facts(),
            files=tuple(
                Enclosed(name=one.name, media_type=one.file.media_type, content=one.file.content)
                for one in waiting
            ),
        ),
        office_id=known.get(office or ""),
        not_for=frozenset(int(key) for key in form.not_for.data or () if key.isdecimal()),
    )


def offer(form: SealedForm) -> None:
    """Fill the lists of a form."""
    form.offer(accounts.offices(db()), recipients.confidants(db()))


def _page(form: SealedForm, waiting: list[Staged], status: int = 200) -> Response:
    offer(form)
    form.shown.data = ",".join(one.token for one in waiting)
    form.here.data = "1"
    page = render_template(
        "sealed/write.html",
        form=form,
        key=recipients.key_in_use(db()),
        people=recipients.confidants(db()),
        kept=[{"token": one.token, "name": one.name, "size": size(one.size)} for one in waiting],
    )
    return make_response(page, status)
