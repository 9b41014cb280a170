"""`portal triage`: what a text on standard input seems to be."""

import json
import sys
from contextlib import AbstractContextManager
from typing import Any, Protocol

import click
from sqlalchemy.orm import Session

from portal.cases import masking
from portal.cases.suggesting import Proposal, propose


class Context(Protocol):
    """What the `portal` command hands to its parts."""

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.pass_obj
def triage(context: Context, *, as_json: bool) -> None:
    """Suggest kind and office for the text on standard input; nothing is stored."""
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    with context.session(writes=False) as session:
        found = as_object(propose(session, text), text)
    if as_json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        click.echo()
        return
    for name, value in found.items():
        click.echo(f"{name:14} {value if isinstance(value, str) else json.dumps(value)}")


def as_object(found: Proposal, text: str) -> dict[str, Any]:
    """Return the suggestion as programs read it; `sensitive` is "" for an ordinary text."""
    sensitive = found.read.sensitive.value
    return {
        "kind": found.read.kind,
        "office": found.office.code if found.office else "",
        "topic": found.topic.slug if found.topic else "",
        "reasons": _reasons(found),
        "sensitive": "" if sensitive == "none" else sensitive,
        "personal_data": [
            {"kind": one.personal.value, "start": one.start, "end": one.end}
            for one in masking.personal_data(text)
        ],
        "urgent": found.read.urgent,
        "call": list(found.read.calls),
        "similar": list(found.similar),
    }


def _reasons(found: Proposal) -> list[str]:
    said = [f"{claim}: {', '.join(words)}" for claim, words in found.read.reasons.items()]
    if found.by_examples:
        words = ", ".join(found.like_words)
        said.append(f"office: answered {found.by_examples} items that share these words: {words}")
    return said
