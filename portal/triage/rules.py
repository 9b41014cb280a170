"""What words suggest, by the tables of words.toml: kind, field, accusation, danger. Pure."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from portal.words import fold

LONGEST = 20_000
_WORD = re.compile(r"[^\W_]+")
# Telex typed where no keyboard turned it into marks: "dduwowngf".
_TELEX = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("aw", "a"), ("ow", "o"), ("uw", "u"))
_TONES = re.compile(r"(?<=[aeiouy])([bcdghklmnpqtv]{0,2})[sfrxj]([bcdghklmnpqtv]{0,2})$")


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


class Text:
    """A text ready for looking phrases up, however it was typed."""

    def __init__(self, typed: str) -> None:
        """Read `typed` once: folded, with short forms written out, with Telex undone."""
        words = _WORD.findall(fold(typed[:LONGEST]))
        short = _tables()["short"]
        spelled = " ".join(short.get(word, word) for word in words)
        telex = " ".join(_untelexed(word) for word in words)
        self._ways = tuple(f" {way} " for way in dict.fromkeys((spelled, " ".join(words), telex)))

    def has(self, phrase: str) -> bool:
        """Return whether the words of `phrase` stand in the text, next to each other."""
        wanted = f" {phrase} "
        return any(wanted in way for way in self._ways)

    def found(self, phrases: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return which of `phrases`, each with its folded form, stand in the text."""
        return tuple(phrase for phrase, folded in phrases if self.has(folded))


def suggest(typed: str, own: Mapping[str, Iterable[str]] | None = None) -> Suggestion:
    """Return what `typed` seems to be.

    Args:
        typed: what the citizen wrote.
        own: the authority's phrases, by field, beside those of the tables.

    """
    text = Text(typed)
    kind, why_kind = _kind(text, typed)
    scores, found = _fields(text, own or {})
    best = max(scores, key=scores.__getitem__) if scores else ""
    sensitive, why_sensitive = _sensitive(text)
    calls, why_urgent = _urgent(text)
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


def _kind(text: Text, typed: str) -> tuple[str, tuple[str, ...]]:
    found = {kind: text.found(phrases) for kind, phrases in _phrases("kinds").items()}
    weight = {kind: float(len(words)) for kind, words in found.items()}
    if "?" in typed:
        weight["question"] += 0.6
    if weight["reflection"] or text.found(_flat("sensitive", "accusation")):
        weight["praise"] -= 1.5  # thanks at the end of a grievance praise nobody
        weight["reflection"] += 0.3
    best = max(weight, key=weight.__getitem__)
    return (best, found[best]) if weight[best] > 0 else ("", ())


def _fields(
    text: Text, own: Mapping[str, Iterable[str]]
) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    found = {field: text.found(phrases) for field, phrases in _phrases("fields").items()}
    for field, phrases in own.items():
        more = text.found((phrase, fold(phrase)) for phrase in phrases)
        found[field] = (*found.get(field, ()), *more, *more)  # their own words say twice as much
    scores = {
        field: sum(len(fold(phrase).split()) ** 0.7 for phrase in phrases)
        for field, phrases in found.items()
        if phrases
    }
    return scores, {field: tuple(dict.fromkeys(found[field])) for field in scores}


def _sensitive(text: Text) -> tuple[Sensitive, tuple[str, ...]]:
    if text.found(_flat("sensitive", "not")):
        return Sensitive.NONE, ()
    said = text.found(_flat("sensitive", "denunciation"))
    if said:
        return Sensitive.DENUNCIATION, said
    accusations = text.found(_flat("sensitive", "accusation"))
    accused = text.found(_flat("sensitive", "accused"))
    if accusations and accused:
        return Sensitive.DENUNCIATION, (*accusations, *accused[:1])
    complaint = text.found(_flat("sensitive", "complaint"))
    return (Sensitive.COMPLAINT, complaint) if complaint else (Sensitive.NONE, ())


def _urgent(text: Text) -> tuple[tuple[str, ...], tuple[str, ...]]:
    over = text.found(_flat("past", "words"))
    if over and not text.found(_flat("past", "still")):
        return (), ()
    found = {row["call"]: text.found(_pairs(tuple(row["words"]))) for row in _tables()["urgent"]}
    calls = tuple(call for call, words in found.items() if words)
    return calls, tuple(word for words in found.values() for word in words)


def _untelexed(word: str) -> str:
    if not word.isascii():
        return word
    for typed, meant in _TELEX:
        word = word.replace(typed, meant)
    return _TONES.sub(r"\1\2", word).replace("w", "u" if word.startswith("w") else "")


@cache
def _phrases(table: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    return {name: _pairs(tuple(phrases)) for name, phrases in _tables()[table].items()}


@cache
def _flat(table: str, name: str) -> tuple[tuple[str, str], ...]:
    return _pairs(tuple(_tables()[table][name]))


@cache
def _pairs(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((phrase, " ".join(_WORD.findall(fold(phrase)))) for phrase in phrases)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
