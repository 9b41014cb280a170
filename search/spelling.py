"""Other readings of a query whose words, as typed, stand in no document together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import NamedTuple, Protocol

from search.concepts import Word
from search.folding import fold, syllable
from search.query import Query
from search.slips import LONGEST_SYLLABLE, WELL_FORMED, edits, heard, pieces
from search.telex import decode

SHORTEST, LONGEST = 2, 24
MOST_PARTS = 6
CHOICES, READINGS, BEAM, MOST_DOUBTFUL = 6, 8, 24, 6
COST, COMPANY = 6, 3
# Long words may have two slips; how alike they must still be, from 0 to 1.
LONG, MOST_EDITS, ALIKE = 6, 2, 0.7
KEYED, HEARD, PARTED, EDITED = 0.0, 0.5, 0.8, 1.0


class Lexicon(Protocol):
    """What the index knows of words."""

    def knows(self, syllable: str) -> bool:
        """Whether any document has the folded `syllable`."""
        ...

    def resembling(self, word: str) -> Sequence[str]:
        """Return the folded words of letters alone that may be `word` with two slips.

        Each begins with the same letter and is about as long.
        """
        ...

    def look_up(self, words: Iterable[str], pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Get ready to be asked for these `words` and `pairs`, all at once."""
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
    cost: float = 0.0
    changed: bool = True


Reading = tuple[Choice, ...]


def readings(query: Query, lexicon: Lexicon) -> list[str]:
    """Return other ways to read `query`, the most credible first."""
    plain = [word for word in query.plain if _may_change(word)]
    row = [word.folded for word in query.row]
    lexicon.look_up(row, pairwise(row))
    unknown = [word for word in plain if not lexicon.knows(word.folded)]
    if len(unknown) > MOST_DOUBTFUL:
        return []
    choices = {word: _choices(query, word, lexicon) for word in unknown}
    if not all(choices.values()):
        return []
    if not unknown:
        doubtful = _doubtful(query, plain, lexicon)[:MOST_DOUBTFUL]
        choices = {word: [_kept(query, word), *_choices(query, word, lexicon)] for word in doubtful}
    found = _combined(query, choices, lexicon)
    return list(dict.fromkeys(_written(query, reading) for reading in found))


def all_known(query: Query, lexicon: Lexicon) -> bool:
    """Whether each word of `query` stands somewhere."""
    return all(lexicon.knows(word.folded) for word in query.plain)


