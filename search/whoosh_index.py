"""The index of one folder, kept in Whoosh segments: one writer, any number of readers."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Unpack

from search import analysis, segments
from search.concepts import CONCEPTS, Concepts
from search.engine import TOC
from search.finding import Question, find
from search.model import Document, Options, Page
from search.seal import LOCK, BrokenSealError, Notary, Seal, remove, strangers, sync
from search.snapshot import Cache, Snapshot

MEMORY = 64 << 20
TRIES = 5
PATIENCE = 60.0
Merge = Callable[[segments.Writer, list[Any]], list[Any]]


class LockedIndexError(RuntimeError):
    """Another process kept writing for longer than this one could wait."""


class WhooshIndex:
    """A search index in a folder; see model.Index.

    Readers notice a commit of any process with their next question. Whatever is not
    sealed with `key` is thrown away unread, and the index starts again empty.
    """

    def __init__(
        self,
        folder: Path,
        *,
        key: bytes,
        concepts: Concepts = CONCEPTS,
        memory: int = MEMORY,
    ) -> None:
        """Open the index in `folder`, or start one there.

        Args:
            folder: for the index alone; made private to this user.
            key: secret that proves the files are ours.
            concepts: abbreviations and their names; when changed, `refill` the index.
            memory: bytes of sets each process keeps ready.

        """
        self._folder, self._concepts = folder, concepts
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._notary, self._cache = Notary(folder, key), Cache(memory)
        self._opening, self._writing = threading.Lock(), threading.Lock()
        self._snapshot: Snapshot | None = None
        self._stamp: tuple[int, int, int] | None = None
        if not self._intact():
            with self._locked():
                if not self._intact():
                    self._start_again()

    @property
    def rebuild_needed(self) -> bool:
        """Whether the index was started empty, or is damaged, and has not been refilled since."""
        try:
            with self._current() as snapshot:
                return not snapshot.whole
        except BrokenSealError:
            return True

    def put(self, documents: Iterable[Document]) -> None:
        """Add `documents`, each replacing an earlier one of the same ref."""
        latest = {document.ref: document for document in documents}
        if latest:
            self._write(latest, latest.values(), segments.merge)

    def drop(self, refs: Iterable[str]) -> None:
        """Forget the documents named; unknown refs are no error."""
        refs = set(refs)
        if refs:
            self._write(refs, (), segments.merge)

    def clear(self) -> None:
        """Forget everything; the caller promises to put back what belongs here."""
        self.refill(())

    def refill(self, documents: Iterable[Document]) -> None:
        """Hold exactly `documents`, each ref once; the old ones answer until all are in."""
        self._write((), documents, segments.merge_none, whole=True)

    def optimise(self) -> None:
        """Merge all segments into one, which answers fastest; for quiet hours."""
        self._write((), (), segments.merge_all)

    def refs(self) -> Mapping[str, str]:
        """Return each ref held with the fingerprint of its document."""
        try:
            with self._current() as snapshot:
                return {row.ref: row.fingerprint for row in snapshot.rows()}
        except BrokenSealError:
            return {}

    def find(self, query: str, **options: Unpack[Options]) -> Page:
        """Return the page of documents that answer `query`; an empty query lists all by date."""
        question = Question(query=query, concepts=self._concepts, **options)
        try:
            with self._current() as snapshot:
                return find(snapshot, question)
        except BrokenSealError:
            return Page(hits=(), total=0)

    def close(self) -> None:
        """Let go of the files; a later question opens them again."""
        with self._opening:
            self._replace(None, None)

    @contextlib.contextmanager
    def _current(self) -> Iterator[Snapshot]:
        """Lend the newest state; raise BrokenSealError when there is none to trust."""
        with self._opening:
            stamp = self._notary.stamp()
            if self._snapshot is None or stamp != self._stamp:
                self._replace(self._open(), stamp)
            snapshot = self._snapshot
            if snapshot is None:
                raise BrokenSealError
            snapshot.__enter__()
        try:
            yield snapshot
        finally:
            snapshot.__exit__()

    def _replace(self, snapshot: Snapshot | None, stamp: tuple[int, int, int] | None) -> None:
        """Take `snapshot` for the newest state; the one before closes with its last reader."""
        before, self._snapshot, self._stamp = self._snapshot, snapshot, stamp
        if before is not None:
            before.retire()

    def _open(self) -> Snapshot:
        """Return the sealed state, tried again when a writer removes the files just opened."""
        for _ in range(TRIES):
            stamp = self._notary.stamp()
            try:
                return Snapshot(self._folder, self._seal(), self._cache)
            except (BrokenSealError, OSError):
                if stamp == self._notary.stamp():
                    break
        raise BrokenSealError

    def _seal(self) -> Seal:
        """Return the checked seal of an index of today's analysis."""
        seal = self._notary.read()
        if seal.version != analysis.VERSION:
            raise BrokenSealError
        return seal

    def _intact(self) -> bool:
        """Whether the folder holds an index to trust."""
        try:
            with self._current():
                return True
        except BrokenSealError:
            return False

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other writers out, of this process and of others."""
        with self._writing:
            lock = segments.open_storage(self._folder).lock(LOCK)
            until = time.monotonic() + PATIENCE
            while not lock.acquire():
                if time.monotonic() > until:
                    raise LockedIndexError(self._folder)
                time.sleep(0.01)
            try:
                yield
            finally:
                lock.release()

    def _start_again(self) -> None:
        """Throw away whatever lies in the folder, unread, and seal an empty index."""
        remove(strangers(self._folder))
        storage = segments.open_storage(self._folder)
        TOC(segments.schema(), [], 0).write(storage, segments.NAME)
        self._publish(0, [segments.contents_name(0)], whole=False)

    def _publish(self, generation: int, names: list[str], *, whole: bool) -> None:
        """Make the files `names` the index: first on disk, then sealed; the rest goes."""
        for name in names:
            (self._folder / name).chmod(0o600)
            sync(self._folder / name)
        sync(self._folder)
        self._notary.set(version=analysis.VERSION, generation=generation, whole=whole, names=names)
        remove(strangers(self._folder, names))

    def _write(
        self,
        gone: Iterable[str],
        documents: Iterable[Document],
        merge: Merge,
        *,
        whole: bool | None = None,
    ) -> None:
        """Commit: forget `gone`, add `documents`, merge segments by `merge`."""
        with self._locked():
            if not self._intact():
                self._start_again()
            seal = self._seal()
            remove(strangers(self._folder, seal.files))
            with self._writer(seal, seal.whole if whole is None else whole) as writer:
                self._delete(writer, gone)
                for document in documents:
                    writer.add(document, self._concepts)
                writer.commit(mergetype=merge)

    @contextlib.contextmanager
    def _writer(self, seal: Seal, whole: bool) -> Iterator[segments.Writer]:  # noqa: FBT001 -- private
        """Lend a writer that goes on from `seal`; given up without a trace when it fails."""

        def publish(generation: int, names: list[str]) -> None:
            self._publish(generation, names, whole=whole)

        storage = segments.open_storage(self._folder)
        writer = segments.Writer(segments.At(storage, seal.generation), publish)
        try:
            yield writer
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise

    def _delete(self, writer: segments.Writer, refs: Iterable[str]) -> None:
        """Mark the places of `refs` as deleted in the segments of `writer`."""
        with self._current() as snapshot:
            for place in snapshot.all_of(refs):
                writer.delete_document(place)
