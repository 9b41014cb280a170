"""Vietnamese text set into boxes: the embedded typeface, balanced lines, sizes that fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final, Literal
from unicodedata import normalize

import fontpkg_be_vietnam_pro
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Weight = Literal["Regular", "Medium", "SemiBold", "Bold"]

POINT: Final = 25.4 / 72
"""Millimetres in one typographic point."""

LEADING: Final = 1.3
"""Line height over type size: less, and the marks of Ẫ touch the dot below of the line above."""

SMALLEST: Final = 5.5
"""Points below which print on a counter is not read; text that would need less is refused."""

_BASELINE = LEADING / 2 + 0.32
_STEP = 0.98
_SHARES = (1.0, 0.95, 0.9, 0.84)
_JOINING = frozenset({"và", "hoặc", "để", "của", "về", "and", "or", "to", "of"})


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """One piece of text and how it is set when there is room.

    Attributes:
        size: type size in points.
        gap: empty space above it in points, unless it stands first.

    """

    text: str
    size: float
    weight: Weight = "Regular"
    colour: str = "#1b1f23"
    gap: float = 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as it is drawn: `size` and `baseline`, from the top of its box, in mm."""

    text: str
    font: str
    size: float
    colour: str
    baseline: float


@dataclass(frozen=True)
class Setting:
    """Phrases broken into lines, and the height they take in mm."""

    lines: tuple[Line, ...]
    height: float


def fit(phrases: Sequence[Phrase], width: float, height: float) -> Setting:
    """Return the phrases set as large as the box allows, none below `SMALLEST`.

    Raises:
        ValueError: even at `SMALLEST` the text does not fit into the box.

    """
    scale = 1.0
    while max(phrase.size for phrase in phrases) * scale >= SMALLEST:
        setting = _set(phrases, width, scale)
        if setting is not None and setting.height <= height:
            return setting
        scale *= _STEP
    message = f"the text is too long for its place: {phrases[0].text[:60]}"
    raise ValueError(message)


def width_of(phrase: Phrase) -> float:
    """Return how wide the phrase is in mm when it stands on one line."""
    return _measure(typeface(phrase.weight), phrase.size * POINT)(_compose(phrase.text))


def break_lines(
    words: Sequence[str], measure: Callable[[str], float], limit: float
) -> list[str] | None:
    """Return the words in the fewest lines, even and broken where the sense allows it.

    None says that a single word is wider than `limit`.
    """
    # Widths add up, for reportlab does not kern; so each word is measured once.
    ends = [0.0, *accumulate(measure(word) for word in words)]
    space = measure(" ")
    # best[i]: lines, cost and last line's start of the best way to set the first i words.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        ways = []
        for start in reversed(range(end)):
            share = (ends[end] - ends[start] + space * (end - start - 1)) / limit
            if share > 1:
                break
            count, cost, _ = best[start]
            ways.append((count + 1, cost + share**2 + _break_cost(words, end), start))
        if not ways:
            return None
        best.append(min(ways))
    return _trace(words, best)


def _trace(words: Sequence[str], best: Sequence[tuple[int, float, int]]) -> list[str]:
    """Return the lines of the best way, found from its end."""
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][2]
        lines.insert(0, " ".join(words[start:end]))
        end = start
    return lines


def _break_cost(words: Sequence[str], end: int) -> float:
    """Return how ill it reads to begin a new line before `words[end]`."""
    if end == len(words) or not words[end - 1][-1].isalnum():
        return 0
    before, after = words[end - 1], words[end]
    if after[0].isdigit() or (before[0].isupper() and after[0].isupper()):
        return 0.6  # "Quầy / 2" and "Vân / Khê" are torn apart
    return 0.1 if after in _JOINING or after[0].isupper() else 0.25


def _set(phrases: Sequence[Phrase], width: float, scale: float) -> Setting | None:
    """Return the phrases at `scale`, or None where a word is wider than the box."""
    lines: list[Line] = []
    top = 0.0
    for phrase in phrases:
        broken = _break_phrase(phrase, width, scale)
        if broken is None:
            return None
        size, texts = broken
        font = typeface(phrase.weight)
        top += phrase.gap * scale * POINT if lines else 0
        for text in texts:
            baseline = top + _BASELINE * size
            lines.append(
                Line(text=text, font=font, size=size, colour=phrase.colour, baseline=baseline)
            )
            top += LEADING * size
    return Setting(tuple(lines), top)


def _break_phrase(phrase: Phrase, width: float, scale: float) -> tuple[float, list[str]] | None:
    """Return type size in mm and lines, smaller where that saves a line or an ill break."""
    words = _compose(phrase.text).split()
    ways = []
    for share in _SHARES:
        size = max(phrase.size * scale * share, SMALLEST) * POINT
        lines = break_lines(words, _measure(typeface(phrase.weight), size), width)
        if lines is not None:
            ways.append((len(lines), _ill_breaks(words, lines), -share, size, lines))
    return min(ways)[-2:] if ways else None


def _ill_breaks(words: Sequence[str], lines: Sequence[str]) -> float:
    """Return how ill the lines' breaks read, all together."""
    ends = accumulate(len(line.split()) for line in lines)
    return sum(_break_cost(words, end) for end in ends)


def _compose(text: str) -> str:
    """Return the text with each letter and its marks as the one glyph the font has."""
    return normalize("NFC", text)


def _measure(font: str, size: float) -> Callable[[str], float]:
    """Return what gives a text's width in mm."""
    return lambda text: float(pdfmetrics.stringWidth(text, font, size))


@cache
def typeface(weight: Weight) -> str:
    """Return the name by which reportlab knows the embedded typeface."""
    name = f"BeVietnamPro-{weight}"
    path = Path(fontpkg_be_vietnam_pro.ROOT) / "files" / f"{name}.ttf"
    pdfmetrics.registerFont(TTFont(name, str(path)))
    return name
