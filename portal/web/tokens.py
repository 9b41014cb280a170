"""Signed values in pages: proof against forgery (csrf) and the one-time token of a form."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import clock
from portal.config import Settings

FORGERY_LIFE = timedelta(hours=12)
FORM_LIFE = timedelta(hours=24)
SIGNATURE_BYTES = 16


class Expired(ValueError):
    """The token was ours, but its time is over."""


@dataclass(frozen=True)
class FormToken:
    """The one-time token of one form as shown to one person.

    Attributes:
        text: the token itself, as it travels in the page.
        issued_at: when the form was shown.

    """

    text: str
    issued_at: datetime


def sign(settings: Settings, purpose: str, bound_to: str = "") -> str:
    """Return a fresh token for `purpose`, good only together with `bound_to`."""
    nonce = secrets.token_hex(16)
    stamp = format(int(clock.now().timestamp()), "x")
    return f"{nonce}.{stamp}.{_signature(settings, purpose, f'{nonce}.{stamp}.{bound_to}')}"


def issued_at(settings: Settings, purpose: str, token: str, bound_to: str = "") -> datetime:
    """Return when `token` was signed; raise ValueError when it was not signed here so."""
    match token.split("."):
        case [nonce, stamp, signature] if hmac.compare_digest(
            signature.encode(),
            _signature(settings, purpose, f"{nonce}.{stamp}.{bound_to}").encode(),
        ):
            return datetime.fromtimestamp(int(stamp, 16), clock.VIETNAM)
    msg = "the token was not signed here"
    raise ValueError(msg)


def check(
    settings: Settings, purpose: str, token: str, life: timedelta, bound_to: str = ""
) -> datetime:
    """Return when `token` was signed; raise Expired or another ValueError when it is no good."""
    at = issued_at(settings, purpose, token, bound_to)
    if not timedelta(0) <= clock.now() - at + timedelta(minutes=5) <= life + timedelta(minutes=5):
        raise Expired
    return at


def new_form_token(settings: Settings) -> str:
    """Return the one-time token for a form about to be shown."""
    return sign(settings, "form")


def read_form_token(settings: Settings, text: str) -> FormToken:
    """Return the token a form came back with; raise Expired or another ValueError."""
    return FormToken(text, check(settings, "form", text, FORM_LIFE))


def keyed_hash(settings: Settings, purpose: str, value: str) -> str:
    """Return `value` as the database may hold it: useless without the key outside of it."""
    return hmac.new(settings.derive(purpose), value.encode(), hashlib.sha256).hexdigest()


def _signature(settings: Settings, purpose: str, text: str) -> str:
    digest = hmac.new(settings.derive(f"sign {purpose}"), text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode().rstrip("=")
