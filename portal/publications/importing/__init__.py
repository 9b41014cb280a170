"""Reads Vietnamese administrative documents: what a text or file says of itself, nothing more."""

from portal.publications.importing.files import file_text, open_file, read_file
from portal.publications.importing.reader import read_source, read_text
from portal.publications.importing.reading import Reading, as_json
from portal.publications.importing.source import Source
from portal.publications.importing.unreadable import Unreadable

__all__ = [
    "Reading",
    "Source",
    "Unreadable",
    "as_json",
    "file_text",
    "open_file",
    "read_file",
    "read_source",
    "read_text",
]
