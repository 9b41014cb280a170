"""Commands for the installation as a whole: served, kept, copied, looked at."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from portal import migrations, server, upkeep, worker
from portal.accounts.models import Authority
from portal.app import create_app
from portal.cli import Context
from portal.config import Settings, from_environment
from portal.demo import commands as demo
from portal.files import open_files
from portal.history import commands as history
from portal.home import indexing


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True)
@click.pass_obj
def serve(context: Context, host: str, port: int) -> None:
    """Serve web pages, with one worker beside."""
    server.serve(context.settings, host, port)


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True)
@click.pass_obj
def run(context: Context, host: str, port: int) -> None:
    """Prepare the database, load the demonstration when it is empty, and serve: `make run`."""
    settings = context.settings
    if "PORTAL_PUBLIC_URL" not in os.environ:
        settings = replace(settings, public_url=f"http://{host}:{port}")
    settings.data.mkdir(parents=True, exist_ok=True)
    migrations.upgrade(settings.database)
    history.settle(context)
    with context.session() as session:
        if session.get(Authority, 1) is None:  # one who ran `portal init` wants no demonstration
            demo.load(session, settings)
        demo.print_sign_ins(session, settings)
    click.echo(f"\n  The portal   {settings.public_url}")
    click.echo(f"  The desk     {settings.public_url}/dang-nhap\n")
    server.serve(settings, host, port)


@click.command()
@click.option("--beside", type=int, hidden=True, help="End when this parent process does.")
@click.pass_obj
def work(context: Context, beside: int | None) -> None:
    """Send mail and keep the search index until told to end."""
    worker.run(context.settings, beside)


@click.command()
@click.pass_obj
def reindex(context: Context) -> None:
    """Build the search index anew from the database."""
    index = indexing.open_index(context.settings)
    with context.session(writes=False) as session:
        index.refill(indexing.all_documents(session))
    click.echo(f"{len(index.refs())} documents indexed")


@click.command()
@click.option("--count", is_flag=True, help="Only print how many items there are.")
@click.pass_obj
def check(context: Context, *, count: bool) -> None:
    """Look for missing or altered files and a broken database; exit 1 when there are any."""
    files = open_files(context.settings.files_url, context.settings.data / "files")
    with context.session(writes=False) as session:
        found = upkeep.check(session, files)
    if count:
        click.echo(found.items)
        return
    for name in found.missing:
        click.echo(f"missing  {name}")
    for name in found.altered:
        click.echo(f"altered  {name}")
    click.echo(
        f"{found.items} items, {found.files} files: missing {len(found.missing)}, "
        f"altered {len(found.altered)}, not yet or no longer used {len(found.orphans)}; "
        f"database {found.database or 'sound'}"
    )
    sys.exit(0 if found.sound else 1)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def backup(context: Context, folder: Path) -> None:
    """Copy the running installation, its key included, into the empty FOLDER."""
    _tell(upkeep.backup(context.settings, folder), "kept")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.pass_context
def restore(context: click.Context, folder: Path) -> None:
    """Bring the backup in FOLDER into an empty installation, and check it."""
    _tell(upkeep.restore(context.obj.settings, folder), "brought back")
    context.obj = Context(from_environment())
    context.invoke(reindex)
    context.invoke(check)


def _tell(names: Iterator[str], done: str) -> None:
    """Count what is being copied; end with one clear line when it cannot be."""
    count = 0
    try:
        for count, _name in enumerate(names, 1):
            if sys.stderr.isatty():
                click.echo(f"\r{count} …", nl=False, err=True)
    except upkeep.Damaged as damaged:
        raise click.ClickException(str(damaged)) from damaged
    click.echo(f"{count} {done}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@click.pass_obj
def routes(context: Context, *, as_json: bool) -> None:
    """List every address with its methods and who may use it."""
    rows = list(_routes(context.settings))
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        return
    for row in rows:
        click.echo(f"{','.join(row['methods']):12} {row['address']:44} {row['access']}")


def _routes(settings: Settings) -> Iterator[dict[str, Any]]:
    app = create_app(settings)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        yield {
            "address": rule.rule,
            "endpoint": rule.endpoint,
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "access": str(getattr(view, "access", "static")),
        }


COMMANDS = (serve, run, work, reindex, check, backup, restore, routes)
