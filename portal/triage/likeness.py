"""How much two texts say the same, by the runs of three words they share. Pure."""

import re
from collections.abc import Iterable

from portal.words import fold

RUN = 3
LEAST = 0.3
MOST = 5
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> frozenset[str]:
    """Return every run of three folded words of `text`; of a shorter one, its words."""
    words = _WORD.findall(fold(text))
    if len(words) < RUN:
        return frozenset(words)
    return frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller text's runs that the other has too, 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def most_alike(text: str, others: Iterable[tuple[str, str]]) -> list[tuple[str, float]]:
    """Return the names of the texts most like `text`, with how much, the closest first.

    Args:
        text: what was written.
        others: pairs of a name and a text.

    """
    own = shingles(text)
    found = [(name, likeness(own, shingles(other))) for name, other in others]
    close = sorted((row for row in found if row[1] >= LEAST), key=lambda row: (-row[1], row[0]))
    return close[:MOST]
