"""How a syllable may have been mistyped: by ear, by a finger beside the key, without spaces."""

import re
from collections.abc import Iterator

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# Sounds that fall together in one region or another, at the beginning and the end of syllables.
INITIALS = (
    ("s", "x"),
    ("ch", "tr"),
    ("l", "n"),
    ("d", "gi", "r"),
    ("d", "v"),
    ("k", "c", "q"),
    ("f", "ph"),
    ("z", "d"),
    ("j", "gi"),
)
FINALS = (("n", "ng"), ("n", "nh"), ("c", "t"), ("c", "ch"))
# What a Vietnamese syllable without marks looks like.
WELL_FORMED = re.compile(
    r"(?:[bcdghklmnprstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:[cmnpt]|ch|ng|nh)?"
)
LONGEST_SYLLABLE = 7


def pieces(letters: str) -> Iterator[str]:
    """Yield what `letters` may be cut into: their end from each place on, short pieces before."""
    for place in range(len(letters)):
        yield letters[place:]
        for end in range(place + 1, min(place + LONGEST_SYLLABLE, len(letters)) + 1):
            if WELL_FORMED.fullmatch(letters, place, end):
                yield letters[place:end]


def heard(word: str) -> set[str]:
    """Return the spellings of `word` by ear."""
    found = set()
    for group in INITIALS:
        for here in group:
            if word.startswith(here):
                found |= {other + word[len(here) :] for other in group}
    for group in FINALS:
        for here in group:
            if word.endswith(here):
                found |= {word[: -len(here)] + other for other in group}
    return found


def edits(word: str) -> set[str]:
    """Return the spellings one letter away from `word`, or with two neighbours swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    for left, right in cuts:
        found |= {left + letter + right for letter in ALPHABET}
        found |= {left + letter + right[1:] for letter in ALPHABET if right}
    return found
