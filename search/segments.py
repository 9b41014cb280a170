"""The files of the index: how tokens are laid down in Whoosh segments, and taken up again.

Each document is a row of places, see rows; a merge keeps rows together.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from search.concepts import CONCEPTS, Concepts
from search.engine import (
    TOC,
    Existence,
    FieldType,
    FileStorage,
    Schema,
    SegmentReader,
    SegmentWriter,
    W3Codec,
)
from search.model import Document
from search.packing import EXTENSION, Packed, Packer
from search.rows import Row, Tokens, fingerprint, head_tokens, headings_above, part_tokens

NAME = "MAIN"
FIELDS = (
    *("title", "title_exact", "title_pairs", "number", "facet", "ref"),
    *("body", "body_exact", "body_pairs", "heading"),
)
GROWTH = 2


class Bag(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field that knows only which places have a token."""

    indexed, stored, unique, scorable, vector = True, False, False, False, None
    analyzer, column_type, spelling, multitoken_query = None, None, False, "default"

    def __init__(self) -> None:
        """Keep nothing beside the places."""
        self.format = Existence()


class Kept(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field kept with the head: ref, fingerprint, anchors."""

    indexed, stored, unique, scorable, vector = False, True, False, False, None
    format = analyzer = column_type = None
    spelling = False

    def __init__(self) -> None:
        """Need nothing."""


def schema() -> Any:
    """Return the fields of the index."""
    return Schema(**{name: Bag() for name in FIELDS}, row=Kept())


class Pool:
    """Where the writer collects the places of each token; ready to be written in blocks."""

    def __init__(self) -> None:
        """Start empty."""
        self.places: dict[str, dict[bytes, array[int]]] = defaultdict(
            lambda: defaultdict(lambda: array("I"))
        )

    def add(self, place: int, tokens: Mapping[str, Iterable[str]]) -> None:
        """Note that `tokens` stand at `place`, which is higher than any before."""
        for field, values in tokens.items():
            terms = self.places[field]
            for value in values:
                terms[value.encode(errors="surrogatepass")].append(place)

    def cleanup(self) -> None:
        """Forget all; Whoosh asks for it."""
        self.places.clear()


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's way of keeping a segment, with packed sets for its postings."""

    def field_writer(self, storage: Any, segment: Any) -> Packer:
        """Return what writes the sets of `segment`."""
        return Packer(segment.create_file(storage, EXTENSION))

    def terms_reader(self, storage: Any, segment: Any) -> Packed:
        """Return what reads the sets of `segment`."""
        name = segment.make_filename(EXTENSION)
        return Packed(storage.open_file(name), storage.file_length(name))


class At(NamedTuple):
    """The index as it stands at one generation, as Whoosh's writer wants to see it."""

    storage: Any
    generation: int
    indexname: str = NAME

    def _read_toc(self) -> Any:
        """Return the table of contents of this generation and no other."""
        return read_contents(self.storage, self.generation)


def read_contents(storage: Any, generation: int) -> Any:
    """Return the table of contents of `generation`, whose file has been checked."""
    return TOC.read(storage, NAME, gen=generation, schema=schema())


def contents_name(generation: int) -> str:
    """Return the name of the file with the table of contents of `generation`."""
    return f"_{NAME}_{generation}.toc"


class Writer(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's writer, with packed sets and `publish` in place of its commit point."""

    def __init__(self, at: At, publish: Callable[[int, list[str]], None]) -> None:
        """Write after `at`; `publish` gets the new generation and the names of all its files."""
        super().__init__(at, _lk=False, codec=Codec())
        self.pool: Pool = Pool()
        self._publish = publish

    def add(self, document: Document, concepts: Concepts = CONCEPTS) -> None:
        """Lay down `document`: its parts, then its head."""
        for part, above in zip(document.parts, headings_above(document), strict=True):
            self._add_place(part_tokens(document.ref, part, concepts, above))
        anchors = tuple(part.anchor for part in document.parts)
        row = Row(document.ref, fingerprint(document), anchors)
        self._add_place(head_tokens(document, concepts), tuple(row))

    def _add_place(self, tokens: Tokens, row: tuple[Any, ...] | None = None) -> None:
        """Take the next place for `tokens`."""
        self.pool.add(self.docnum, tokens)
        self._keep(row)

    def _keep(self, row: tuple[Any, ...] | None) -> None:
        """Take the next place, keeping `row` there."""
        self.perdocwriter.start_doc(self.docnum)
        self.perdocwriter.add_field("row", self.schema["row"], row, 0)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def add_reader(self, reader: Any) -> None:
        """Take over the live places of `reader`, in their order."""
        moved: dict[int, int] = {}
        for place in range(reader.doc_count_all()):
            if not reader.is_deleted(place):
                moved[place] = self.docnum
                self._keep(reader.stored_fields(place).get("row"))
        for field in FIELDS:
            terms = self.pool.places[field]
            for token, places in sets_of(reader).each(field):
                kept = [moved[place] for place in places if place in moved]
                if kept:
                    terms[token].extend(kept)

    def _flush_segment(self) -> None:
        """Write every token's places."""
        self.perdocwriter.close()
        for field, sets in sorted(self.pool.places.items()):
            self.fieldwriter.add_field(field, sets, self.docnum)
        self.fieldwriter.close()

    def _commit_toc(self, segments: list[Any]) -> None:
        """Write the table of contents, then let `publish` make it the index."""
        TOC(self.schema, segments, self.generation).write(self.storage, NAME)
        files = [f"{segment.segment_id()}.seg" for segment in segments]
        self._publish(self.generation, [*files, contents_name(self.generation)])


def merge(writer: Writer, segments: list[Any]) -> list[Any]:
    """Merge the smallest segments until each left is twice what is smaller, and return those."""
    growing, left = writer.docnum, []
    for segment in sorted(segments, key=_live):
        live = _live(segment)
        if live and (live > GROWTH * growing) and 2 * live > segment.doc_count_all():
            left.append(segment)
            continue
        growing += live
        if live:
            _take_over(writer, segment)
    return left


def merge_all(writer: Writer, segments: list[Any]) -> list[Any]:
    """Merge all `segments` into one."""
    for segment in segments:
        _take_over(writer, segment)
    return []


def merge_none(_writer: Writer, _segments: list[Any]) -> list[Any]:
    """Leave out all segments: the index will hold only what is added now."""
    return []


def _live(segment: Any) -> int:
    """Return how many places of `segment` are not deleted."""
    return int(segment.doc_count_all() - segment.deleted_count())


def _take_over(writer: Writer, segment: Any) -> None:
    """Move the live places of `segment` to `writer`."""
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        writer.add_reader(reader)
    finally:
        reader.close()


class Storage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's view of a folder, with its temporary files inside it.

    Whoosh's own place for them is one name in the shared temporary folder: open to other
    users of the machine, and emptied by whichever writer ends first.
    """

    def temp_storage(self, name: str | None = None) -> Any:  # noqa: ARG002 -- Whoosh passes it
        """Return a new private folder; what a crash leaves there goes with the next commit."""
        return FileStorage(mkdtemp(prefix=f"{NAME}_tmp_", dir=self.folder))


def open_storage(folder: Path) -> Any:
    """Return Whoosh's view of `folder`."""
    return Storage(str(folder))


def sets_of(reader: Any) -> Packed:
    """Return the sets of the segment of `reader`, deleted places in them too."""
    # What reader.postings gives leaves deleted places out; sets are kept for the segment's life.
    packed: Packed = reader._terms  # noqa: SLF001 -- the way around that filter
    return packed
