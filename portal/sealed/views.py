"""Pages for citizens: send something sealed, keep its receipt, see what became of it."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
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
from portal.web import csrf, limits, tokens, uploads
from portal.web.access import actor, public
from portal.web.csrf import STALE, keeps_text
from portal.web.filters import size
from portal.web.headers import private
from portal.web.session import db, files, settings
from portal.web.uploads import Staged

bp = Blueprint("sealed", __name__)
bp.after_request(private)

SENT_BEFORE = N_(
    "Mẫu này đã được gửi một lần với nội dung khác; bản gửi trước được giữ nguyên."
    " Muốn gửi nội dung dưới đây thành một ý kiến mới, xin bấm gửi lần nữa."
)
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
    stale = _renew(form)
    waiting, refusals = _files(form, stale)
    _offer(form)
    if not form.here.data and csrf.genuine():
        return _page(form, waiting)
    form.validate()
    if stale and not form.csrf_token.errors:
        form.form_token.errors = [gettext(STALE)]
    form.files.errors = [gettext(word.message, **word.values) for word in refusals]
    if form.errors:
        return _page(form, waiting, form.status())
    limits.refuse_flood("items")
    try:
        intake.receive(db(), actor(), _sending(form, waiting), settings=settings(), files=files())
    except AlreadySent as refusal:
        waiting = _anew(form, waiting)
        return _page(form, waiting, refusal.status)
    except Invalid as refusal:
        form.about.errors = [gettext(refusal.advice)]
        return _page(form, waiting, refusal.status)
    uploads.forget(files(), settings(), form.form_token.data)
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
    answer = make_response(redirect(url_for("home.front"), 303))
    tickets.take_away(answer, url_for(".write"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def opened_by(typed: str) -> Response | None:
    """Return the page of the sealed item a tracking code opens, None when it opens none."""
    item = service.by_code(db(), settings(), typed)
    if item is None:
        return None
    page = render_template(
        "sealed/show.html", item=item, answer=service.answer_for(item, typed, files())
    )
    return private(make_response(page))


def _renew(form: SealedForm) -> bool:
    """Give a form whose token is missing or too old another; return whether that was needed."""
    try:
        tokens.read_form_token(settings(), form.form_token.data or "")
    except ValueError:
        form.form_token.data = tokens.new_form_token(settings())
        return True
    return False


def _anew(form: SealedForm, waiting: list[Staged]) -> list[Staged]:
    """Make the form a new one with the same content, and say why; return its files."""
    form.form_token.data = tokens.new_form_token(settings())
    form.form_token.errors = [gettext(SENT_BEFORE)]
    token = form.form_token.data
    uploads.stage(files(), settings(), token, [one.file for one in waiting])
    return uploads.staged(files(), settings(), token)


def _files(form: SealedForm, stale: bool) -> tuple[list[Staged], tuple[uploads.Refusal, ...]]:  # noqa: FBT001 - what _renew said
    """Return the files that came, now or before, and a word about each that cannot be taken."""
    token = form.form_token.data
    if stale or not csrf.genuine():
        return [], ()
    shown, kept = form.shown.data or "", request.form.getlist("kept")
    before = uploads.chosen(files(), settings(), token, shown=shown, kept=kept)
    arrived = uploads.read_files(
        request.files.getlist("files"), already=[one.file for one in before]
    )
    uploads.stage(files(), settings(), token, arrived.files)
    waiting = uploads.chosen(files(), settings(), token, shown=shown, kept=kept)
    return waiting, arrived.refusals


def _sending(form: SealedForm, waiting: list[Staged]) -> Sending:
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


def _offer(form: SealedForm) -> None:
    form.offer(accounts.offices(db()), recipients.confidants(db()))


def _page(form: SealedForm, waiting: list[Staged], status: int = 200) -> Response:
    _offer(form)
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
