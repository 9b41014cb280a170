"""Who is who: the authority, its offices, and the officials signing in."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import rules
from portal.accounts.models import (
    Authority,
    Invitation,
    Office,
    Official,
    OfficialRole,
    SignIn,
    Topic,
)
from portal.errors import Invalid, NotFound
from portal.history.service import record
from portal.i18n import LANGUAGES
from portal.permissions import Actor, Role

# OWASP's floor for argon2id is 19 MiB and 2 passes; this takes about 40 ms here.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NOBODY_HASH = HASHER.hash(secrets.token_hex(16))
REMEMBERED_EVERY = 60  # seconds between two notes of "seen"


def authority(session: Session) -> Authority:
    """Return the authority; raise NotFound before the installation was set up."""
    found = session.get(Authority, 1)
    if found is None:
        raise NotFound
    return found


def offices(session: Session) -> list[Office]:
    """Return the offices that exist today, in the authority's own order."""
    today = clock.today()
    living = select(Office).where(Office.valid_to.is_(None) | (Office.valid_to >= today))
    return list(session.scalars(living.order_by(Office.position, Office.id)))


def staffed_offices(session: Session) -> list[Office]:
    """Return the offices of today where somebody answers: staff of its own, or officers above."""
    wanted = select(Official.office_id, OfficialRole.role).join(OfficialRole)
    staff = {(row[0], row[1]) for row in session.execute(wanted.where(Official.active))}
    return [
        office
        for office in offices(session)
        if (office.id, Role.HEAD) in staff
        or any((above.id, Role.OFFICER) in staff for above in _upwards(office))
    ]


def _upwards(office: Office | None) -> Iterator[Office]:
    while office is not None:
        yield office
        office = office.parent


def office_by(session: Session, *, slug: str = "", code: str = "") -> Office:
    """Return the office with this slug or code; raise NotFound when there is none."""
    wanted = Office.slug == slug if slug else Office.code == code
    found = session.scalar(select(Office).where(wanted))
    if found is None:
        raise NotFound
    return found


def topics(session: Session) -> list[Topic]:
    """Return the fields citizens can choose, in order."""
    active = select(Topic).where(Topic.active).order_by(Topic.position, Topic.id)
    return list(session.scalars(active))


def with_all_below(session: Session, office_id: int) -> frozenset[int]:
    """Return the ids of an office and of every office below it."""
    tree = select(Office.id).where(Office.id == office_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Office.id).join(tree, Office.parent_id == tree.c.id))
    return frozenset(session.scalars(select(tree.c.id)))


def official(session: Session, actor: Actor) -> Official:
    """Return the official `actor` is; raise NotFound for a visitor."""
    found = session.get(Official, actor.official_id) if actor.official_id else None
    if found is None:
        raise NotFound
    return found


def actor_for(session: Session, official: Official) -> Actor:
    """Return `official` as the permission table sees them."""
    return Actor(
        roles=frozenset({Role.VISITOR, *(row.role for row in official.roles)}),
        offices=with_all_below(session, official.office_id),
        official_id=official.id,
        home=official.office_id,
    )


def check_password(session: Session, user_name: str, password: str) -> Official | None:
    """Return the official who signs in so, or None; as slow for unknown names as for known."""
    official = session.scalar(select(Official).where(Official.user_name == user_name.lower()))
    known = official.password_hash if official and official.active else None
    try:
        HASHER.verify(known or NOBODY_HASH, rules.same_password(password))
    except (VerifyMismatchError, InvalidHashError):
        return None
    return official if known else None


def open_session(session: Session, official: Official) -> str:
    """Start a sign-in; return the secret for the cookie, which is kept nowhere else."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(token_hash=_hash(secret), official_id=official.id, created_at=now, seen_at=now)
    )
    return secret


def signed_in(session: Session, secret: str) -> SignIn | None:
    """Return the sign-in `secret` belongs to, or None when it is over or never was."""
    found = session.scalar(select(SignIn).where(SignIn.token_hash == _hash(secret)))
    if found is None or found.ended_at is not None or not found.official.active:
        return None
    return found if rules.is_alive(found.created_at, found.seen_at, clock.now()) else None


def needs_touch(sign_in: SignIn) -> bool:
    """Return whether it is time to note again that the official is still at work."""
    return (clock.now() - sign_in.seen_at).total_seconds() > REMEMBERED_EVERY


def touch(session: Session, sign_in_id: int) -> None:
    """Note that the official is at work, which keeps the sign-in from ending idle."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is not None:
        sign_in.seen_at = clock.now()


