"""What words suggest, by the tables of words.toml: kind, field, accusation, danger. Pure."""

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from portal.words import fold

LONGEST = 20_000
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\W_]+|[.!?;\n…]")  # no phrase goes over the end of a sentence
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Telex typed where no keyboard turned it into marks: "dduwowngf".
_TELEX = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("aw", "a"), ("ow", "o"), ("uw", "u"))
_TONES = re.compile(r"(?<=[aeiouy])([bcdghklmnpqtv]{0,2})[sfrxj]([bcdghklmnpqtv]{0,2})$")
DENOUNCE = "tố cáo"


class Sensitive(StrEnum):
    """Whether a text belongs to a lawful channel of its own."""

    NONE = "none"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What a text seems to be; every claim with the words it rests on.

    Attributes:
        kind: slug of a kind, "" when nothing speaks for one.
        field: slug of a field, "" when nothing does.
        scores: field to weight, for combining with what the authority's own items say.
        sensitive: see `Sensitive`.
        calls: numbers to call at once; empty when nothing is urgent.
        reasons: claim to the phrases found: `kind`, `field`, `sensitive`, `urgent`.

    """

    kind: str
    field: str
    scores: Mapping[str, float]
    sensitive: Sensitive
    calls: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]

    @property
    def urgent(self) -> bool:
        """Whether somebody should call before writing."""
        return bool(self.calls)


@dataclass(frozen=True, kw_only=True)
class Own:
    """What the authority made of the tables, by the names of their lists: see `built_in`.

    Attributes:
        added: phrases that count besides those that came.
        left_out: phrases that came and do not count.

    """

    added: Mapping[str, Collection[str]] = field(default_factory=dict)
    left_out: Mapping[str, Collection[str]] = field(default_factory=dict)


NOTHING_OWN = Own()


class Text:
    """A text ready for looking phrases up, however it was typed."""

    def __init__(self, typed: str) -> None:
        """Read `typed` once: folded, with short forms written out, with Telex undone."""
        raw = _TOKEN.findall(unicodedata.normalize("NFC", typed[:LONGEST].lower()))
        words = [fold(word) or "." for word in raw]
        # What carries marks is no short form: "hỏng" is not "hông".
        bare = [word == typed.replace("đ", "d") for word, typed in zip(words, raw, strict=True)]
        short, pairs = _tables()["short"], list(zip(words, bare, strict=True))
        spelled = [short.get(word, word) if is_bare else word for word, is_bare in pairs]
        telex = [_untelexed(word) if is_bare else word for word, is_bare in pairs]
        self._ways = tuple(dict(_way(way, raw) for way in (spelled, words, telex)).items())

    def has(self, phrase: str, marked: str = "") -> bool:
        """Return whether the words of `phrase` stand in the text, next to each other.

        Args:
            phrase: folded.
            marked: the same with its marks; where the text has marks, they may not be others.

        """
        wanted = f" {phrase} "
        return any(
            not marked or _fits(_words(marked), typed[at:])
            for line, typed in self._ways
            if wanted in line
            for at in _starts(wanted, line)
        )

    def found(self, phrases: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return which of `phrases`, each with its folded form, stand in the text."""
        return tuple(phrase for phrase, folded in phrases if self.has(folded, phrase))

    def matching(self, patterns: Iterable[str]) -> tuple[str, ...]:
        """Return what stands in the text, folded, where one of `patterns` fits."""
        found = (re.search(rf" ({one}) ", line) for one in patterns for line, _typed in self._ways)
        return tuple(dict.fromkeys(one[1] for one in found if one))[:1]


def suggest(typed: str, own: Own = NOTHING_OWN) -> Suggestion:
    """Return what `typed` seems to be.

    Args:
        typed: what the citizen wrote.
        own: what the authority added to the tables, and what of them it does not count.

    """
    text = Text(typed)
    kind, why_kind = _kind(text, typed, own)
    scores, found = _fields(text, own)
    best = max(scores, key=scores.__getitem__) if scores else ""
    sensitive, why_sensitive = _sensitive(text, own)
    calls, why_urgent = _urgent(text, own)
    said = {
        "kind": why_kind,
        "field": found.get(best, ()),
        "sensitive": why_sensitive,
        "urgent": why_urgent,
    }
    return Suggestion(
        kind=kind,
        field=best,
        scores=scores,
        sensitive=sensitive,
        calls=calls,
        reasons={claim: words for claim, words in said.items() if words},
    )


def built_in(name: str) -> tuple[str, ...]:
    """Return the phrases of a list as they came, e.g. of `fields.dat-dai` or `urgent.114`."""
    table, _, row = name.partition(".")
    if table == "urgent":
        rows = (one["words"] for one in _tables()["urgent"] if one["call"] == row)
        return tuple(word for words in rows for word in words)
    return tuple(_tables()[table].get(row, ()))


def _list(name: str, own: Own) -> tuple[tuple[str, str], ...]:
    """Return the phrases of a list, each with its folded form: what came, what was added."""
    came, left_out = _came(name), own.left_out.get(name, ())
    if left_out:
        came = tuple(pair for pair in came if pair[0] not in left_out)
    return came + _pairs(tuple(own.added.get(name, ())))


