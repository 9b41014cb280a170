"""Words of a Word file the eye passes over: white on white, or of a few points only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.publications.importing.word_hidden import style_of, styles_where, value_of

_LIGHT = 0xF0
_SMALLEST = 8  # half points
_DARK = 0x40
_PAPER = frozenset(("", "AUTO", "NONE", "WHITE"))
_HIGHLIGHTS = {"BLACK": "000000", "DARKBLUE": "000080"}


@dataclass(frozen=True, kw_only=True)
class FaintStyles:
    """Ids of the styles whose words are white, whose words are tiny, that colour the ground."""

    white: frozenset[str]
    small: frozenset[str]
    ground: frozenset[str]


def faint_styles(root: Any | None) -> FaintStyles:
    """Return which styles of the file make words faint."""
    return FaintStyles(
        white=styles_where(root, lambda style: _is_white(style.find("{*}rPr"))),
        small=styles_where(root, lambda style: _is_small(style.find("{*}rPr"))),
        ground=styles_where(root, lambda style: _colours_ground(style) or None),
    )


def is_faint(run: Any, styles: FaintStyles) -> bool:
    """Return whether the run holds words that are tiny, or of the colour of what is beneath."""
    if not any((text.text or "").strip() for text in run.iter("{*}t")):
        return False
    if _effective(run, _is_small, styles.small) or _is_blacked_out(run):
        return True
    return _effective(run, _is_white, styles.white) and not _on_ground(run, styles.ground)


def _is_blacked_out(run: Any) -> bool:
    """Return whether dark words stand on a dark mark, or on dark shading of their own."""
    own = run.find("{*}rPr")
    if own is None:
        return False
    colour = own.find("{*}color")
    words = "AUTO" if colour is None else value_of(colour, "val").upper()
    dark = _shade(words) is not None and max(_shade(words) or b"\xff") <= _DARK
    marked = {value_of(mark, "val").upper() for mark in own.iter("{*}highlight")}
    # Words of automatic colour turn white on shading, but not on a marker.
    if marked & _HIGHLIGHTS.keys() and (dark or words == "AUTO"):
        return True
    fills = [_shade(value_of(shade, "fill")) for shade in own.iter("{*}shd")]
    return dark and any(fill is not None and max(fill) <= _DARK for fill in fills)


def _shade(colour: str) -> bytes | None:
    """Return the three channels of `RRGGBB`, None for anything else."""
    try:
        channels = bytes.fromhex(colour)
    except ValueError:
        return None
    return channels if len(channels) == len("RGB") else None


def _effective(run: Any, tells: Callable[[Any], bool | None], styles: frozenset[str]) -> bool:
    """Return what a run's own properties say, else its style, else that of its paragraph."""
    own = run.find("{*}rPr")
    told = tells(own)
    if told is not None:
        return told
    paragraph = next(run.iterancestors("{*}p"), None)
    around = None if paragraph is None else paragraph.find("{*}pPr")
    return style_of(own, "rStyle") in styles or style_of(around, "pStyle") in styles


def _is_white(properties: Any | None) -> bool | None:
    colour = None if properties is None else properties.find("{*}color")
    if colour is None:
        return None
    if value_of(colour, "themeColor") in {"background1", "light1"}:
        return True
    channels = _shade(value_of(colour, "val"))
    return channels is not None and min(channels) >= _LIGHT


def _is_small(properties: Any | None) -> bool | None:
    size = None if properties is None else properties.find("{*}sz")
    if size is None:
        return None
    value = value_of(size, "val")
    return value.isdecimal() and int(value) <= _SMALLEST


def _on_ground(run: Any, styles: frozenset[str]) -> bool:
    """Return whether the run, its paragraph, cell or table, or a style of theirs, has a colour."""
    for holder in (run, *run.iterancestors("{*}p", "{*}tc", "{*}tbl")):
        for properties in holder.iterchildren("{*}rPr", "{*}pPr", "{*}tcPr", "{*}tblPr"):
            named = {style_of(properties, kind) for kind in ("rStyle", "pStyle", "tblStyle")}
            if _colours_ground(properties) or named & styles:
                return True
    return False


def _colours_ground(element: Any) -> bool:
    fills = (value_of(shade, "fill").upper() for shade in element.iter("{*}shd"))
    marked = (value_of(mark, "val").upper() for mark in element.iter("{*}highlight"))
    return any(not _is_paper(colour) for colour in (*fills, *marked))


def _is_paper(colour: str) -> bool:
    channels = _shade(colour)
    return colour in _PAPER or (channels is not None and min(channels) >= _LIGHT)
