"""Pages for citizens: when one is received, book a turn, keep its receipt, give it back."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.facts import Unfit
from portal.cases import tickets
from portal.errors import NotFound
from portal.i18n import N_
from portal.permissions import HOLDER
from portal.receptions import service, wording
from portal.receptions.forms import TurnCodeForm, TurnForm, span
from portal.receptions.models import ReceptionTurn
from portal.web import limits, tokens
from portal.web.access import actor, public
from portal.web.csrf import STALE, keeps_text
from portal.web.headers import private
from portal.web.session import db, settings

bp = Blueprint("receptions", __name__, url_prefix="/tiep-cong-dan")
bp.after_request(private)

GONE = N_("Biên nhận chỉ mở được trong 15 phút sau khi đặt, trên máy đã đặt.")


@bp.get("")
@public
def book() -> ResponseReturnValue:
    """Show the days to come, and the form to book a turn."""
    form = TurnForm(formdata=None)
    form.form_token.data = tokens.new_form_token(settings())
    return _page(form)


@bp.post("")
@public
@keeps_text
def send() -> ResponseReturnValue:
    """Book a turn and lead to its receipt."""
    form = TurnForm().offer(service.offers(db()))
    form.validate()
    try:
        tokens.read_form_token(settings(), form.form_token.data or "")
    except ValueError:
        form.form_token.data = tokens.new_form_token(settings())
        form.form_token.errors = [gettext(STALE)]
    known = service.by_form(db(), settings(), form.form_token.data)
    if form.errors and known is None:
        return _page(form, form.status())
    limits.refuse_flood("items")
    try:
        known or service.book(db(), actor(), form.wish(), settings())
    except Unfit as refusal:
        form.day.errors = [gettext(refusal.advice)]
        return _page(form, refusal.status)
    answer = make_response(redirect(url_for(".receipt"), 303))
    tickets.hand_out(answer, form.form_token.data, url_for(".book"))
    return answer


@bp.get("/bien-nhan")
@public
def receipt() -> ResponseReturnValue:
    """Show number and code, for a quarter of an hour, to the browser that booked."""
    form_token = tickets.presented()
    turn = service.by_form(db(), settings(), form_token) if form_token else None
    if form_token is None or turn is None:
        raise NotFound(GONE)
    code = service.code_of(settings(), form_token)
    return render_template("receptions/receipt.html", turn=turn, code=code, span=span)


@bp.post("/bien-nhan")
@public
def finish() -> ResponseReturnValue:
    """Leave nothing of the visit in the browser."""
    return tickets.leave(url_for(".book"))


@bp.post("/tra-cho")
@public
def give_back() -> ResponseReturnValue:
    """Free the seat of whoever holds the code."""
    code = TurnCodeForm()
    turn = service.by_code(db(), settings(), code.code.data or "")
    if turn is None or not code.validate():
        raise NotFound
    service.give_back(db(), HOLDER, turn)
    return _turn(turn, code.code.data)


def opened_by(typed: str) -> Response | None:
    """Return the page of the turn a tracking code opens, None when it opens none."""
    turn = service.by_code(db(), settings(), typed)
    return None if turn is None else _turn(turn, typed)


def _turn(turn: ReceptionTurn, code: str) -> Response:
    form = TurnCodeForm(formdata=None, code=code)
    page = render_template(
        "receptions/show.html",
        turn=turn,
        form=form,
        span=span,
        states=wording.STATES,
        tags=wording.TAGS,
    )
    return private(make_response(page))


def _page(form: TurnForm, status: int = 200) -> ResponseReturnValue:
    offers = service.offers(db())
    form.offer(offers)
    page = render_template("receptions/book.html", form=form, offers=offers, span=span)
    return page, status
