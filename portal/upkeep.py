"""Looking after an installation: checking that nothing is missing, copying it, bringing it back."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, inspect, make_url, select
from sqlalchemy.orm import Session

from portal.cases.answer_models import AnswerFile
from portal.cases.models import Case, CaseFile
from portal.config import Settings
from portal.db import Base, connect, hasty, make_sessions
from portal.disclosures.models import Proof
from portal.files import Files, open_files
from portal.home.indexing import SCHEMA
from portal.petitions.models import Sheet
from portal.publications.models import PublicationFile
from portal.sealed.models import SealedItem

DATABASE = "portal.db"
DUMP = "portal.dump"
MANIFEST = "manifest.json"
KEY = "key"
RING = "ring"


class Damaged(Exception):
    """A backup that is not whole, or a place that is not empty; nothing was changed."""


@dataclass
class Findings:
    """What a check found.

    Attributes:
        items: how many items there are.
        files: how many files rows speak of.
        missing: stored names that should be there and are not.
        altered: stored names whose bytes are not those that were handed in.
        orphans: stored names no row speaks of; uploads of forms never sent, for a day.
        database: what the database itself finds wrong, "" for nothing.

    """

    items: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    database: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing is missing, altered or broken; orphans do no harm."""
        return not (self.missing or self.altered or self.database)


def check(session: Session, files: Files) -> Findings:
    """Return what a look at every row's file and at the database itself finds."""
    found = Findings(items=session.scalar(select(func.count(Case.id))) or 0)
    known = dict(_stored(session))
    found.files = len(known)
    for name, digest in known.items():
        try:
            content = files.get(name)
        except FileNotFoundError:
            found.missing.append(name)
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            found.altered.append(name)
    found.orphans = [name for name in files.names("") if name not in known]
    off = hasty(session)
    if off:
        found.database = f"may lose what it confirmed: {', '.join(off)} off"
    if session.get_bind().dialect.name == "sqlite":
        said = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one()
        found.database = "" if said == "ok" else str(said)
    return found


def backup(settings: Settings, folder: Path) -> Iterator[str]:
    """Copy a running installation into the empty `folder`, telling each thing copied.

    The database comes first and the files after it: a file once kept never changes, so every row
    of the copy finds its file. The manifest is written last; a copy without it is not whole.

    Raises:
        Damaged: `folder` is not empty.

    """
    _refuse_full(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    yield _copy_database(settings, folder)
    # Keys after the database: one put into use in between is in the copy too.
    (folder / KEY).write_text(settings.master_key.hex(), "ascii")
    (folder / RING).write_text(settings.keys.as_text(), "ascii")
    for name in (KEY, RING):
        (folder / name).chmod(0o600)
    files = open_files(settings.files_url, settings.data / "files")
    for name in files.names(""):
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.get(name))
        yield name
    manifest = {name: _digest(folder / name) for name in _inside(folder)}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")


def restore(settings: Settings, folder: Path) -> Iterator[str]:
    """Bring the backup in `folder` into an empty installation, telling each thing brought.

    Raises:
        Damaged: a file of the backup is missing or altered, or the installation is in use.

    """
    manifest = _whole(folder)
    _refuse_used(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    for name in (KEY, RING):
        if (folder / name).exists():  # the oldest backups hold no ring
            shutil.copy2(folder / name, settings.data / name)
    yield _bring_database(settings, folder)
    files = open_files(settings.files_url, settings.data / "files")
    for name in manifest:
        if name.startswith("files/"):
            files.put(name.removeprefix("files/"), (folder / name).read_bytes())
            yield name


def _stored(session: Session) -> Iterator[tuple[str, str]]:
    for table in (CaseFile, AnswerFile, PublicationFile, Proof):
        for row in session.execute(select(table.stored_as, table.sha256)):
            yield row[0], row[1]
    for sheet in session.scalars(select(Sheet).where(Sheet.stored_as.is_not(None))):
        yield sheet.stored_as or "", sheet.sha256
    for item in session.scalars(select(SealedItem)):
        if item.stored_as is not None:
            yield item.stored_as, item.sha256
        if item.answer_as is not None:
            yield item.answer_as, item.answer_sha256 or ""


def _copy_database(settings: Settings, folder: Path) -> str:
    if not settings.database.startswith("sqlite"):
        address = _plain(settings.database)
        # The index of search is built anew from the rest, see `restore`.
        without = f"--exclude-schema={SCHEMA}"
        _postgresql("pg_dump", "--format=custom", without, f"--file={folder / DUMP}", address)
        return DUMP
    source = settings.database.removeprefix("sqlite:///")
    with (
        closing(sqlite3.connect(source)) as live,
        closing(sqlite3.connect(folder / DATABASE)) as copy,
    ):
        live.backup(copy)
    return DATABASE


def _bring_database(settings: Settings, folder: Path) -> str:
    if (folder / DUMP).exists():
        _postgresql(
            "pg_restore", "--no-owner", f"--dbname={_plain(settings.database)}", str(folder / DUMP)
        )
        return DUMP
    shutil.copy2(folder / DATABASE, settings.database.removeprefix("sqlite:///"))
    return DATABASE


def _plain(url: str) -> str:
    """Return the database's address as PostgreSQL's own programs read it, without our driver."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _postgresql(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        msg = f"{program} is not installed"
        raise Damaged(msg)
    subprocess.run([path, *arguments], check=True)  # noqa: S603 - the words are our own settings


def _whole(folder: Path) -> dict[str, str]:
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        msg = f"{folder} holds no whole backup: its manifest is missing or cannot be read"
        raise Damaged(msg) from None
    for name, digest in manifest.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            msg = f"the backup is damaged at {name}; nothing was changed"
            raise Damaged(msg)
    return manifest


def _refuse_used(settings: Settings) -> None:
    if settings.database.startswith("sqlite"):
        _refuse_full(settings.data)
        return
    engine = connect(settings.database)
    with make_sessions(engine)(writes=False) as session:
        tables = set(inspect(session.connection()).get_table_names())
    engine.dispose()
    if tables & set(Base.metadata.tables):
        msg = "the database already holds tables of a portal; nothing was changed"
        raise Damaged(msg)


def _refuse_full(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        msg = f"{folder} is not empty; nothing was changed"
        raise Damaged(msg)


def _inside(folder: Path) -> Iterable[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
