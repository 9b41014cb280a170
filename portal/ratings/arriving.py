"""What the way a rating came says about it; nothing of that is kept but the flag."""

from datetime import datetime

from flask import Response, request

from portal import clock
from portal.counters.models import Counter
from portal.ratings import weighing
from portal.ratings.weighing import Flag
from portal.web import limits, tokens
from portal.web.session import settings

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


def _rated_lately(counter: Counter) -> bool:
    known = request.cookies.get(COOKIE, "")
    try:
        tokens.check(settings(), PURPOSE, known, weighing.WINDOW, counter.code)
    except ValueError:
        return False
    return True