@cache
def _came(name: str) -> tuple[tuple[str, str], ...]:
    return _pairs(built_in(name))


def _kind(text: Text, typed: str, own: Own) -> tuple[str, tuple[str, ...]]:
    found = {kind: text.found(_list(f"kinds.{kind}", own)) for kind in _tables()["kinds"]}
    weight = {kind: float(len(words)) for kind, words in found.items()}
    if "?" in typed:
        weight["question"] += 0.6
    if weight["reflection"] or text.found(_list("sensitive.accusation", own)):
        weight["praise"] -= 1.5  # thanks at the end of a grievance praise nobody
        weight["reflection"] += 0.3
    best = max(weight, key=weight.__getitem__)
    return (best, found[best]) if weight[best] > 0 else ("", ())


def _fields(text: Text, own: Own) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    added = (name.partition(".") for name in own.added)
    more_fields = (row for table, _, row in added if table == "fields")
    found = {}
    for name in dict.fromkeys((*_tables()["fields"], *more_fields)):
        more = text.found(_pairs(tuple(own.added.get(f"fields.{name}", ()))))
        # Their own words say twice as much.
        found[name] = (*text.found(_list(f"fields.{name}", own)), *more)
    scores = {
        name: sum(len(fold(phrase).split()) ** 0.7 for phrase in phrases)
        for name, phrases in found.items()
        if phrases
    }
    return scores, {name: tuple(dict.fromkeys(found[name])) for name in scores}


def _sensitive(text: Text, own: Own) -> tuple[Sensitive, tuple[str, ...]]:
    denied = text.found(_list("sensitive.not", own))
    # "No denunciation, but" denies the word alone, not what comes after it.
    if any(DENOUNCE not in phrase for phrase in denied):
        return Sensitive.NONE, ()
    said = () if denied else text.found(_list("sensitive.denunciation", own))
    if said:
        return Sensitive.DENUNCIATION, said
    accusations = (
        *text.found(_list("sensitive.accusation", own)),
        *text.matching(_tables()["sensitive"]["demand"]),
    )
    accused = text.found(_list("sensitive.accused", own))
    if accusations and accused:
        return Sensitive.DENUNCIATION, (*accusations, *accused[:1])
    complaint = text.found(_list("sensitive.complaint", own))
    return (Sensitive.COMPLAINT, complaint) if complaint else (Sensitive.NONE, ())


def _urgent(text: Text, own: Own) -> tuple[tuple[str, ...], tuple[str, ...]]:
    over = text.found(_list("past.words", own))
    if over and not text.found(_list("past.still", own)):
        return (), ()
    names = (row["call"] for row in _tables()["urgent"])
    found = {call: text.found(_list(f"urgent.{call}", own)) for call in names}
    calls = tuple(call for call, words in found.items() if words)
    return calls, tuple(word for words in found.values() for word in words)


def _way(words: list[str], typed: list[str]) -> tuple[str, list[str]]:
    """Return one way to read a text as a line, and what was typed for each word of it."""
    each = [[one, *[""] * word.count(" ")] for word, one in zip(words, typed, strict=True)]
    return f" {' '.join(words)} ", list(itertools.chain.from_iterable(each))


def _fits(meant: tuple[str, ...], typed: list[str]) -> bool:
    """Return whether the marks of what was typed are those of a phrase, as far as there are any."""
    if len(meant) == 1 and typed[0].isascii() and meant[0] in _weak():
        return False
    return all(map(_may_be, typed, meant))


def _starts(wanted: str, line: str) -> Iterator[int]:
    """Yield before how many words of `line` the words of `wanted` begin."""
    at = line.find(wanted)
    while at >= 0:
        yield line.count(" ", 0, at)
        at = line.find(wanted, at + 1)


def _may_be(typed: str, meant: str) -> bool:
    """Return whether who typed `typed` may have meant `meant`: marks may be missing, not others."""
    if typed.isascii() or fold(typed) != fold(meant):
        return True
    (tone, letters), (wanted_tone, wanted) = _read(typed), _read(meant)
    # Whoever marks vowels marks the tone with them: "câu" is no "cầu", "duong" may be "đường".
    says_tone = tone or any(letter not in {"", "đ"} for letter in letters)
    return (not says_tone or tone == wanted_tone) and all(map(str.__contains__, wanted, letters))


@cache
def _read(word: str) -> tuple[str, tuple[str, ...]]:
    """Return the tone of a syllable, wherever its mark stands, and what else each letter bears."""
    tone, letters = "", list[str]()
    for char in unicodedata.normalize("NFD", word):
        if char in _TONE_MARKS:
            tone = char
        elif unicodedata.combining(char):
            letters[-1] += char
        else:
            letters.append("đ" if char == "đ" else "")
    return tone, tuple(letters)


@cache
def _weak() -> frozenset[str]:
    return frozenset(_tables()["weak"]["words"])


@cache
def _words(marked: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFC", marked.lower())))


def _untelexed(word: str) -> str:
    if not word.isascii():
        return word
    for typed, meant in _TELEX:
        word = word.replace(typed, meant)
    return _TONES.sub(r"\1\2", word).replace("w", "u" if word.startswith("w") else "")


@cache
def _pairs(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((phrase, " ".join(_WORD.findall(fold(phrase)))) for phrase in phrases)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
