"""How much two texts say the same, by the runs of three words they share. Pure."""

import re
from collections.abc import Iterable

from portal.words import fold

RUN = 3
LEAST = 0.3
MOST = 5
_WORD = re.compile(r"[^\W_]+")
# "thôn" or the like, and up to three words with capitals, or numbers, after it.
_PLACE = re.compile(
    r"\b(?:thôn|xóm|bản|ấp|tổ dân phố|khu|ngõ)(?: (?:[A-ZĐÀ-Ỹ][^\W\d_]*|\d{1,3})){1,3}"
)


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


def places_in(text: str) -> frozenset[str]:
    """Return the villages and streets `text` names, as written: "thôn Đông Khê"."""
    return frozenset(_PLACE.findall(text))


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
