"""A Word file's package: its parts, opened only when nothing about it is harmful."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from posixpath import dirname, normpath
from typing import Any

from docx.oxml import parse_xml

from portal.publications.importing.unreadable import (
    DAMAGED_WORD,
    MACROS,
    SWOLLEN_WORD,
    Unreadable,
)

_MOST_ENTRIES = 1_000
_LARGEST_ENTRY = 20_000_000
_LARGEST_XML = 8_000_000
_LARGEST_WHOLE = 60_000_000
_GREATEST_RATIO = 100
_SMALL = 1_000_000
_TYPES = "[Content_Types].xml"
_MAIN = b"wordprocessingml.document.main+xml"
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError, IndexError),
    *(TypeError, NotImplementedError, RuntimeError, EOFError, OSError, SyntaxError),
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A part another part needs.

    Attributes:
        kind: last word of its type: "footnotes", "numbering", "attachedTemplate".
        external: whether it lies outside the file.

    """

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, kw_only=True)
class Package:
    """The parts of an open Word file."""

    archive: zipfile.ZipFile
    main: str

    @property
    def names(self) -> list[str]:
        """Names of all parts."""
        return self.archive.namelist()

    def xml(self, name: str) -> Any:
        """Return the root of a part; lxml publishes no types."""
        return parse_xml(_without_entities(self.archive.read(name)))

    def links(self, name: str) -> list[Link]:
        """Return what part `name` links to."""
        return _links(self.archive, name)

    def linked(self, kind: str) -> list[Any]:
        """Return the roots of the parts of this kind the main part uses."""
        names = self.names
        found = [one.target for one in self.links(self.main) if one.kind == kind]
        return [self.xml(name) for name in found if name in names]


@contextmanager
def open_package(content: bytes) -> Iterator[Package]:
    """Give the package of a Word file while it is being read.

    Raises:
        Unreadable: it is damaged, of another kind, holds macros, or would swell when unpacked.

    """
    with _opened(content) as archive:
        _check_kind(archive)
        yield Package(archive=archive, main=_main(archive))


@contextmanager
def open_office(content: bytes) -> Iterator[Package]:
    """Give the package of any office file, for looking through its parts.

    Raises:
        Unreadable: it is damaged or would swell when unpacked.

    """
    with _opened(content) as archive:
        yield Package(archive=archive, main=_main(archive))


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive.infolist())
            yield archive
    except _DAMAGE as error:
        # What the parsers raise on broken packages is not documented: all of it means "damaged".
        raise Unreadable(DAMAGED_WORD) from error


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that is too large inside, before anything is unpacked."""
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or whole > _LARGEST_WHOLE or any(map(_is_swollen, entries)):
        raise Unreadable(SWOLLEN_WORD)


def _is_swollen(entry: zipfile.ZipInfo) -> bool:
    is_xml = entry.filename.endswith((".xml", ".rels"))
    if entry.file_size > (_LARGEST_XML if is_xml else _LARGEST_ENTRY):
        return True
    return entry.file_size > max(_SMALL, _GREATEST_RATIO * entry.compress_size)


def _check_kind(archive: zipfile.ZipFile) -> None:
    types = archive.read(_TYPES)
    if b"macroEnabled" in types or any("vbaProject" in name for name in archive.namelist()):
        raise Unreadable(MACROS)
    if _MAIN not in types:
        raise Unreadable(DAMAGED_WORD)


def _main(archive: zipfile.ZipFile) -> str:
    found = [one.target for one in _links(archive, "") if one.kind == "officeDocument"]
    if not found:
        raise Unreadable(DAMAGED_WORD)
    return found[0]


def _links(archive: zipfile.ZipFile, name: str) -> list[Link]:
    folder = dirname(name)
    rels = f"{folder}/_rels/{name.rsplit('/', 1)[-1]}.rels".lstrip("/")
    if rels not in archive.namelist():
        return []
    root = parse_xml(_without_entities(archive.read(rels)))
    return [_link(folder, one.attrib) for one in root.iterchildren("{*}Relationship")]


def _link(folder: str, said: Mapping[str, str]) -> Link:
    target = said["Target"]
    external = said.get("TargetMode") == "External"
    inside = target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}")
    return Link(
        kind=said["Type"].rsplit("/", 1)[-1],
        target=target if external else inside.lstrip("/"),
        external=external,
    )


def _without_entities(part: bytes) -> bytes:
    """Return the bytes of a part that declares no document type, as Word never does."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(DAMAGED_WORD)
    return part
