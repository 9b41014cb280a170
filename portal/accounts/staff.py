"""What administrators do to the officials who sign in."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import rules, service
from portal.accounts.facts import OfficialFacts, Unfit, apply
from portal.accounts.models import Authority, Office, Official, OfficialRole
from portal.errors import NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, Role, allowed

LAST_ADMINISTRATOR = N_(
    "Đây là quản trị viên cuối cùng còn đăng nhập được. "
    "Xin cấp quyền quản trị cho một người khác trước."
)
OUT_OF_USE = N_("Tài khoản này đã ngừng dùng. Xin mở lại trước khi gửi liên kết.")


def officials(session: Session, actor: Actor) -> list[Official]:
    """Return everybody who has an account."""
    _permit(actor)
    return list(session.scalars(select(Official).order_by(Official.id)))


def official_by(session: Session, actor: Actor, user_name: str) -> Official:
    """Return the official with this user name; raise NotFound when there is none."""
    _permit(actor)
    found = session.scalar(select(Official).where(Official.user_name == user_name))
    if found is None:
        raise NotFound
    return found


def create_official(
    session: Session, actor: Actor, user_name: str, facts: OfficialFacts
) -> tuple[Official, str]:
    """Return a new account and the secret of the one-time link that sets its password."""
    _permit(actor)
    name = user_name.lower()
    if session.scalar(select(Official.id).where(Official.user_name == name)):
        raise Unfit(N_("Tên đăng nhập này đã có người dùng. Xin chọn tên khác."), field="user_name")
    _refuse_unknown_office(session, facts)
    official = Official(user_name=name, created_at=clock.now())
    apply(official, facts, but=("roles",))
    official.roles = [OfficialRole(role=role) for role in sorted(facts.roles)]
    session.add(official)
    session.flush()
    record(session, actor, ("official", official.id), "created", office_id=official.office_id,
           roles=sorted(facts.roles))  # fmt: skip
    return official, service.invite(session, official)


def edit_official(session: Session, actor: Actor, official: Official, facts: OfficialFacts) -> None:
    """Change an account; new rights hold at once, and whoever is signed in signs in again."""
    _permit(actor)
    _refuse_unknown_office(session, facts)
    stays = facts.active and Role.ADMINISTRATOR in facts.roles
    if not stays and _is_last_administrator(session, official):
        raise Unfit(LAST_ADMINISTRATOR, field="roles")
    changed = set(apply(official, facts, but=("roles",)))
    if _set_roles(official, facts.roles):
        changed.add("roles")
    if changed & {"roles", "office_id", "active"}:
        service.close_all_sessions(session, official)
    if not official.active:
        service.end_invitations(session, official)
    if changed:
        # Which facts, not what they are: a name in the log could never be taken out again.
        record(session, actor, ("official", official.id), "edited", office_id=official.office_id,
               changed=sorted(changed), roles=sorted(facts.roles), active=facts.active)  # fmt: skip


def facts_of(official: Official) -> dict[str, Any]:
    """Return what is stated about `official`, by the names of `OfficialFacts`."""
    plain = {name: getattr(official, name) for name in ("name", "title", "email", "office_id")}
    roles = [row.role for row in official.roles]
    return plain | {"active": official.active, "roles": roles}


def invite_again(session: Session, actor: Actor, official: Official) -> str:
    """Return the secret of a new one-time link; earlier ones open nothing any more."""
    _permit(actor)
    if not official.active:
        raise Unfit(OUT_OF_USE, field="active")
    record(session, actor, ("official", official.id), "invited", office_id=official.office_id)
    return service.invite(session, official)


def administrators(session: Session) -> list[Official]:
    """Return the administrators who can sign in."""
    wanted = select(Official).where(
        Official.active,
        Official.password_hash.is_not(None),
        Official.roles.any(OfficialRole.role == Role.ADMINISTRATOR),
    )
    return list(session.scalars(wanted.order_by(Official.id)))


def known_words(session: Session, official: Official) -> tuple[str, ...]:
    """Return what anybody who guesses the password of `official` would try."""
    authority = session.get(Authority, 1)
    names = (authority.name, authority.short_name) if authority else ()
    return (official.user_name, official.name, official.office.name, *names)


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.OFFICIAL_MANAGE):
        raise NotAllowed


def _refuse_unknown_office(session: Session, facts: OfficialFacts) -> None:
    if session.get(Office, facts.office_id) is None:
        raise Unfit(N_("Xin chọn một cơ quan trong danh sách."), field="office_id")
    if not facts.roles or not facts.roles <= set(rules.ROLE_NAMES):
        raise Unfit(N_("Xin chọn ít nhất một vai trò."), field="roles")


def _is_last_administrator(session: Session, official: Official) -> bool:
    # Two administrators taking each other's role away at once wait for each other here.
    session.get(Authority, 1, with_for_update=True)
    able = administrators(session)
    return len(able) == 1 and able[0].id == official.id


def _set_roles(official: Official, roles: frozenset[Role]) -> bool:
    """Give `official` exactly `roles`; return whether that changes anything."""
    held = {row.role for row in official.roles}
    kept = [row for row in official.roles if row.role in roles]
    official.roles = kept + [OfficialRole(role=role) for role in sorted(roles - held)]
    return held != roles
