"""Keeping the search index in step with the database."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from portal.cases import documents as case_documents
from portal.config import Settings
from portal.outbox.service import waiting
from portal.publications import documents as publication_documents
from search import Document, Index, WhooshIndex

EFFECTS = "search."
SCHEMA = "search"  # of the database, when the index lies there
SOURCES: dict[str, Any] = {"van-ban": publication_documents, "y-kien": case_documents}


def open_index(settings: Settings) -> Index:
    """Return the index of this installation, of the engine its settings choose."""
    if settings.search_engine == "postgresql":
        # What it needs is installed only where it is chosen.
        from search.postgres_index import PostgresIndex  # noqa: PLC0415

        return PostgresIndex(settings.database, schema=SCHEMA)
    return WhooshIndex(settings.data / "index", key=settings.derive("index"))


def all_documents(session: Session) -> Iterator[Document]:
    """Yield everything search may see."""
    for source in SOURCES.values():
        yield from source.all_documents(session)


def waiting_refs(session: Session) -> set[str]:
    """Return what changed since the index was last told."""
    return {payload["ref"] for payload in waiting(session, EFFECTS)}


def bring(session: Session, index: Index, refs: Iterable[str]) -> None:
    """Put each of `refs` into the index as it stands now, or take it out; twice is no harm."""
    found = {ref: SOURCES[ref.partition(":")[0]].document(session, ref) for ref in refs}
    index.drop(ref for ref, document in found.items() if document is None)
    index.put(document for document in found.values() if document is not None)


def catch_up(session: Session, index: Index) -> None:
    """Make the index hold what the database says, whether or not a worker is running.

    The promises stay in the outbox: the worker keeps them again, which changes nothing.
    """
    if index.rebuild_needed:
        index.refill(all_documents(session))
    else:
        bring(session, index, waiting_refs(session))
