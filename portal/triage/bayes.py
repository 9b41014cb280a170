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
TELLING = 3.0  # times as often with one answer as with all others
WORDS = 2  # telling words an example shares with a text it is like
_WORD = re.compile(r"[^\W_]+")
# What stands in any text, whatever it is about.
_ANYWHERE = frozenset(
    _WORD.findall(
        """
    toi khong ko k la co o va cua cho nay do da xin nha xa thon bi em anh chi ong ba duoc dc roi
    ngay mot hai de tu voi ai gi thi ma nua muon con len ra vao lam nguoi dan chung hoi kinh nho
    nghi phan xem giup mong cam on hom nam thang tuan gio lau qua rat lai moi cung nhieu het khi
    nao sao vay day nhung cac se dang vi nen neu biet thay the and of to is in it my we
    """
    )
)


class Bayes(Generic[T]):
    """Counts of the words of examples, by the answer they had."""

    def __init__(self, examples: Iterable[tuple[str, T]]) -> None:
        """Learn from pairs of a text and its answer."""
        self._texts: dict[T, list[frozenset[str]]] = defaultdict(list)
        for text, answer in examples:
            self._texts[answer].append(frozenset(features(text)))
        self._counts = {
            answer: Counter(itertools.chain.from_iterable(texts))
            for answer, texts in self._texts.items()
        }
        self._all: Counter[str] = sum(self._counts.values(), Counter())
        self._examples = sum(map(len, self._texts.values()))

    def chances(self, text: str) -> Mapping[T, float]:
        """Return how likely each known answer is, adding up to 1; empty with nothing learnt."""
        known = {answer: len(all_) for answer, all_ in self._texts.items() if len(all_) >= FEWEST}
        if not known:
            return {}
        total = sum(known.values())
        wanted = {word for word in features(text) if word in self._all}
        logs = {
            answer: math.log(n / total) + sum(self._log(answer, n, word) for word in wanted)
            for answer, n in known.items()
        }
        highest = max(logs.values())
        weights = {answer: math.exp(value - highest) for answer, value in logs.items()}
        whole = sum(weights.values())
        return {answer: weight / whole for answer, weight in weights.items()}

    def telling(self, text: str, answer: T) -> tuple[str, ...]:
        """Return the words of `text` that speak for `answer`: met there far more often."""
        words = dict.fromkeys(_WORD.findall(fold(text[:LONGEST])))
        return tuple(word for word in words if self._tells(word, answer))

    def alike(self, words: Iterable[str], answer: T) -> int:
        """Return how many examples of `answer` hold at least two of `words`."""
        wanted = frozenset(words)
        return sum(len(wanted & text) >= WORDS for text in self._texts.get(answer, ()))

    def _tells(self, word: str, answer: T) -> bool:
        here, n = self._counts[answer][word], len(self._texts[answer])
        if word in _ANYWHERE or word.isdigit() or here < WORDS:
            return False
        elsewhere, others = self._all[word] - here, self._examples - n
        return here / n >= TELLING * (elsewhere + 0.1) / (others + 1)

    def _log(self, answer: T, examples: int, word: str) -> float:
        # Smoothed towards how often anybody uses the word: with few examples it says little.
        usual = self._all[word] / self._examples
        return math.log((self._counts[answer][word] + usual) / (examples + 1))


def features(text: str) -> Iterator[str]:
    """Yield the folded words of `text`, and each pair of neighbours."""
    words = _WORD.findall(fold(text[:LONGEST]))
    yield from words
    for first, second in itertools.pairwise(words):
        yield f"{first} {second}"
