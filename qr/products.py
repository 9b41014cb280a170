"""What can be printed of a poster: A4, A5, a table tent, a sheet of stickers; one engine for all.

A4, A5     as `poster` says: read from 1.8 and 1.5 m
tent       an A4 folded across the middle, an A5 face on either side; 116 mm of code, read from
1.4 m by whoever sits at the desk
stickers   eight of one counter on an A4; 62 mm of code, read from 0.75 m: for doors and desks
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from qr.labels import STICKERS, Label
from qr.labels import sheets as label_sheets
from qr.layout import Box, Place, Sheet, print_sheets
from qr.poster import Format, Poster, caption, design, sheet

Product = Literal["A4", "A5", "tent", "stickers"]

TENT_FACE: Final = Format(
    width=210,
    height=148.5,
    type_scale=0.7,
    line=Box(12, 7, 186, 0.7),
    emblem=Box(133, 13, 12, 12),
    authority=Box(147, 13, 52, 14),
    place=Box(133, 30, 66, 36),
    invitation=Box(133, 68, 66, 26),
    code=Box(12, 11.5, 116, 116),
    corners=Box(11.3, 10.8, 117.4, 117.4),
    address=Box(133, 98, 66, 26),
    rule=Box(12, 131, 186, 0.2),
    doors=Box(48, 134, 114, 6.5),
)


def print_product(
    posters: Sequence[Poster], product: Product, step: Callable[[Poster], object] = repr
) -> bytes:
    """Return the posters as a PDF of `product`, the same bytes for the same posters.

    Args:
        posters: what to print.
        product: what to print it as.
        step: called as each poster is laid out, for a progress bar.

    Raises:
        ValueError: there is no poster, or one of them has a text or an address too long for it.

    """
    if not posters:
        message = "there is no poster to print"
        raise ValueError(message)
    return print_sheets(_sheets(posters, product, step), caption(posters))


def _sheets(
    posters: Sequence[Poster], product: Product, step: Callable[[Poster], object]
) -> Iterator[Sheet]:
    for poster in posters:
        step(poster)
        if product == "tent":
            yield tent(poster)
        elif product == "stickers":
            yield from label_sheets([sticker(poster)] * STICKERS.count, STICKERS)
        else:
            yield sheet(poster, product)


def tent(poster: Poster) -> Sheet:
    """Return an A4 with two faces, the upper one on its head: folded, both stand upright."""
    face = design(poster, TENT_FACE, "a table tent")
    upper = Place(face, 0, 0, turned=True)
    return Sheet(face.width, 2 * face.height, (upper, Place(face, 0, face.height)))


def sticker(poster: Poster) -> Label:
    """Return one sticker: the counter, what to do, and the address for those who cannot scan."""
    return Label(
        url=poster.url,
        title=poster.counter,
        lines=(poster.office, "Quét để đánh giá, góp ý", "Scan to rate", poster.short_address),
        colour=poster.colour,
    )
