"""Counting tries, to slow guessing down; never to lock anybody out for good."""

import ipaddress
import logging

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from portal.errors import TooMany
from portal.web.session import settings

log = logging.getLogger("portal")

REDIS_SECONDS = 0.5
FLOOD = "1500/minute"  # a machine; five hundred people behind one Wi-Fi in a minute get through


def network_of(address: str) -> str:
    """Return the network an address stands for: a household's /64, or one IPv4 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = 64 if found.version == 6 else 32  # noqa: PLR2004 - IPv6
    return str(ipaddress.ip_network((found, prefix), strict=False))


def is_among(address: str, networks: str) -> bool:
    """Return whether an address lies in one of the `networks`, written with commas between.

    What is no network is passed over: a slip in a setting must not stop what people send.
    """
    return any(_lies_in(address, network.strip()) for network in networks.split(","))


def _lies_in(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


class Tries:
    """How often something was tried; counted together by all nodes when Redis is set."""

    def __init__(self, url: str) -> None:
        """Count in `url`, and in this process alone whenever that cannot be reached."""
        self._shared = MovingWindowRateLimiter(storage_from_string(url, **_patience(url)))
        self._own = MovingWindowRateLimiter(MemoryStorage())

    def within(self, limit: str, *key: str) -> bool:
        """Count one try under `key`; return whether it is still within `limit` ("5/minute")."""
        return self._ask("hit", parse(limit), *key)

    def left(self, limit: str, *key: str) -> bool:
        """Return whether another try under `key` would be within `limit`, without counting."""
        return self._ask("test", parse(limit), *key)

    def _ask(self, verb: str, item: RateLimitItem, *key: str) -> bool:
        try:
            return bool(getattr(self._shared, verb)(item, *key))
        except Exception as error:  # noqa: BLE001 - each storage raises its own; a limit must not fail
            log.warning("rate limits unreachable: %s", type(error).__name__)
            return bool(getattr(self._own, verb)(item, *key))


def refuse_flood(what: str, *key: str) -> None:
    """Raise TooMany when one network sends more of `what` than a full waiting room would."""
    place = network_of(request.remote_addr or "")
    if not tries().within(FLOOD, f"flood of {what}", place, *key):
        raise TooMany


def _patience(url: str) -> dict[str, float]:
    """Return how long Redis may take: a hung one must not hold a page."""
    if not url.startswith("redis"):
        return {}
    return {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}


def tries() -> Tries:
    """Return this installation's counters."""
    found: Tries = current_app.extensions["tries"]
    return found


def init_app(app: Flask) -> None:
    """Open the counters."""
    with app.app_context():
        app.extensions["tries"] = Tries(settings().limits_url)
