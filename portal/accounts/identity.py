"""Who makes this request, and whose portal it is: read once, before the view."""

import hashlib
from dataclasses import dataclass, fields

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import object_session

from portal.accounts import service
from portal.accounts.models import Authority, Official, SignIn
from portal.db import transaction
from portal.errors import NotFound
from portal.permissions import VISITOR, Actor
from portal.web.session import SAFE_METHODS, WITHOUT_DATABASE, db, settings


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The authority as pages show it; kept in memory so that error pages can show it too."""

    name: str = "Cổng thông tin và lắng nghe Nhân dân"
    short_name: str = "Cổng thông tin"
    parent: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    reception: str = ""
    lawful_channel: str = ""
    brand_colour: str = "#0b5a63"
    emblem_url: str | None = None


UNREAD = Letterhead()


def cookie_name() -> str:
    """Return the name of the sign-in cookie; `__Host-` binds it to this host where TLS allows."""
    return "__Host-portal" if settings().https else "portal"


def remember(response: Response, secret: str) -> None:
    """Put the secret of a fresh sign-in into the browser, out of reach of scripts."""
    response.set_cookie(
        cookie_name(), secret, httponly=True, samesite="Lax", secure=settings().https, path="/"
    )


def forget(response: Response) -> None:
    """Take the sign-in out of the browser."""
    response.delete_cookie(cookie_name(), path="/", secure=settings().https, samesite="Lax")


def identify() -> Actor:
    """Return the official whose cookie came with the request, or a visitor."""
    found = official()
    return service.actor_for(db(), found) if found else VISITOR


def official() -> Official | None:
    """Return the signed-in official, for pages to greet; None on pages shown after an error.

    Those come when the database session is closed, and must not ask the database anything.
    """
    sign_in: SignIn | None = g.get("sign_in")
    return sign_in.official if sign_in and object_session(sign_in) else None


def read_sign_in() -> None:
    """Find the sign-in of this request, and note once a minute that it is in use."""
    if request.endpoint in WITHOUT_DATABASE:
        return
    found = find_sign_in()
    if found is not None and service.needs_touch(found):
        _touch(found.id)


def find_sign_in() -> SignIn | None:
    """Find the sign-in of this request: at its start, and again for the page of a refusal."""
    g.pop("sign_in", None)
    secret = request.cookies.get(cookie_name())
    found = service.signed_in(db(), secret) if secret else None
    if secret and found is not None:
        g.sign_in = found
        g.session_mark = hashlib.sha256(f"csrf {secret}".encode()).hexdigest()
    return found


def read_letterhead() -> None:
    """Read the authority's name and colours, or keep the last known when that fails."""
    if request.endpoint in WITHOUT_DATABASE or _knows_letterhead_well_enough():
        return
    try:
        found = service.authority(db())
    except (NotFound, DBAPIError):
        return
    current_app.extensions["letterhead"] = _letterhead(found)


def init_app(app: Flask) -> None:
    """Identify every request."""
    app.extensions["letterhead"] = UNREAD
    app.extensions["identify"] = identify
    app.extensions["find_sign_in"] = find_sign_in
    app.before_request(read_sign_in)
    app.before_request(read_letterhead)
    app.context_processor(
        lambda: {"authority": app.extensions["letterhead"], "official": official()}
    )


def _knows_letterhead_well_enough() -> bool:
    # Reading it in a request that writes would lock the database before the view has to.
    known = current_app.extensions["letterhead"] is not UNREAD
    return known and request.method not in SAFE_METHODS


def _touch(sign_in_id: int) -> None:
    # In a transaction of its own: the page itself may only be reading.
    if request.method != "GET":
        service.touch(db(), sign_in_id)
        return
    try:
        with current_app.extensions["sessions"]() as session, transaction(session):
            service.touch(session, sign_in_id)
    except DBAPIError:
        return  # the page matters more; the next one notes it


def _letterhead(found: Authority) -> Letterhead:
    shared = {field.name for field in fields(Letterhead)} - {"emblem_url"}
    return Letterhead(**{name: getattr(found, name) for name in shared})
