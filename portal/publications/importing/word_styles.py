"""What holds for a run of words in a Word file: its own word, its styles', the document's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from docx.oxml.ns import qn

from portal.publications.importing.word_hidden import OFF, is_on, style_of, value_of

_MOST_STYLES = 20
_PARAGRAPH, _CELL, _ROW, _TABLE = qn("w:p"), qn("w:tc"), qn("w:tr"), qn("w:tbl")
_RUN_DEFAULTS = ("w:docDefaults", "w:rPrDefault", "w:rPr")
_PARAGRAPH_DEFAULTS = ("w:docDefaults", "w:pPrDefault", "w:pPr")
_RUN_WORDS, _PARAGRAPH_WORDS = qn("w:rPr"), qn("w:pPr")
# Bits of w:tblLook: first and last row, first and last column, rows or columns without bands.
_LOOKS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100,
    "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


@dataclass
class Styles:
    """The styles of a file, and where words stand among them."""

    root: Any | None
    _cells: dict[Any, list[str]] = field(default_factory=dict)
    _known: dict[Any, list[Any]] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """All styles by their ids."""
        found = () if self.root is None else self.root.iterchildren(qn("w:style"))
        return {value_of(style, "styleId"): style for style in found}

    @cached_property
    def usual(self) -> dict[str, str]:
        """The id of the style things have that name none, by type ("paragraph", "table")."""
        return {
            value_of(style, "type"): name
            for name, style in self.by_id.items()
            if value_of(style, "default") not in OFF | {""}
        }

    @cached_property
    def _defaults(self) -> list[Any]:
        """What the document says of all its words."""
        path = "/".join(map(qn, _RUN_DEFAULTS))
        return [] if self.root is None else list(self.root.iterfind(path))

    def chain(self, name: str) -> Iterator[Any]:
        """Return a style and those it rests on, nearest first."""
        if name not in self._known:
            self._known[name] = list(self._chain(name))
        return iter(self._known[name])

    def _chain(self, name: str) -> Iterator[Any]:
        for _ in range(_MOST_STYLES):
            style = self.by_id.get(name)
            if style is None:
                return
            yield style
            name = style_of(style, "basedOn")

    def of_run(self, run: Any) -> Iterator[Any]:
        """Yield the `w:rPr` that hold for a run, the nearest first."""
        own = run.find(_RUN_WORDS)
        if own is not None:
            yield own
            yield from self._words(self.chain(style_of(own, "rStyle")), _RUN_WORDS)
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        yield from self._around(paragraph, _RUN_WORDS)
        yield from self._defaults

    def of_paragraph(self, paragraph: Any) -> Iterator[Any]:
        """Yield the `w:pPr` that hold for a paragraph, the nearest first."""
        yield from paragraph.iterchildren(_PARAGRAPH_WORDS)
        yield from self._around(paragraph, _PARAGRAPH_WORDS)
        if self.root is not None:
            yield from self.root.iterfind("/".join(map(qn, _PARAGRAPH_DEFAULTS)))

    def _around(self, paragraph: Any | None, tag: str) -> Iterator[Any]:
        """Yield what the styles of a paragraph and its table say; a named style goes first."""
        if paragraph is None:
            return
        named = style_of(paragraph.find(_PARAGRAPH_WORDS), "pStyle")
        usual = self.usual.get("paragraph", "")
        of_paragraph = self._words(self.chain(named or usual), tag)
        cell = next(paragraph.iterancestors(_CELL), None)
        of_table = () if cell is None else self.of_cell(cell, tag)
        if named and named != usual:
            yield from of_paragraph
            yield from of_table
        else:
            yield from of_table
            yield from of_paragraph

    @staticmethod
    def _words(styles: Iterator[Any], tag: str) -> Iterator[Any]:
        for style in styles:
            yield from style.iterchildren(tag)

    def of_cell(self, cell: Any, tag: str) -> Iterator[Any]:
        """Yield the properties `tag` that the style of its table gives a cell, nearest first."""
        table = next(cell.iterancestors(_TABLE), None)
        if table is None:
            return
        named = style_of(table.find(qn("w:tblPr")), "tblStyle")
        name = named or self.usual.get("table", "")
        for style in self._of_parts(name, tuple(self.parts(cell, table))):
            yield from style.iterchildren(tag)

    def _of_parts(self, name: str, parts: tuple[str, ...]) -> list[Any]:
        """Return what the style of a table says of parts of it, the nearest first, then of all."""
        if (name, parts) not in self._known:
            specials: dict[str, list[Any]] = {part: [] for part in parts}
            for style in self.chain(name):
                for special in style.iterchildren(qn("w:tblStylePr")):
                    specials.setdefault(value_of(special, "type"), []).append(special)
            found = [special for part in parts for special in specials[part][:_MOST_STYLES]]
            self._known[name, parts] = [*found, *self.chain(name)]
        return self._known[name, parts]

    def parts(self, cell: Any, table: Any) -> list[str]:
        """Return which parts of its table a cell belongs to, those that go before others first."""
        if cell not in self._cells:
            rows = list(table.iterchildren(_ROW))
            look = _look(table)
            for at, row in enumerate(rows):
                cells = list(row.iterchildren(_CELL))
                for place, one in enumerate(cells):
                    self._cells[one] = _names(look, (at, len(rows)), (place, len(cells)))
        return self._cells.get(cell, [])


def _look(table: Any) -> dict[str, bool]:
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None:
        return dict.fromkeys(_LOOKS, False)
    value = value_of(look, "val")
    bits = int(value, 16) if value and set(value) <= set("0123456789abcdefABCDEF") else 0
    told = {name: value_of(look, name) for name in _LOOKS}
    return {
        name: told[name] not in OFF if told[name] else bool(bits & bit)
        for name, bit in _LOOKS.items()
    }


def _names(look: dict[str, bool], row: tuple[int, int], column: tuple[int, int]) -> list[str]:
    (at, rows), (place, columns) = row, column
    first_row, last_row = look["firstRow"] and at == 0, look["lastRow"] and at == rows - 1
    first, last = look["firstColumn"] and place == 0, look["lastColumn"] and place == columns - 1
    band, strip = (at - look["firstRow"]) % 2, (place - look["firstColumn"]) % 2
    known = (
        ("nwCell", first_row and first),
        ("neCell", first_row and last),
        ("swCell", last_row and first),
        ("seCell", last_row and last),
        ("firstRow", first_row),
        ("lastRow", last_row),
        ("firstCol", first),
        ("lastCol", last),
        (f"band{band + 1}Horz", not look["noHBand"]),
        (f"band{strip + 1}Vert", not look["noVBand"]),
        ("wholeTable", True),
    )
    return [name for name, holds in known if holds]


def first_child(holders: Iterator[Any], name: str) -> Any | None:
    """Return the nearest `w:name` among properties, None for none."""
    tag = qn(f"w:{name}")
    for holder in holders:
        found = holder.find(tag)
        if found is not None:
            return found
    return None


def is_switched(holders: Iterator[Any], name: str) -> bool:
    """Return whether the nearest switch `w:name` is on."""
    return bool(is_on(first_child(holders, name)))
