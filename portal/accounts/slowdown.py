"""Checking passwords without letting guessers hurry, or a storm of them stop everybody else.

Wrong passwords are counted for each user name and for each network; when a row of the table is
used up, the next try has to wait. Nobody is locked out: the longest wait is an hour, and a network
that guesses at many names makes only itself wait.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, request

from portal.accounts import rules, service
from portal.accounts.models import Official
from portal.errors import PortalError, Unavailable
from portal.i18n import N_
from portal.web.limits import network_of, tries
from portal.web.session import db

# Argon2 takes a processor for 40 ms on purpose. Two may be at it, two may wait; whoever comes then
# is asked to come back, so that threads stay free for those who are not signing in.
HASHING = threading.BoundedSemaphore(2)
WAITING = threading.BoundedSemaphore(4)


class TriedTooOften(PortalError):
    """Too many wrong passwords; another try is taken later.

    Attributes:
        minutes: how long to wait at most.

    """

    status = 429
    title = N_("Đã thử nhiều lần")

    def __init__(self, minutes: int) -> None:
        """Ask to wait `minutes`."""
        super().__init__()
        self.minutes = minutes


def check_password(user_name: str, password: str) -> Official | None:
    """Return the official who signs in so, or None when name or password is wrong.

    The database is not locked meanwhile: what the request read so far is let go, and the hash is
    read in a session of its own that only reads.

    Raises:
        TriedTooOften: too many wrong ones came before.
        Unavailable: too many are being checked at this moment.

    """
    rows = _rows(user_name)
    wait = max((minutes for _, minutes, row in rows if not tries().left(*row)), default=0)
    if wait:
        raise TriedTooOften(wait)
    db().rollback()
    with room_to_hash(), current_app.extensions["sessions"](writes=False) as reading:
        found = service.check_password(reading, user_name, password)
    if found is None:
        for _, _, row in rows:
            tries().within(*row)
    return found


@contextmanager
def room_to_hash() -> Iterator[None]:
    """Hold one of the few places where passwords are hashed; raise Unavailable when all are."""
    if not WAITING.acquire(blocking=False):
        raise Unavailable
    try:
        with HASHING:
            yield
    finally:
        WAITING.release()


def _rows(user_name: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return each limit as count, minutes, and what `Tries` takes for it."""
    name = user_name.lower()
    place = network_of(request.remote_addr or "")
    table = (
        (rules.FROM_ONE_PLACE, ("sign-in here", name, place)),
        (rules.FROM_EVERYWHERE, ("sign-in anywhere", name)),
        (rules.FROM_ONE_NETWORK, ("sign-in of all here", place)),
    )
    return [
        (count, minutes, (f"{count}/{minutes} minute", *key))
        for limits, key in table
        for count, minutes in limits
    ]
