"""Other readings of a query whose words, as typed, stand in no document together."""

import re
from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple, Protocol

from search.concepts import Word
from search.folding import fold, syllable
from search.query import Query
from search.telex import decode

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
SHORTEST, LONGEST = 2, 24
# What a Vietnamese syllable without marks looks like.
WELL_FORMED = re.compile(
    r"(?:[bcdghklmnprstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:[cmnpt]|ch|ng|nh)?"
)
LONGEST_SYLLABLE, MOST_PARTS = 7, 6
CHOICES, READINGS, BEAM, MOST_DOUBTFUL = 6, 12, 32, 6
COST = 6
KEYED, HEARD, PARTED, EDITED = 0.0, 0.5, 0.8, 1.0


class Lexicon(Protocol):
    """What the index knows of words."""

    def knows(self, syllable: str) -> bool:
        """Whether any document has the folded `syllable`."""
        ...

    def frequency(self, syllable: str) -> int:
        """Return how many places have the folded `syllable`."""
        ...

    def together(self, first: str, second: str) -> int:
        """Return how many places have the two folded syllables side by side."""
        ...

    def spelt(self, syllable: str, like: str) -> str:
        """Return how `syllable` is written, with the tone of `like` or most commonly."""
        ...


class Choice(NamedTuple):
    """A way to read one word: the folded syllables, how it is shown, and what it costs."""

    syllables: tuple[str, ...]
    shown: str
    cost: float


def readings(query: Query, lexicon: Lexicon) -> list[str]:
    """Return other ways to read `query`, the most credible first."""
    plain = [word for word in query.plain if _may_change(word)]
    unknown = [word for word in plain if not lexicon.knows(word.folded)]
    if unknown:
        choices = {word: _choices(query, word, lexicon) for word in unknown}
        return _combined(query, choices, lexicon) if all(choices.values()) else []
    doubtful = _doubtful(query, plain, lexicon)[:MOST_DOUBTFUL]
    choices = {word: [_kept(query, word), *_choices(query, word, lexicon)] for word in doubtful}
    typed = " ".join(query.typed.split())
    return [text for text in _combined(query, choices, lexicon) if text != typed]


def all_known(query: Query, lexicon: Lexicon) -> bool:
    """Whether each word of `query` stands somewhere."""
    return all(lexicon.knows(word.folded) for word in query.plain)


