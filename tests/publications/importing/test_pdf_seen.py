"""Words of a PDF file are read when the page shows them, and only then."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portal.publications.importing import open_file
from portal.publications.importing.pdf_seen import Eye
from portal.publications.importing.pdf_unseen import codes as codes_of
from portal.publications.importing.pdf_worker import read_pages
from tests.publications.importing.pdf_files import FONT, register_font
from tests.publications.importing.test_pdf import FONT as FONT_FILE
from tests.publications.importing.test_unseen import (
    black_out,
    head_of_a_table,
    invisible,
    off_the_page,
    pdf,
    speck,
    turned,
    white,
)

SECRET = "Giá dự kiến 12 tỷ"
FIRST = "Liên hệ: Trần Thị Bé, thôn Cầu Đá, xã Vân Khê"


def looked_at(content):
    """Return the words of a file of one page, the pages with unseen words, and what is named."""
    with pypdfium2.PdfDocument(content) as document:
        answer = read_pages(document)
        text = "\n".join(page or "" for page in answer["pages"])
        return text, answer["faint-text"], codes_of(document)


def words(canvas, y=600, size=12, **settings):
    """Draw the words to be hidden, with `setSomething(value)` of reportlab for each setting."""
    text = canvas.beginText(60, y)
    text.setFont(FONT, size)
    for name, value in settings.items():
        getattr(text, name)(value)
    text.textOut(SECRET)
    canvas.drawText(text)


def picture(draw=lambda _pen: None, size=(400, 60), colour=250):
    image = Image.new("L", size, colour)
    draw(ImageDraw.Draw(image))
    return ImageReader(image)


def nearly_white(canvas):
    words(canvas, setFillColor=Color(0.94, 0.95, 0.96))


def transparent(canvas):
    canvas.setFillAlpha(0)
    words(canvas)


def almost_transparent(canvas):
    canvas.setFillAlpha(0.04)
    words(canvas)


def white_over_a_line(canvas):
    canvas.line(50, 604, 300, 604)
    words(canvas, setFillColor=Color(1, 1, 1, 1))


def white_under_words(canvas):
    words(canvas, y=550, setFillColor=Color(1, 1, 1))
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(60, 550, FIRST)


def invisible_over_words(canvas):
    words(canvas, y=550, setTextRenderMode=3)


def transparent_over_words(canvas):
    canvas.setFillAlpha(0)
    words(canvas, y=550)


def invisible_over_a_level_line(canvas):
    canvas.setLineWidth(2)
    canvas.line(50, 604, 300, 604)
    words(canvas, setTextRenderMode=3)


def as_a_clip_of_nothing(canvas):
    canvas.saveState()
    words(canvas, setTextRenderMode=7)
    canvas.restoreState()


def clipped_away(canvas):
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 10, 10)
    canvas.clipPath(path, stroke=0, fill=0)
    words(canvas)
    canvas.restoreState()


def under_a_white_box(canvas):
    words(canvas)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(50, 590, 300, 30, stroke=0, fill=1)


def under_a_picture(canvas):
    words(canvas)
    canvas.drawImage(picture(lambda pen: pen.line((0, 0, 400, 60), fill=0)), 50, 590, 300, 30)


def on_its_own_colour(canvas):
    canvas.setFillColorRGB(1, 1, 0)
    canvas.rect(50, 590, 300, 30, stroke=0, fill=1)
    words(canvas, setFillColor=Color(1, 1, 0.05))


def on_a_photograph_of_its_colour(canvas):
    canvas.drawImage(picture(colour=120), 50, 590, 300, 30)
    words(canvas, setFillColor=Color(120 / 255, 120 / 255, 120 / 255))


def squeezed(canvas):
    words(canvas, setHorizScale=1)


def on_one_spot(canvas):
    text = canvas.beginText(60, 500)
    for letter in SECRET:
        text.setTextOrigin(60, 500)
        text.textOut(letter)
    canvas.drawText(text)


def tiny_by_the_page(canvas):
    canvas.saveState()
    canvas.scale(0.05, 0.05)
    canvas.setFont(FONT, 12)
    canvas.drawString(1200, 12000, SECRET)
    canvas.restoreState()


def in_a_form(canvas):
    canvas.beginForm("hidden")
    words(canvas, setFillColor=Color(1, 1, 1))
    canvas.endForm()
    canvas.doForm("hidden")


def under_an_opaque_stamp_in_a_form(canvas):
    words(canvas)
    canvas.beginForm("stamp")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(50, 590, 300, 30, stroke=0, fill=1)
    canvas.endForm()
    canvas.doForm("stamp")


def beside_the_page(canvas):
    words(canvas, y=2000)


def outside_the_cut(canvas):
    canvas.setCropBox((0, 400, 595, 842))
    words(canvas, y=100)


def one_number(canvas):
    canvas.setFont(FONT, 12)
    canvas.drawString(60, 600, "Trước ngày")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(130, 600, "15")


HIDDEN = [
    black_out, invisible, white, off_the_page, speck, nearly_white, transparent,
    almost_transparent, white_over_a_line, white_under_words, invisible_over_words,
    transparent_over_words, invisible_over_a_level_line, as_a_clip_of_nothing, clipped_away,
    under_a_white_box, under_a_picture, on_its_own_colour, on_a_photograph_of_its_colour,
    squeezed, on_one_spot, tiny_by_the_page, in_a_form, under_an_opaque_stamp_in_a_form,
    beside_the_page, outside_the_cut, one_number,
]  # fmt: skip


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_words_a_page_does_not_show_are_not_read_and_are_pointed_out(hide):
    content = pdf(hide)
    text, pages, codes = looked_at(content)
    assert text.splitlines()[-1] == ("Liên hệ:" if hide is black_out else FIRST)
    assert not {"Giá", "kiến", "tỷ", "15", "Bé"} & set(text.replace(FIRST, "").split())
    assert (pages, codes) == ([0], ["faint-text"])


def grey(canvas):
    words(canvas, setFillColor=Color(0.8, 0.8, 0.8))


def red_on_green(canvas):
    """Two colours of one shade of grey."""
    canvas.setFillColorRGB(0, 0.5, 0)
    canvas.rect(50, 590, 300, 30, stroke=0, fill=1)
    words(canvas, setFillColor=Color(1, 0, 0))


def small(canvas):
    words(canvas, size=4)


def as_an_outline(canvas):
    words(canvas, setTextRenderMode=1)


def twice_for_bold(canvas):
    for step in (0, 0.3):
        canvas.setFont(FONT, 12)
        canvas.drawString(60 + step, 600, SECRET)


def condensed(canvas):
    words(canvas, setHorizScale=60)


def close_together(canvas):
    words(canvas, setCharSpace=-0.8)


def under_a_seal(canvas):
    words(canvas)
    canvas.setFillColorRGB(0.9, 0, 0)
    canvas.setFillAlpha(0.5)
    canvas.circle(120, 604, 40, fill=1)


def under_a_watermark(canvas):
    words(canvas)
    canvas.setFillColorRGB(0.5, 0.5, 0.5)
    canvas.setFillAlpha(0.3)
    canvas.saveState()
    canvas.translate(40, 560)
    canvas.rotate(20)
    canvas.setFont(FONT, 60)
    canvas.drawString(0, 0, "DỰ THẢO")
    canvas.restoreState()


def white_on_a_photograph(canvas):
    canvas.drawImage(picture(colour=90), 50, 590, 300, 30)
    words(canvas, setFillColor=Color(1, 1, 1))


def upright(canvas):
    canvas.saveState()
    canvas.translate(300, 300)
    canvas.rotate(90)
    words(canvas, y=0)
    canvas.restoreState()


def in_a_shown_form(canvas):
    canvas.beginForm("shown")
    words(canvas)
    canvas.endForm()
    canvas.doForm("shown")


def with_a_thin_mark(canvas):
    words(canvas)
    canvas.drawString(60, 500, "I. i) l) 1. - …")


SHOWN = [
    turned, head_of_a_table, grey, red_on_green, small, as_an_outline, twice_for_bold, condensed,
    close_together, under_a_seal, under_a_watermark, white_on_a_photograph, upright,
    in_a_shown_form, with_a_thin_mark,
]  # fmt: skip


@pytest.mark.parametrize("show", SHOWN, ids=lambda show: show.__name__)
def test_words_a_page_shows_are_all_read(show):
    content = pdf(show)
    text, pages, codes = looked_at(content)
    assert FIRST in text
    assert SECRET in text or show in {turned, head_of_a_table, upright}
    assert (pages, codes) == ([], [])


def scan(*, mode: int, words_first: bool, shows: bool = True) -> bytes:
    """A page a scanner made: a picture of words, and the same words as text over or under it."""
    register_font()
    page = Image.new("L", (1190, 1684), 250)
    if shows:
        font = ImageFont.truetype(str(FONT_FILE), 24)
        ImageDraw.Draw(page).text((120, 150), FIRST, font=font, fill=20)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)

    def text():
        said = canvas.beginText(60, 842 - 75 - 12)
        said.setFont(FONT, 12)
        said.setTextRenderMode(mode)
        said.textOut(FIRST)
        canvas.drawText(said)

    if words_first:
        text()
    canvas.drawImage(ImageReader(page), 0, 0, *A4)
    if not words_first:
        text()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(("mode", "words_first"), [(3, False), (3, True), (0, True)])
def test_words_a_scanner_laid_over_or_under_its_picture_are_read(mode, words_first):
    content = scan(mode=mode, words_first=words_first)
    assert looked_at(content) == (FIRST, [], [])


def test_invisible_words_over_a_blank_picture_are_not_read():
    text, pages, codes = looked_at(scan(mode=3, words_first=False, shows=False))
    assert (text, pages, codes) == ("", [0], ["faint-text"])


def test_the_reading_points_out_the_pages_with_words_nobody_sees():
    source = open_file("a.pdf", pdf(white))
    assert source.text == FIRST
    assert [(doubt.code, doubt.line, doubt.values) for doubt in source.doubts] == [
        ("faint-text", 1, {"page": "1"}),
    ]


def test_a_file_too_slow_to_draw_is_read_with_a_doubt(monkeypatch):
    monkeypatch.setattr(Eye, "is_tired", True)
    with pypdfium2.PdfDocument(pdf(white)) as document:
        assert read_pages(document)["unopened"] == [0]
        assert "unopened" in codes_of(document)
