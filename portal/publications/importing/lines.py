"""The lines of a text, cleaned of everything that is not the document's words."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from portal.publications.importing.layout import apart
from portal.publications.importing.spacing import mended
from portal.publications.importing.stacked import Stack, find_stacks

_LETTERS = str.maketrans(
    {
        # Letters that look right and are not, from PDF fonts and keyboards.
        "\u00d0": "Đ",
        "\u00f0": "đ",
        "\u01a2": "Ư",
        "\u01a3": "ư",
        # Invisible ones.
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufffe\ufffd\0"),
        # Blanks and line ends of other kinds.
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\v", " "),
        **dict.fromkeys("\r\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
    },
)
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|p|br|ul|ol|li|span|sup|sub|div|font|table|thead|tbody|tr|td|th|h[1-6])"
    r"(?:\s[^<>\n]{0,200})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp|#39);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": " ", "#39": "'"}
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*")
_BOLD_HEAD = re.compile(r"\s*(?:#{1,6}\s+)?(?:\*\*|<b>|<strong>)([^*<\n]{1,500})(?:\*\*|</)")
_RULE = re.compile(r"[-_=*~.\u2013\u2014\u2026]{3,}")
_PAGE_NUMBER = re.compile(r"(?:Trang |- ?)?\d{1,3}(?: ?-|/\d{1,3})?")
_PIPE_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*")
_COLUMN_GAP = re.compile(r" {3,}|\t")
_BOLD_MARKS = ("**", "<b>", "<strong>")
_GROUP_NUMBER = re.compile(r"(?:[A-HĐ]|[IVX]{1,5}|\d{1,2})\s?[.)/]?")
_FEWEST_CELLS, _MOST_CELLS = 3, 40


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the source that holds words.

    Attributes:
        number: where it stands in the source, counted from 1.
        text: its words with single blanks, without marks of layout.
        parts: the same split where a wide gap shows two columns side by side.
        cells: its cells when it is a row of a table, else empty.
        gap: blank lines before it.
        bold: the words at its beginning that were marked bold, "" when none.
        marked: whether anything in it was marked bold.

    """

    number: int
    text: str
    parts: tuple[str, ...]
    cells: tuple[str, ...] = ()
    gap: int = 0
    bold: str = ""
    marked: bool = False


def composed(text: str) -> str:
    """Return `text` with whole Vietnamese letters, plain blanks and one kind of line end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_LETTERS)


def read_lines(text: str) -> list[Line]:
    """Return the lines of `text` that hold words, numbered as in the source."""
    found: list[Line] = []
    gap = 0
    sources = _sources(composed(text).split("\n"))
    for number, raw in ((at, one) for at, row in sources for one in apart(row)):
        line = _line(number, raw, gap, in_table=bool(found and found[-1].cells and not gap))
        if line is None:
            gap += 1
        else:
            found.append(line)
            gap = 0
    return found


def _sources(raw: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; a table printed one cell a line is yielded by rows."""
    after = 0
    for stack in find_stacks(raw):
        yield from enumerate(raw[after : stack.start], start=after + 1)
        yield from _rows(stack)
        after = stack.end
    yield from enumerate(raw[after:], start=after + 1)


def _rows(stack: Stack) -> Iterator[tuple[int, str]]:
    for at, cells in stack.rows:
        yield at + 1, "\t".join(cells)


def _line(number: int, raw: str, gap: int, *, in_table: bool) -> Line | None:
    words = mended(_without_marks(raw))
    cells = _cells(words) or (_title_row(words) if in_table else ())
    text = _single(words)
    if not text or (not cells and _is_residue(text)):
        return None
    parts = tuple(_single(part) for part in _COLUMN_GAP.split(words) if part.strip())
    found = _BOLD_HEAD.match(raw)
    return Line(
        number=number,
        text=text,
        parts=parts,
        cells=cells,
        gap=gap,
        bold=_single(found[1]) if found else "",
        marked=any(mark in raw for mark in _BOLD_MARKS),
    )


def _without_marks(raw: str) -> str:
    words = raw
    if "<" in words:
        words = _TAG.sub(" ", words)
    if "&" in words:
        words = _ENTITY.sub(lambda found: _ENTITIES[found[1]], words)
    if words.lstrip().startswith("#"):
        words = _HEADING_MARK.sub("", words.lstrip(), count=1)
    if "*" in words:
        words = _EMPHASIS.sub(r"\1", words.replace("**", ""))
    return words


def _cells(words: str) -> tuple[str, ...]:
    if max(words.count("\t"), words.count("|")) >= _MOST_CELLS:
        return ()
    if words.lstrip().startswith("|") and words.count("|") >= _FEWEST_CELLS:
        if _PIPE_RULE.fullmatch(words.strip()):
            return ()
        return tuple(_single(cell) for cell in words.strip().strip("|").split("|"))
    cells = tuple(_single(cell) for cell in words.split("\t"))
    # Blanks in front of one piece of text are an indent, not a row.
    return cells if len(cells) >= _FEWEST_CELLS and any(cells[:-1]) else ()


def _title_row(words: str) -> tuple[str, ...]:
    """Return number and words of a group whose other cells were left out: "A", "CÔNG KHAI"."""
    cells = tuple(_single(cell) for cell in words.split("\t"))
    return cells if len(cells) > 1 and _GROUP_NUMBER.fullmatch(cells[0]) and cells[1] else ()


def _is_residue(text: str) -> bool:
    """Whether the line is a rule, a page number or the frame of a table."""
    return any(shape.fullmatch(text) for shape in (_RULE, _PAGE_NUMBER, _PIPE_RULE))


def _single(words: str) -> str:
    return " ".join(words.split())
