"""Proof that a form came from our own page (CSRF), without a cookie for citizens.

A visitor has no session to ride on, so the token is signed and dated and the browser's own word
(`Sec-Fetch-Site`, `Origin`) is heard; an official's token is bound to the session as well.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from markupsafe import Markup
from wtforms.csrf.core import CSRF
from wtforms.validators import ValidationError

from portal.errors import NotAllowed
from portal.i18n import N_
from portal.web import tokens
from portal.web.session import SAFE_METHODS, settings

V = TypeVar("V", bound=Callable[..., Any])

STALE = N_("Trang này mở đã lâu nên chưa gửi được. Nội dung vẫn còn, xin bấm gửi lại.")


class SignedCSRF(CSRF):
    """The token of `portal.web.tokens` as WTForms wants it."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:  # noqa: ARG002 - WTForms asks for it
        """Return a token for this visitor."""
        return token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms asks for it
        """Raise ValidationError when the token or the origin is not ours."""
        if not genuine():
            raise ValidationError(field.gettext(STALE))


def token() -> str:
    """Return the token of this request's forms; one for all forms of a page."""
    if "csrf_token" not in g:
        g.csrf_token = tokens.sign(settings(), "csrf", _session())
    found: str = g.csrf_token
    return found


def genuine() -> bool:
    """Return whether this request carries our token and comes from our own pages."""
    if foreign():
        return False
    try:
        tokens.check(
            settings(), "csrf", request.form.get("csrf_token", ""), tokens.FORGERY_LIFE, _session()
        )
    except ValueError:
        return False
    return True


def keeps_text(view: V) -> V:
    """Mark a view that shows its form again, filled, when the token is bad, instead of refusing."""
    view.keeps_text = True  # type: ignore[attr-defined]  # functions carry attributes
    return view


def hidden_input() -> Markup:
    """Return the token as a hidden field, for forms without fields of their own."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(token())


def refuse_forged() -> None:
    """Stop a change that does not come from our own page."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    if not getattr(view, "keeps_text", False) and not genuine():
        raise NotAllowed(STALE)


def init_app(app: Flask) -> None:
    """Check every change."""
    app.before_request(refuse_forged)
    app.jinja_env.globals["csrf_input"] = hidden_input


def _session() -> str:
    return str(g.get("session_mark", ""))


def foreign() -> bool:
    """Return whether the browser itself says that another site sends this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    # Our personal pages send no referrer, and then browsers name the origin "null".
    origin = request.headers.get("Origin")
    return origin not in {None, "null"} and urlsplit(origin).netloc != request.host
