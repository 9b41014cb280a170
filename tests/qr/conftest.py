"""What the tests of codes and posters read with: a maker, a renderer and a decoder."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from qr.poster import Poster


@pytest.fixture
def make_poster() -> Callable[..., Poster]:
    """Give posters of the demonstration authority, changed where the test says so."""

    def make(**changes: Any) -> Poster:
        words: dict[str, Any] = {
            "authority": "Ủy ban nhân dân xã Vân Khê",
            "parent": "tỉnh Lam Giang",
            "office": "Trung tâm Phục vụ hành chính công",
            "counter": "Quầy số 2 · Hộ tịch, chứng thực",
            "invitation": "Mời quý vị quét mã để đánh giá lần phục vụ này hoặc gửi ý kiến",
            "invitation_en": "Scan to rate this visit or to send a comment",
            "url": "https://vankhe.example/q/ABCD-EFGH",
            "short_address": "vankhe.example/q/ABCD-EFGH",
        }
        return Poster(**(words | changes))

    return make


@pytest.fixture
def open_pdf() -> Iterator[Callable[[bytes], Any]]:
    """Open PDFs and close them after the test."""
    opened: list[Any] = []

    def read(content: bytes) -> Any:
        opened.append(pypdfium2.PdfDocument(content))
        return opened[-1]

    yield read
    for document in opened:
        document.close()


@pytest.fixture
def decode() -> Callable[[Image.Image | bytes], list[str]]:
    """Read all codes of a picture as a phone would, whatever way they stand."""

    def read(picture: Image.Image | bytes) -> list[str]:
        if isinstance(picture, bytes):
            picture = Image.open(io.BytesIO(picture))
        return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]

    return read


@pytest.fixture
def emblem() -> bytes:
    """Give a small picture with a transparent ground."""
    stream = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 16, 46, 128)).save(stream, "PNG")
    return stream.getvalue()
