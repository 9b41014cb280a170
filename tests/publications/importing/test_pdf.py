import io
import sys

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portal.publications.importing import Unreadable, file_text, open_file, unreadable
from tests.publications.importing import pdf_files


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
