"""One-time codes of visits from the command line."""

from pathlib import Path

import click
from sqlalchemy import select

from portal.accounts import service as accounts
from portal.counters.commands import Context
from portal.counters.models import Counter
from portal.permissions import Actor, Role
from portal.ratings import proof, slips

OPERATOR = Actor(roles=frozenset({Role.ADMINISTRATOR}))


@click.command(name="visit-codes")
@click.argument("counter")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--count", type=click.IntRange(1, proof.MOST), default=48, show_default=True)
@click.pass_obj
def visit_codes(context: Context, counter: str, file: Path, count: int) -> None:
    """Write a sheet of one-time codes for COUNTER into FILE; each proves one visit."""
    with context.session() as session:
        found = session.scalar(select(Counter).where(Counter.code == counter))
        if found is None:
            msg = f"there is no counter {counter}"
            raise click.ClickException(msg)
        codes = proof.issue(session, OPERATOR, found, count, context.settings)
        authority = accounts.authority(session)
        file.write_bytes(slips.sheet(context.settings, authority, found, codes))
    click.echo(f"{count} codes in {file}, good for {proof.LIFE.days} days")


COMMANDS = (visit_codes,)
