"""The words looked for, spotted in a text without taking all of it apart."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from search.concepts import Word
from search.folding import LONGEST_WORD, fold, syllable

# Latin with all its marks; letters of other scripts stand for themselves.
LATIN = (*range(0x21, 0x250), *range(0x1E00, 0x1F00))
PARTED = re.compile(r"[^\W_]")


def _spellings() -> dict[str, str]:
    """Return each plain letter with all letters that fold to it."""
    found: dict[str, str] = defaultdict(str)
    for code in LATIN:
        letter = chr(code)
        if letter.isalnum() and unicodedata.is_normalized("NFC", letter):
            found[fold(letter)] += letter
    return found


_SPELLINGS = _spellings()


def spot(text: str, keys: Iterable[str]) -> list[Word]:
    """Return the words of a normalised `text` whose folded keys are among `keys`."""
    wanted = frozenset(keys)
    found: list[Word] = []
    for match in _pattern(wanted).finditer(text):
        word = syllable(match[0])
        if word.folded in wanted:
            joined = bool(found) and text[found[-1].end : match.start()].isspace()
            found.append(Word(match.start(), match.end(), *word, joined))
    return found


def runs(text: str, row: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the words of `row` in runs with no other word of `text` between."""
    run: list[Word] = []
    for word in row:
        if run and PARTED.search(text, run[-1].end, word.start):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


@lru_cache(maxsize=256)
def _pattern(keys: frozenset[str]) -> re.Pattern[str]:
    """Return what finds the words of `keys`, and few others, in a text."""
    spellings = {spelling for key in keys for spelling in _written(key)}
    longest_first = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    words = "|".join(map(_any_marks, longest_first)) or "(?!)"
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")


def _written(key: str) -> Iterator[str]:
    """Yield how the word of `key` may be written, marks apart: a last i and y are one."""
    yield key
    if key.endswith(("i", "y")):
        yield key[:-1] + ("y" if key.endswith("i") else "i")


def _any_marks(letters: str) -> str:
    """Return a pattern of `letters` with any marks, in capitals or not."""
    return "".join(map(_letter, letters)) + (r"[^\W_]*" if len(letters) >= LONGEST_WORD else "")


def _letter(letter: str) -> str:
    """Return a pattern of one letter."""
    other = "".join(sorted({letter, *letter.upper()[:1], *_SPELLINGS.get(letter, "")}))
    return re.escape(letter) if len(other) == 1 else f"[{re.escape(other)}]"
