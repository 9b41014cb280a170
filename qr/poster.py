"""The sheet that hangs at a counter: who asks, what scanning does, and the code to scan.

How far a code is read from follows from the size of a module, the smallest square in it. The
camera reckoned with is a cheap phone's: 65° wide, whose scanner looks at 1280 pixels across.
At 1.5 m it sees 1.91 m, so a pixel covers 1.5 mm; a module needs two pixels, that is 3.0 mm.
A scanner that looks at 1920 pixels gives the same module three. Both papers are drawn for it:

    A4  code and quiet zone 150 mm; 3.0 mm a module or more for addresses up to 74 bytes
    A5  code and quiet zone 123 mm; 3.0 mm up to 46 bytes, longer ones are read from nearer

"https://vankhe.example/q/ABCD-EFGH" has 34 bytes: 3.66 mm on A4, read from 1.8 m; 3.0 mm on A5,
read from 1.5 m. No poster is printed with modules under 2.0 mm, which reads from 1 m.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from qr.code import QUIET_ZONE, matrix
from qr.layout import Box, Caption, Panel, Piece, Place, Sheet, print_sheets
from qr.lettering import Phrase, width_of
from qr.pieces import Code, Corners, Fill, Pictogram, Picture, Sign, Text

Paper = Literal["A4", "A5"]

SMALLEST_MODULE: Final = 2.0
"""Millimetres of a module below which no poster is printed."""

_REACH = 500
_RED = "#c8102e"
_GREY = "#4f5b62"
_HAIRLINE = "#d8d3c7"
_DOORS: tuple[tuple[Sign, str, str], ...] = (
    ("star", "Đánh giá", "Rate"),
    ("bubble", "Gửi ý kiến", "Comment"),
    ("lens", "Tra cứu", "Look up"),
)


@dataclass(frozen=True, kw_only=True)
class Poster:
    """What one poster says.

    Attributes:
        parent: the body above, "tỉnh Lam Giang"; may be empty.
        invitation: one sentence that says what scanning does.
        invitation_en: the same in English; may be empty.
        url: what the code holds.
        short_address: what one types who cannot scan, without "https://".
        colour: the authority's colour as "#rrggbb".
        emblem: a PNG or JPEG picture.

    """

    authority: str
    parent: str
    office: str
    counter: str
    invitation: str
    invitation_en: str
    url: str
    short_address: str
    colour: str = "#0b5a63"
    emblem: bytes | None = None

    def __post_init__(self) -> None:
        """Refuse a colour that is not one."""
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.colour):
            message = f"a colour is written #rrggbb, not {self.colour!r}"
            raise ValueError(message)


@dataclass(frozen=True, kw_only=True)
class Format:
    """A paper: its size and boxes in mm, its type sizes as a share of those of A4."""

    width: float
    height: float
    type_scale: float
    line: Box
    emblem: Box
    authority: Box
    place: Box
    invitation: Box
    code: Box
    corners: Box
    address: Box
    rule: Box
    doors: Box


FORMATS: Final[dict[Paper, Format]] = {
    "A4": Format(
        width=210,
        height=297,
        type_scale=1,
        line=Box(15, 12, 180, 0.9),
        emblem=Box(15, 16, 19, 19),
        authority=Box(37, 16, 136, 19),
        place=Box(15, 37, 180, 38),
        invitation=Box(21, 76.5, 168, 26),
        code=Box(30, 105.5, 150, 150),
        corners=Box(29, 104.5, 152, 152),
        address=Box(15, 257.5, 180, 15),
        rule=Box(29, 274, 152, 0.25),
        doors=Box(33, 276.5, 144, 9),
    ),
    "A5": Format(
        width=148,
        height=210,
        type_scale=0.7,
        line=Box(10, 7.5, 128, 0.7),
        emblem=Box(10, 10, 12, 12),
        authority=Box(24, 10, 100, 12),
        place=Box(10, 22.5, 128, 21.5),
        invitation=Box(12, 44, 124, 14.3),
        code=Box(12.5, 60, 123, 123),
        corners=Box(11.8, 59.3, 124.4, 124.4),
        address=Box(10, 183.5, 128, 10.5),
        rule=Box(12, 194.8, 124, 0.2),
        doors=Box(17, 196, 114, 6.5),
    ),
}


def pdf(posters: Sequence[Poster], paper: Paper) -> bytes:
    """Return the posters as a PDF, one to a page, the same bytes for the same posters.

    Raises:
        ValueError: there is no poster, or one of them has a text or an address too long to be
            read from the paper, or an emblem that is not a picture.

    """
    if not posters:
        message = "there is no poster to print"
        raise ValueError(message)
    sheets = (sheet(poster, paper) for poster in posters)
    return print_sheets(sheets, caption(posters))


def module_size(url: str, paper: Paper) -> float:
    """Return the side of a module in mm as the poster prints it.

    Raises:
        ValueError: `url` is so long that modules would be smaller than `SMALLEST_MODULE`.

    """
    return module_of(url, FORMATS[paper], paper)


def module_of(url: str, form: Format, name: str) -> float:
    """Return the side of a module in mm in a format called `name`; raise as `module_size` does."""
    size = form.code.width / (len(matrix(url)) + 2 * QUIET_ZONE)
    if size < SMALLEST_MODULE:
        message = f"the address is too long to be read from {name}: {url[:60]}"
        raise ValueError(message)
    return size


def reading_distance(url: str, paper: Paper) -> float:
    """Return from how many metres a cheap camera reads the poster's code."""
    return module_size(url, paper) * _REACH / 1000


