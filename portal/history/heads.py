"""Heads of the tree as text: signed, written in one line, read back and checked. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from portal.keys import HEADS, Ring

FORM = "%Y-%m-%d %H:%M:%S.%f"
LINE = re.compile(
    r"nhat-ky:1:(\d+):(\d+):([0-9a-f]{64}):(\d{8}T\d{6}\.\d{6}Z):([0-9a-f]{8}):([0-9a-f]{128})"
)
BARE = re.compile(r"\s*(\d+)[:\s]+([0-9a-f]{64})\s*")
HEX = re.compile(r"[0-9a-f]{128}")
SHORT = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a head says.

    Attributes:
        number: which head it is.
        size: how many entries it covers.
        root: in hex.
        at: when, as it is kept: UTC, to the microsecond.

    """

    number: int
    size: int
    root: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A head with its signature, both in hex; an unsigned one has neither key nor signature."""

    stated: Stated
    key_id: str = ""
    signature: str = ""


def message(stated: Stated, key_id: str) -> bytes:
    """Return the bytes that are signed."""
    lines = ("nhat-ky head 1", stated.number, stated.size, stated.root, stated.at, key_id)
    return "".join(f"{line}\n" for line in lines).encode()


def sign(ring: Ring, stated: Stated) -> Signed:
    """Sign with the key in use."""
    key_id, seed = ring.current(HEADS)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(message(stated, key_id))
    return Signed(stated=stated, key_id=key_id, signature=signature.hex())


def is_genuine(signed: Signed, keys: Mapping[str, bytes]) -> bool:
    """Return whether the signature is by the key it names and for what the head says.

    Args:
        signed: the head.
        keys: public keys by id.

    """
    key = keys.get(signed.key_id)
    if key is None or not HEX.fullmatch(signed.signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            bytes.fromhex(signed.signature), message(signed.stated, signed.key_id)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys(ring: Ring) -> dict[str, bytes]:
    """Return the public half of every signing key by its id, the oldest first."""
    return {
        name: Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        for name, seed in ring.all(HEADS).items()
    }


def written(at: datetime) -> str:
    """Return an instant as a head holds it."""
    return at.astimezone(UTC).strftime(FORM)


def read_instant(at: str) -> datetime:
    """Return the instant a head holds."""
    return datetime.strptime(at, FORM).replace(tzinfo=UTC)


def as_line(signed: Signed) -> str:
    """Return the head in one line, to be printed, mailed and kept elsewhere."""
    stated = signed.stated
    at = read_instant(stated.at).strftime(SHORT)
    parts = ("nhat-ky", 1, stated.number, stated.size, stated.root, at, signed.key_id)
    return ":".join(map(str, (*parts, signed.signature)))


def read_line(text: str) -> Signed:
    """Return the first head found in `text`: a line as above, or only `SIZE:ROOT`.

    Raises:
        ValueError: there is none.

    """
    found = LINE.search("".join(text.split())) or LINE.search(text)
    if found:
        number, size, root, at, key_id, signature = found.groups()
        instant = datetime.strptime(at, SHORT).replace(tzinfo=UTC)
        stated = Stated(number=int(number), size=int(size), root=root, at=written(instant))
        return Signed(stated=stated, key_id=key_id, signature=signature)
    bare = BARE.fullmatch(text.lower())
    if bare is None:
        msg = "no head of a log in this text"
        raise ValueError(msg)
    return Signed(stated=Stated(number=0, size=int(bare[1]), root=bare[2], at=""))
