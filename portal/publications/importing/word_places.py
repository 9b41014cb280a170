"""What stands off the page of a Word file: frames, tables, indented paragraphs, drawings."""

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from portal.publications.importing.word_hidden import value_of

_POINT, _EMU = 20, 635  # how many twentieths of a point make a point; EMU in one of them
_MARGIN = 1_440
_LEAST = 60  # a frame of this exact size shows no letter
_LENGTH = re.compile(r"(?:^|;)\s*(margin-left|margin-top|left|top):\s*(-?[\d.]+)(pt|in|)")
_INCH = 72
_BOX = qn("w:txbxContent")


@dataclass(frozen=True, kw_only=True)
class Page:
    """The largest sheet of a document, in twentieths of a point."""

    width: float = 11_906
    height: float = 16_838


def page_of(root: Any | None) -> Page:
    """Return the largest page the sections of a document name; A4 where they name none."""
    sizes = () if root is None else list(root.iter(qn("w:pgSz")))
    across = [_number(size, "w") for size in sizes] or [Page.width]
    down = [_number(size, "h") for size in sizes] or [Page.height]
    return Page(width=max(*across, 1.0), height=max(*down, 1.0))


def is_off(holders: list[Any], page: Page) -> bool:
    """Return whether a paragraph stands off the page, by itself or in its frame.

    Args:
        holders: the properties that hold for it, the nearest first.
        page: the sheet.

    """
    frame = next(
        (one for one in (h.find(qn("w:framePr")) for h in holders) if one is not None), None
    )
    if frame is not None and _frame_is_off(frame, page):
        return True
    return _is_indented_off(holders, page)


def _frame_is_off(frame: Any, page: Page) -> bool:
    wide, tall = _number(frame, "w"), _number(frame, "h")
    is_tiny = bool(wide) and wide <= _LEAST
    is_flat = value_of(frame, "hRule") == "exact" and tall <= _LEAST
    return is_tiny or is_flat or _misses(frame, ("x", "y"), (wide, tall), page)


def table_is_off(table: Any, page: Page) -> bool:
    """Return whether a table is placed, or indented, off the page."""
    for place in table.iterfind(f"{qn('w:tblPr')}/{qn('w:tblpPr')}"):
        if _misses(place, ("tblpX", "tblpY"), (_MARGIN, _MARGIN), page):
            return True
    indent = table.find(f"{qn('w:tblPr')}/{qn('w:tblInd')}")
    return indent is not None and _number(indent, "w") >= page.width


def _misses(place: Any, names: tuple[str, str], size: tuple[float, float], page: Page) -> bool:
    """Return whether something of this size and place lies beside the page."""
    across, down = (_number(place, name) for name in names)
    wide, tall = size
    is_beside = across >= page.width or across + max(wide, _MARGIN) + _MARGIN <= 0
    return is_beside or down >= page.height or down + max(tall, _MARGIN) + _MARGIN <= 0


def _is_indented_off(holders: list[Any], page: Page) -> bool:
    for name in ("left", "start"):
        for holder in holders:
            indent = holder.find(qn("w:ind"))
            if indent is not None and value_of(indent, name):
                return abs(_number(indent, name)) >= page.width
    return False


def has_box_off_page(root: Any, page: Page) -> bool:
    """Return whether a text box with words lies beside the page."""
    return any(
        "".join(box.itertext()).strip() and _box_is_off(box, page) for box in root.iter(_BOX)
    )


def _box_is_off(box: Any, page: Page) -> bool:
    for anchor in box.iterancestors("{*}anchor"):
        size = anchor.find("{*}extent")
        wide, tall = (0.0, 0.0) if size is None else (_plain(size, "cx"), _plain(size, "cy"))
        if _anchored_off(anchor, "positionH", wide, page.width) or _anchored_off(
            anchor, "positionV", tall, page.height
        ):
            return True
    return any(_drawn_off(shape.get("style", ""), page) for shape in box.iterancestors("{*}shape"))


def _anchored_off(anchor: Any, axis: str, size: float, most: float) -> bool:
    offset = anchor.find(f"{{*}}{axis}/{{*}}posOffset")
    try:
        at = 0.0 if offset is None else float(offset.text or 0) / _EMU
    except ValueError:
        return False
    return at >= most or at + size / _EMU + _MARGIN <= 0


def _drawn_off(style: str, page: Page) -> bool:
    for name, number, unit in _LENGTH.findall(style):
        most = page.height if name.endswith("top") else page.width
        try:
            at = float(number) * _POINT * (_INCH if unit == "in" else 1)
        except ValueError:
            continue
        if abs(at) >= most:
            return True
    return False


def _plain(element: Any, name: str) -> float:
    try:
        return float(element.get(name) or 0)
    except ValueError:
        return 0.0


def _number(element: Any, name: str) -> float:
    """Return a length in twentieths of a point; 0 where it is missing or no number."""
    written = value_of(element, name)
    try:
        return float(written.removesuffix("pt")) * (_POINT if written.endswith("pt") else 1)
    except ValueError:
        return 0.0
