"""What the way a request came says about it; nothing of that is kept but a flag and a count."""

import logging
from datetime import datetime

from flask import Response, current_app, request
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.counters.models import Counter, CounterToken
from portal.counters.scanning import Scan, scan_of
from portal.counters.service import note_scan
from portal.db import transaction
from portal.ratings import weighing
from portal.ratings.weighing import Flag
from portal.web import limits, tokens
from portal.web.session import settings

log = logging.getLogger("portal")

COOKIE = "da-danh-gia"
PURPOSE = "rated"


def flags(counter: Counter, *, kiosk: bool, opened_at: datetime | None = None) -> frozenset[Flag]:
    """Return what is odd about the request: from whom and how fast; counts it against its network.

    Args:
        counter: where.
        kiosk: whether it comes from the tablet that everybody at the counter uses.
        opened_at: when its page was shown, None when it waited on a device.

    """
    address = request.remote_addr or ""
    network = limits.network_of(address)
    found = {
        Flag.OWN_NETWORK: kiosk or limits.is_among(address, settings().office_networks),
        Flag.REPEAT: not kiosk and _rated_lately(counter),
        Flag.FAST: opened_at is not None and clock.now() - opened_at < weighing.FASTEST,
        Flag.BURST: not limits.tries().within(weighing.BURST, "ratings", network, counter.code),
    }
    return frozenset(flag for flag, so in found.items() if so)


def remember(response: Response, counter: Counter, path: str) -> None:
    """Let this browser know for half an hour that it rated here; the portal keeps no such list."""
    response.set_cookie(
        COOKIE,
        tokens.sign(settings(), PURPOSE, counter.code),
        max_age=weighing.WINDOW,
        path=path,
        httponly=True,
        samesite="Strict",
        secure=settings().https,
    )


def count_scan(response: Response, edition: CounterToken) -> Response:
    """Let `response` count a scan of the code once it is sent: nobody waits for that.

    A code on a slip (`?ma=`) is no poster. What the database cannot take just then is not counted.
    """
    by = scan_of(dict(request.headers), request.host)
    if request.method != "GET" or "ma" in request.args or by is Scan.NOBODY:
        return response
    network = limits.network_of(request.remote_addr or "")
    if not limits.tries().within(limits.FLOOD, "scans", network, edition.token):
        return response
    sessions, token_id = current_app.extensions["sessions"], edition.id

    def count() -> None:
        try:
            with sessions(writes=True) as session, transaction(session):
                note_scan(session, token_id, by_machine=by is Scan.MACHINE)
        except DBAPIError as error:
            log.warning("a scan was not counted: %s", type(error).__name__)

    response.call_on_close(count)
    return response


def _rated_lately(counter: Counter) -> bool:
    known = request.cookies.get(COOKIE, "")
    try:
        tokens.check(settings(), PURPOSE, known, weighing.WINDOW, counter.code)
    except ValueError:
        return False
    return True
