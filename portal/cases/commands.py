"""`portal verify` and `portal erase`: what the history says, and taking a person out of it."""

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases import erasing, evidence, kept_months
from portal.cases.models import Case
from portal.cases.triaging import triage
from portal.config import Settings
from portal.errors import PortalError
from portal.files import open_files
from portal.history import commands as history
from portal.history import heads, log, verifying
from portal.permissions import Actor, Role

# Whoever may run commands on the machine holds the database file anyway.
OPERATOR = Actor(roles=frozenset({Role.ADMINISTRATOR}))


class Context(Protocol):
    """What the command line hands over."""

    settings: Settings

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.command()
@click.option("--against", metavar="FILE|HEAD", default="", help="An older head, kept outside.")
@click.pass_obj
def verify(context: Context, against: str) -> None:
    """Recompute the whole history from what is stored; exit 1 and name what does not fit."""
    older = _older(against) if against else None
    checked, found = verifying.Checked(), 0
    with context.session(writes=False) as session:
        for fault in evidence.everything(session, context.settings.keys, older, _progress, checked):
            found += 1
            click.echo(f"BAD  {fault}")
        latest = log.latest(session)
    click.echo(f"{checked.size} entries, root {checked.root}")
    if checked.waiting:
        click.echo(f"{checked.waiting} events not yet in the tree; the worker places them")
    if latest is not None and not found:
        click.echo(f"head {heads.as_line(log.signed(latest))}")
    if older is not None and not found:
        click.echo(f"a continuation of the older head over {older.stated.size} entries")
    click.echo("the history is whole" if not found else f"{found} things do not fit")
    sys.exit(1 if found else 0)


@click.command()
@click.argument("number")
@click.option("--reason", required=True, help="Why, and on what basis; kept inside the office.")
@click.option("--letters", is_flag=True, help="Erase what officials wrote about it as well.")
@click.pass_obj
def erase(context: Context, number: str, reason: str, *, letters: bool) -> None:
    """Erase what the sender of item NUMBER gave; the history stays whole and says so."""
    files = open_files(context.settings.files_url, context.settings.data / "files")
    with context.session() as session:
        case = session.scalar(select(Case).where(Case.number == number))
        if case is None:
            raise click.BadParameter(number, param_hint="NUMBER")
        try:
            dropped = erasing.erase(session, OPERATOR, case, reason, letters=letters)
        except PortalError as refusal:
            raise click.ClickException(refusal.advice) from refusal
    for name in dropped:
        files.drop(name)
    if not history.scrub(context.settings):
        click.echo(history.BUSY, err=True)
    click.echo(f"{number} erased, {len(dropped)} files dropped; backups made before still hold it")


@click.command()
@click.option("--anew", is_flag=True, help="Drop what is kept and count it again.")
@click.pass_obj
def figures(context: Context, *, anew: bool) -> None:
    """Compare the public figures kept of each month with a recount; exit 1 when one differs."""
    with context.session() as session:
        if anew:
            kept_months.forget(session)
        months = kept_months.keep(session, most=sys.maxsize)
        found = list(kept_months.differences(session))
    for month, measure in found:
        click.echo(f"BAD  {month:%m/%Y} {measure}")
    click.echo(f"{months} months counted now; {len(found)} figures differ from a recount")
    sys.exit(1 if found else 0)


def _older(text: str) -> heads.Signed:
    """Return the head in the file called `text`, or in `text` itself."""
    path = Path(text) if len(text) < 200 else None  # noqa: PLR2004 - longer is no file's name
    try:
        return heads.read_line(path.read_text("utf-8") if path and path.is_file() else text)
    except (OSError, ValueError) as error:
        raise click.BadParameter(str(error), param_hint="--against") from error


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} / {whole} …", nl=done == whole, err=True)


COMMANDS = (verify, erase, figures, triage)
