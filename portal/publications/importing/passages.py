"""Lines put together again into paragraphs, headings, bullets and tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.publications.importing.lines import Line
from portal.publications.importing.marks import Mark, Rank, mark_of, marks_of

# Above this many letters a line was not broken by the width of a page.
_WIDEST_PAGE = 115
_LONG_ENOUGH = 30
_FEWEST_LINES = 8
_BROKEN_SHARE = 0.15
# Bold lines hold fewer letters than plain ones, so a full line is shorter than the widest.
_FULL = 0.85
_FULL_AFTER_A_STOP = 0.93
# A day or number that was cut before its digits: "trước ngày", "tháng", "số".
_DIGITS_GO_ON = re.compile(r"(?<!\w)(?:ngày|tháng|năm|trước|khoản|[Ss]ố)$")
_STOPS = (".", ";", ":", "!", "?", "…")
# A document number cut inside its sign: "số 31-", "76/", "131/NQ-", "31-NQ/"; or before its
# hyphen: "131/NQ", "số 31".
_CUT = re.compile(r"\d[-/]$|(?P<sign>\d/[A-ZĐ][A-ZĐa-zđ]{1,7}-|\d-[A-ZĐ]{1,4}/)$")
_CUT_BEFORE = re.compile(r"\d\s?/\s?[A-ZĐ][A-ZĐa-zđ]{1,7}$|(?P<party>(?<!\w)[Ss]ố \d{1,4})$")
_HYPHEN_GOES_ON = re.compile(
    r"-[A-ZĐ&]{2,12}[a-z]{0,2}\d{0,3}(?!\w)|-\s[A-ZĐ&]{2,12}(?=[,;.]|\s(?:ngày|của)\s|$)"
)
_PARTY_GOES_ON = re.compile(r"-[A-ZĐ]{1,4}[a-z]?/[A-ZĐ]{2,10}(?!\w)")
_SIGN_GOES_ON = re.compile(r"[A-ZĐ]{2,10}[a-z]{0,2}(?:/|-[A-ZĐ]{2})|(?:UBTV)?QH\d")
_SIGN_ENDS = re.compile(r"[A-ZĐ]{2,12}[a-z]{0,2}\d{0,3}(?!\w)")
_OPENERS = ("Căn cứ ", "Xét đề nghị", "Theo đề nghị", "Trên đây là ", "Nơi nhận", "Kính gửi")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A paragraph, heading or bullet in one piece; or a table.

    Attributes:
        mark: what it begins with, or None.
        text: its words behind the mark.
        bold: the bold words it begins with, behind the mark.
        starts: for each line of the source in it, where in `text` it begins and its number.
        rows: the lines of a table.

    """

    mark: Mark | None
    text: str
    line: int
    bold: str = ""
    starts: tuple[tuple[int, int], ...] = ()
    rows: tuple[Line, ...] = ()

    def line_at(self, offset: int) -> int:
        """Return the number of the source line that holds the letter at `offset`."""
        return max((start for start in self.starts if start[0] <= offset), default=(0, self.line))[
            1
        ]

    @property
    def is_heading(self) -> bool:
        """Whether it opens a section."""
        return self.mark is not None and self.mark.rank.is_heading


@dataclass(kw_only=True)
class _Open:
    """A passage that may still grow."""

    mark: Mark | None
    lines: list[Line] = field(default_factory=list)

    def close(self) -> Passage:
        pieces: list[str] = []
        starts: list[tuple[int, int]] = []
        length = 0
        for line in self.lines:
            words = line.text[self.mark.end :] if self.mark and not starts else line.text
            glue = "" if not length or _split_number(pieces[-1], words) else " "
            starts.append((length + len(glue), line.number))
            pieces.append(glue + words)
            length += len(pieces[-1])
        first = self.lines[0]
        return Passage(
            mark=self.mark,
            text="".join(pieces),
            line=first.number,
            bold=_bold_behind(first, self.mark),
            starts=tuple(starts),
        )


