"""The colours of words in a Word file and of what they stand on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.publications.importing.word_hidden import value_of

# Red, green, blue, each of 255.
Colour = tuple[int, ...]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
AUTO = frozenset(("AUTO", ""))
_FULL = 255
# Nearer than this nobody tells two colours apart; dark ones look the same over a wider range.
_NEAR, _DARK = 24, 0x40
# Pale colours beside each other: how little their light differs (as WCAG counts it), and they.
_LEAST_CONTRAST, _PALE = 1.06, 80
_HIGHLIGHTS = {
    "BLACK": "000000", "BLUE": "0000FF", "CYAN": "00FFFF", "DARKBLUE": "00008B",
    "DARKCYAN": "008B8B", "DARKGRAY": "A9A9A9", "DARKGREEN": "006400", "DARKMAGENTA": "800080",
    "DARKRED": "8B0000", "DARKYELLOW": "808000", "GREEN": "00FF00", "LIGHTGRAY": "D3D3D3",
    "MAGENTA": "FF00FF", "RED": "FF0000", "WHITE": "FFFFFF", "YELLOW": "FFFF00",
}  # fmt: skip
# What documents call the colours of their theme, and what the theme calls them.
_THEME_NAMES = {
    "background1": "lt1", "bg1": "lt1", "light1": "lt1", "text1": "dk1", "tx1": "dk1",
    "dark1": "dk1", "background2": "lt2", "bg2": "lt2", "light2": "lt2", "text2": "dk2",
    "tx2": "dk2", "dark2": "dk2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_PERCENT = re.compile(r"pct(\d+)")
_WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class Theme:
    """The colours of a theme by its own names for them."""

    colours: Mapping[str, Colour] = field(default_factory=lambda: {"lt1": WHITE, "dk1": BLACK})

    def named(self, name: str) -> Colour | None:
        """Return the colour a document calls `name`, None for none."""
        return self.colours.get(_THEME_NAMES.get(name, name))


def read_theme(root: Any | None) -> Theme:
    """Return the colours the theme part of a file defines."""
    known: dict[str, Colour] = {"lt1": WHITE, "dk1": BLACK}
    for scheme in () if root is None else root.iter("{*}clrScheme"):
        for one in scheme:
            value = next((inner.get("lastClr") or inner.get("val") or "" for inner in one), "")
            colour = hexadecimal(value)
            if colour is not None and isinstance(one.tag, str):
                known[one.tag.rsplit("}", 1)[-1]] = colour
    return Theme(colours=known)


def hexadecimal(written: str) -> Colour | None:
    """Return the colour written `RRGGBB`, None for anything else."""
    try:
        channels = tuple(bytes.fromhex(written))
    except ValueError:
        return None
    return channels if len(channels) == len("RGB") else None


def colour_of(element: Any, theme: Theme, *, value: str, themed: str) -> Colour | None:
    """Return what an element says with its attributes `value` or, before it, `themed`.

    The theme's colour may be tinted with white or shaded with black. None is automatic or unknown.
    """
    named = value_of(element, f"{themed}Color" if themed == "theme" else themed)
    colour = theme.named(named) if named else None
    if colour is None:
        return hexadecimal(value_of(element, value))
    tint, shade = (_share(value_of(element, f"{themed}{kind}")) for kind in ("Tint", "Shade"))
    return tuple(round((_FULL - (_FULL - one) * tint) * shade) for one in colour)


def _share(written: str) -> float:
    try:
        return int(written, 16) / _FULL
    except ValueError:
        return 1.0


def ground_of(shade: Any, theme: Theme) -> Colour | None:
    """Return the colour a shading gives, None where it lets through what is beneath."""
    fill = colour_of(shade, theme, value="fill", themed="themeFill")
    pattern = value_of(shade, "val")
    percent = _PERCENT.match(pattern)
    share = 1.0 if pattern == "solid" else int(percent[1]) / _WHOLE if percent else 0.0
    if not share:
        return fill
    front = colour_of(shade, theme, value="color", themed="theme") or BLACK
    back = fill or WHITE
    return tuple(round(a * share + b * (1 - share)) for a, b in zip(front, back, strict=True))


def marker(name: str) -> Colour | None:
    """Return the colour of a highlight, None for "none"."""
    return hexadecimal(_HIGHLIGHTS.get(name.upper(), ""))


def look_alike(words: Colour, ground: Colour) -> bool:
    """Return whether words of one colour vanish on the other."""
    apart = max(abs(one - other) for one, other in zip(words, ground, strict=True))
    if apart <= _NEAR or max(*words, *ground) <= _DARK:
        return True
    lights = sorted((_light(words), _light(ground)))
    return apart <= _PALE and (lights[1] + 0.05) / (lights[0] + 0.05) < _LEAST_CONTRAST


def _light(colour: Colour) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    red, green, blue = (
        one / 255 / 12.92 if one / 255 <= 0.04045 else ((one / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for one in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
