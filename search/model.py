"""What goes into a search index and what comes out of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol, TypedDict, Unpack

PUBLIC = frozenset({"public"})
Order = Literal["relevance", "date"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A section of a document with its stable anchor."""

    anchor: str
    label: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What search may see of one thing of the portal; `ref` is unique.

    Attributes:
        ref: stable name such as "van-ban:12" or "y-kien:YK-2026-000042".
        kind: slug, a facet value.
        number: as printed, "53/KH-UBND".
        office: slug, a facet value; "" for none.
        audience: who may find it; only "public" is found without asking for another.

    """

    ref: str
    kind: str
    title: str
    number: str = ""
    office: str = ""
    published_on: date
    parts: tuple[Part, ...]
    audience: str = "public"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A document found, with the anchor of its best part ("" when the title alone matched).

    Attributes:
        more: anchors of the other parts that match as well, in the document's order.

    """

    ref: str
    anchor: str
    score: int
    more: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of hits, with counts over all of them.

    Attributes:
        facets: "kind", "office", "year", and "audience" when several may be found: value to
            number of documents, counted with the other filters but not their own.
        understood: the corrected query when the engine changed it.
        loose: no document has all the words; these are the nearest, with fewer of them.
        suggested: another query that may have been meant; the engine was not sure enough.

    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(
        default_factory=lambda: {"kind": {}, "office": {}, "year": {}}
    )
    understood: str | None = None
    loose: bool = False
    suggested: str | None = None


class Options(TypedDict, total=False):
    """What may be asked for beside the query.

    Attributes:
        filters: "kind", "office", "year" and "audience" to a value.
        without: refs that must not be shown nor counted.
        audiences: whose documents may be found; only the public ones by default.
        within: ref of the one document to look in; "" for all.
        order: by relevance, newest first among equals, or by date alone.
        page: from 1.
        size: hits on a page.
        exactly: take the words as typed, correcting and leaving out none.

    """

    filters: Mapping[str, str]
    without: Collection[str]
    audiences: Collection[str]
    within: str
    order: Order
    page: int
    size: int
    exactly: bool


class Index(Protocol):
    """A search engine: documents in, pages of hits out."""

    @property
    def rebuild_needed(self) -> bool:
        """Whether the index may lack documents and should be refilled."""
        ...

    def put(self, documents: Iterable[Document]) -> None:
        """Add `documents`, each replacing an earlier one of the same ref."""
        ...

    def drop(self, refs: Iterable[str]) -> None:
        """Forget the documents named; unknown refs are no error."""
        ...

    def clear(self) -> None:
        """Forget everything; the caller promises to put back what belongs here."""
        ...

    def refill(self, documents: Iterable[Document]) -> None:
        """Hold exactly `documents`, answering from the old ones until all are in."""
        ...

    def optimise(self) -> None:
        """Keep nothing any more of what was forgotten; answers fastest afterwards, too."""
        ...

    def refs(self) -> Mapping[str, str]:
        """Return each ref held with the fingerprint of its document."""
        ...

    def find(self, query: str, **options: Unpack[Options]) -> Page:
        """Return the page of documents that answer `query`; an empty query lists all by date."""
        ...
