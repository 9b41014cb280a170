"""Codes for the screen can be read, scale with the page and bring nothing foreign."""

import io
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageDraw

import qr
from qr.code import QUIET_ZONE, matrix

Decode = Callable[[Image.Image | bytes], list[str]]

URL = "https://vankhe.example/q/ABCD-EFGH"


def draw_svg(markup: str, scale: int = 6) -> Image.Image:
    """Return the picture of a code's SVG, drawn from its squares and nothing else."""
    root = ET.fromstring(markup)  # noqa: S314 - written by the code under test
    side = round(float(root.attrib["viewBox"].split()[2]) * scale)
    picture = Image.new("L", (side, side), "white")
    pen = ImageDraw.Draw(picture)
    squares = re.findall(r"M(\d+),(\d+)H(\d+)V(\d+)H\d+z", markup)
    for square in squares:
        left, top, right, bottom = (int(number) * scale for number in square)
        pen.rectangle((left, top, right - 1, bottom - 1), fill="black")
    return picture


@pytest.mark.parametrize(
    "url", [URL, "https://góp-ý.example/q/đ", "https://a.example/" + "x" * 300]
)
def test_a_code_on_a_page_leads_where_it_should(url: str, decode: Decode) -> None:
    assert decode(draw_svg(qr.svg(url))) == [url]


@pytest.mark.parametrize("size", [45, 200, 777])
def test_a_png_is_as_large_as_asked_and_leads_where_it_should(size: int, decode: Decode) -> None:
    picture = Image.open(io.BytesIO(qr.png(URL, size)))
    assert picture.size == (size, size)
    assert decode(picture.resize((size * 4, size * 4), Image.Resampling.NEAREST)) == [URL]


def test_an_svg_scales_by_style_sheet_and_leaves_its_label_to_the_page() -> None:
    root = ET.fromstring(qr.svg(URL))  # noqa: S314 - written by the code under test
    side = len(matrix(URL)) + 2 * QUIET_ZONE
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["viewBox"] == f"0 0 {side} {side}"
    assert not {"width", "height", "role", "style", "id"} & set(root.attrib)


def test_an_svg_brings_no_script_style_id_or_outside_reference() -> None:
    root = ET.fromstring(qr.svg(URL + "?a=<script>&b=\"'"))  # noqa: S314 - see above
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "rect", "path"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name in {"style", "id"} or name.startswith("on")}
    assert not {name for name in names if "href" in name}
    values = [value for element in root.iter() for value in element.attrib.values()]
    assert not any("url(" in value or "://" in value for value in values)


def test_an_svg_stands_on_white_so_that_a_dark_page_does_not_hide_it() -> None:
    ground = ET.fromstring(qr.svg(URL))[0]  # noqa: S314 - written by the code under test
    assert (ground.attrib["fill"], ground.attrib["width"]) == ("white", "100%")


@pytest.mark.parametrize("hidden", [0.08, 0.15])
def test_a_code_is_read_with_a_patch_of_glare_on_it(hidden: float, decode: Decode) -> None:
    picture = Image.open(io.BytesIO(qr.png(URL, 820))).convert("L")
    patch = round((33 * 20) * hidden**0.5)
    middle = picture.width // 2
    box = (middle - patch // 2, middle - patch // 2, middle + patch // 2, middle + patch // 2)
    ImageDraw.Draw(picture).rectangle(box, fill="white")
    assert decode(picture) == [URL]


@pytest.mark.parametrize(("length", "modules"), [(34, 33), (46, 33), (60, 37), (74, 41)])
def test_the_stronger_correction_never_makes_a_code_larger(length: int, modules: int) -> None:
    assert len(matrix("h" * length)) == modules


@pytest.mark.parametrize("url", ["", "x" * 3000])
def test_an_address_no_code_can_hold_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        qr.svg(url)


def test_a_png_too_small_for_its_modules_is_refused() -> None:
    with pytest.raises(ValueError, match="40 pixels are too few"):
        qr.png(URL, 40)
