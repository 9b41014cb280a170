"""A sheet for a village board: what it is about, set large, with a code that leads there."""

from dataclasses import dataclass
from typing import Final

from qr.layout import Box, Caption, Panel, Piece, Place, Sheet, print_sheets
from qr.lettering import Phrase
from qr.pieces import Code, Corners, Fill, Text

_RED: Final = "#c8102e"
_GREY: Final = "#4f5b62"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What one sheet says.

    Attributes:
        eyebrow: what kind of thing it is.
        title: what it is about; the largest words.
        invitation: what scanning does.
        until: by when; may be empty.
        url: what the code holds.
        short_address: what one types who cannot scan, without "https://".
        colour: the authority's colour as "#rrggbb".

    """

    authority: str
    parent: str
    eyebrow: str
    title: str
    invitation: str
    until: str
    url: str
    short_address: str
    colour: str = "#0b5a63"


def pdf(notice: Notice) -> bytes:
    """Return the sheet as a PDF on A4, the same bytes for the same words.

    Raises:
        ValueError: a text does not fit, or the address is too long for a code.

    """
    panel = Panel(210, 297, tuple(_pieces(notice)))
    sheet = Sheet(panel.width, panel.height, (Place(panel),))
    return print_sheets([sheet], Caption(title=notice.title, author=notice.authority))


def _pieces(notice: Notice) -> list[tuple[Box, Piece]]:
    above = [Phrase(text=notice.authority, size=17, weight="SemiBold", colour=notice.colour)]
    if notice.parent:
        above.append(Phrase(text=notice.parent, size=12.5, colour=_GREY))
    below = [Phrase(text=notice.invitation, size=18, weight="Medium")]
    if notice.until:
        below.append(Phrase(text=notice.until, size=14, colour=_GREY, gap=3))
    return [
        (Box(15, 12, 180, 0.9), Fill(_RED)),
        (Box(15, 16, 180, 19), Text(tuple(above))),
        (Box(15, 38, 180, 9), Text((Phrase(text=notice.eyebrow, size=15, colour=_GREY),))),
        (
            Box(15, 48, 180, 62),
            Text((Phrase(text=notice.title, size=34, weight="Bold", colour=notice.colour),)),
        ),
        (Box(20, 113, 170, 26), Text(tuple(below))),
        (Box(42, 142, 126, 126), Code(notice.url)),
        (Box(41, 141, 128, 128), Corners(notice.colour)),
        (
            Box(15, 271, 180, 16),
            Text(
                (
                    Phrase(text="Không quét được? Gõ:", size=12.5, colour=_GREY),
                    Phrase(text=notice.short_address, size=20, weight="SemiBold"),
                )
            ),
        ),
    ]
