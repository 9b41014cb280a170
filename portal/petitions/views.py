"""Pages for citizens: find a petition, start one, sign one, take one's signature back."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

import qr
from portal import clock
from portal.accounts import service as accounts
from portal.cases import noticing
from portal.errors import AlreadySent, NotFound
from portal.i18n import N_
from portal.petitions import (
    addresses,
    counts,
    duties,
    publishing,
    reading,
    rules,
    signing,
    starting,
    wording,
)
from portal.petitions.forms import EmptyForm, SignForm, StartForm, WishForm
from portal.petitions.models import Petition, Signature
from portal.petitions.rules import SIGNABLE, State, Way
from portal.petitions.starting import Start
from portal.petitions.stepping import settings_of
from portal.web import limits, tokens
from portal.web.access import actor, public
from portal.web.csrf import STALE, keeps_text
from portal.web.forms import tidy
from portal.web.headers import private
from portal.web.session import db, files, settings

bp = Blueprint("petitions", __name__)
publishing.join(bp)

ASKED_FIRST = 422
GONE = N_(
    "Địa chỉ này không dẫn đến chữ ký nào. Có thể chữ ký đã được rút, hoặc thông tin người ký đã"
    " được xóa khi hết hạn giữ."
)


@bp.get("/kien-nghi")
@public
def index() -> ResponseReturnValue:
    """List petitions: those to sign, those answered, those refused with the reason."""
    name = tidy(request.args.get("xem", "open"))
    name = name if name in reading.LISTS else "open"
    found = reading.shelf(db(), name, request.args.get("trang", 1, type=int))
    return render_template(
        "petitions/index.html",
        found=found,
        counts=counts.counts(db(), found.petitions),
        totals=reading.totals(db()),
        chosen=name,
        page_url=lambda page: url_for(".index", xem=name, trang=page),
        wording=wording,
        reasons=rules.BY_SLUG,
    )


@bp.get("/kien-nghi/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """Show one petition: what is asked, how many signed, what the authority owes and answered."""
    petition = reading.public_petition(db(), number)
    count = counts.count(db(), petition)
    return render_template(
        "petitions/show.html",
        petition=petition,
        count=count,
        villages=counts.by_village(db(), petition),
        answers=reading.answers(db(), petition),
        ahead=_ahead(petition),
        starter=reading.starter_name(db(), petition),
        same=db().get(Petition, petition.duplicate_of_id) if petition.duplicate_of_id else None,
        reason=rules.BY_SLUG.get(petition.reason or ""),
        site=settings().public_url,
        qr=_code(settings().public_url + url_for(".show", number=number)),
        wording=wording,
        today=clock.today(),
    )


@bp.get("/kien-nghi/moi")
@public
def begin() -> ResponseReturnValue:
    """Ask what somebody wants; then show what there is about it, and the form."""
    form = StartForm(formdata=None)
    form.action.data = tidy(request.args.get("viec", ""))
    form.counter.data = tidy(request.args.get("quay", ""))
    form.form_token.data = tokens.new_form_token(settings())
    return _start_page(form)


@bp.post("/kien-nghi/moi")
@public
@keeps_text
def start() -> ResponseReturnValue:
    """Keep a petition until its starter confirms, or show the form again."""
    form = StartForm()
    _offer(form)
    form.validate()
    _refuse_old(form)
    if form.errors:
        return private(make_response(_start_page(form), form.status()))
    noticed = noticing.notice(form.action.data, form.background.data)
    if noticed.question and not form.ordinary.data:
        form.ordinary.errors = [gettext("Xin đọc lời nhắc ở trên rồi đánh dấu, hoặc gửi đúng nơi.")]
        return private(make_response(_start_page(form, noticed), ASKED_FIRST))
    limits.refuse_flood("petitions")
    sent = Start(
        form_token=form.form_token.data,
        action=form.action.data,
        background=form.background.data,
        signing=form.signing(),
        office=form.office.data or "",
        counter_token=form.counter.data or "",
        show_name=form.show_name.data,
    )
    try:
        petition = starting.start(db(), actor(), sent, settings=settings())
    except AlreadySent as refusal:
        form.form_token.data = tokens.new_form_token(settings())
        form.form_token.errors = [gettext(refusal.advice)]
        return private(make_response(_start_page(form), refusal.status))
    return _asked(form, petition)


@bp.route("/kien-nghi/<int:number>/ky", methods=["GET", "POST"])
@public
@keeps_text
def sign(number: int) -> ResponseReturnValue:
    """Take a signature under an open petition; it counts once its signer says so."""
    return _sign(reading.public_petition(db(), number))


@bp.route("/kien-nghi/<int:number>/ung-ho/<token>", methods=["GET", "POST"])
@public
@keeps_text
def support(number: int, token: str) -> ResponseReturnValue:
    """Take a supporter's signature, from those alone to whom the starter gave this address."""
    petition = db().get(Petition, number)
    if petition is None or not addresses.is_for_supporters(settings(), petition, token):
        raise NotFound
    if petition.state in rules.PUBLIC:
        return redirect(url_for(".show", number=number), 303)
    if petition.state is not State.GATHERING:
        return private(make_response(render_template("petitions/waits.html", petition=petition)))
    return _sign(petition)


