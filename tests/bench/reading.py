"""`python -m tests.bench.reading`: how right documents are read, field by field, and how fast.

Prints precision (what was read is right) and recall (what is written was read) over the corpus and
the five plans; then the time a plan of forty pages takes, and how files made to harm end.
"""

import io
import resource
import time
from collections import Counter

from docx import Document

from portal.publications.importing import Unreadable, file_text, read_file
from tests.publications.importing import pdf_files
from tests.publications.importing.facts import actual, documents, expected, facts
from tests.publications.importing.hostile_files import FILES

PRECISION, RECALL = 0.99, 0.99
SECONDS = 5


def main() -> None:
    """Read everything, count, print."""
    _rightness()
    _speed()
    _harm()


def _rightness() -> None:
    right, found, said = Counter(), Counter(), Counter()
    for name in documents():
        wanted, read = facts(expected(name)), facts(actual(name))
        for counter, some in ((right, wanted & read), (found, read), (said, wanted)):
            for (field, _, _), count in some.items():
                counter[field] += count
    print(f"\n{'field':32} {'written':>8} {'read':>6} {'right':>6} {'precision':>10} {'recall':>8}")
    for field in sorted(said | found):
        _row(field, said[field], found[field], right[field])
    _row("all fields", said.total(), found.total(), right.total())
    print(f"{len(documents())} documents; wanted at least {PRECISION} and {RECALL}")


def _row(field: str, said: int, found: int, right: int) -> None:
    precision = right / found if found else 1.0
    recall = right / said if said else 1.0
    print(f"{field:32} {said:8} {found:6} {right:6} {precision:10.3f} {recall:8.3f}")


def _speed() -> None:
    pdf = pdf_files.long_plan()
    text = file_text("plan.pdf", pdf)
    word, content = Document(), io.BytesIO()
    for line in text.split("\n"):
        word.add_paragraph(line)
    word.save(content)
    print(f"\n{'a plan of forty pages':32} {'seconds':>8} {'processor':>10}")
    for name, made in (
        ("plan.pdf", pdf),
        ("plan.docx", content.getvalue()),
        ("plan.txt", text.encode()),
    ):
        _, seconds, processor = _timed(name, made)
        print(f"{name:32} {seconds:8.2f} {processor:10.2f}")


def _harm() -> None:
    print(f"\n{'a file made to harm':32} {'seconds':>8} {'MB':>6}   (at most {SECONDS} and 300)")
    for kind, (name, make, reason) in FILES.items():
        answer, seconds, _ = _timed(name, make())
        said = "refused" if answer == reason else f"NOT REFUSED: {answer}"
        print(f"{kind:32} {seconds:8.2f} {_megabytes():6.0f}   {said}")


def _timed(name: str, content: bytes) -> tuple[str, float, float]:
    started, before = time.perf_counter(), _processor()
    try:
        answer = read_file(name, content).title or ""
    except Unreadable as refusal:
        answer = refusal.reason
    return answer, time.perf_counter() - started, _processor() - before


def _processor() -> float:
    """Return the seconds this process and those it started have computed."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _megabytes() -> float:
    """Return the most memory this process, or one it started, has held so far."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(used.ru_maxrss for used in both) / 1000


if __name__ == "__main__":
    main()
