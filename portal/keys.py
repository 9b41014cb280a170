"""Keys that live outside the database: a ring of them for each purpose, old ones still opening."""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
CONTACTS, HEADS = "contacts", "heads"  # what is encrypted at rest, what signs the log
PURPOSES = (CONTACTS, HEADS)
MARK = "sealed:1:"

Keys = dict[str, bytes]


class UnknownKey(LookupError):
    """Something was made with a key that is not on the ring."""


class Ring:
    """Every key of an installation, by purpose and id; the last one of a purpose is in use.

    The file is looked at again whenever it changed, so that a running server takes up a key that
    was added meanwhile. A ring from the environment cannot be added to from here.
    """

    def __init__(self, path: Path, text: str = "") -> None:
        """Keep the ring in `path`, or as it stands in `text`, one JSON object."""
        self.path = path
        self.text = text
        self._seen: tuple[int, int] | None = None
        self._keys: dict[str, Keys] = {}

    def current(self, purpose: str) -> tuple[str, bytes]:
        """Return id and bytes of the key in use for `purpose`."""
        return list(self.all(purpose).items())[-1]

    def key(self, purpose: str, name: str) -> bytes:
        """Return the key called `name`; raise UnknownKey."""
        try:
            return self.all(purpose)[name]
        except KeyError:
            raise UnknownKey(name) from None

    def all(self, purpose: str) -> Keys:
        """Return the keys of `purpose`, the oldest first."""
        self._look()
        return self._keys[purpose]

    def add(self, purpose: str) -> str:
        """Make a new key for `purpose`, the one in use from now on; return its id.

        Raises:
            PermissionError: the ring is the environment's.

        """
        if self.text:
            msg = "the ring is set by PORTAL_RING: add the key there"
            raise PermissionError(msg)
        self._look()
        made = secrets.token_bytes(KEY_BYTES)
        self._keys[purpose] = {**self._keys[purpose], _name(made): made}
        _replace(self.path, self.as_text())
        return _name(made)

    def as_text(self) -> str:
        """Return the whole ring as it is kept: a secret."""
        self._look()
        return _text(self._keys)

    def _look(self) -> None:
        if self.text:
            self._keys = self._keys or _read(self.text)
            return
        try:
            seen = _stamp(self.path)
        except FileNotFoundError:
            _make(self.path, _text({name: _first() for name in PURPOSES}))
            seen = _stamp(self.path)
        if seen != self._seen:
            self._keys = _read(self.path.read_text("ascii"))
            self._seen = seen


def seal(ring: Ring, label: str, value: str) -> str:
    """Return `value` encrypted; it opens again under the same `label` alone."""
    name, key = ring.current(CONTACTS)
    nonce = secrets.token_bytes(NONCE_BYTES)
    hidden = nonce + AESGCM(key).encrypt(nonce, value.encode(), label.encode())
    return f"{MARK}{name}:{base64.b64encode(hidden).decode()}"


def unseal(ring: Ring, label: str, kept: str) -> str:
    """Return what was sealed; what never was, from before there was a ring, as it is.

    Raises:
        UnknownKey: the key is not on the ring.
        ValueError: it was altered, or sealed under another label.

    """
    if not kept.startswith(MARK):
        return kept
    name, _, text = kept.removeprefix(MARK).partition(":")
    hidden = base64.b64decode(text, validate=True)
    cipher = AESGCM(ring.key(CONTACTS, name))
    try:
        plain = cipher.decrypt(hidden[:NONCE_BYTES], hidden[NONCE_BYTES:], label.encode())
    except InvalidTag:
        msg = f"a sealed value of {label} was altered"
        raise ValueError(msg) from None
    return plain.decode()


def sealed_with(kept: str) -> str | None:
    """Return the id of the key a value was sealed with, None for one never sealed."""
    return kept.removeprefix(MARK).partition(":")[0] if kept.startswith(MARK) else None


def _first() -> Keys:
    made = secrets.token_bytes(KEY_BYTES)
    return {_name(made): made}


def _name(key: bytes) -> str:
    return hashlib.sha256(b"name of a key\0" + key).hexdigest()[:8]


def _read(text: str) -> dict[str, Keys]:
    rings: Mapping[str, Mapping[str, str]] = json.loads(text)
    return {
        purpose: {name: bytes.fromhex(key) for name, key in rings[purpose].items()}
        for purpose in PURPOSES
    }


def _text(rings: Mapping[str, Keys]) -> str:
    plain = {
        purpose: {name: key.hex() for name, key in keys.items()} for purpose, keys in rings.items()
    }
    return json.dumps(plain, indent=1) + "\n"


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino


def _make(path: Path, text: str) -> None:
    """Write the first ring; of two processes at once, one wins and both read the winner's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path, text)
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    finally:
        beside.unlink()
    _settle(path.parent)


def _replace(path: Path, text: str) -> None:
    _beside(path, text).replace(path)
    _settle(path.parent)


def _beside(path: Path, text: str) -> Path:
    """Write `text`, for us alone, durably, to a file next to `path`."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
