"""Switches, styles and values as the parts of a Word file write them."""

from typing import Any

OFF = frozenset(("0", "false", "off", "none"))


# lxml publishes no types, so its elements are Any here.
def is_on(switch: Any | None) -> bool | None:
    """Return whether a switch of a file is on, None where there is none."""
    if switch is None:
        return None
    values = [value for key, value in switch.attrib.items() if key.endswith("}val")]
    return not any(value in OFF for value in values)


def style_of(properties: Any | None, kind: str) -> str:
    """Return the id of the style (`rStyle`, `pStyle`) that `properties` name, "" for none."""
    named = None if properties is None else properties.find(f"{{*}}{kind}")
    return "" if named is None else value_of(named, "val")


def value_of(element: Any, name: str) -> str:
    """Return what the attribute `name` of any namespace says, "" where there is none."""
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")
