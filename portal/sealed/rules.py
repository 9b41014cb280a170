"""Sealing in memory, opening elsewhere. Pure: no Flask, no database.

HPKE after RFC 9180 (DHKEM X25519, HKDF-SHA256, AES-256-GCM). The head of a bundle is in the clear
and part of what the seal binds, so that a ciphertext cannot be passed off as another item's.
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.words import fold

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MARK = "portal sealed 1"
BLOCK = 64 * 1024  # contents are filled up to whole blocks: their length says little
KEY_BYTES = 32


class State(StrEnum):
    """How far a sealed item has come."""

    RECEIVED = "received"
    OPENED = "opened"  # somebody took the bundle away to open it
    ANSWERED = "answered"
    TRANSFERRED = "transferred"  # handed over and no longer here


class Unreadable(Exception):
    """A bundle that is not one, was altered, or was sealed to another key."""


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A file inside a bundle, as the sender added it."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What only the holder of the private key reads.

    Attributes:
        facts: name of a field to what was typed there, in the order of the form.

    """

    facts: dict[str, str] = field(repr=False)
    files: tuple[Enclosed, ...] = ()


def new_key() -> X25519PrivateKey:
    """Return a new private key; it never belongs on the machine of the portal."""
    return X25519PrivateKey.generate()


def public_bytes(key: X25519PrivateKey) -> bytes:
    """Return the public half of `key`, 32 bytes."""
    raw = serialization.Encoding.Raw
    return key.public_key().public_bytes(raw, serialization.PublicFormat.Raw)


def fingerprint(public: bytes) -> str:
    """Return the name of a public key: short, in hex, groups of four when shown."""
    return hashlib.sha256(b"name of a sealing key\0" + public).hexdigest()[:16]


def read_public(typed: str) -> bytes:
    """Return the public key somebody typed or pasted in hex; raise ValueError."""
    found = bytes.fromhex("".join(typed.split()))
    if len(found) != KEY_BYTES or not any(found):
        raise ValueError(typed)
    return found


def reply_key(code: str) -> X25519PrivateKey:
    """Return the key an answer is sealed to: it follows from the tracking code alone."""
    drawn = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"answer to a sealed item")
    return X25519PrivateKey.from_private_bytes(drawn.derive(code.encode()))


def seal(head: dict[str, str], content: Content, public: bytes) -> bytes:
    """Return the bundle: its head on one line, then what only `public`'s owner opens."""
    line = _line({"portal": MARK, **head, "key": fingerprint(public)})
    return line + b"\n" + _encrypt(_packed(content), public, line)


def unseal(bundle: bytes, key: X25519PrivateKey) -> tuple[dict[str, str], Content]:
    """Return head and content of `bundle`; raise Unreadable."""
    head, line, hidden = split(bundle)
    if head.get("key") != fingerprint(public_bytes(key)):
        msg = f"the bundle was sealed to the key {head.get('key')}"
        raise Unreadable(msg)
    return head, _unpacked(_decrypt(hidden, key, line))


def split(bundle: bytes) -> tuple[dict[str, str], bytes, bytes]:
    """Return the head of a bundle, the line it stands on, and the ciphertext."""
    line, _, hidden = bundle.partition(b"\n")
    try:
        head = json.loads(line)
    except ValueError:
        head = None
    if not isinstance(head, dict) or head.get("portal") != MARK:
        msg = "this is no sealed bundle of a portal"
        raise Unreadable(msg)
    return head, line, hidden


def seal_answer(number: str, words: str, to: bytes) -> bytes:
    """Return an answer only the holder of the tracking code opens."""
    return seal({"number": number}, Content(facts={"answer": words}), to)


def named(text: str, names: Sequence[str]) -> list[bool]:
    """Return for each full name whether `text` speaks of it, with or without marks."""
    spoken = fold(text)
    return [re.search(rf"\b{re.escape(fold(name))}\b", spoken) is not None for name in names]


def _line(head: dict[str, str]) -> bytes:
    return json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode()


def _encrypt(plain: bytes, public: bytes, info: bytes) -> bytes:
    return SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info)


def _decrypt(hidden: bytes, key: X25519PrivateKey, info: bytes) -> bytes:
    try:
        return SUITE.decrypt(hidden, key, info)
    except (InvalidTag, ValueError) as error:
        msg = "the bundle was altered, or is not whole"
        raise Unreadable(msg) from error


def _packed(content: Content) -> bytes:
    files = [
        {"name": one.name, "media_type": one.media_type, "base64": _base64(one.content)}
        for one in content.files
    ]
    plain = json.dumps({"facts": content.facts, "files": files}, ensure_ascii=False).encode()
    return plain + b" " * (-len(plain) % BLOCK)


def _unpacked(plain: bytes) -> Content:
    found: dict[str, Any] = json.loads(plain)
    files = tuple(
        Enclosed(
            name=one["name"],
            media_type=one["media_type"],
            content=base64.b64decode(one["base64"]),
        )
        for one in found["files"]
    )
    return Content(facts=found["facts"], files=files)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
