"""QR codes for the screen, and the matrix of modules that printed sheets draw from.

A code on a counter is laminated, wiped and lit from above: a reflection or a scratch hides one
patch of it. Level Q restores a quarter of the codewords and is the least used here; level H
restores three tenths and is taken where it needs no more modules than Q, so that the stronger
correction never makes the modules smaller and the code harder to read from afar.
"""

import io
from xml.etree import ElementTree as ET

import qrcode
from PIL import Image
from qrcode.constants import (
    ERROR_CORRECT_H,
    ERROR_CORRECT_Q,
)
from qrcode.image.svg import (
    SvgPathFillImage,
)

QUIET_ZONE = 4
"""Modules of white that the standard (ISO/IEC 18004) asks for on each side."""


def matrix(url: str) -> list[list[bool]]:
    """Return the code's rows of modules, dark ones true, without the quiet zone.

    Raises:
        ValueError: `url` is empty or longer than a QR code can hold.

    """
    rows: list[list[bool]] = _encode(url, border=0).get_matrix()
    return rows


def svg(url: str) -> str:
    """Return the code as an `<svg>` element to be put into a page.

    It has a viewBox and no size, so the style sheet gives the size; it brings its own white
    ground, so it is read in a dark scheme too; role and label are the page's to set.

    Raises:
        ValueError: `url` is empty or longer than a QR code can hold.

    """
    image = _encode(url, border=QUIET_ZONE).make_image(image_factory=SvgPathFillImage)
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    drawing = ET.fromstring(image.to_string())  # noqa: S314 - written by qrcode one line above
    for name in ("width", "height", "version"):
        del drawing.attrib[name]
    drawing.set("shape-rendering", "crispEdges")
    # Two codes on one page must not share the id that qrcode gives each path.
    for shape in drawing:
        shape.attrib.pop("id", None)
    return ET.tostring(drawing, encoding="unicode")


def png(url: str, size: int) -> bytes:
    """Return the code as a PNG picture of exactly `size` by `size` pixels.

    Modules are whole pixels and stay sharp; what is left over widens the quiet zone.

    Raises:
        ValueError: `url` is empty or too long, or `size` gives a module less than one pixel.

    """
    rows = matrix(url)
    scale = size // (len(rows) + 2 * QUIET_ZONE)
    if scale < 1:
        message = f"{size} pixels are too few for a code of {len(rows)} modules"
        raise ValueError(message)
    modules = Image.new("1", (len(rows), len(rows)))
    modules.putdata([not dark for row in rows for dark in row])
    modules = modules.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST)
    picture = Image.new("1", (size, size), 1)
    picture.paste(modules, ((size - modules.width) // 2, (size - modules.height) // 2))
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _encode(url: str, border: int) -> qrcode.QRCode:
    """Return the code at level H where that costs no module, else at level Q."""
    if not url:
        message = "a code needs an address"
        raise ValueError(message)
    least = _fill(url, border, ERROR_CORRECT_Q)
    try:
        strong = _fill(url, border, ERROR_CORRECT_H)
    except ValueError:
        return least
    return strong if strong.modules_count == least.modules_count else least


def _fill(url: str, border: int, level: int) -> qrcode.QRCode:
    """Return the smallest code of `level` that holds `url`."""
    code = qrcode.QRCode(error_correction=level, border=border)
    code.add_data(url)
    try:
        code.make(fit=True)
    except (ValueError, qrcode.exceptions.DataOverflowError) as reason:
        message = f"an address of {len(url)} characters does not fit into a QR code"
        raise ValueError(message) from reason
    return code
