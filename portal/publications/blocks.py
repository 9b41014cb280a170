"""The text of a section: rows of plain text and tables, as kept and as an editor types them. Pure.

A row is `{"kind": "paragraph" | "point" | "bullet" | "table", "label", "text", "rows"}`; whatever
looks like HTML in it is just text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

Row = dict[str, Any]
Cells = list[str]

_POINT = re.compile(r"(?P<label>[a-zđ]\s?\))\s*(?P<text>\S.*)")
_BULLET = re.compile(r"(?P<label>[-+*•–])\s+(?P<text>\S.*)")
_BAR = re.compile(r"(?<!\\)\|")


def text_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return `rows` as an editor types them: a paragraph a line, `| cell | cell |` for tables."""
    return "\n".join(_typed(rows))


def rows_of(text: str) -> list[Row]:
    """Return what an editor typed as rows; the opposite of `text_of`."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [row for is_table, group in groupby(lines, _is_row) for row in _rows(is_table, group)]


def plain(rows: Iterable[Mapping[str, Any]], *, tables: bool = True, between: str = "\t") -> str:
    """Return the words of `rows` alone, for search and for reading aloud.

    Args:
        rows: the rows of a section.
        tables: whether the cells of tables belong to it.
        between: what stands between the cells of a row.

    """
    wanted = (row for row in rows if tables or row["kind"] != "table")
    return "\n".join(_words(row, between) for row in wanted)


def holds_any(row: Mapping[str, Any], texts: Iterable[str]) -> bool:
    """Return whether one of `texts` is a cell of the table `row`: then it is their table."""
    cells = {cell for cells in row["rows"] for cell in cells}
    return row["kind"] == "table" and any(text in cells for text in texts)


def _typed(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    after_table = False
    for row in rows:
        is_table = row["kind"] == "table"
        if is_table and after_table:
            yield ""  # keeps two tables apart
        yield from map(_line, row["rows"]) if is_table else (_words(row),)
        after_table = is_table


def _words(row: Mapping[str, Any], between: str = "\t") -> str:
    if row["kind"] == "table":
        return "\n".join(between.join(cells) for cells in row["rows"])
    label = row.get("label")
    return f"{label} {row['text']}" if label else str(row["text"])


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", r"\|") for cell in cells) + " |"


def _is_row(line: str) -> bool:
    return line.startswith("|") and line.endswith("|") and len(line) > 1


def _rows(is_table: bool, lines: Iterable[str]) -> Iterator[Row]:  # noqa: FBT001 - the key of groupby
    if is_table:
        yield {"kind": "table", "label": None, "text": "", "rows": _table(lines)}
    else:
        yield from (_row(line) for line in lines if line)


def _table(lines: Iterable[str]) -> list[Cells]:
    """Return the cells of `lines`, every row as long as the longest: no cell ever moves."""
    cells = [
        [cell.strip().replace(r"\|", "|") for cell in _BAR.split(line)[1:-1]] for line in lines
    ]
    width = max(map(len, cells))
    return [row + [""] * (width - len(row)) for row in cells]


def _row(line: str) -> Row:
    for kind, shape in (("point", _POINT), ("bullet", _BULLET)):
        if found := shape.fullmatch(line):
            return {"kind": kind, "label": found["label"], "text": found["text"], "rows": []}
    return {"kind": "paragraph", "label": None, "text": line, "rows": []}
