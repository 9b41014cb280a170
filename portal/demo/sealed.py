"""The sealed lane of the demonstration: its key is made here, shown once and kept nowhere."""

import click
from cryptography.hazmat.primitives import serialization

from portal.demo.stories import Commune
from portal.permissions import Role
from portal.sealed import recipients, rules

OWNER = "Thanh tra tỉnh Lam Giang"


def keep(commune: Commune) -> None:
    """Put a new public key into use and print the private half, which this machine forgets."""
    key = rules.new_key()
    public = rules.public_bytes(key).hex()
    recipients.add_key(commune.session, commune.acting(Role.ADMINISTRATOR), public, OWNER)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    click.echo("\n  Private key of the sealed lane, shown this once; `portal unseal` takes it:\n")
    click.echo(private.decode("ascii"))
