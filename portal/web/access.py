"""Every view says who may use it; a view that does not say is refused."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for

from portal.errors import NotAllowed, NotFound
from portal.permissions import VISITOR, Action, Actor, allowed

P = ParamSpec("P")
R = TypeVar("R")


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark `view` as open to everyone."""
    view.access = "public"  # type: ignore[attr-defined]  # functions carry attributes
    return view


def requires(action: Action) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark `view` as needing `action`; the act still checks it against the very thing.

    Somebody not signed in is sent to sign in when reading, and refused when sending.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not allowed(actor(), action):
                if actor().official_id is None and request.method == "GET":
                    return redirect(url_for("accounts.sign_in", next=request.full_path))  # type: ignore[return-value]  # a redirect is an answer like any other
                raise NotAllowed
            return view(*args, **kwargs)

        guarded.access = action  # type: ignore[attr-defined]  # functions carry attributes
        return guarded

    return mark


def actor() -> Actor:
    """Return whoever makes this request, as `accounts` identifies them."""
    if "actor" not in g:
        g.actor = current_app.extensions["identify"]()
    found: Actor = g.actor
    return found


def may(action: str) -> bool:
    """Return whether the asker may ever do `action`, by its value: what menus ask."""
    return allowed(actor(), Action(action))


def refuse_undeclared() -> None:
    """Stop any request whose view declares no access (Flask's own static files aside)."""
    if request.endpoint is None:
        raise request.routing_exception or NotFound()
    if "\0" in request.path:
        raise NotFound  # PostgreSQL holds no NUL, and no address of ours has one
    if request.endpoint == "static":
        return
    if not hasattr(current_app.view_functions[request.endpoint], "access"):
        raise NotAllowed


def init_app(app: Flask) -> None:
    """Install the default refusal; until `accounts` says otherwise, everyone is a visitor."""
    app.extensions["identify"] = lambda: VISITOR
    app.before_request(refuse_undeclared)
    app.jinja_env.globals["may"] = may
