"""Promising effects, and keeping the promises."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Sessions, transaction
from portal.outbox.models import Effect

After = Callable[[], object]
# What a handler gives back is done after its transaction: slow things must not hold the database.
Handler = Callable[[Session, dict[str, Any]], After | None]

LETTER = "mail."
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 13  # with pauses that double from ten seconds: a mail server may be away a day

_TROUBLED = (Effect.done_at.is_(None), Effect.error.is_not(None))


class Later(Exception):
    """What a handler raises when its effect has to wait; it stays promised, nothing is tried."""

    def __init__(self, at: datetime) -> None:
        """Say when to come back."""
        super().__init__()
        self.at = at


def promise(session: Session, kind: str, **payload: Any) -> None:
    """Record that `kind` must happen with `payload` once this transaction commits."""
    now = clock.now()
    session.add(Effect(kind=kind, payload=payload, promised_at=now, run_at=now))


def claim(session: Session, worker: str) -> Effect | None:
    """Return the oldest effect that is due, leased to `worker`, or None when nothing is."""
    now = clock.now()
    due = (
        select(Effect.id)
        .where(Effect.done_at.is_(None), Effect.failed_at.is_(None), Effect.run_at <= now)
        .where(Effect.lease_until.is_(None) | (Effect.lease_until < now))
        .order_by(Effect.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(Effect)
        .where(Effect.id == due.scalar_subquery())
        .values(lease_until=now + LEASE, worker=worker, attempts=Effect.attempts + 1)
        .returning(Effect)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(taken).one_or_none()


def keep_one(sessions: Sessions, handlers: Mapping[str, Handler], worker: str) -> bool:
    """Carry out one effect that is due; return whether there was one."""
    with sessions() as session, transaction(session):
        effect = claim(session, worker)
    if effect is None:
        return False
    came_of = _carry_out(sessions, handlers, effect)
    with sessions() as session, transaction(session):
        _settle(session.merge(effect), came_of)
    return True


def waiting(session: Session, kind_prefix: str) -> list[dict[str, Any]]:
    """Return the payloads promised but not yet carried out, oldest first."""
    open_ones = select(Effect.payload).where(
        Effect.kind.startswith(kind_prefix), Effect.done_at.is_(None)
    )
    return list(session.scalars(open_ones.order_by(Effect.id)))


def troubled(session: Session, most: int, start: int = 0) -> list[Effect]:
    """Return what failed and was not done since: what was given up first, then by its turn."""
    wanted = select(Effect).where(*_TROUBLED)
    ordered = wanted.order_by(Effect.failed_at.is_(None), Effect.run_at, Effect.id)
    return list(session.scalars(ordered.limit(most).offset(start)))


def troubled_count(session: Session) -> int:
    """Return how much there is of it."""
    return session.scalar(select(func.count(Effect.id)).where(*_TROUBLED)) or 0


def is_letter(effect: Effect) -> bool:
    """Return whether it may be left undone: nothing but a letter may."""
    return effect.kind.startswith(LETTER)


def try_again(session: Session, effect_id: int | None = None) -> int:
    """Let what failed, or one of it, be tried once more from now; return how much there is.

    What a worker has in hand just now is left to it.
    """
    again = _at_rest(session, effect_id)
    for effect in again:
        effect.failed_at, effect.run_at, effect.attempts = None, clock.now(), 0
    return len(again)


def give_up(session: Session, effect_id: int | None = None) -> int:
    """Leave one letter unsent for good, or all that are tried no more; return how many.

    Those still being tried are given up one by one only: a server may just be away for an hour.
    """
    left = [
        effect
        for effect in _at_rest(session, effect_id)
        if is_letter(effect) and (effect_id is not None or effect.failed_at is not None)
    ]
    for effect in left:
        effect.done_at, effect.failed_at = clock.now(), None
    return len(left)


def _at_rest(session: Session, effect_id: int | None) -> list[Effect]:
    """Return what failed and nobody has in hand, locked until this transaction ends."""
    free = Effect.lease_until.is_(None) | (Effect.lease_until < clock.now())
    wanted = select(Effect).where(*_TROUBLED, free).with_for_update()
    if effect_id is not None:
        wanted = wanted.where(Effect.id == effect_id)
    return list(session.scalars(wanted.order_by(Effect.id)))


def backlog(session: Session) -> int:
    """Return how many effects wait to be carried out."""
    open_ones = select(func.count(Effect.id)).where(
        Effect.done_at.is_(None), Effect.failed_at.is_(None)
    )
    return session.scalar(open_ones) or 0


def _carry_out(
    sessions: Sessions, handlers: Mapping[str, Handler], effect: Effect
) -> str | Later | None:
    """Run the handler in a transaction of its own; return what went wrong or when to come back."""
    try:
        with sessions() as session, transaction(session):
            after = handlers[effect.kind](session, effect.payload)
        if after is not None:
            after()
    except Later as later:
        return later
    except Exception as error:  # noqa: BLE001 - one bad effect must not stop the others
        return type(error).__name__
    return None


def _settle(effect: Effect, came_of: str | Later | None) -> None:
    now = clock.now()
    effect.lease_until = None
    if isinstance(came_of, Later):
        effect.run_at, effect.attempts = came_of.at, effect.attempts - 1
        return
    effect.error = came_of
    if came_of is None:
        effect.done_at = now
    elif effect.attempts >= MOST_ATTEMPTS:
        effect.failed_at = now
    else:
        effect.run_at = now + timedelta(seconds=2**effect.attempts * 5)
