"""The table of questions with their answers, and how often an engine gives them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from search import Document

TABLE = Path(__file__).with_name("judged.tsv")
NAMES = {
    "m": "with marks", "u": "without marks", "t": "mistyped", "a": "short forms",
    "n": "numbers, dates", "q": "whole questions", "-": "nothing to find",
}  # fmt: skip
Hit = tuple[str, str]  # a document's ref and the anchor of its section


class Question(NamedTuple):
    """One question; `document` is how the right ref begins, "-" when nothing may be found."""

    sort: str
    text: str
    document: str
    words: str


def questions() -> Iterator[Question]:
    """Yield the table's questions."""
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            document, words, asked = line.split("\t")
            for one in asked.split(" | "):
                sort = "-" if document == "-" else one[0]
                yield Question(sort, one[2:], document, words)


def rank(question: Question, hits: Sequence[Hit], documents: dict[str, Document]) -> float:
    """Return one by the place of the first right hit; one too when nothing is right and found."""
    if question.document == "-":
        return float(not hits)
    for place, (ref, anchor) in enumerate(hits[:10], start=1):
        if _is_right(question, documents[ref], anchor):
            return 1 / place
    return 0.0


def _is_right(question: Question, document: Document, anchor: str) -> bool:
    if question.document != "*" and not document.ref.startswith(question.document):
        return False
    part = next((part for part in document.parts if part.anchor == anchor), None)
    text = f"{part.label} {part.title} {part.text}" if part else document.title
    return _plain(question.words) in _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()


def scores(
    documents: Sequence[Document], ask: Callable[[str], Sequence[Hit]]
) -> dict[str, list[tuple[Question, float]]]:
    """Return the ranks an engine that holds `documents` reaches, by sort of question."""
    held = {document.ref: document for document in documents}
    found = defaultdict(list)
    for question in questions():
        if question.document in "*-" or any(ref.startswith(question.document) for ref in held):
            found[question.sort].append((question, rank(question, ask(question.text), held)))
    return found


def figures(ranks: Sequence[float]) -> tuple[float, float]:
    """Return the share of first places, and the mean reciprocal rank."""
    return sum(rank == 1 for rank in ranks) / len(ranks), sum(ranks) / len(ranks)
