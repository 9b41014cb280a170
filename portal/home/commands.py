"""Searching from the command line."""

import json
from contextlib import AbstractContextManager
from typing import Protocol

import click
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.home.indexing import catch_up, open_index
from portal.home.search_page import rows
from portal.home.searching import Results, Wish, clean, search


class Context(Protocol):
    """What the `portal` command hands to each of its commands."""

    settings: Settings

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.command("search")
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000))
@click.pass_obj
def find(context: Context, query: str, *, as_json: bool, limit: int) -> None:
    """Find published documents, their sections and answered items."""
    index = open_index(context.settings)
    wish = Wish(query=clean(query), filters={}, size=limit)
    with context.session(writes=False) as session:
        catch_up(session, index)
        results = search(session, index, wish)
        if as_json:
            hits = rows(results, wish)
            answer = {"total": results.page.total, "hits": hits}
            click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            _print(results, wish)


def _print(results: Results, wish: Wish) -> None:
    click.echo(f"{results.page.total} found")
    for row in rows(results, wish):
        click.echo(f"\n{row['kind']} {row['number']}\n{row['title']}\n{row['url']}")
        for line in (row["section"], " ".join(row["snippet"].split())):
            if line:
                click.echo(f"  {line}")


COMMANDS = (find,)
