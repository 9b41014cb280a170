"""`portal demo`: a fictional commune that looks lived in."""

from typing import Any

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import migrations
from portal.cases.models import Case
from portal.config import Settings
from portal.counters.models import Counter
from portal.demo import (
    apologies,
    library,
    people,
    petitions,
    receptions,
    register,
    sealed,
    stories,
    visits,
    working_days,
)
from portal.files import open_files
from portal.permissions import Role
from portal.publications.models import Publication

NOT_EMPTY = "The database is in use already; nothing was changed."


@click.command()
@click.pass_obj
def demo(context: Any) -> None:
    """Load the demonstration authority into an empty database, made first where there is none."""
    context.settings.data.mkdir(parents=True, exist_ok=True)
    migrations.upgrade(context.settings.database)
    with context.session() as session:
        if not is_empty(session):
            raise click.ClickException(NOT_EMPTY)
        load(session, context.settings)
        print_sign_ins(session, context.settings)


def is_empty(session: Session) -> bool:
    """Return whether nobody has worked with this database yet."""
    return not any(
        session.scalar(select(func.count()).select_from(table))
        for table in (Counter, Publication, Case)
    )


def load(session: Session, settings: Settings) -> None:
    """Fill the database, in one transaction, with everything the demonstration shows."""
    click.echo("Loading the demonstration authority …")
    files = open_files(settings.files_url, settings.data / "files")
    people.found_authority(session)
    offices = people.found_offices(session)
    officials = people.hire_officials(session, settings, offices)
    commune = stories.Commune(
        session=session,
        settings=settings,
        files=files,
        offices=offices,
        counters=people.found_counters(session, offices),
        officials=officials,
        publications={},
    )
    people.fill_shelves(session, offices)
    editor = commune.acting(Role.EDITOR)
    commune.publications.update(library.publish_all(session, files, editor, offices))
    disclosed = register.keep(commune)
    working_days.keep(commune)
    sealed.keep(commune)
    receptions.keep(commune)
    items = stories.tell(commune)
    circulated = petitions.circulate(commune)
    apologies.write(commune)
    ratings = visits.rate(commune)
    click.echo(
        f"  {len(offices)} offices, {len(officials)} officials, "
        f"{len(commune.publications)} documents, {disclosed} disclosures, "
        f"{items} items, {circulated} petitions, {ratings} ratings"
    )


def print_sign_ins(session: Session, settings: Settings) -> None:
    """Print one sign-in for each role, while the demonstration's officials are there."""
    signs = people.sign_ins(session, settings)
    if not signs:
        return
    click.echo("\nDemonstration sign-ins:")
    for sign in signs:
        click.echo(
            f"  {sign.roles:20} {sign.user_name:10} {sign.password:26} {sign.name}, {sign.office}"
        )


COMMANDS = (demo,)
