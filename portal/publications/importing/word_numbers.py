"""The numbers Word itself puts in front of paragraphs, which stand nowhere in their text."""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_VALUE = qn("w:val")
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_ROMAN = (
    *((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX")),
    *((5, "V"), (4, "IV"), (1, "I")),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MOST_STYLES = 20


@dataclass(frozen=True, kw_only=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(kw_only=True)
class Numbers:
    """The lists of a document; each label asked for counts one further."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: Any) -> str:
        """Return the label in front of `paragraph`, "" when it has none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, depth = place
        model = self.lists.get(number, "")
        level = self.levels.get(model, {}).get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "+" if level.text.strip() == "+" else "-"
        self._count(model, number, depth, level)
        return _PLACE.sub(lambda found: self._shown(model, int(found[1]) - 1), level.text)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """Return list and depth of a paragraph, from itself or its style."""
        own = _list_of(paragraph.find(qn("w:pPr")))
        number, depth = own
        style: str | None = _child_value(paragraph.find(qn("w:pPr")), "w:pStyle")
        for _ in range(_MOST_STYLES):
            if number is not None or style is None:
                break
            found = self.styles.get(style)
            number, deeper = _list_of(None if found is None else found.find(qn("w:pPr")))
            depth = deeper if depth is None else depth
            style = _child_value(found, "w:basedOn")
        return (number, min(depth or 0, _LEVELS - 1)) if number not in {None, "0"} else None

    def _count(self, model: str, number: str, depth: int, level: _Level) -> None:
        counts = self.counts.setdefault(model, {})
        restart = self.restarts.get(number, {}).pop(depth, None)
        if restart is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]

    def _shown(self, model: str, depth: int) -> str:
        level = self.levels[model].get(depth, _Level())
        return _written(self.counts[model].get(depth, level.start), level.form)


def read_numbers(numbering: Any | None, styles: Any | None) -> Numbers:
    """Return the lists that the parts "numbering" and "styles" define."""
    found = Numbers()
    for style in () if styles is None else styles.iterchildren(qn("w:style")):
        found.styles[style.get(qn("w:styleId"), "")] = style
    if numbering is None:
        return found
    for model in numbering.iterchildren(qn("w:abstractNum")):
        levels = {_depth(level): _level(level) for level in model.iterchildren(qn("w:lvl"))}
        found.levels[model.get(qn("w:abstractNumId"), "")] = levels
    for one in numbering.iterchildren(qn("w:num")):
        number = one.get(qn("w:numId"), "")
        found.lists[number] = _child_value(one, "w:abstractNumId") or ""
        found.restarts[number] = {
            _depth(change): int(start)
            for change in one.iterchildren(qn("w:lvlOverride"))
            if (start := _child_value(change, "w:startOverride")) is not None
        }
    return found


def _depth(level: Any) -> int:
    return int(level.get(qn("w:ilvl"), "0"))


def _level(level: Any) -> _Level:
    return _Level(
        form=_child_value(level, "w:numFmt") or "decimal",
        text=_child_value(level, "w:lvlText") or "",
        start=int(_child_value(level, "w:start") or 1),
    )


def _list_of(properties: Any | None) -> tuple[str | None, int | None]:
    numbers = None if properties is None else properties.find(qn("w:numPr"))
    depth = _child_value(numbers, "w:ilvl")
    return _child_value(numbers, "w:numId"), None if depth is None else int(depth)


def _child_value(element: Any | None, name: str) -> str | None:
    child = None if element is None else element.find(qn(name))
    return None if child is None else str(child.get(_VALUE, ""))


def _written(value: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = _LETTERS[(value - 1) % len(_LETTERS)] * ((value - 1) // len(_LETTERS) + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{value:02}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    letters = ""
    for worth, letter in _ROMAN:
        letters += letter * (value // worth)
        value %= worth
    return letters
