"""Every product of a poster: each code is read off the rendered page at 100 dpi."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from PIL import Image

from qr.labels import SLIPS, STICKERS, Label, panel, pdf
from qr.layout import Caption
from qr.poster import Poster
from qr.products import TENT_FACE, Product, print_product, tent

Make = Callable[..., Poster]
Open = Callable[[bytes], Any]
Decode = Callable[[Image.Image | bytes], list[str]]

CODES = {"A4": 1, "A5": 1, "tent": 2, "stickers": 8}
POINT = 25.4 / 72


def render(page: Any) -> Image.Image:
    picture: Image.Image = page.render(scale=100 / 72).to_pil()
    return picture


@pytest.mark.parametrize("product", get_args(Product))
def test_every_code_is_read_at_a_hundred_dots_an_inch(
    product: Product, make_poster: Make, open_pdf: Open, decode: Decode, emblem: bytes
) -> None:
    urls = [f"https://vankhe.example/q/ABCD-EFG{number}" for number in range(2)]
    seen: list[str] = []
    posters = [make_poster(url=url, emblem=emblem) for url in urls]
    document = open_pdf(print_product(posters, product, lambda one: seen.append(one.url)))
    assert seen == urls
    for page, url in zip(document, urls, strict=True):
        assert decode(render(page)) == [url] * CODES[product]


@pytest.mark.parametrize("product", get_args(Product))
def test_what_is_printed_fits_on_its_paper(
    product: Product, make_poster: Make, open_pdf: Open
) -> None:
    page = open_pdf(print_product([make_poster()], product))[0]
    size = tuple(round(side * POINT) for side in page.get_size())
    assert size == ((148, 210) if product == "A5" else (210, 297))


def test_both_faces_of_a_tent_say_the_same_and_one_stands_on_its_head(make_poster: Make) -> None:
    upper, lower = tent(make_poster()).places
    assert upper.panel == lower.panel
    assert (upper.turned, lower.turned) == (True, False)


def test_nothing_of_a_tent_stands_in_the_quiet_zone_or_off_the_face(make_poster: Make) -> None:
    code = TENT_FACE.code
    for box, _piece in tent(make_poster()).places[0].panel.pieces:
        assert 5 <= box.x < box.x + box.width <= TENT_FACE.width - 5
        assert 5 <= box.y < box.y + box.height <= TENT_FACE.height - 5
        beside = box.x >= code.x + code.width or box.y >= code.y + code.height
        above = box.y + box.height <= code.y
        assert beside or above or box in {code, TENT_FACE.corners}


@pytest.mark.parametrize("grid", [SLIPS, STICKERS])
def test_a_label_keeps_its_words_off_its_code(grid: Any) -> None:
    label = Label(url="https://x.example/q/A", title="Quầy " * 12, lines=("dòng", "line"))
    (_line, _), (code, _), (words, _) = panel(label, grid).pieces
    assert words.x >= code.x + code.width
    assert words.x + words.width <= grid.width


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (25, 2)])
def test_labels_fill_as_many_sheets_as_it_takes(
    count: int, pages: int, open_pdf: Open, decode: Decode
) -> None:
    labels = [
        Label(url=f"https://vankhe.example/q/ABCDEFGH?ma={n:08d}", title="Quầy", lines=("Quét",))
        for n in range(count)
    ]
    document = open_pdf(pdf(labels, SLIPS, Caption(title="Phiếu", author="Xã")))
    read = [text for page in document for text in decode(render(page))]
    assert len(document) == pages
    assert sorted(read) == [label.url for label in labels]


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(ValueError, match="no poster"):
        print_product([], "tent")
    with pytest.raises(ValueError, match="no label"):
        pdf([], SLIPS, Caption(title="", author=""))
