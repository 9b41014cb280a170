"""`portal keys`: the keys that seal contacts and sign the log."""

from contextlib import AbstractContextManager
from typing import Protocol

import click
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import connect
from portal.history import heads, sealing
from portal.keys import CONTACTS, HEADS, PURPOSES

BUSY = "The database was busy: remnants stay in its file until `portal keys rotate` runs again."


class Context(Protocol):
    """What the command line hands over."""

    settings: Settings

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.group()
def keys() -> None:
    """Look after the keys that seal contacts and sign the log."""


@keys.command()
@click.argument("purpose", type=click.Choice(PURPOSES), default=CONTACTS)
@click.pass_obj
def rotate(context: Context, purpose: str) -> None:
    """Put a new key for PURPOSE into use; what was sealed is sealed again, the portal running."""
    try:
        name = context.settings.keys.add(purpose)
    except PermissionError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Key {name} is in use for {purpose}; the ones before it still open.")
    if purpose == CONTACTS:
        click.echo(f"{settle(context)} values sealed again")


@keys.command("list")
@click.pass_obj
def list_keys(context: Context) -> None:
    """List the keys by name, with the public half of those that sign; no secrets."""
    ring = context.settings.keys
    public = heads.public_keys(ring)
    for purpose in PURPOSES:
        in_use = ring.current(purpose)[0]
        for name in ring.all(purpose):
            shown = public[name].hex() if purpose == HEADS else ""
            click.echo(f"{purpose:9} {name} {'in use' if name == in_use else 'opens ':6} {shown}")


def settle(context: Context) -> int:
    """Bring every stored value under the key in use and under the log; return how many changed."""
    ring, changed, covered = context.settings.keys, 0, 0
    while True:
        with context.session() as session:
            found = sealing.reseal(session, ring)
        changed += found
        if not found:
            break
        click.echo(f"\r{changed} …", nl=False, err=True)
    while True:
        with context.session() as session:
            found = sealing.cover_older(session) + sealing.write_older(session)
            if not found:
                sealing.begin(session)
        covered += found
        if not found:
            break
    if changed and not scrub(context.settings):
        click.echo(BUSY, err=True)
    return changed


def scrub(settings: Settings) -> bool:
    """Leave nothing in the database's file of what rows held before; False when it was busy."""
    engine = connect(settings.database, settings.lock_seconds)
    try:
        return sealing.scrub(engine)
    finally:
        engine.dispose()


COMMANDS = (keys,)
