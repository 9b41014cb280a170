"""`portal unseal`, which runs on another machine, and `portal handover`, which runs on this one."""

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import click
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.errors import PortalError
from portal.files import open_files
from portal.memory import keep_in_memory
from portal.sealed import rules, service


class Context(Protocol):
    """What the command line hands over."""

    settings: Settings

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in the one transaction of this command."""


@click.command()
@click.argument("bundle", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--new-key", is_flag=True, help="Make the private key KEY; print its public half.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--reply-to", help="The key shown on the item's page, where the bundle has none.")
@click.option("--answer", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def unseal(  # noqa: PLR0913 - each is an option of the command
    bundle: Path | None,
    key: Path,
    folder: Path | None,
    answer: Path | None,
    reply_to: str | None,
    *,
    new_key: bool,
) -> None:
    """Open a sealed BUNDLE with the private KEY; needs neither database nor network.

    With --answer a text file becomes an answer that only the sender's tracking code opens.
    """
    keep_in_memory()
    if new_key:
        click.echo(_make(key))
        return
    if bundle is None or folder is None:
        msg = "give a BUNDLE and --to a folder, or --new-key"
        raise click.UsageError(msg)
    try:
        head, content = rules.unseal(bundle.read_bytes(), _private(key))
    except rules.Unreadable as refusal:
        raise click.ClickException(str(refusal)) from refusal
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if answer is not None:
        _keep(folder / f"{head['number']}.answer", _answer(head, answer, reply_to))
        return
    said = "\n\n".join(f"{name}: {value}" for name, value in content.facts.items())
    _keep(folder / f"{head['number']}.txt", (said + "\n").encode())
    for at, file in enumerate(content.files, 1):
        _keep(folder / f"{head['number']}-{at}-{Path(file.name).name}", file.content)


@click.command()
@click.argument("number")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--receiver", required=True, help="Who takes it over, as the receipt names them.")
@click.pass_obj
def handover(context: Context, number: str, folder: Path, receiver: str) -> None:
    """Write the sealed item NUMBER and a receipt to a folder; here its bytes go for good."""
    files = open_files(context.settings.files_url, context.settings.data / "files")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with context.session() as session:
            item = service.by_number(session, number)
            bundle, receipt = service.hand_over(session, item, receiver, files)
            _keep(folder / f"{number}.sealed", bundle)
            _keep(folder / f"{number}.json", json.dumps(receipt, indent=1).encode())
    except PortalError as refusal:
        msg = "there is no such item here, or it was handed over before"
        raise click.ClickException(msg) from refusal
    click.echo("The worker removes the bytes here; the log keeps their SHA-256.")


def _answer(head: dict[str, str], words: Path, reply_to: str | None) -> bytes:
    try:
        to = rules.read_public(reply_to or head["reply_key"])
    except ValueError as error:
        msg = "no key to answer to: the sender has not looked the item up yet, or give --reply-to"
        raise click.ClickException(msg) from error
    return rules.seal_answer(head["number"], words.read_text("utf-8"), to)


def _make(path: Path) -> str:
    """Make a private key, encrypted when a passphrase is given; return the public half."""
    if path.exists():
        msg = f"{path} is there already and is not written over"
        raise click.ClickException(msg)
    word = click.prompt(
        "Passphrase (empty for none)",
        hide_input=True,
        default="",
        confirmation_prompt=True,
        err=True,
    )
    how = (
        serialization.BestAvailableEncryption(word.encode())
        if word
        else serialization.NoEncryption()
    )
    made = rules.new_key()
    encoding, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.touch(mode=0o600)
    path.write_bytes(made.private_bytes(encoding, shape, how))
    return rules.public_bytes(made).hex()


def _private(path: Path) -> X25519PrivateKey:
    content = path.read_bytes()
    word = b""
    if b"ENCRYPTED" in content:
        word = click.prompt("Passphrase", hide_input=True, err=True).encode()
    try:
        key = serialization.load_pem_private_key(content, word or None)
    except ValueError as error:
        msg = f"{path} is no key, or the passphrase is wrong"
        raise click.ClickException(msg) from error
    if not isinstance(key, X25519PrivateKey):
        msg = f"{path} is a key of another kind"
        raise click.ClickException(msg)
    return key


def _keep(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
    click.echo(path)


COMMANDS = (unseal, handover)
