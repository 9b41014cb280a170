"""`python -m tests.bench.search [documents …]`: search beside other engines, in one run.

Prints for each size what building, asking, adding and withdrawing cost, as milliseconds and as
ratios to SQLite's FTS5 on the same keys; then how often each engine has the right paragraph, or
at least the right document, first. An engine that is not installed is left out.
"""

import importlib
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from search import Document, mark, snippet
from tests.bench.corpus import real_documents, recombined
from tests.bench.engines import Answer, Engine, body
from tests.search.judged import NAMES, figures, questions, rank

SIZES = (1_000, 10_000)
ENGINES = (
    *(("engines", "Ours"), ("postgres_engine", "OnPostgres")),
    *(("engines", "Fts5OnKeys"), ("engines", "Fts5")),
    *(("other_engines", "Tantivy"), ("other_engines", "PlainWhoosh")),
)
YARDSTICK = "Fts5OnKeys"
SLOW = {"PlainWhoosh": 1_000}  # minutes for each build beyond this size
ROUNDS, EVERY = 2, 3  # each question of a third of the table is asked twice
CHANGES = 5
WALL = time.perf_counter


class Figures(NamedTuple):
    """What one engine needed; times in milliseconds, sizes in megabytes.

    Adding and withdrawing are by the clock on the wall, the rest is what the processor did.
    """

    build: float
    size: float
    memory: float
    cold: tuple[float, float]
    found: tuple[float, float]
    whole: tuple[float, float]
    add: float
    withdraw: float


def main() -> None:
    """Measure and print."""
    for size in [int(one) for one in sys.argv[1:]] or SIZES:
        _print_figures(size, dict(_measured(size)))
    _print_relevance()


def load(module: str, name: str) -> type[Engine] | None:
    """Return the class of an engine, None when what it needs is not installed or not running."""
    try:
        found: type[Engine] = getattr(importlib.import_module(f"tests.bench.{module}"), name)
    except ModuleNotFoundError:
        return None
    return found if getattr(found, "there", lambda: True)() else None


def _measured(size: int) -> Iterator[tuple[str, Figures]]:
    """Yield the figures of each engine, measured in a process of its own."""
    for module, name in ENGINES:
        if load(module, name) is None or size > SLOW.get(name, size):
            continue
        spawn = multiprocessing.get_context("spawn")
        with (
            tempfile.TemporaryDirectory() as folder,
            ProcessPoolExecutor(1, mp_context=spawn) as pool,
        ):
            yield name, pool.submit(measure, module, name, size, Path(folder) / name).result()


def measure(module: str, name: str, size: int, folder: Path) -> Figures:
    """Return what an engine needs for `size` documents."""
    kind: Any = load(module, name)
    engine = kind(folder)
    build = _seconds(lambda: engine.build(recombined(size)), _clock(engine))
    engine.close()
    documents = {document.ref: document for document in recombined(size)}
    asked = [question.text for question in questions()][::EVERY]
    before = _memory()
    engine = kind(folder)
    clock = _clock(engine)
    cold = [_seconds(lambda text=text: engine.ask(text), clock) for text in asked]
    found = [_seconds(lambda text=text: engine.ask(text), clock) for text in asked * ROUNDS]
    whole = [
        _seconds(lambda text=text: _show(engine.ask(text), text, documents), clock)
        for text in asked
    ]
    memory = _memory() - before
    fresh = list(recombined(CHANGES, seed=1))
    new = [
        Document(**{name: getattr(one, name) for name in Document.__slots__} | {"ref": f"new:{n}"})
        for n, one in enumerate(fresh)
    ]
    add = [_seconds(lambda one=one: engine.add(one) or engine.ask(one.number), WALL) for one in new]
    withdraw = [
        _seconds(lambda one=one: engine.withdraw(one.ref) or engine.ask(one.number), WALL)
        for one in new
    ]
    engine.close()
    bytes_kept = engine.size() if hasattr(engine, "size") else _size(folder)
    _discard(engine)
    return Figures(
        build * 1000,
        bytes_kept / 1e6,
        memory,
        *map(_percentiles, (cold, found, whole)),
        _percentiles(add)[0],
        _percentiles(withdraw)[0],
    )


