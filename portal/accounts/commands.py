"""Setting the portal up, and letting the first people in."""

from contextlib import AbstractContextManager
from typing import Protocol

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, migrations
from portal.accounts import rules, service, staff, structure
from portal.accounts.facts import OfficeFacts, OfficialFacts
from portal.accounts.models import Authority, Office, Official, OfficialRole
from portal.config import Settings
from portal.errors import NotFound, PortalError
from portal.history import commands as history
from portal.permissions import Actor, Role

# Whoever may run commands on the machine holds the database file anyway.
OPERATOR = Actor(roles=frozenset({Role.ADMINISTRATOR}))
ROLES = [role.value for role in rules.ROLE_NAMES]
FIRST = "quantri"
PLACEHOLDER = "Ủy ban nhân dân (xin điền tên đơn vị)"


class Context(Protocol):
    """What the command line hands over."""

    settings: Settings

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.command()
@click.option("--tables", is_flag=True, help="Create or upgrade the tables, and nothing else.")
@click.pass_obj
def init(context: Context, *, tables: bool) -> None:
    """Create or upgrade the database; let the first administrator in by a one-time link."""
    context.settings.data.mkdir(parents=True, exist_ok=True)
    migrations.upgrade(context.settings.database)
    history.settle(context)
    if tables:
        click.echo("The tables are up to date.")
        return
    with context.session() as session:
        _ensure_authority(session)
        if staff.administrators(session):
            click.echo("The database is up to date; its administrators can sign in.")
            return
        official = _administrator_to_be(session)
        link = _link(context, staff.invite_again(session, OPERATOR, official))
    click.echo(f"The database is ready. User name {official.user_name}, password to be set at")
    click.echo(link)
    click.echo("The link works once, within an hour. Run `portal init` again for a new one.")


@click.command()
@click.argument("user_name")
@click.option("--name", default="", help="Name in full; needed for a new account.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Repeatable.")
@click.option("--office", "code", default="", help="Code of the office.")
@click.pass_obj
def official(
    context: Context, user_name: str, name: str, roles: tuple[str, ...], code: str
) -> None:
    """Open an account for USER_NAME, or give it a new one-time link when it exists."""
    try:
        with context.session() as session:
            link = _link(context, _admit(session, user_name.lower(), name, roles, code))
    except PortalError as refusal:
        raise click.ClickException(refusal.advice) from refusal
    click.echo(link)


def _admit(session: Session, user_name: str, name: str, roles: tuple[str, ...], code: str) -> str:
    try:
        known = staff.official_by(session, OPERATOR, user_name)
    except NotFound:
        office = _office(session, code)
        facts = OfficialFacts(
            name=name or user_name, office_id=office.id, roles=frozenset(map(Role, roles))
        )
        return staff.create_official(session, OPERATOR, user_name, facts)[1]
    return staff.invite_again(session, OPERATOR, known)


def _office(session: Session, code: str) -> Office:
    try:
        return service.office_by(session, code=code)
    except NotFound:
        known = ", ".join(office.code for office in service.offices(session))
        msg = f"--office must name one of: {known}"
        raise click.ClickException(msg) from None


def _ensure_authority(session: Session) -> None:
    if session.get(Authority, 1) is None:
        session.add(Authority(id=1, name=PLACEHOLDER, short_name="Cổng thông tin"))
        session.flush()


def _administrator_to_be(session: Session) -> Official:
    """Return who shall set a password: an administrator, else a new or restored `quantri`."""
    wanted = select(Official).where(
        Official.active, Official.roles.any(OfficialRole.role == Role.ADMINISTRATOR)
    )
    found = session.scalar(wanted.order_by(Official.id))
    if found is not None:
        return found
    office = session.scalar(select(Office).order_by(Office.id)) or _first_office(session)
    facts = OfficialFacts(
        name="Quản trị viên", office_id=office.id, roles=frozenset({Role.ADMINISTRATOR})
    )
    known = session.scalar(select(Official).where(Official.user_name == FIRST))
    if known is None:
        return staff.create_official(session, OPERATOR, FIRST, facts)[0]
    staff.edit_official(session, OPERATOR, known, facts)
    return known


def _first_office(session: Session) -> Office:
    facts = OfficeFacts(
        code="VP", name="Văn phòng Ủy ban nhân dân", valid_from=clock.today().replace(day=1)
    )
    return structure.create_office(session, OPERATOR, facts)


def _link(context: Context, secret: str) -> str:
    return f"{context.settings.public_url}/thiet-lap/{secret}"


COMMANDS = (init, official)
