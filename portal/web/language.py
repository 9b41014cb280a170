"""Which language the visitor reads: their choice, else what the browser asks for."""

import re
from datetime import timedelta

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale

from portal.i18n import LANGUAGES
from portal.web.access import public
from portal.web.session import settings

COOKIE = "lang"
# One slash, then printable characters without a backslash: browsers drop tabs, and then see "//".
INNER = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")

bp = Blueprint("web", __name__)


def chosen() -> str:
    """Return the language of this request: `vi` unless the visitor or the browser says `en`."""
    kept = request.cookies.get(COOKIE)
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(LANGUAGES, "vi") or "vi"


@bp.post("/ngon-ngu")
@public
def choose_language() -> ResponseReturnValue:
    """Remember the chosen language and go back to the page."""
    answer = redirect(inner_path(request.form.get("next", "")))
    language = request.form.get("lang")
    if language in LANGUAGES:
        answer.set_cookie(
            COOKIE,
            language,
            max_age=timedelta(days=365),
            httponly=True,
            samesite="Lax",
            secure=settings().https,
        )
    return answer


def inner_path(address: str) -> str:
    """Return `address` when it is a path of this site, the front page otherwise."""
    return address if INNER.fullmatch(address) else "/"


def init_app(app: Flask, translations: str) -> None:
    """Install the translations."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Ho_Chi_Minh"
    Babel(app, default_locale="vi", locale_selector=chosen)
    app.jinja_env.globals["get_locale"] = get_locale
    app.register_blueprint(bp)