def _doubtful(query: Query, plain: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """Return the words that stand beside one of their neighbours nowhere, and those neighbours."""
    places = {word: place for place, word in enumerate(query.row)}
    apart = {
        places[word]
        for word in plain
        if not all(_joins(_row(query, {}), _kept(query, word), lexicon, places[word]))
    }
    near = apart | {place + 1 for place in apart} | {place - 1 for place in apart}
    return [word for word in plain if not apart or places[word] in near]


def _kept(query: Query, word: Word) -> Choice:
    """Return the reading of `word` as it stands."""
    return Choice((word.folded,), query.typed[word.start : word.end], KEYED)


def _may_change(word: Word) -> bool:
    """Whether `word` is one that can be mistyped: letters, or VNI keys after letters."""
    return SHORTEST <= len(word.folded) <= LONGEST and not word.folded.isdecimal()


def _choices(query: Query, word: Word, lexicon: Lexicon) -> list[Choice]:
    """Return the known readings of `word`, at most `CHOICES` of them."""
    typed = query.typed[word.start : word.end]
    found: dict[tuple[str, ...], Choice] = {}
    for choice in (
        *_keyed(typed, lexicon),
        *_similar(query, word, lexicon),
        *_parted(word, lexicon),
    ):
        found.setdefault(choice.syllables, choice)
    row, place = _row(query, {}), query.row.index(word)
    return nlargest(
        CHOICES, found.values(), key=lambda choice: _credit(row, choice, lexicon, place)
    )


def _keyed(typed: str, lexicon: Lexicon) -> Iterator[Choice]:
    """Yield what raw Telex or VNI keys stand for."""
    decoded = decode(fold(typed))
    folded = syllable(decoded).folded
    if decoded != fold(typed) and lexicon.knows(folded):
        yield Choice((folded,), decoded, KEYED)


def _similar(query: Query, word: Word, lexicon: Lexicon) -> Iterator[Choice]:
    """Yield the known syllables heard or typed almost like `word`."""
    for cost, candidates in ((HEARD, _heard(word.folded)), (EDITED, _edits(word.folded))):
        for folded in sorted(candidates):
            if folded != word.folded and lexicon.knows(folded):
                marked = any(other.marked for other in query.row)
                yield Choice(
                    (folded,), lexicon.spelt(folded, word.exact) if marked else folded, cost
                )


def _parted(word: Word, lexicon: Lexicon) -> Iterator[Choice]:
    """Yield the known syllables that `word` may be, written without spaces."""
    for parts in _cuts(word.folded, lexicon, MOST_PARTS):
        if len(parts) > 1:
            yield Choice(parts, " ".join(parts), PARTED)


def _cuts(letters: str, lexicon: Lexicon, most: int) -> Iterator[tuple[str, ...]]:
    """Yield `letters` cut into at most `most` known syllables that stand side by side somewhere."""
    if lexicon.knows(letters):
        yield (letters,)
    if most == 1:
        return
    for place in range(1, min(len(letters), LONGEST_SYLLABLE + 1)):
        first = letters[:place]
        if WELL_FORMED.fullmatch(first) and lexicon.knows(first):
            for rest in _cuts(letters[place:], lexicon, most - 1):
                if lexicon.together(first, rest[0]):
                    yield (first, *rest)


def _heard(word: str) -> set[str]:
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


def _edits(word: str) -> set[str]:
    """Return the spellings one letter away from `word`, or with two neighbours swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    for left, right in cuts:
        found |= {left + letter + right for letter in ALPHABET}
        found |= {left + letter + right[1:] for letter in ALPHABET if right}
    return found


def _combined(query: Query, choices: dict[Word, list[Choice]], lexicon: Lexicon) -> list[str]:
    """Return the readings that change each unknown word, best combinations first."""
    beam: list[dict[Word, Choice]] = [{}]
    for word, options in choices.items():
        wider = [{**changes, word: option} for changes in beam for option in options]
        beam = nlargest(BEAM, wider, key=lambda changes: _fit(query, changes, lexicon))
    return [
        _written(query, changes)
        for changes in beam[:READINGS]
        if _modest(query, changes) and all(_fits(query, changes, word, lexicon) for word in changes)
    ]


def _modest(query: Query, changes: dict[Word, Choice]) -> bool:
    """Whether enough of `query` is left to say that the rest was mistyped.

    Half of the words may be; a single word only if it was hardly meant as it stands.
    """
    edited = [word for word, choice in changes.items() if choice.cost == EDITED]
    if len(query.row) > 1:
        return len(edited) <= len(query.row) // 2
    return not any(word.marked and WELL_FORMED.fullmatch(word.folded) for word in edited)


def _fit(query: Query, changes: dict[Word, Choice], lexicon: Lexicon) -> float:
    """Return how credible `changes` are as a whole."""
    row = _row(query, changes)
    return sum(
        _credit(row, choice, lexicon, query.row.index(word)) for word, choice in changes.items()
    )


def _fits(query: Query, changes: dict[Word, Choice], word: Word, lexicon: Lexicon) -> bool:
    """Whether what `word` is changed to stands beside one of its neighbours somewhere."""
    joins = _joins(_row(query, changes), changes[word], lexicon, query.row.index(word))
    return not joins or any(joins)


def _row(query: Query, changes: dict[Word, Choice]) -> tuple[tuple[str, ...], ...]:
    """Return the query's syllables with `changes` made."""
    return tuple(changes[w].syllables if w in changes else (w.folded,) for w in query.row)


def _joins(
    row: Sequence[tuple[str, ...]], choice: Choice, lexicon: Lexicon, place: int
) -> list[int]:
    """Return how often `choice`, at `place` in `row`, stands beside its neighbours."""
    joins = [
        lexicon.together(*pair)
        for pair in zip(choice.syllables, choice.syllables[1:], strict=False)
    ]
    if place:
        joins.append(lexicon.together(row[place - 1][-1], choice.syllables[0]))
    if place + 1 < len(row):
        joins.append(lexicon.together(choice.syllables[-1], row[place + 1][0]))
    return joins


def _credit(row: Sequence[tuple[str, ...]], choice: Choice, lexicon: Lexicon, place: int) -> float:
    """Return how credible `choice` is in `row`: its company first, then its own frequency."""
    company = sum(log(1 + count) for count in _joins(row, choice, lexicon, place))
    own = min(lexicon.frequency(part) for part in choice.syllables)
    return 3 * company + log(1 + own) - COST * choice.cost


def _written(query: Query, changes: dict[Word, Choice]) -> str:
    """Return the query as it reads with `changes`."""
    text = query.typed
    for word in sorted(changes, reverse=True):
        text = text[: word.start] + changes[word].shown + text[word.end :]
    return " ".join(text.split())
