"""Signing in and out, and the one-time link that sets a first password."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import identity, service, slowdown, staff
from portal.accounts.forms import NewPasswordForm, SignInForm
from portal.errors import Unavailable
from portal.navigation import DESK
from portal.permissions import Actor, allowed
from portal.web.access import actor, public
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.language import inner_path
from portal.web.session import db

bp = Blueprint("accounts", __name__)


@bp.route("/dang-nhap", methods=["GET", "POST"])
@public
@keeps_text
def sign_in() -> ResponseReturnValue:
    """Sign an official in; what was wrong is never said."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET" and actor().official_id is not None:
        return redirect(_onward(form.next.data, actor()))
    if not form.validate_on_submit():
        return _sign_in_page(form, form.status())
    try:
        proved = slowdown.check_password(form.user_name.data, form.password.data)
    except slowdown.TriedTooOften as refusal:
        return _slowed(form, refusal)
    except Unavailable:
        form.form_errors.append(gettext("Đang có nhiều người đăng nhập. Xin bấm lại sau ít giây."))
        return _sign_in_page(form, Unavailable.status)
    admitted = service.admit(db(), proved) if proved else None
    if admitted is None:
        form.form_errors.append(gettext("Tên đăng nhập hoặc mật khẩu chưa đúng."))
        return _sign_in_page(form, 422)
    official, secret = admitted
    return _signed_in(secret, _onward(form.next.data, service.actor_for(db(), official)))


@bp.post("/dang-xuat")
@public
def sign_out() -> ResponseReturnValue:
    """End the sign-in, on the server as well as in the browser."""
    service.close_session(db(), request.cookies.get(identity.cookie_name(), ""))
    answer = make_response(redirect(url_for("accounts.sign_in"), 303))
    identity.forget(answer)
    return private(answer)


@bp.route("/thiet-lap/<token>", methods=["GET", "POST"])
@public
@keeps_text
def first_use(token: str) -> ResponseReturnValue:
    """Set the first password; opening the link, which mail scanners do too, uses nothing up."""
    official = service.invitation(db(), token).official
    form = NewPasswordForm().know(staff.known_words(db(), official))
    if not form.validate_on_submit():
        page = render_template("accounts/first_use.html", form=form, whose=official)
        return private(make_response(page, form.status()))
    with slowdown.room_to_hash():
        service.accept(db(), token, form.new_password.data)
    return _signed_in(
        service.open_session(db(), official), _first_page(service.actor_for(db(), official))
    )


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    return private(make_response(render_template("accounts/sign_in.html", form=form), status))


def _slowed(form: SignInForm, refusal: slowdown.TriedTooOften) -> ResponseReturnValue:
    form.form_errors.append(
        gettext(
            "Đã gõ sai nhiều lần. Xin đợi tối đa %(minutes)s phút rồi thử lại; "
            "tài khoản không bị khóa.",
            minutes=refusal.minutes,
        )
    )
    answer = make_response(_sign_in_page(form, refusal.status))
    answer.headers["Retry-After"] = str(refusal.minutes * 60)
    return answer


def _signed_in(secret: str, address: str) -> ResponseReturnValue:
    """Go to `address` with a new sign-in; whatever the browser held before is over."""
    service.close_session(db(), request.cookies.get(identity.cookie_name(), ""))
    answer = make_response(redirect(address, 303))
    identity.remember(answer, secret)
    return private(answer)


def _onward(wanted: str, whose: Actor) -> str:
    address = inner_path(wanted)
    return address if address != "/" else _first_page(whose)


def _first_page(whose: Actor) -> str:
    """Return the first page of the desk this official may open."""
    pages = (endpoint for endpoint, _, action in DESK if allowed(whose, action))
    return url_for(next(pages, "accounts_desk.password"))
