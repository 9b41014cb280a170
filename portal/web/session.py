"""One database session per request and one transaction around the view."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from flask import Flask, Request, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, ValidationError

from portal.config import Settings
from portal.db import transaction
from portal.files import Files

LARGEST_ROW = 2**31 - 1
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
WITHOUT_DATABASE = (None, "static", "assets.asset", "web.choose_language", "home.alive")


def db() -> Session:
    """Return this request's session; only requests that may change something can write."""
    if "db" not in g:
        writes = request.method not in SAFE_METHODS
        g.db = current_app.extensions["sessions"](writes=writes)
    session: Session = g.db
    return session


@contextmanager
def written() -> Iterator[Session]:
    """Yield a session whose acts are on disk when the block ends: for looks on pages by GET."""
    with current_app.extensions["sessions"](writes=True) as session, transaction(session):
        yield session


def settings() -> Settings:
    """Return how this installation is set up."""
    found: Settings = current_app.extensions["settings"]
    return found


def files() -> Files:
    """Return where this installation keeps uploaded bytes."""
    found: Files = current_app.extensions["files"]
    return found


def close(_error: BaseException | None = None) -> None:
    """Give the connection back."""
    session = g.pop("db", None)
    if session is not None:
        session.close()


def reopen() -> None:
    """Close this request's session and begin another that only reads, whatever the request is."""
    close()
    g.db = current_app.extensions["sessions"](writes=False)


class PortalRequest(Request):
    """A request whose address asks for nothing PostgreSQL cannot hold."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """What stands behind the question mark, without NUL."""
        pairs = super().args.items(multi=True)
        return ImmutableMultiDict([(name, value.replace("\0", "")) for name, value in pairs])


class RowNumber(IntegerConverter):
    """A number in an address that a table could hold; a larger one is no address of ours."""

    def to_python(self, value: str) -> int:
        """Return the number; raise ValidationError, which is 404, for one out of reach."""
        number: int = super().to_python(value)
        if number > LARGEST_ROW:
            raise ValidationError
        return number


class Portal(Flask):
    """Flask, with each view inside one transaction: returning commits, raising rolls back."""

    request_class = PortalRequest

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view; see the class."""
        if request.endpoint in WITHOUT_DATABASE:
            return super().dispatch_request()
        with transaction(db()):
            return super().dispatch_request()
