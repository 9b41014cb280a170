import io
import zipfile
from pathlib import Path

import fontpkg_be_vietnam_pro
import pytest
from docx import Document
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from portal.publications.importing import Unreadable, read_file, unreadable

TEXT = """KẾ HOẠCH
Thực hiện dân chủ ở cơ sở năm 2026

I. MỤC ĐÍCH
1. Mục đích
- Để Nhân dân được biết, được bàn và được kiểm tra.
"""
TITLE = "Thực hiện dân chủ ở cơ sở năm 2026"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        *(("a.txt", "utf-8"), ("a.TXT", "utf-8-sig"), ("a.md", "utf-16")),
        *(("a.txt", "utf-16-le"), ("a.txt", "utf-16-be")),
    ],
)
def test_plain_text_is_read_in_each_unicode_encoding(name, encoding):
    assert read_file(name, TEXT.encode(encoding)).title == TITLE


def test_windows_1258_is_recognised():
    """The code page writes a tone as a letter of its own behind the vowel."""
    tones = {
        "\u0301": "\xec",
        "\u0300": "\xcc",
        "\u0309": "\xd2",
        "\u0303": "\xde",
        "\u0323": "\xf2",
    }
    assert read_file("a.txt", _in_1258(TEXT, tones)).title == TITLE


def _in_1258(text, tones):
    import unicodedata

    written = bytearray()
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            shape = [mark for mark in marks if mark not in tones]
            written += unicodedata.normalize("NFC", "".join([base, *shape])).encode("cp1258")
            written += b"".join(tones[mark].encode("latin-1") for mark in marks if mark in tones)
    return bytes(written)


def test_a_path_is_read_from_disk(tmp_path):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(TEXT, encoding="utf-8")

    assert read_file(path).title == TITLE


def word(*, build):
    document = Document()
    build(document)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _plan(document):
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ VÂN KHÊ\nSố: 12/KH-UBND"
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nVân Khê, ngày 05 tháng 3 năm 2026"
    head.cell(0, 1).text = right
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.add_paragraph("PHỤ LỤC")
    table = document.add_table(rows=3, cols=5)
    rows = (
        ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"),
        ("I", "TUYÊN TRUYỀN", "", "", ""),
        ("1", "Dán áp phích", "Văn phòng", "Công an xã", "Quý I/2026"),
    )
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    group = table.rows[1].cells
    group[1].merge(group[4])


def test_a_word_file_gives_paragraphs_and_tables_in_order():
    reading = read_file("ke-hoach.docx", word(build=_plan))

    assert (reading.doc_number, reading.place) == ("12/KH-UBND", "Vân Khê")
    assert (reading.title, reading.issuer) == (TITLE, "Ủy ban nhân dân xã Vân Khê")
    (task,) = reading.tasks
    assert (task.group, task.task) == ("I. TUYÊN TRUYỀN", "Dán áp phích")
    assert (task.lead, task.coordinating) == ("Văn phòng", "Công an xã")


def pdf(*lines, pages=1):
    font = Path(fontpkg_be_vietnam_pro.__file__).parent / "files" / "BeVietnamPro-Regular.ttf"
    pdfmetrics.registerFont(TTFont("Vietnam", font))
    content = io.BytesIO()
    canvas = Canvas(content)
    for _ in range(pages):
        canvas.setFont("Vietnam", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 780 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def test_a_pdf_file_gives_the_words_of_its_text_layer():
    reading = read_file("ke-hoach.pdf", pdf(*TEXT.splitlines()))

    assert (reading.doc_type, reading.title) == ("Kế hoạch", TITLE)
    assert reading.sections[0].sections[0].blocks[0].text.startswith("Để Nhân dân được biết")


def archive(**entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return content.getvalue()


def _replaced(content, name, data):
    source = zipfile.ZipFile(io.BytesIO(content))
    entries = {entry: source.read(entry) for entry in source.namelist()}
    return archive(**{**entries, name: data})


WORD = word(build=_plan)
BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><w:document/>"
UNREADABLE = {
    "empty": ("a.txt", b"", unreadable.EMPTY),
    "blank": ("a.txt", b" \n\t ", unreadable.EMPTY),
    "no letter": ("a.txt", b"--- ... ***\n" * 9, unreadable.EMPTY),
    "picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, unreadable.BINARY),
    "zeros": ("a.txt", b"abc\0\0\0\0" + b"\xff\x01\x9c" * 99, unreadable.BINARY),
    "picture by name": ("a.png", b"\x89PNG", unreadable.UNKNOWN_TYPE),
    "old Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, unreadable.OLD_WORD),
    "too long": ("a.txt", "Thủ tục\n".encode() * 700_000, unreadable.TOO_LONG),
    "far too long": ("a.txt", b"a" * 20_000_001, unreadable.TOO_LARGE),
    "no Vietnamese": (
        "a.txt",
        b"This is a plan in another language. " * 9,
        unreadable.NO_VIETNAMESE,
    ),
    "no font": ("a.txt", ("(cid:55)(cid:12) và " * 30).encode(), unreadable.UNKNOWN_FONT),
    "old font and new in one text": (
        "a.txt",
        ("Thủ tục hành chính " * 9 + "thñ tôc hµnh chÝnh c«ng d©n ®­îc " * 9).encode(),
        unreadable.LEGACY_FONT,
    ),
    "cut zip": ("a.docx", WORD[: len(WORD) // 2], unreadable.DAMAGED_WORD),
    "no zip": ("a.docx", b"KE HOACH", unreadable.NO_WORD),
    "other zip": ("a.docx", archive(a="b"), unreadable.DAMAGED_WORD),
    "broken XML": (
        "a.docx",
        _replaced(WORD, "word/document.xml", b"<w:p>"),
        unreadable.DAMAGED_WORD,
    ),
    "entities": ("a.docx", _replaced(WORD, "word/document.xml", BOMB), unreadable.DAMAGED_WORD),
    "zip bomb": ("a.docx", archive(a=b"0" * 30_000_000), unreadable.SWOLLEN_WORD),
    "dense zip": ("a.docx", archive(a=b"0" * 2_000_000), unreadable.SWOLLEN_WORD),
    "many entries": (
        "a.docx",
        archive(**{str(number): "" for number in range(1_001)}),
        unreadable.SWOLLEN_WORD,
    ),
    "empty Word": ("a.docx", word(build=lambda _: None), unreadable.EMPTY),
    "cut PDF": ("a.pdf", pdf("Kế hoạch")[:300], unreadable.DAMAGED_PDF),
    "scan": ("a.pdf", pdf(""), unreadable.SCANNED),
    "endless PDF": ("a.pdf", pdf("Kế hoạch", pages=501), unreadable.ENDLESS_PDF),
}


@pytest.mark.parametrize(("name", "content", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_trusted_is_refused_with_its_reason(name, content, reason):
    with pytest.raises(Unreadable) as refusal:
        read_file(name, content)

    assert refusal.value.reason == reason
    assert refusal.value.status == 422
