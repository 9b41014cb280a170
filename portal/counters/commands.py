"""Posters from the command line."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, get_args

import click
from sqlalchemy.orm import Session

from portal.accounts import service as accounts
from portal.accounts.models import Authority
from portal.config import Settings
from portal.counters import service
from portal.errors import Invalid, NotFound
from qr.poster import Poster
from qr.products import Product, print_product

PRODUCTS = get_args(Product)


class Context(Protocol):
    """What the command line hands over."""

    settings: Settings

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--paper", type=click.Choice(PRODUCTS), default="A4", show_default=True)
@click.pass_obj
def posters(context: Context, folder: Path, paper: Product) -> None:
    """Write the poster of every counter in use into FOLDER, and all of them as one file."""
    found = _read(context)
    if not found:
        msg = "there is no counter in use; add one at /quan-tri/quay"
        raise click.ClickException(msg)
    folder.mkdir(parents=True, exist_ok=True)
    with click.progressbar(found.items(), label="Posters") as bar:
        for code, poster in bar:
            _write(folder / f"{code}-{paper}.pdf", [poster], paper)
    _write(folder / f"tat-ca-{paper}.pdf", list(found.values()), paper)
    click.echo(f"{len(found)} posters in {folder}")


def _read(context: Context) -> dict[str, Poster]:
    with context.session(writes=False) as session:
        try:
            authority = accounts.authority(session)
        except NotFound as missing:
            msg = "the portal is not set up; run `portal init` first"
            raise click.ClickException(msg) from missing
        try:
            return _facts(context, session, authority)
        except Invalid as unread:
            msg = f"the emblem {context.settings.emblem} cannot be read"
            raise click.ClickException(msg) from unread


def _facts(context: Context, session: Session, authority: Authority) -> dict[str, Poster]:
    return {
        counter.code: service.poster_facts(context.settings, authority, counter)
        for counter in service.active_counters(session)
    }


def _write(path: Path, posters: list[Poster], paper: Product) -> None:
    try:
        path.write_bytes(print_product(posters, paper))
    except ValueError as reason:
        msg = f"{path.name}: {reason}"
        raise click.ClickException(msg) from reason


COMMANDS = (posters,)
