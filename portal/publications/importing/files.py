"""Bytes of a file as text: what kind of file it is, and its words."""

import codecs
from pathlib import Path

from portal.publications.importing.legacy import unicode_of
from portal.publications.importing.pdf import pdf_source
from portal.publications.importing.reader import read_source
from portal.publications.importing.reading import Reading
from portal.publications.importing.source import Source
from portal.publications.importing.syllables import share_of_syllables
from portal.publications.importing.trust import LONGEST
from portal.publications.importing.unreadable import (
    BINARY,
    EMPTY,
    NO_PDF,
    NO_WORD,
    OLD_WORD,
    TOO_LARGE,
    TOO_LONG,
    UNKNOWN_TYPE,
    Unreadable,
)
from portal.publications.importing.word import word_source
from portal.publications.importing.word_findings import doubt

LARGEST = 20_000_000
_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 1_024  # readers look for the mark of a PDF that far in
_PLAIN_SUFFIXES = (".txt", ".md", ".markdown", ".text")
_SAMPLE = 4_000
_SHARE_OF_ZEROS = 0.2
_WINDOWS = "cp1258"
_TRUSTED = 0.8


def read_file(path: Path | str, content: bytes | None = None) -> Reading:
    """Return what a file says of itself as a document.

    Args:
        path: where it is; only its name counts when `content` is given.
        content: its bytes, for a file that was uploaded.

    Raises:
        Unreadable: it is of another kind, damaged, empty, too large or not to be trusted.

    """
    return read_source(open_file(path, content))


def file_text(path: Path | str, content: bytes | None = None) -> str:
    """Return the words of a .txt, .md, .docx or .pdf file; arguments as in `read_file`."""
    return open_file(path, content).text


def open_file(path: Path | str, content: bytes | None = None) -> Source:
    """Return the words of a file and what to know of them; arguments as in `read_file`."""
    content = Path(path).read_bytes() if content is None else content
    if not content.strip():
        raise Unreadable(EMPTY)
    if len(content) > LARGEST:
        raise Unreadable(TOO_LARGE)
    suffix = Path(path).suffix.casefold()
    if content.startswith(_OLE):
        raise Unreadable(OLD_WORD)
    _check_name(suffix, content)
    if suffix == ".pdf" or content.startswith(_PDF):
        return pdf_source(content)
    if suffix == ".docx" or content.startswith(_ZIP):
        return word_source(content)
    if suffix not in _PLAIN_SUFFIXES:
        raise Unreadable(UNKNOWN_TYPE)
    return plain_source(content)


def _check_name(suffix: str, content: bytes) -> None:
    """Refuse what only calls itself a PDF or Word file."""
    if suffix == ".pdf" and _PDF not in content[:_HEAD]:
        raise Unreadable(NO_PDF)
    if suffix == ".docx" and not content.startswith(_ZIP):
        raise Unreadable(NO_WORD)


def plain_source(content: bytes) -> Source:
    """Return the text of a plain file in Unicode, Windows-1258, TCVN3 or VNI."""
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(BINARY) from error
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    is_old = encoding == _WINDOWS and share_of_syllables(text) < _TRUSTED
    if turned := unicode_of(content.decode("latin-1") if is_old else text):
        return Source(text=turned, doubts=(doubt("converted-encoding"),))
    return Source(text=text)


def _encoding(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:_SAMPLE]
    if b"\0" in sample:
        return _utf_16(sample)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _WINDOWS
    return "utf-8"


def _utf_16(sample: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, by where the zeros of blanks stand."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < _SHARE_OF_ZEROS * len(sample) / 2:
        raise Unreadable(BINARY)
    return "utf-16-le" if odd > even else "utf-16-be"
