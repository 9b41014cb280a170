"""Where bytes are kept: a folder whose writes are on disk when they return, or an S3 bucket."""

import os
import secrets
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from obstore.exceptions import NotFoundError as ObjectMissing
from obstore.store import S3Store


class Files(Protocol):
    """Anything that keeps named bytes. Names are ours: `<folder>/<random id>`, never a user's."""

    def put(self, name: str, content: bytes) -> None:
        """Keep `content` under `name`; when this returns it survives a power cut."""

    def get(self, name: str) -> bytes:
        """Return what is kept under `name`; raise FileNotFoundError if nothing is."""

    def names(self, prefix: str) -> list[str]:
        """Return the names that begin with the folder `prefix`, sorted."""

    def drop(self, name: str) -> None:
        """Forget `name`; unknown ones are ignored."""


def new_name(folder: str) -> str:
    """Return a name nobody can guess, inside `folder`."""
    return f"{folder}/{secrets.token_hex(16)}"


class FolderFiles:
    """Files below one folder of this machine."""

    def __init__(self, root: Path) -> None:
        """Keep everything below `root`, which only we may enter."""
        self._root = root.resolve()  # names are told relative to it, wherever it was named from
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, name: str, content: bytes) -> None:
        """Write beside, flush, rename, flush the folder: readers see all of it or nothing."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        for folder in (path.parent, path.parent.parent):
            _flush_folder(folder)

    def get(self, name: str) -> bytes:
        """Return the bytes; see `Files`."""
        return self._path(name).read_bytes()

    def names(self, prefix: str) -> list[str]:
        """Return the names; see `Files`."""
        folder = self._path(prefix)
        found = folder.rglob("*") if folder.is_dir() else ()
        kept = (path for path in found if path.is_file() and path.suffix != ".part")
        return sorted(path.relative_to(self._root).as_posix() for path in kept)

    def drop(self, name: str) -> None:
        """Remove the file; see `Files`."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root.resolve()):
            msg = "a file name leads out of its folder"
            raise ValueError(msg)
        return path


class BucketFiles:
    """Files in one S3-compatible bucket."""

    def __init__(self, store: S3Store) -> None:
        """Keep everything in `store`."""
        self._store = store

    def put(self, name: str, content: bytes) -> None:
        """Store the object; S3 answers after it is durable."""
        self._store.put(name, content)

    def get(self, name: str) -> bytes:
        """Return the object; see `Files`."""
        try:
            return bytes(self._store.get(name).bytes())
        except ObjectMissing as missing:
            raise FileNotFoundError(name) from missing

    def names(self, prefix: str) -> list[str]:
        """Return the names; see `Files`."""
        pages = self._store.list(prefix)
        return sorted(row["path"] for page in pages for row in page)

    def drop(self, name: str) -> None:
        """Remove the object; see `Files`."""
        self._store.delete(name)


def open_files(url: str, folder: Path) -> Files:
    """Return the store `url` names; an empty one is `folder` on this machine.

    Args:
        url: `s3://bucket?endpoint=http://…&region=…`; keys come from AWS_ACCESS_KEY_ID and
            AWS_SECRET_ACCESS_KEY.
        folder: the embedded default.

    """
    if not url:
        return FolderFiles(folder)
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    endpoint = query.get("endpoint", "")
    store = S3Store(
        parts.netloc,
        region=query.get("region", "us-east-1"),
        endpoint=endpoint or None,
        virtual_hosted_style_request=False,
        client_options={"allow_http": endpoint.startswith("http://"), "timeout": "8s"},
    )
    return BucketFiles(store)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
