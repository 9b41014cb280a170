"""Which words of a Word file are hidden: by themselves, by a style, by the style of a paragraph."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

OFF = frozenset(("0", "false", "off", "none"))


# lxml publishes no types, so its elements are Any here.
def is_on(switch: Any | None) -> bool | None:
    """Return whether a switch of a file is on, None where there is none."""
    if switch is None:
        return None
    values = [value for key, value in switch.attrib.items() if key.endswith("}val")]
    return not any(value in OFF for value in values)


@dataclass(frozen=True, kw_only=True)
class _Style:
    based_on: str
    tells: bool | None


def hiding_styles(root: Any | None) -> frozenset[str]:
    """Return the ids of the styles that hide words, by themselves or by what they rest on."""
    return styles_where(root, _vanishes)


def styles_where(root: Any | None, tells: Callable[[Any], bool | None]) -> frozenset[str]:
    """Return the ids of the styles of which something holds.

    Args:
        root: the part of the file that holds the styles, None for none.
        tells: whether it holds of a style's element; None leaves it to what the style rests on.

    """
    if root is None:
        return frozenset()
    styles = {
        value_of(style, "styleId"): _Style(based_on=_based_on(style), tells=tells(style))
        for style in root.iter("{*}style")
    }
    return frozenset(name for name in styles if _holds(name, styles))


def style_of(properties: Any | None, kind: str) -> str:
    """Return the id of the style (`rStyle`, `pStyle`) that `properties` name, "" for none."""
    named = None if properties is None else properties.find(f"{{*}}{kind}")
    return "" if named is None else value_of(named, "val")


def hides(properties: Any | None, styles: frozenset[str], *, in_hidden: bool) -> bool:
    """Return whether the run with `properties` is hidden; its own word goes before any style's.

    Args:
        properties: the run's, None for none.
        styles: ids of the styles that hide.
        in_hidden: whether the style of its paragraph hides.

    """
    own = None if properties is None else is_on(properties.find("{*}vanish"))
    if own is not None:
        return own
    return in_hidden or style_of(properties, "rStyle") in styles


def _vanishes(style: Any) -> bool | None:
    return is_on(style.find("{*}rPr/{*}vanish"))


def _based_on(style: Any) -> str:
    based_on = style.find("{*}basedOn")
    return "" if based_on is None else value_of(based_on, "val")


def _holds(name: str, styles: Mapping[str, _Style]) -> bool:
    seen: set[str] = set()
    while name in styles and name not in seen:
        told = styles[name].tells
        if told is not None:
            return told
        seen.add(name)
        name = styles[name].based_on
    return False


def value_of(element: Any, name: str) -> str:
    """Return what the attribute `name` of any namespace says, "" where there is none."""
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")