def _split_number(words: str, after: str) -> bool:
    """Whether a document number was cut inside its sign ("số 31-" / "NQ/TU", "131/NQ" / "-CP")."""
    return _CUT.search(words) is not None or _hyphen_goes_on(words, after)


def _sign_goes_on(before: str, text: str) -> bool:
    if cut := _CUT.search(before):
        return (_SIGN_ENDS if cut["sign"] else _SIGN_GOES_ON).match(text) is not None
    return _hyphen_goes_on(before, text)


def _hyphen_goes_on(before: str, text: str) -> bool:
    cut = _CUT_BEFORE.search(before)
    return bool(cut and (_PARTY_GOES_ON if cut["party"] else _HYPHEN_GOES_ON).match(text))


def _bold_behind(line: Line, mark: Mark | None) -> str:
    if not line.bold or mark is None:
        return line.bold
    inside = mark_of(line.bold)
    return line.bold[inside.end :] if inside else ""


def gather(lines: Sequence[Line]) -> list[Passage]:
    """Return `lines` as passages: hard-wrapped lines joined, rows of a table together."""
    width = _page_width(lines)
    found: list[Passage] = []
    current: _Open | None = None
    rows: list[Line] = []
    marks = marks_of(["" if line.cells else line.text for line in lines])
    for line, mark in zip(lines, marks, strict=True):
        if line.cells:
            _close(current, found)
            current = None
            rows.append(line)
            continue
        rows = _close_table(rows, found)
        if current is not None and _continues(current, line, mark, width):
            current.lines.append(line)
        else:
            _close(current, found)
            current = _Open(mark=mark, lines=[line])
    _close(current, found)
    _close_table(rows, found)
    return found


def _close(current: _Open | None, found: list[Passage]) -> None:
    if current is not None:
        found.append(current.close())


def _close_table(rows: list[Line], found: list[Passage]) -> list[Line]:
    if rows:
        found.append(Passage(mark=None, text="", line=rows[0].number, rows=tuple(rows)))
    return []


def _page_width(lines: Sequence[Line]) -> int:
    """Return the width in letters the text was broken at, or 0 when it was not."""
    texts = [line.text for line in lines if not line.cells]
    lengths = sorted(len(text) for text in texts if len(text) >= _LONG_ENOUGH)
    if len(lengths) < _FEWEST_LINES:
        return 0
    width = lengths[len(lengths) * 95 // 100]
    broken = sum(text[0].islower() and mark_of(text) is None for text in texts)
    return width if width <= _WIDEST_PAGE and broken >= _BROKEN_SHARE * len(texts) else 0


def _continues(current: _Open, line: Line, mark: Mark | None, width: int) -> bool:
    """Whether `line` goes on with the words of the open passage."""
    before, text = current.lines[-1].text, line.text
    if _sign_goes_on(before, text):
        return True
    if mark is not None:
        return _is_dash_inside(before, line, mark, width)
    if text.startswith(_OPENERS):
        return False
    if text[0].islower() or (text[0].isdecimal() and _DIGITS_GO_ON.search(before)):
        return True
    if _waits_for_title(current):
        return text.isupper()
    return _is_full(before, text, width)


def _is_dash_inside(before: str, line: Line, mark: Mark, width: int) -> bool:
    """Whether the dash is one of "kinh tế - xã hội" and not a bullet."""
    return (
        mark.rank is Rank.BULLET
        and line.text[mark.end].islower()
        and before[-1].isalpha()
        and _is_full(before, line.text, width)
    )


def _waits_for_title(current: _Open) -> bool:
    """Whether the passage is "Chương I" alone, its title on the next line."""
    mark, first = current.mark, current.lines[0]
    above_articles = mark is not None and mark.rank < Rank.ARTICLE
    return bool(above_articles and mark and len(first.text) <= mark.end and len(current.lines) == 1)


def _is_full(before: str, text: str, width: int) -> bool:
    """Whether the next word had no room left on the line `before`."""
    share = _FULL_AFTER_A_STOP if before.endswith(_STOPS) else _FULL
    return width > 0 and len(before) + 1 + len(text.split(maxsplit=1)[0]) >= share * width
