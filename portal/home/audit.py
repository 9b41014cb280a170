"""`portal audit`: everything that was ever done to one item, looks at sealed ones too."""

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office, Official
from portal.cases.models import Case
from portal.history.service import events_of
from portal.sealed.models import KIND, SealedItem


class Context(Protocol):
    """What the command line hands over."""

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.command()
@click.option(
    "--item", "number", required=True, metavar="NUMBER", help="Of an item, sealed or not."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@click.pass_obj
def audit(context: Context, number: str, *, as_json: bool) -> None:
    """List every event of one item, oldest first: when, what, who, where it lay, what else."""
    with context.session(writes=False) as session:
        subject = _subject(session, number.strip().upper())
        if subject is None:
            raise click.BadParameter(number, param_hint="--item")
        rows = list(_rows(session, *subject))
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        click.echo()
        return
    for row in rows:
        facts = json.dumps(row["facts"], ensure_ascii=False) if row["facts"] else ""
        told = [row[name] or "-" for name in ("at", "act", "state", "official", "office")]
        click.echo("  ".join([*told, facts]).rstrip())


def _subject(session: Session, number: str) -> tuple[str, int] | None:
    """Return what the events call the item of this number, None when there is none.

    Not by the tracking code: that is its sender's secret, and a command line is remembered.
    """
    case = session.scalar(select(Case).where(Case.number == number))
    if case is not None:
        return Case.kept_as, case.id
    item = session.scalar(select(SealedItem).where(SealedItem.number == number))
    return (KIND, item.id) if item is not None else None


def _rows(session: Session, subject: str, key: int) -> Iterator[dict[str, Any]]:
    for event in events_of(session, subject, key):
        official = session.get(Official, event.official_id) if event.official_id else None
        office = session.get(Office, event.office_id) if event.office_id else None
        yield {
            "event": event.id,
            "at": event.at.astimezone(clock.VIETNAM).isoformat(timespec="seconds"),
            "act": event.act,
            "state": event.state or "",
            "official": official.user_name if official else "",
            "office": office.code if office else "",
            "facts": event.facts,
        }


COMMANDS = (audit,)