def admit(session: Session, proved: Official) -> tuple[Official, str] | None:
    """Start a sign-in for whoever just proved to be `proved`; return them and its secret.

    None is the answer when their account changed since.

    Args:
        session: the transaction to write in; the proof was taken outside of it.
        proved: the official as `check_password` found them.

    """
    official = session.get(Official, proved.id)
    if official is None or not official.active or official.password_hash != proved.password_hash:
        return None
    record(session, actor_for(session, official), ("official", official.id), "signed_in")
    return official, open_session(session, official)


def open_sessions(session: Session, official_id: int) -> list[SignIn]:
    """Return the sign-ins of an official that still hold, the latest first."""
    wanted = select(SignIn).where(SignIn.official_id == official_id, SignIn.ended_at.is_(None))
    now = clock.now()
    found = session.scalars(wanted.order_by(SignIn.id.desc()))
    return [row for row in found if rules.is_alive(row.created_at, row.seen_at, now)]


def end_own_session(session: Session, actor: Actor, sign_in_id: int) -> None:
    """End one of the actor's own sign-ins; raise NotFound for anybody else's."""
    found = session.get(SignIn, sign_in_id)
    if found is None or found.official_id != actor.official_id:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = clock.now()
        record(session, actor, ("official", found.official_id), "session_ended")


def write_in(session: Session, actor: Actor, language: str) -> None:
    """Let letters to `actor` be written in `language` from now on."""
    if language not in LANGUAGES:
        raise Invalid
    whose = official(session, actor)
    whose.language = language
    record(session, actor, ("official", whose.id), "language_chosen", language=language)


def close_session(session: Session, secret: str) -> None:
    """End a sign-in; an unknown one is no matter."""
    found = session.scalar(select(SignIn).where(SignIn.token_hash == _hash(secret)))
    if found is not None and found.ended_at is None:
        found.ended_at = clock.now()


def close_all_sessions(session: Session, official: Official) -> None:
    """End every sign-in of `official`: after a new password, new roles, or leaving."""
    open_ones = select(SignIn).where(SignIn.official_id == official.id, SignIn.ended_at.is_(None))
    for sign_in in session.scalars(open_ones):
        sign_in.ended_at = clock.now()


def invite(session: Session, official: Official) -> str:
    """Return the secret of a one-time link with which `official` sets a password.

    Links given before open nothing any more.
    """
    end_invitations(session, official)
    secret = secrets.token_urlsafe(32)
    expires = clock.now() + rules.INVITATION_LIFE
    session.add(Invitation(token_hash=_hash(secret), official_id=official.id, expires_at=expires))
    return secret


def end_invitations(session: Session, official: Official) -> None:
    """Make every one-time link of `official` open nothing any more."""
    unused = select(Invitation).where(
        Invitation.official_id == official.id, Invitation.used_at.is_(None)
    )
    for found in session.scalars(unused):
        found.used_at = clock.now()


def invitation(session: Session, secret: str) -> Invitation:
    """Return the invitation `secret` opens; raise NotFound when used, over or unknown.

    The row is locked, so that of two who use the link at once only one finds it unused.
    """
    wanted = select(Invitation).where(Invitation.token_hash == _hash(secret)).with_for_update()
    found = session.scalar(wanted)
    if found is None or found.used_at is not None or found.expires_at < clock.now():
        raise NotFound
    if not found.official.active:
        raise NotFound
    return found


def accept(session: Session, secret: str, password: str) -> Official:
    """Use up the one-time link `secret` and set the password it is for; return whose it is."""
    official = invitation(session, secret).official
    change_password(session, official, password)
    return official


def change_password(session: Session, official: Official, password: str) -> None:
    """Set the password the official chose, and note that they did; ends links and sign-ins."""
    set_password(session, official, password)
    end_invitations(session, official)
    record(session, actor_for(session, official), ("official", official.id), "password_set")


def set_password(session: Session, official: Official, password: str) -> None:
    """Give `official` a new password and end every sign-in made with the old one."""
    official.password_hash = HASHER.hash(rules.same_password(password))
    close_all_sessions(session, official)


def officials_with(session: Session, role: Role, office_ids: Iterable[int]) -> list[Official]:
    """Return the active officials holding `role` in one of these offices."""
    wanted = select(Official).where(
        Official.active, Official.office_id.in_(list(office_ids)), Official.roles.any(role=role)
    )
    return list(session.scalars(wanted.order_by(Official.id)))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
