"""A small naive Bayes over folded words and pairs: which office answered texts like this. Pure."""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from portal.words import fold

T = TypeVar("T")
LONGEST = 4_000
FEWEST = 3  # examples of an answer before it is ever proposed
_WORD = re.compile(r"[^\W_]+")


class Bayes(Generic[T]):
    """Counts of the words of examples, by the answer they had."""

    def __init__(self, examples: Iterable[tuple[str, T]]) -> None:
        """Learn from pairs of a text and its answer."""
        self._counts: dict[T, Counter[str]] = defaultdict(Counter)
        self._examples: Counter[T] = Counter()
        for text, answer in examples:
            self._counts[answer].update(set(features(text)))
            self._examples[answer] += 1
        self._words = len({word for counts in self._counts.values() for word in counts})

    def chances(self, text: str) -> Mapping[T, float]:
        """Return how likely each known answer is, adding up to 1; empty with nothing learnt."""
        known = {answer: n for answer, n in self._examples.items() if n >= FEWEST}
        if not known:
            return {}
        total = sum(known.values())
        wanted = set(features(text))
        logs = {
            answer: math.log(n / total) + sum(self._log(answer, n, word) for word in wanted)
            for answer, n in known.items()
        }
        highest = max(logs.values())
        weights = {answer: math.exp(value - highest) for answer, value in logs.items()}
        whole = sum(weights.values())
        return {answer: weight / whole for answer, weight in weights.items()}

    def examples(self, answer: T) -> int:
        """Return how many examples had this answer."""
        return self._examples[answer]

    def _log(self, answer: T, examples: int, word: str) -> float:
        # Words nobody ever used say nothing; the others are smoothed by one.
        if all(word not in counts for counts in self._counts.values()):
            return 0.0
        return math.log((self._counts[answer][word] + 1) / (examples + 2))


def features(text: str) -> Iterator[str]:
    """Yield the folded words of `text`, and each pair of neighbours."""
    words = _WORD.findall(fold(text[:LONGEST]))
    yield from words
    for first, second in itertools.pairwise(words):
        yield f"{first} {second}"