def panel(poster: Poster, paper: Paper) -> Panel:
    """Return the poster's design, to be laid on a sheet of its own or with others."""
    return design(poster, FORMATS[paper], paper)


def design(poster: Poster, form: Format, name: str) -> Panel:
    """Return the poster's design in a format called `name`."""
    module_of(poster.url, form, name)
    pieces: list[tuple[Box, Piece]] = [
        (form.line, Fill(_RED)),
        (form.authority, Text(_authority(poster, form.type_scale))),
        (form.place, Text(_place(poster, form.type_scale))),
        (form.invitation, Text(_invitation(poster, form.type_scale))),
        (form.code, Code(poster.url)),
        (form.corners, Corners(poster.colour)),
        (form.address, Text(_address(poster, form.type_scale))),
        (form.rule, Fill(_HAIRLINE)),
        *_doors(form, poster.colour),
    ]
    if poster.emblem is not None:
        pieces.append((form.emblem, Picture(poster.emblem)))
    return Panel(form.width, form.height, tuple(pieces))


def sheet(poster: Poster, paper: Paper) -> Sheet:
    """Return the paper with the one poster on it."""
    design = panel(poster, paper)
    return Sheet(design.width, design.height, (Place(design),))


def caption(posters: Sequence[Poster]) -> Caption:
    """Return title and author; a single poster is titled with its counter."""
    first = posters[0]
    subject = f"{first.office}, {first.counter}" if len(posters) == 1 else first.authority
    return Caption(title=f"Áp phích mã QR: {subject}", author=first.authority)


def _authority(poster: Poster, scale: float) -> tuple[Phrase, ...]:
    """Return the letterhead."""
    name = Phrase(text=poster.authority, size=17 * scale, weight="SemiBold", colour=poster.colour)
    above = Phrase(text=poster.parent, size=12.5 * scale, colour=_GREY)
    return (name, above) if poster.parent else (name,)


def _place(poster: Poster, scale: float) -> tuple[Phrase, ...]:
    """Return the office and, under it, the counter."""
    return (
        Phrase(text=poster.office, size=32 * scale, weight="Bold"),
        Phrase(
            text=poster.counter,
            size=22 * scale,
            weight="SemiBold",
            colour=poster.colour,
            gap=3 * scale,
        ),
    )


def _invitation(poster: Poster, scale: float) -> tuple[Phrase, ...]:
    """Return the sentence in Vietnamese and, smaller, in English."""
    vietnamese = Phrase(text=poster.invitation, size=19 * scale, weight="Medium")
    english = Phrase(text=poster.invitation_en, size=12.5 * scale, colour=_GREY, gap=2 * scale)
    return (vietnamese, english) if poster.invitation_en else (vietnamese,)


def _address(poster: Poster, scale: float) -> tuple[Phrase, ...]:
    """Return the way in for those who cannot scan."""
    return (
        Phrase(text="Không quét được? Gõ:", size=12.5 * scale, colour=_GREY),
        Phrase(text=poster.short_address, size=20 * scale, weight="SemiBold"),
    )


def _doors(form: Format, colour: str) -> list[tuple[Box, Piece]]:
    """Return the things one can do, each a pictogram with words, spread over the box."""
    box = form.doors
    words = [_door_words(form.type_scale, *door[1:]) for door in _DOORS]
    text_left = box.height * 1.25
    widths = [text_left + max(map(width_of, phrases)) + 0.1 for phrases in words]
    space = (box.width - sum(widths)) / (len(words) - 1)
    pieces: list[tuple[Box, Piece]] = []
    left = box.x
    for door, phrases, width in zip(_DOORS, words, widths, strict=True):
        text = Box(left + text_left, box.y, width - text_left, box.height)
        pieces += [
            (Box(left, box.y, box.height, box.height), Pictogram(door[0], colour)),
            (text, Text(phrases, align="left")),
        ]
        left += width + space
    return pieces


def _door_words(scale: float, vietnamese: str, english: str) -> tuple[Phrase, Phrase]:
    """Return what stands beside a pictogram."""
    return (
        Phrase(text=vietnamese, size=12.5 * scale, weight="SemiBold"),
        Phrase(text=english, size=8.5 * scale, colour=_GREY),
    )
