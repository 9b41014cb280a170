"""Posters say what they should in print, and their codes are read from the wall."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any, get_args
from unicodedata import normalize

import pytest
from PIL import Image, ImageFilter

from qr.layout import Box, Caption, Place, Sheet, print_sheets
from qr.poster import FORMATS, Paper, Poster, module_size, panel, pdf, reading_distance

Make = Callable[..., Poster]
Open = Callable[[bytes], Any]
Decode = Callable[[Image.Image | bytes], list[str]]

PAPERS: tuple[Paper, ...] = get_args(Paper)
LONG = "Bộ phận tiếp nhận hồ sơ lĩnh vực đất đai, môi trường, tài nguyên nước, khoáng sản"
BOTH = pytest.mark.parametrize("paper", PAPERS)
POINT = 25.4 / 72


def render(page: Any, dpi: float) -> Image.Image:
    """Return the page's picture."""
    picture: Image.Image = page.render(scale=dpi / 72).to_pil()
    return picture


def words(page: Any) -> str:
    """Return the page's text, each run of spaces and line ends as one space."""
    return " ".join(page.get_textpage().get_text_bounded().split())


def letters(page: Any) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of every visible letter, in mm."""
    text = page.get_textpage()
    boxes = [text.get_charbox(i) for i in range(text.count_chars())]
    return [tuple(side * POINT for side in box) for box in boxes if box[2] > box[0]]


@BOTH
def test_every_code_is_read_from_the_printed_page(
    paper: Paper, make_poster: Make, open_pdf: Open, decode: Decode
) -> None:
    urls = [f"https://vankhe.example/q/ABCD-EFG{number}" for number in range(3)]
    document = open_pdf(pdf([make_poster(url=url) for url in urls], paper))
    assert [decode(render(page, 100)) for page in document] == [[url] for url in urls]


@BOTH
def test_a_page_is_cut_as_its_paper(paper: Paper, make_poster: Make, open_pdf: Open) -> None:
    page = open_pdf(pdf([make_poster()], paper))[0]
    size = tuple(round(side * POINT, 2) for side in page.get_size())
    assert size == (FORMATS[paper].width, FORMATS[paper].height)


@BOTH
def test_all_that_is_said_stands_on_the_page_with_its_marks(
    paper: Paper, make_poster: Make, open_pdf: Open
) -> None:
    poster = make_poster()
    printed = words(open_pdf(pdf([poster], paper))[0])
    said = (
        poster.authority, poster.parent, poster.office, poster.counter, poster.invitation,
        poster.invitation_en, f"Không quét được? Gõ: {poster.short_address}",
        "Đánh giá", "Gửi ý kiến", "Tra cứu",
    )  # fmt: skip
    assert [text for text in said if text not in printed] == []


@BOTH
def test_every_vietnamese_letter_is_printed(
    paper: Paper, make_poster: Make, open_pdf: Open
) -> None:
    bases = "aăâeêioôơuưy"
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    composed = [f"{base}{mark}" for base in bases for mark in marks]
    lower = " ".join("".join(composed[i : i + 6]) for i in range(0, len(composed), 6)) + " đ"
    text = normalize("NFC", lower)
    page = open_pdf(pdf([make_poster(office=text, counter=text.upper())], paper))[0]
    printed = words(page)
    assert text in printed
    assert text.upper() in printed


@BOTH
def test_markup_in_a_name_is_printed_as_it_is(
    paper: Paper, make_poster: Make, open_pdf: Open
) -> None:
    name = "Quầy <b>1</b> & <font color=red>&amp;"
    assert name in words(open_pdf(pdf([make_poster(counter=name)], paper))[0])


@BOTH
@pytest.mark.parametrize("name", [LONG, "Ẫ " * 40, "Trungtâmphụcvụhànhchínhcông " * 3])
def test_long_names_stay_on_the_page_and_off_the_code(
    paper: Paper, name: str, make_poster: Make, open_pdf: Open, emblem: bytes
) -> None:
    assert len(name) >= 80
    poster = make_poster(
        authority=name, parent=name, office=name, counter=name,
        invitation=f"{name} {name}", invitation_en=name, emblem=emblem,
        short_address="gopy.phuongvankhe.lamgiang.gov.vn/q/ABCD-EFGH",
    )  # fmt: skip
    form = FORMATS[paper]
    quiet = form.code
    for left, bottom, right, top in letters(open_pdf(pdf([poster], paper))[0]):
        assert 9 <= left < right <= form.width - 9
        assert 6 <= bottom < top <= form.height - 6
        above = bottom >= form.height - quiet.y
        below = top <= form.height - quiet.y - quiet.height
        assert above or below


@BOTH
def test_lines_of_text_do_not_overlap(paper: Paper, make_poster: Make, open_pdf: Open) -> None:
    page = open_pdf(pdf([make_poster(office="Ặ" * 9, counter="Ẫ ẫ Ậ", parent="ệ ọ ụ Ộ")], paper))[0]
    text = page.get_textpage()
    rows = sorted(text.get_rect(i) for i in range(text.count_rects()))
    for one in rows:
        for other in rows:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 0.5
            assert one == other or apart or other[3] <= one[1] + 0.5


@BOTH
def test_nothing_stands_in_the_quiet_zone_or_off_the_paper(
    paper: Paper, make_poster: Make, emblem: bytes
) -> None:
    form = FORMATS[paper]
    boxes = [box for box, _ in panel(make_poster(emblem=emblem), paper).pieces]
    inside = [
        box for box in boxes if _meet(box, form.code) and box not in {form.code, form.corners}
    ]
    assert inside == []
    for box in boxes:
        assert 5 <= box.x < box.x + box.width <= form.width - 5
        assert 5 <= box.y < box.y + box.height <= form.height - 5


def _meet(one: Box, other: Box) -> bool:
    """Return whether two boxes share any ground."""
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@BOTH
def test_printed_modules_have_the_size_that_is_promised(
    paper: Paper, make_poster: Make, open_pdf: Open
) -> None:
    poster = make_poster()
    picture = render(open_pdf(pdf([poster], paper))[0], 300).convert("L")
    form = FORMATS[paper].code
    pixel = 25.4 / 300
    crop = picture.crop(
        tuple(
            round(side / pixel)
            for side in (form.x + 3, form.y + 3, form.x + form.width - 3, form.y + form.height - 3)
        )  # type: ignore[arg-type]  # always four
    )
    left, _, right, _ = crop.point(lambda value: 255 if value < 128 else 0).getbbox() or (0,) * 4
    assert (right - left) * pixel / 33 == pytest.approx(module_size(poster.url, paper), abs=0.02)


@pytest.mark.parametrize(
    ("paper", "length", "least"),
    [("A4", 34, 3.6), ("A4", 74, 3.0), ("A5", 34, 3.0), ("A5", 46, 3.0)],
)
def test_modules_are_as_large_as_the_reading_distance_asks(
    paper: Paper, length: int, least: float
) -> None:
    url = "https://vankhe.example/q/".ljust(length, "x")
    assert module_size(url, paper) >= least
    assert reading_distance(url, paper) >= 1.5


@BOTH
@pytest.mark.parametrize("turn", [0, 4])
def test_a_cheap_camera_reads_the_code_from_one_and_a_half_metres(
    paper: Paper, turn: float, make_poster: Make, open_pdf: Open, decode: Decode
) -> None:
    """The camera sees 1.91 m in 1280 pixels: 0.67 pixels a millimetre, a little out of focus."""
    poster = make_poster()
    page = render(open_pdf(pdf([poster], paper))[0], 200).convert("L")
    page = page.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    share = 1280 / 1911 / (200 / 25.4)
    seen = page.filter(ImageFilter.GaussianBlur(0.4 / share)).resize(
        (round(page.width * share), round(page.height * share)), Image.Resampling.BOX
    )
    assert decode(seen) == [poster.url]


def test_an_address_too_long_to_be_read_from_the_wall_is_refused(make_poster: Make) -> None:
    poster = make_poster(url="https://vankhe.example/q/" + "x" * 200)
    with pytest.raises(ValueError, match="too long to be read from A5"):
        pdf([poster], "A5")


def test_a_pdf_says_its_title_author_and_language(make_poster: Make, open_pdf: Open) -> None:
    content = pdf([make_poster()], "A4")
    about = open_pdf(content).get_metadata_dict()
    title = "Áp phích mã QR: Trung tâm Phục vụ hành chính công, Quầy số 2 · Hộ tịch, chứng thực"
    assert about["Title"] == title
    assert about["Author"] == "Ủy ban nhân dân xã Vân Khê"
    assert b"/Lang (vi)" in content


def test_fonts_travel_with_the_pdf(make_poster: Make) -> None:
    content = pdf([make_poster()], "A4")
    assert b"+BeVietnamPro-Bold" in content
    assert content.count(b"/FontFile2") >= 3


def test_the_same_posters_give_the_same_bytes_in_another_process(
    make_poster: Make, emblem: bytes
) -> None:
    poster = make_poster(emblem=emblem)
    program = (
        f"import sys; from qr.poster import *; sys.stdout.buffer.write(pdf([{poster!r}], 'A5'))"
    )
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert other.stdout == pdf([poster], "A5") == pdf([poster], "A5")


@BOTH
def test_an_emblem_stands_beside_the_authority(
    paper: Paper, make_poster: Make, open_pdf: Open, emblem: bytes
) -> None:
    box = FORMATS[paper].emblem
    spot = (round((box.x + box.width / 2) / POINT), round((box.y + box.height / 2) / POINT))
    bare, marked = (
        render(open_pdf(pdf([make_poster(emblem=picture)], paper))[0], 72)
        for picture in (None, emblem)
    )
    assert bare.getpixel(spot) == (255, 255, 255)
    assert marked.getpixel(spot) != (255, 255, 255)


def test_an_emblem_that_is_no_picture_is_refused(make_poster: Make) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        pdf([make_poster(emblem=b"<svg/>")], "A4")


@pytest.mark.parametrize("colour", ["teal", "#12345", "#0b5a63;"])
def test_a_colour_that_is_none_is_refused(colour: str, make_poster: Make) -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        make_poster(colour=colour)


def test_no_poster_is_no_pdf() -> None:
    with pytest.raises(ValueError, match="no poster"):
        pdf([], "A4")


def test_the_same_engine_lays_out_a_table_tent(
    make_poster: Make, open_pdf: Open, decode: Decode
) -> None:
    """Two A5 panels on one A4 sheet, one on its head, so that both stand upright when folded."""
    front = make_poster(url="https://vankhe.example/q/TRUOC")
    back = make_poster(url="https://vankhe.example/q/SAU")
    near = Place(panel(front, "A5"), 31, 148.5 - 100)
    tent = Sheet(210, 420, (near, Place(panel(back, "A5"), 31, 210, turned=True)))
    content = print_sheets([tent], Caption(title="Bảng gấp", author=front.authority))
    assert sorted(decode(render(open_pdf(content)[0], 100))) == [back.url, front.url]
