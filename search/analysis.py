"""The one analysis chain: from a text to the tokens every engine stores and compares."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search import numbers
from search.concepts import CONCEPTS, Concepts, Word
from search.folding import fold, normalise, syllable

# Raised when tokens or the way they are kept change, so that an older index is refilled.
VERSION = 2
TOKEN = re.compile(r"[^\W_]+|[^\w\s]+|_+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: folded words and specials, exact words, pairs of neighbours."""

    folded: set[str] = field(default_factory=set)
    exact: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)


def words(text: str) -> list[Word]:
    """Return the words of a normalised `text` in order."""
    found, joined = [], False
    for match in TOKEN.finditer(text):
        token = match[0]
        if token[0].isalnum():
            found.append(Word(match.start(), match.end(), *syllable(token), joined))
            joined = True
        else:
            joined = _joins(text, match)
    return found


def _joins(text: str, mark: re.Match[str]) -> bool:
    """Whether a punctuation `mark` holds two words together: 24.000, đồng/hộ."""
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if mark[0] == "/":
        return before.isalnum() and after.isalnum()
    return mark[0] in ".," and before.isdigit() and after.isdigit()


def analyse(text: str, concepts: Concepts = CONCEPTS) -> Tokens:
    """Return the tokens of `text`."""
    text = normalise(text)
    row = words(text)
    folded = {word.folded for word in row}
    found = numbers.written(text, fold(text))
    for number in found:
        folded.update(number.tokens)
    for meaning in concepts.found(outside(row, found)):
        if len(meaning.tokens) == 1:
            folded.update(meaning.tokens)
    return Tokens(folded, {word.exact for word in row}, set(pairs(row)))


def outside(row: Sequence[Word], found: Iterable[numbers.Found]) -> list[Word]:
    """Return the words of `row` outside the numbers `found`: "53/KH-UBND" is one name."""
    covered = {place for number in found for place in range(number.start, number.end)}
    return [word for word in row if word.start not in covered]


def pairs(row: Iterable[Word]) -> list[str]:
    """Return the pairs of neighbours in `row`; punctuation parts them."""
    found, last = [], ""
    for word in row:
        if word.joined and last:
            found.append(f"{last}_{word.folded}")
        last = word.folded
    return found
