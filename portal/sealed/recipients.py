"""Who sealed items are for: the public keys they are sealed to, the people who may fetch them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Official, OfficialRole
from portal.accounts.service import with_all_below
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, Role, allowed
from portal.sealed import rules
from portal.sealed.models import SealingKey

NOT_A_KEY = N_("Đây không phải khóa công khai: cần đúng 64 chữ số hệ mười sáu.")


def key_in_use(session: Session) -> SealingKey | None:
    """Return the key items are sealed to, None when the lane is closed."""
    wanted = select(SealingKey).where(SealingKey.retired_at.is_(None))
    return session.scalars(wanted.order_by(SealingKey.id.desc()).limit(1)).one_or_none()


def keys(session: Session, actor: Actor) -> list[SealingKey]:
    """Return every key there ever was, the newest first."""
    _permit(actor)
    return list(session.scalars(select(SealingKey).order_by(SealingKey.id.desc())))


def add_key(session: Session, actor: Actor, typed: str, owner: str) -> SealingKey:
    """Put a public key into use, made on the machine that will open; raise Invalid."""
    _permit(actor)
    try:
        public = rules.read_public(typed)
    except ValueError:
        raise Invalid(NOT_A_KEY) from None
    name = rules.fingerprint(public)
    key = session.scalar(select(SealingKey).where(SealingKey.name == name))
    if key is None:
        key = SealingKey(
            name=name,
            public=public.hex(),
            owner=owner,
            added_at=clock.now(),
            added_by_id=actor.official_id,
        )
        session.add(key)
        session.flush()
        record(session, actor, ("sealing_key", key.id), "added", key=name)
    return key


def retire_key(session: Session, actor: Actor, key_id: int) -> None:
    """Take a key out of use; what was sealed to it still opens with its private half."""
    _permit(actor)
    key = session.get(SealingKey, key_id)
    if key is None:
        raise NotFound
    if key.retired_at is None:
        key.retired_at = clock.now()
        record(session, actor, ("sealing_key", key.id), "retired", key=key.name)


def confidants(session: Session) -> list[Official]:
    """Return who is named to open sealed items."""
    wanted = (
        select(Official)
        .join(OfficialRole)
        .where(OfficialRole.role == Role.CONFIDANT, Official.active)
        .order_by(Official.id)
    )
    return list(session.scalars(wanted))


def who_may(
    session: Session, said: str, *, offices: Collection[int], not_for: Collection[int]
) -> list[Official]:
    """Return the people named to open items, without those an item speaks of.

    Args:
        session: the transaction.
        said: everything typed into it, still in memory; full names in it are heard.
        offices: of whoever it speaks of; nobody of them, nor below them.
        not_for: ids of those the sender left out.

    """
    people = confidants(session)
    spoken_of = rules.named(said, [official.name for official in people])
    away = {below for office_id in offices for below in with_all_below(session, office_id)}
    return [
        official
        for official, spoken in zip(people, spoken_of, strict=True)
        if not spoken and official.id not in not_for and official.office_id not in away
    ]


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.SEALED_MANAGE):
        raise NotAllowed
