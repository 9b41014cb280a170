"""The seal of an index folder: which files belong to it, proven by a key before one is opened.

Whoosh keeps pickles; reading one that somebody else wrote runs their code. Nothing is
read before the seal names it and its digest agrees. Replacing the seal is also the
commit: a crash before leaves the old index, a crash after the new one.
"""

import hashlib
import hmac
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "seal.json"
OURS = re.compile(r"_?MAIN_\w+(?:\.[\w.]+)?|seal\.json(?:\.new)?")
LOCK = "MAIN_WRITELOCK"
LARGEST = 1 << 22


class BrokenSealError(Exception):
    """The folder holds no index of ours, or not the one that was sealed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """What an index consists of.

    Attributes:
        version: of the analysis its tokens come from.
        generation: number of the commit.
        whole: whether the index holds all it should, as far as its writer knows.
        files: name to SHA-256 digest.

    """

    version: int
    generation: int
    whole: bool
    files: Mapping[str, str]


class Notary:
    """Sets and checks the seal of one folder with a secret key."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Serve `folder` with `key`."""
        self._folder = folder
        self._key = hashlib.sha256(b"search index seal\0" + key).digest()
        self._known: dict[str, tuple[tuple[int, int, int], str]] = {}

    def stamp(self) -> tuple[int, int, int] | None:
        """Return what changes with every commit, or None without a seal."""
        try:
            return _stamp(self._folder / NAME)
        except OSError:
            return None

    def read(self) -> Seal:
        """Return the seal of the folder; raise BrokenSealError unless key and files agree."""
        seal = self._signed()
        for name, digest in seal.files.items():
            if not OURS.fullmatch(name) or not hmac.compare_digest(self._digest(name), digest):
                raise BrokenSealError(name)
        return seal

    def set(self, *, version: int, generation: int, whole: bool, names: Iterable[str]) -> None:
        """Seal the files `names`, which are on disk already, as the index."""
        files = {name: self._digest(name) for name in sorted(names)}
        fields = {"version": version, "generation": generation, "whole": whole, "files": files}
        body = json.dumps(fields).encode()
        fresh = self._folder / f"{NAME}.new"
        fresh.write_bytes(self._signature(body) + b"\n" + body)
        sync(fresh)
        fresh.replace(self._folder / NAME)
        sync(self._folder)
        self._known = {name: seen for name, seen in self._known.items() if name in files}

    def _signed(self) -> Seal:
        """Return the seal, whose signature agrees."""
        try:
            with (self._folder / NAME).open("rb") as file:
                signature, _, body = file.read(LARGEST).partition(b"\n")
        except OSError as error:
            raise BrokenSealError(NAME) from error
        if not hmac.compare_digest(signature, self._signature(body)):
            raise BrokenSealError(NAME)
        return Seal(**json.loads(body))

    def _signature(self, body: bytes) -> bytes:
        """Return what only the holder of the key can write above `body`."""
        return hmac.new(self._key, body, hashlib.sha256).hexdigest().encode()

    def _digest(self, name: str) -> str:
        """Return the digest of the file `name`; computed once while the file stays the same."""
        path = self._folder / name
        try:
            stamp = _stamp(path)
            known = self._known.get(name)
            if known and known[0] == stamp:
                return known[1]
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise BrokenSealError(name) from error
        self._known[name] = (stamp, digest)
        return digest


def sync(path: Path) -> None:
    """Return when what `path` holds is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def strangers(folder: Path, keep: Iterable[str] = ()) -> list[Path]:
    """Return what an index left in `folder` that is neither in `keep` nor its lock or seal."""
    kept = {*keep, NAME, LOCK}
    return [
        path for path in folder.iterdir() if path.name not in kept and OURS.fullmatch(path.name)
    ]


def remove(paths: Iterable[Path]) -> None:
    """Delete the files and folders `paths`, unread; links are cut, not followed."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _stamp(path: Path) -> tuple[int, int, int]:
    """Return what tells one state of a file from another."""
    status = path.stat()
    return status.st_mtime_ns, status.st_ino, status.st_size
