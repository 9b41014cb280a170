"""Whoosh, imported in one place and only when it is the one we trust."""

import importlib.metadata
import warnings

DISTRIBUTION, VERSION = "Whoosh", "2.7.4"


class WrongEngineError(RuntimeError):
    """The package `whoosh` comes from another distribution, or another version, than expected."""


def check_engine() -> None:
    """Raise WrongEngineError unless exactly Whoosh 2.7.4 is installed.

    Four distributions install a package of this name over each other; the later three
    return deleted documents after a refresh.
    """
    providers = importlib.metadata.packages_distributions().get("whoosh", [])
    if sorted(set(providers)) != [DISTRIBUTION]:
        message = f"package whoosh must come from {DISTRIBUTION} alone, not from {providers}"
        raise WrongEngineError(message)
    installed = importlib.metadata.version(DISTRIBUTION)
    if installed != VERSION:
        message = f"{DISTRIBUTION} {VERSION} is needed, {installed} is installed"
        raise WrongEngineError(message)


check_engine()
# Whoosh of 2016 has invalid escapes and "is" with literals: warnings where it is compiled.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.fields import FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.formats import Existence
    from whoosh.index import TOC, clean_files
    from whoosh.reading import SegmentReader
    from whoosh.writing import SegmentWriter

__all__ = [
    "TOC",
    "Existence",
    "FieldType",
    "FileStorage",
    "Schema",
    "SegmentReader",
    "SegmentWriter",
    "W3Codec",
    "WrongEngineError",
    "check_engine",
    "clean_files",
]
