"""The way from the form to the receipt: a sealed, short-lived cookie instead of an address."""

import json
import secrets
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Response, make_response, redirect, request, url_for

from portal import clock
from portal.web.headers import private
from portal.web.session import settings

COOKIE = "bien-nhan"
LIFE = timedelta(minutes=15)
NONCE = 12
PURPOSE = b"receipt"


def hand_out(response: Response, form_token: str, path: str) -> None:
    """Let the browser that sent the form, and no other, open its receipt for a while."""
    response.set_cookie(
        COOKIE,
        seal(form_token),
        max_age=LIFE,
        path=path,
        httponly=True,
        samesite="Strict",
        secure=settings().https,
    )


def take_away(response: Response, path: str) -> None:
    """Take the receipt out of the browser."""
    response.delete_cookie(
        COOKIE, path=path, httponly=True, samesite="Strict", secure=settings().https
    )


def leave(path: str) -> Response:
    """Return the way to the front page that leaves nothing of the visit in the browser.

    Somebody else may use it next, at a counter above all.
    """
    response = private(make_response(redirect(url_for("home.front"), 303)))
    take_away(response, path)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def presented() -> str | None:
    """Return the form token whose receipt this browser may see; None when there is none."""
    return unseal(request.cookies.get(COOKIE, ""))


def seal(form_token: str) -> str:
    """Return `form_token` so that nobody can read it, use it elsewhere or use it tomorrow."""
    nonce = secrets.token_bytes(NONCE)
    ends = (clock.now() + LIFE).timestamp()
    content = json.dumps([form_token, ends]).encode()
    return (nonce + _cipher().encrypt(nonce, content, PURPOSE)).hex()


def unseal(sealed: str) -> str | None:
    """Return what was sealed here less than 15 minutes ago, None for anything else."""
    try:
        raw = bytes.fromhex(sealed)
        form_token, ends = json.loads(_cipher().decrypt(raw[:NONCE], raw[NONCE:], PURPOSE))
    except (ValueError, InvalidTag):
        return None
    return str(form_token) if clock.now().timestamp() <= ends else None


def _cipher() -> AESGCM:
    return AESGCM(settings().derive("receipt cookie"))
