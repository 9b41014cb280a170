"""What a visitor sees when something cannot be done: one calm page, nothing typed lost."""

import logging
import os
import secrets
from pathlib import Path
from traceback import walk_tb

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal.errors import NotAllowed, NotFound, PortalError, TooLarge, TooMany, Unavailable
from portal.i18n import N_
from portal.web import csrf
from portal.web.access import actor
from portal.web.headers import private
from portal.web.session import close, reopen

log = logging.getLogger("portal")

SECRET_FIELDS = {"csrf_token", "form_token", "code"}
RETRY_SECONDS = 30
DESK = "/quan-tri"
MOST_SHOWN = 60  # fields; none of our forms for citizens has half as many
OURS = f"{Path(__file__).parents[1]}{os.sep}"
LAST_RESORT = (
    '<!doctype html><html lang="vi"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Trang này đang gặp lỗi</title>'
    "<h1>Trang này đang gặp lỗi</h1><p>Lỗi do hệ thống, không phải do quý vị. "
    "Xin thử lại sau ít phút.</p><p lang=en>Something broke on our side. Please try again in a "
    "few minutes.</p><p>{incident}</p></html>"
)


class Broken(PortalError):
    """A mistake of ours."""

    status = 500
    title = N_("Trang này đang gặp lỗi")
    advice = N_("Lỗi do hệ thống, không phải do quý vị. Xin thử lại sau ít phút.")


class BadRequest(PortalError):
    """The browser sent something that cannot be read."""

    status = 400


def show_refusal(error: PortalError) -> ResponseReturnValue:
    """Show a refusal as a page with its own status, what was typed below it."""
    answer = make_response(_page(error), error.status)
    if error.status in {TooMany.status, Unavailable.status}:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return private(answer)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Show Flask's own refusals in our voice."""
    known = {403: NotAllowed, 404: NotFound, 413: TooLarge}
    if isinstance(error, RequestEntityTooLarge):
        return show_refusal(TooLarge())
    refusal = known.get(error.code or 500, BadRequest)()
    answer = make_response(show_refusal(refusal))
    answer.status_code = error.code or refusal.status
    if error.response is not None:
        return error.response
    return answer


def show_busy(error: Exception) -> ResponseReturnValue:
    """Answer 503 when the database cannot be reached or is locked: nothing was taken."""
    if isinstance(error, DBAPIError) and not isinstance(error, OperationalError):
        return show_broken(error)
    log.warning("database unavailable: %s", type(error).__name__)
    return show_refusal(Unavailable())


def show_broken(error: Exception) -> ResponseReturnValue:
    """Answer 500 with a number under which the log has the place, never the content."""
    incident = secrets.token_hex(4)
    log.error("incident %s: %s in %s", incident, type(error).__name__, _place(error))
    try:
        page: Response | str = _page(Broken(), incident)
    except Exception as second:  # noqa: BLE001 - whatever broke the page, the visitor gets an answer
        log.error("incident %s: no page: %s in %s", incident, type(second).__name__, _place(second))  # noqa: TRY400 - a traceback would hold what was typed
        page = LAST_RESORT.format(incident=incident)
    return private(make_response(page, Broken.status))


def init_app(app: Flask) -> None:
    """Show every refusal."""
    app.register_error_handler(PortalError, show_refusal)
    app.register_error_handler(HTTPException, show_http_error)
    for kind in (OperationalError, PoolTimeout):
        app.register_error_handler(kind, show_busy)
    app.register_error_handler(Exception, show_broken)


def typed() -> list[tuple[str, str]]:
    """Return what the visitor had typed, secrets aside, so that it can be shown and sent again."""
    if request.method != "POST":
        return []
    try:
        fields = list(request.form.items(multi=True))
    except RequestEntityTooLarge:
        return []
    return [
        (name, value)
        for name, value in fields[:MOST_SHOWN]
        if name not in SECRET_FIELDS and "password" not in name
    ]


def _is_whole() -> bool:
    """Return whether `typed` leaves nothing out: a form cut short is not sent again."""
    return len(list(request.form.items(multi=True))) <= MOST_SHOWN


def _page(error: PortalError, incident: str | None = None) -> Response | str:
    """Return the page of `error`, for an official at the desk with the desk around it.

    Everyone else's touches no table, and so does everyone's of a mistake of ours: it works when the
    database does not.
    """
    if error.status < Broken.status:
        try:
            if _is_at_desk():
                page = _rendered(error, incident, "desk")
                close()
                return page
        except Exception as failure:  # noqa: BLE001 - whatever the desk lacks, the refusal is said
            log.warning("refusal without the desk: %s", type(failure).__name__)
    close()
    return _rendered(error, incident, "page")


def _is_at_desk() -> bool:
    """Return whether an official is signed in at the desk; whoever it is, is read anew."""
    if request.path != DESK and not request.path.startswith(f"{DESK}/"):
        return False
    reopen()
    g.pop("actor", None)
    current_app.extensions["find_sign_in"]()
    return actor().official_id is not None


def _rendered(error: PortalError, incident: str | None, layout: str) -> str:
    token = "" if isinstance(error, TooLarge) else request.form.get("form_token", "")
    kept = typed() if error.status in {403, 429, 503, 500} and not csrf.foreign() else []
    again = kept and error.status in {403, 429, 503} and _is_whole()
    return render_template(
        "errors/refusal.html",
        layout=layout,
        error=error,
        incident=incident,
        kept=kept,
        form_token=token,
        again=csrf.token() if again else "",
    )


def _place(error: Exception) -> str:
    """Return the last line of ours that ran, and the line of a library where it broke."""
    lines = [f"{frame.f_code.co_filename}:{line}" for frame, line in walk_tb(error.__traceback__)]
    own = [line for line in lines if line.startswith(OURS)]
    return " <- ".join(dict.fromkeys(lines[-1:] + own[-1:])) or "?"
