import io
import sys
from difflib import SequenceMatcher
from pathlib import Path

import fontpkg_be_vietnam_pro
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portal.publications.importing import Unreadable, file_text, open_file, unreadable
from portal.publications.importing.ocr import can_read_pictures
from tests.publications.importing import pdf_files

FONT = Path(fontpkg_be_vietnam_pro.ROOT) / "files" / "BeVietnamPro-Regular.ttf"


def scan():
    """One page that is nothing but a picture."""
    content = io.BytesIO()
    canvas = Canvas(content)
    canvas.drawImage(ImageReader(Image.new("L", (80, 80), 200)), 0, 0, 500, 700)
    canvas.save()
    return content.getvalue()


def test_columns_side_by_side_stay_apart():
    lines = file_text("a.pdf", pdf_files.two_columns()).splitlines()

    assert lines[0].split("    ") == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert "- Các thôn;    PHÓ CHỦ TỊCH" in lines


def test_a_ruled_table_keeps_each_word_in_its_cell():
    lines = file_text("a.pdf", pdf_files.ruled_table()).splitlines()

    rows = [line.split("\t") for line in lines if "\t" in line]
    assert rows[0] == ["STT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
    assert rows[-1][1:4] == ["Khám sức khỏe đầu năm học", "Trạm Y tế", "Các trường học"]


def test_a_scan_is_refused_where_no_machine_can_read_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unreadable) as refusal:
        open_file("a.pdf", scan())
    assert refusal.value.reason == unreadable.SCANNED


STAND_IN = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("{languages}")
else:
    assert sys.stdin.buffer.read(4) == b"\\x89PNG"
    print("Ủy ban nhân dân xã Vân Khê")
"""


def _install(folder, languages):
    program = folder / "tesseract"
    words = STAND_IN.format(python=sys.executable, languages=languages)
    program.write_text(words, encoding="utf-8")
    program.chmod(0o755)


def test_a_scan_is_read_by_the_machine_and_marked_so(monkeypatch, tmp_path):
    """A small program stands in for tesseract, which is not on every machine."""
    _install(tmp_path, "vie")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")

    source = open_file("a.pdf", scan())
    assert source.text.strip() == "Ủy ban nhân dân xã Vân Khê"
    assert source.machine_read
    (doubt,) = source.doubts
    assert (doubt.code, doubt.line) == ("machine-read", 1)


def test_a_machine_that_knows_no_vietnamese_reads_nothing(monkeypatch, tmp_path):
    _install(tmp_path, "eng")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Unreadable):
        open_file("a.pdf", scan())


def scanned(*lines: str, pages: int = 1) -> bytes:
    """Return a PDF that is nothing but pictures of `lines`, as a flatbed scanner makes it."""
    font = ImageFont.truetype(str(FONT), 46)
    page = Image.new("L", (1654, 2339), 250)
    pen = ImageDraw.Draw(page)
    for place, line in enumerate(lines):
        pen.text((150, 180 + 110 * place), line, font=font, fill=20)
    page = page.rotate(0.4, fillcolor=250)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=200, save_all=True, append_images=[page] * (pages - 1))
    return out.getvalue()


@pytest.mark.tesseract
@pytest.mark.skipif(not can_read_pictures(), reason="tesseract with Vietnamese is missing")
def test_a_real_scan_is_read_by_the_real_tesseract():
    lines = (
        "Số: 53/KH-UBND",
        "Vân Khê, ngày 06 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "Thực hiện dân chủ ở cơ sở năm 2026",
        "Đường thôn Đông Khê được sửa trước ngày 30/6.",
    )
    source = open_file("scan.pdf", scanned(*lines))
    read = [line for line in source.text.splitlines() if line.strip()]
    assert source.machine_read
    assert [line for line in lines if line in read][:1] == [lines[0]]
    # A machine mistakes a letter here and there; that is why its readings are marked.
    assert SequenceMatcher(None, "\n".join(lines), "\n".join(read)).ratio() > 0.95, source.text
    assert "machine-read" in {doubt.code for doubt in source.doubts}


@pytest.mark.tesseract
@pytest.mark.skipif(not can_read_pictures(), reason="tesseract with Vietnamese is missing")
def test_a_scan_of_too_many_pages_is_refused_before_any_is_read():
    with pytest.raises(Unreadable) as refusal:
        open_file("scan.pdf", scanned("Trang", pages=60))
    assert refusal.value.reason == unreadable.SCANNED