@bp.get("/kien-nghi/da-gui")
@public
def asked() -> ResponseReturnValue:
    """Say what the signer has to do now; the same whoever signed, and whether or not before."""
    by_mail = request.args.get("cach") == Way.EMAIL and bool(settings().smtp_url)
    number = request.args.get("so", type=int)
    page = render_template("petitions/asked.html", by_mail=by_mail, number=number)
    return private(make_response(page))


@bp.get("/kien-nghi/chu-ky/<token>")
@public
def mine(token: str) -> ResponseReturnValue:
    """Show a signer their own signature and the button that confirms it; a look changes nothing."""
    signature = _signature(token)
    petition = signature.petition
    share = _share(signature)
    page = render_template(
        "petitions/mine.html",
        form=EmptyForm(formdata=None),
        signature=signature,
        petition=petition,
        token=token,
        share=share,
        qr=_code(share) if share else None,
        supporters=counts.supporters(db(), petition),
        wanted=settings_of(db()).supporters,
    )
    return private(make_response(page))


@bp.post("/kien-nghi/chu-ky/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Count the signature."""
    signing.confirm(db(), actor(), _signature(token), settings=settings(), files=files())
    return private(make_response(redirect(url_for(".mine", token=token), 303)))


@bp.post("/kien-nghi/chu-ky/<token>/rut")
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Take the signature back and forget who gave it."""
    signing.withdraw(db(), actor(), _signature(token))
    return private(make_response(render_template("petitions/withdrawn.html")))


def _signature(token: str) -> Signature:
    found = addresses.signature_by(db(), settings(), token)
    if found is None:
        raise NotFound(GONE)
    return found


def _share(signature: Signature) -> str | None:
    """Return the address for supporters, for the starter while supporters are needed."""
    petition = signature.petition
    if not signature.starter or petition.state is not State.GATHERING:
        return None
    token = addresses.supporters_token(settings(), petition)
    return settings().public_url + url_for(".support", number=petition.id, token=token)


def _sign(petition: Petition) -> ResponseReturnValue:
    if petition.state not in SIGNABLE:
        return redirect(url_for(".show", number=petition.id), 303)
    form = SignForm()
    _offer(form)
    if form.validate_on_submit():
        limits.refuse_flood("signatures", str(petition.id))
        signing.sign(db(), actor(), petition, form.signing(), settings=settings())
        return _asked(form, petition)
    page = render_template(
        "petitions/sign.html", form=form, petition=petition, count=counts.count(db(), petition)
    )
    return private(make_response(page, form.status()))


def _asked(form: SignForm, petition: Petition) -> ResponseReturnValue:
    address = url_for(".asked", cach=rules.way_of(form.contact.data).value, so=petition.id)
    return private(make_response(redirect(address, 303)))


def _start_page(form: StartForm, noticed: noticing.Noticed | None = None) -> str:
    _offer(form)
    text = f"{form.action.data or ''} {form.background.data or ''}".strip()
    alike = starting.alike(db(), text) if text else None
    return render_template(
        "petitions/start.html",
        form=form,
        wish=WishForm(data={"quay": form.counter.data}, formdata=None),
        noticed=noticed,
        alike=alike,
        many=counts.counts(db(), alike.petitions) if alike else {},
        wanted=settings_of(db()).supporters,
    )


def _code(address: str) -> Markup:
    return Markup(qr.svg(address))  # noqa: S704 - drawn by us


def _offer(form: SignForm) -> None:
    form.offer(settings_of(db()).villages.splitlines())
    if isinstance(form, StartForm):
        form.offer_offices(accounts.offices(db()))


def _refuse_old(form: StartForm) -> None:
    try:
        tokens.read_form_token(settings(), form.form_token.data or "")
    except ValueError:
        form.form_token.data = tokens.new_form_token(settings())
        form.form_token.errors = [gettext(STALE)]


def _ahead(petition: Petition) -> list[tuple[str, int]]:
    """Return the thresholds not reached yet with how many they ask for, the nearest first."""
    known = {row.duty for row in petition.duties}
    if petition.state is not State.OPEN:
        return []
    asked_for = (
        (wording.DUTIES[row.duty], duties.needed(db(), row))
        for row in duties.thresholds(db())
        if row.active and row.duty not in known
    )
    return sorted(((word, many) for word, many in asked_for if many), key=lambda row: row[1])