def _doubtful(query: Query, plain: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """Return the words that stand beside one of their neighbours nowhere, and those neighbours."""
    apart = {
        place
        for place, (one, other) in enumerate(pairwise(query.row), start=1)
        if not lexicon.together(one.folded, other.folded)
    }
    near = {query.row[beside] for place in apart for beside in range(place - 2, place + 2)
            if 0 <= beside < len(query.row)}  # fmt: skip
    return [word for word in plain if word in near]


def _kept(query: Query, word: Word) -> Choice:
    """Return the reading of `word` as it stands."""
    return Choice((word.folded,), query.typed[word.start : word.end], changed=False)


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
    place = query.row.index(word)
    before = query.row[place - 1].folded if place else ""
    after = query.row[place + 1].folded if place + 1 < len(query.row) else ""
    beside = [(before, one[0]) for one in found] + [(one[-1], after) for one in found]
    lexicon.look_up((), (pair for pair in beside if all(pair)))
    return nlargest(
        CHOICES,
        found.values(),
        key=lambda one: (
            _worth(one, lexicon)
            + _company(before, one.syllables[0], lexicon)
            + _company(one.syllables[-1], after, lexicon)
        ),
    )


def _keyed(typed: str, lexicon: Lexicon) -> Iterator[Choice]:
    """Yield what raw Telex or VNI keys stand for."""
    decoded = decode(fold(typed))
    folded = syllable(decoded).folded
    if decoded != fold(typed) and lexicon.knows(folded):
        yield Choice((folded,), decoded, KEYED)


def _similar(query: Query, word: Word, lexicon: Lexicon) -> Iterator[Choice]:
    """Yield the known syllables heard or typed almost like `word`."""
    marked = any(other.marked for other in query.row)
    found = False
    ways = (HEARD, heard(word.folded)), (EDITED, edits(word.folded))
    lexicon.look_up(candidate for _, candidates in ways for candidate in candidates)
    for cost, candidates in ways:
        for folded in sorted(candidates):
            if folded != word.folded and lexicon.knows(folded):
                found = True
                shown = lexicon.spelt(folded, word.exact) if marked else folded
                yield Choice((folded,), shown, cost)
    if not found and len(word.folded) >= LONG:
        for folded in _far(word.folded, lexicon):
            shown = lexicon.spelt(folded, word.exact) if marked else folded
            yield Choice((folded,), shown, 2 * EDITED)


def _far(word: str, lexicon: Lexicon) -> list[str]:
    """Return the known syllables about two letters away from a long `word`."""
    return get_close_matches(word, lexicon.resembling(word), CHOICES, ALIKE)


def _parted(word: Word, lexicon: Lexicon) -> Iterator[Choice]:
    """Yield the known syllables that `word` may be, written without spaces."""
    lexicon.look_up(pieces(word.folded))
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


def _combined(
    query: Query, choices: Mapping[Word, list[Choice]], lexicon: Lexicon
) -> list[Reading]:
    """Return the readings that change some of the words with `choices`, the best first."""
    row = [choices.get(word) or [_kept(query, word)] for word in query.row]
    lexicon.look_up((part for options in row for one in options for part in one.syllables),
                    _neighbours(row))  # fmt: skip
    beam: list[tuple[float, Reading]] = [(0.0, ())]
    for options in row:
        worth = [_worth(option, lexicon) for option in options]
        wider = [
            (
                score
                + own
                + _company(taken[-1].syllables[-1] if taken else "", one.syllables[0], lexicon),
                (*taken, one),
            )
            for score, taken in beam
            for one, own in zip(options, worth, strict=True)
        ]
        beam = nlargest(BEAM, wider, key=lambda reading: reading[0])
    found = [reading for _, reading in beam if any(choice.changed for choice in reading)]
    return [one for one in found if _modest(query, one) and _stands(one, lexicon)][:READINGS]


def _neighbours(row: Sequence[Sequence[Choice]]) -> Iterator[tuple[str, str]]:
    """Yield the syllables that would stand side by side with any choice for each word."""
    for options in row:
        for one in options:
            yield from pairwise(one.syllables)
    for before, after in pairwise(row):
        yield from ((one.syllables[-1], other.syllables[0]) for one in before for other in after)


def _modest(query: Query, reading: Reading) -> bool:
    """Whether enough of `query` is left to say that the rest was mistyped.

    Half of the words may be; a single word only if it was hardly meant as it stands.
    """
    edited = [
        word
        for word, choice in zip(query.row, reading, strict=True)
        if choice.changed and choice.cost >= EDITED
    ]
    if len(query.row) > 1:
        return len(edited) <= len(query.row) // 2
    return not any(word.marked and WELL_FORMED.fullmatch(word.folded) for word in edited)


def _stands(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether each word changed stands beside one of its neighbours somewhere."""
    met = [False] * len(reading)
    for place, (one, other) in enumerate(pairwise(reading)):
        if lexicon.together(one.syllables[-1], other.syllables[0]):
            met[place] = met[place + 1] = True
    return len(reading) == 1 or all(
        beside or len(choice.syllables) > 1 or not choice.changed
        for beside, choice in zip(met, reading, strict=True)
    )


def _worth(choice: Choice, lexicon: Lexicon) -> float:
    """Return how credible `choice` is by itself: how frequent, how well held together, how near."""
    own = min(lexicon.frequency(part) for part in choice.syllables)
    inside = sum(_company(one, other, lexicon) for one, other in pairwise(choice.syllables))
    return inside + log(1 + own) - COST * choice.cost


def _company(before: str, after: str, lexicon: Lexicon) -> float:
    """Return how credible it is that the two syllables stand side by side."""
    return COMPANY * log(1 + lexicon.together(before, after)) if before and after else 0.0


def _written(query: Query, reading: Reading) -> str:
    """Return the query as it reads with `reading`."""
    text = query.typed
    for word, choice in zip(reversed(query.row), reversed(reading), strict=True):
        if choice.changed:
            text = text[: word.start] + choice.shown + text[word.end :]
    return " ".join(text.split())
