"""The `portal` command; each feature adds its own from its commands.py.

A command is imported when it is asked for: opening a sealed bundle on a machine that has nothing
else to do with the portal does not wait for every page of it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click
from sqlalchemy.orm import Session

from portal.config import Settings, from_environment
from portal.db import COMMAND_SECONDS, connect, make_sessions, transaction

PLACES = {
    "portal.commands": (
        "backup", "check", "reindex", "restore", "routes", "run", "serve", "work",
    ),
    "portal.accounts.commands": ("init", "official"),
    "portal.cases.commands": ("erase", "figures", "triage", "verify"),
    "portal.counters.commands": ("posters",),
    "portal.demo.commands": ("demo",),
    "portal.history.commands": ("keys",),
    "portal.home.audit": ("audit",),
    "portal.home.commands": ("search",),
    "portal.publications.commands": ("import",),
    "portal.ratings.commands": ("visit-codes",),
    "portal.sealed.commands": ("handover", "unseal"),
}  # fmt: skip


class Context:
    """What every command is handed: the settings, and sessions on demand."""

    def __init__(self, settings: Settings) -> None:
        """Remember `settings`."""
        self.settings = settings

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[Session]:
        """Yield a session in the one transaction of this command."""
        settings = self.settings
        engine = connect(settings.database, COMMAND_SECONDS, settings.keys)
        try:
            with make_sessions(engine)(writes=writes) as session, transaction(session):
                yield session
        finally:
            engine.dispose()


class Commands(click.Group):
    """Commands that are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the name of every command."""
        return sorted(name for names in PLACES.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name, None when there is none."""
        for place, names in PLACES.items():
            if cmd_name in names:
                found: tuple[click.Command, ...] = import_module(place).COMMANDS
                return next(command for command in found if command.name == cmd_name)
        return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Run the portal of a commune, ward or department."""
    os.umask(0o077)  # the database and the files are nobody else's to read
    context.obj = Context(from_environment())
