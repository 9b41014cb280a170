"""What may be sent at all, looked at before anybody reads it as a form."""

from flask import Flask, request

from portal.errors import NotAForm, TooLarge
from portal.web.session import SAFE_METHODS

FORMS = {"multipart/form-data", "application/x-www-form-urlencoded", ""}
LARGEST = 8_000_000
# Each escape and each field costs some 200 bytes while it is read; our own pages send long text
# as multipart, which has its own limits.
MOST_ESCAPES = 400_000
MOST_FIELDS = 1_000


def refuse_unreadable() -> None:
    """Stop a body that is no form, or one made to fill the memory while it is taken apart."""
    if request.method in SAFE_METHODS:
        return
    if request.mimetype not in FORMS:
        raise NotAForm
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    if (request.content_length or 0) > LARGEST:
        raise TooLarge
    body = request.get_data(cache=True, parse_form_data=False)
    if body.count(b"%") > MOST_ESCAPES or body.count(b"&") > MOST_FIELDS:
        raise TooLarge


def init_app(app: Flask) -> None:
    """Look at every body first."""
    app.before_request_funcs.setdefault(None, []).insert(0, refuse_unreadable)