def _show(answer: Answer, text: str, documents: dict[str, Document]) -> None:
    """Mark titles and passages of an answer, as the page does."""
    query = answer.query or text
    anchors = answer.anchors or [None] * len(answer.refs)
    for ref, anchor in zip(answer.refs, anchors, strict=True):
        document = documents[ref]
        mark(document.title, query)
        part = next((part for part in document.parts if part.anchor == anchor), document.parts[0])
        snippet(part.text if answer.anchors else body(document), query)


def _seconds(act: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """Return how long `act` took; by default what other work on the machine took does not count."""
    start = clock()
    act()
    return clock() - start


def _clock(engine: Any) -> Callable[[], float]:
    """Return what tells how much the processor has done for `engine`, in all its processes."""
    clock: Callable[[], float] = getattr(engine, "processor", time.process_time)
    return clock


def _size(folder: Path) -> int:
    """Return the bytes of the files in `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _discard(engine: Any) -> None:
    """Take away what `engine` left outside its folder."""
    getattr(engine, "discard", lambda: None)()


def _memory() -> float:
    """Return the megabytes this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[len(ordered) * 95 // 100] * 1000


def _print_figures(size: int, found: dict[str, Figures]) -> None:
    print(f"\n{size} documents; milliseconds at the median / 95th percentile")
    print(
        f"{'':14} {'build s':>8} {'MB':>7} {'+RSS MB':>8} {'cold':>15} {'found':>15}"
        f" {'with marks':>15} {'add':>7} {'withdraw':>9}"
    )
    for name, row in found.items():
        pairs = " ".join(f"{p50:7.2f}/{p95:7.2f}" for p50, p95 in (row.cold, row.found, row.whole))
        print(
            f"{name:14} {row.build / 1000:8.1f} {row.size:7.1f} {row.memory:8.1f} {pairs}"
            f" {row.add:7.1f} {row.withdraw:9.1f}"
        )
    yardstick = found[YARDSTICK]
    print(f"times as much as {YARDSTICK}")
    for name, row in found.items():
        ratios = " ".join(
            f"{mine[0] / its[0]:7.2f}/{mine[1] / its[1]:7.2f}"
            for mine, its in zip(row[3:6], yardstick[3:6], strict=True)
        )
        print(f"{name:14} {row.build / yardstick.build:8.2f} {row.size / yardstick.size:7.2f} "
              f"{'':8} {ratios}")  # fmt: skip


def _print_relevance() -> None:
    """Print how good the answers are over the demonstration's documents and the plans."""
    documents = {document.ref: document for document in real_documents()}
    print(f"\nfirst / mean reciprocal rank; the others are asked for the document alone\n{'':14}")
    for module, name in ENGINES:
        kind: Any = load(module, name)
        if kind is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            engine = kind(Path(folder) / name)
            engine.build(documents.values())
            print(f"{name:14} " + "  ".join(_relevance(engine, documents)))
            engine.close()
            _discard(engine)


def _relevance(engine: Engine, documents: dict[str, Document]) -> Iterator[str]:
    """Yield the figures of each sort of question, and of all."""
    ranks: dict[str, list[float]] = {}
    for question in questions():
        answer = engine.ask(question.text)
        if answer.anchors:
            hits = list(zip(answer.refs, answer.anchors, strict=True))
            reached = rank(question, hits, documents)
        else:
            anywhere = question._replace(words="")
            reached = rank(anywhere, [(ref, "") for ref in answer.refs], documents)
        ranks.setdefault(question.sort, []).append(reached)
    for sort, some in ranks.items():
        yield f"{NAMES[sort]} " + "{:.3f}/{:.3f}".format(*figures(some))
    yield "all " + "{:.3f}/{:.3f}".format(
        *figures([one for some in ranks.values() for one in some])
    )


if __name__ == "__main__":
    main()
