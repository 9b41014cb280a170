"""What sheets are made of: text, code, line, corner marks, picture and pictograms."""

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image, UnidentifiedImageError
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from qr.code import QUIET_ZONE, matrix
from qr.lettering import Phrase, fit


@dataclass(frozen=True)
class Text:
    """Phrases under one another in the middle of the box, shrunk until they fit."""

    phrases: tuple[Phrase, ...]
    align: Literal["centre", "left"] = "centre"

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw the lines, as a block in the middle of the box's height."""
        setting = fit(self.phrases, width, height)
        top = height - (height - setting.height) / 2
        for line in setting.lines:
            canvas.setFont(line.font, line.size)
            canvas.setFillColor(HexColor(line.colour))
            # Drawn as it is, never read as markup: "<b>" in a name is printed, not obeyed.
            if self.align == "left":
                canvas.drawString(0, top - line.baseline, line.text)
            else:
                canvas.drawCentredString(width / 2, top - line.baseline, line.text)


@dataclass(frozen=True)
class Fill:
    """The whole box in one colour: a line, when the box is flat."""

    colour: str

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw the box."""
        canvas.setFillColor(HexColor(self.colour))
        canvas.rect(0, 0, width, height, stroke=0, fill=1)


@dataclass(frozen=True)
class Code:
    """A QR code with its quiet zone, filling the box."""

    url: str

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw the dark modules as one shape: apart, hairlines would show between them."""
        rows = matrix(self.url)
        module = min(width, height) / (len(rows) + 2 * QUIET_ZONE)
        shape = canvas.beginPath()
        for down, row in enumerate(rows, start=QUIET_ZONE + 1):
            for start, length in _runs(row):
                x = (QUIET_ZONE + start) * module
                shape.rect(x, height - down * module, length * module, module)
        canvas.setFillColor(HexColor("#000000"))
        canvas.drawPath(shape, stroke=0, fill=1)


@dataclass(frozen=True)
class Corners:
    """Four rounded corner marks, the sign for "point the camera here"."""

    colour: str
    arm: float = 9
    radius: float = 4
    stroke: float = 1.1

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw the marks on the box's edges."""
        canvas.setStrokeColor(HexColor(self.colour))
        canvas.setLineWidth(self.stroke)
        canvas.setLineCap(1)
        for x, y, turn in ((0, 0, 0), (width, 0, 90), (width, height, 180), (0, height, 270)):
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(turn)
            mark = canvas.beginPath()
            mark.moveTo(0, self.arm)
            mark.lineTo(0, self.radius)
            bend = self.radius * 0.448
            mark.curveTo(0, bend, bend, 0, self.radius, 0)
            mark.lineTo(self.arm, 0)
            canvas.drawPath(mark, stroke=1, fill=0)
            canvas.restoreState()


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG picture, whole and undistorted in the middle of the box."""

    content: bytes

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw the picture.

        Raises:
            ValueError: the content is not a picture.

        """
        try:
            picture = ImageReader(Image.open(io.BytesIO(self.content)))
        except UnidentifiedImageError as reason:
            message = "the emblem is not a picture that can be read"
            raise ValueError(message) from reason
        canvas.drawImage(
            picture, 0, 0, width, height, mask="auto", preserveAspectRatio=True, anchor="c"
        )


Sign = Literal["star", "bubble", "lens"]


@dataclass(frozen=True)
class Pictogram:
    """One of our own small line drawings, on a grid of 24 units."""

    sign: Sign
    colour: str

    def draw(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw the pictogram as large as the box allows, in its middle."""
        side = min(width, height)
        canvas.translate((width - side) / 2, (height - side) / 2)
        canvas.scale(side / 24, side / 24)
        canvas.setStrokeColor(HexColor(self.colour))
        canvas.setLineWidth(1.7)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        {"star": _star, "bubble": _bubble, "lens": _lens}[self.sign](canvas)


_STAR = (
    (12, 21.5), (9.1, 15.3), (2.3, 14.4), (7.3, 9.6), (6, 2.9),
    (12, 6.2), (18, 2.9), (16.7, 9.6), (21.7, 14.4), (14.9, 15.3),
)  # fmt: skip


def _star(canvas: Canvas) -> None:
    """Draw a star: rate."""
    shape = canvas.beginPath()
    shape.moveTo(*_STAR[0])
    for corner in _STAR[1:]:
        shape.lineTo(*corner)
    shape.close()
    canvas.drawPath(shape, stroke=1, fill=0)


def _bubble(canvas: Canvas) -> None:
    """Draw a speech bubble with two lines in it: send a comment."""
    shape = canvas.beginPath()
    shape.moveTo(5.5, 6.5)
    shape.lineTo(5.5, 2)
    shape.lineTo(10.5, 6.5)
    shape.lineTo(19, 6.5)
    shape.curveTo(20.9, 6.5, 22, 7.6, 22, 9.5)
    shape.lineTo(22, 18)
    shape.curveTo(22, 19.9, 20.9, 21, 19, 21)
    shape.lineTo(5, 21)
    shape.curveTo(3.1, 21, 2, 19.9, 2, 18)
    shape.lineTo(2, 9.5)
    shape.curveTo(2, 7.6, 3.1, 6.5, 5.5, 6.5)
    shape.close()
    canvas.drawPath(shape, stroke=1, fill=0)
    canvas.line(7, 16, 17, 16)
    canvas.line(7, 11.5, 13.5, 11.5)


def _lens(canvas: Canvas) -> None:
    """Draw a magnifying glass: look up."""
    canvas.circle(10, 14, 7.6, stroke=1, fill=0)
    canvas.line(15.6, 8.4, 21.6, 2.4)


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules in a row."""
    edges = [i for i, (a, b) in enumerate(zip([False, *row], [*row, False], strict=True)) if a != b]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]
