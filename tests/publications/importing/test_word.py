import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from portal.publications.importing import file_text, open_file, read_file
from portal.publications.importing.word_numbers import read_numbers
from tests.publications.importing import word_files


def test_numbers_word_makes_stand_in_front_of_their_paragraphs():
    lines = file_text("a.docx", word_files.automatic_numbers()).splitlines()

    assert "I. MỤC ĐÍCH" in lines
    assert "- Để trẻ em các thôn có sách đọc trong hè." in lines
    assert lines[lines.index("II. NỘI DUNG") + 1 :][:4] == [
        *("1. Trưng bày sách", "a) Mỗi thôn một gian;", "b) Trường học cho mượn giá sách."),
        "2. Đọc sách tại thư viện xã",
    ]
    assert "1. Phòng Văn hóa - Xã hội" in lines


def test_headers_and_footers_are_not_words_of_the_document():
    text = file_text("a.docx", word_files.automatic_numbers())

    assert "Tài liệu họp" not in text
    assert "Lưu tại Văn phòng" not in text


def test_a_header_that_holds_the_head_of_the_document_is_read():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Số: 12/KH-UBND"
    for words in ("KẾ HOẠCH", "Quét chợ", "I. MỤC ĐÍCH", "Để chợ sạch."):
        document.add_paragraph(words)

    assert read_file("a.docx", word_files.saved(document)).doc_number == "12/KH-UBND"


def test_a_footnote_stands_behind_the_text_with_its_mark():
    lines = file_text("a.docx", word_files.automatic_numbers()).splitlines()

    assert any(line.endswith("Sở Văn hóa và Thể thao. (1)") for line in lines)
    assert lines[-1] == "(1) Kèm Thông báo số 12/TB-SVHTT ngày 03/4/2026 của Sở."


def test_what_is_not_for_the_public_is_pointed_out_and_not_read():
    source = open_file("a.docx", word_files.unfinished())

    assert [doubt.code for doubt in source.doubts] == [
        *("tracked-changes", "comments", "hidden-text", "embedded-objects"),
    ]
    assert "và 02/5/2026." in source.text
    assert "đến hết tháng 5" not in source.text
    assert "Chưa thống nhất" not in source.text
    changed = next(doubt for doubt in source.doubts if doubt.code == "tracked-changes")
    assert "Chợ nghỉ" in source.text.splitlines()[changed.line - 1]


def test_a_text_box_that_is_not_read_is_pointed_out():
    document = Document()
    paragraph = document.add_paragraph("Ủy ban nhân dân xã")
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>Khẩn</w:t></w:r></w:p></w:txbxContent>"
    paragraph.runs[0].element.append(parse_xml(box))

    (doubt,) = open_file("a.docx", word_files.saved(document)).doubts
    assert doubt.code == "text-boxes"


def test_a_template_from_elsewhere_is_pointed_out():
    document = Document()
    document.add_paragraph("Ủy ban nhân dân xã")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document.part.relate_to("https://example.org/a.dotm", kind, is_external=True)

    (doubt,) = open_file("a.docx", word_files.saved(document)).doubts
    assert doubt.code == "outside-parts"


def test_a_run_in_an_old_font_is_turned_into_unicode():
    document = Document()
    document.add_paragraph("Kế hoạch ").add_run("d©n chñ").font.name = ".VnTime"

    source = open_file("a.docx", word_files.saved(document))
    assert source.text == "Kế hoạch dân chủ"
    assert [doubt.code for doubt in source.doubts] == ["converted-encoding"]


def test_a_clean_file_gives_no_doubt():
    assert open_file("a.docx", word_files.merged_cells()).doubts == ()


def test_a_cell_merged_downwards_counts_for_each_row():
    lines = file_text("a.docx", word_files.merged_cells()).splitlines()

    rows = [line.split("\t") for line in lines if line.count("\t") == 4]
    assert rows[1] == ["", "", "Chủ trì", "Phối hợp", ""]
    assert rows[3][2] == rows[4][2] == "Văn phòng HĐND và UBND xã"


LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
)
FORMS = [
    (3, "upperRoman", "Chương %1", ["Chương III", "Chương IV"]),
    (9, "decimalZero", "%1/", ["09/", "10/"]),
    (26, "lowerLetter", "%1)", ["z)", "aa)"]),
    (1, "decimal", "Điều %1.", ["Điều 1.", "Điều 2."]),
    (1, "bullet", "\uf0b7", ["-", "-"]),
    (1, "none", "", ["", ""]),
]


@pytest.mark.parametrize(("start", "form", "text", "labels"), FORMS)
def test_each_form_of_number_is_counted_as_word_counts(start, form, text, labels):
    numbering = parse_xml(
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="1">'
        f'{LEVEL.format(start, form, text)}</w:abstractNum><w:num w:numId="5">'
        '<w:abstractNumId w:val="1"/></w:num></w:numbering>',
    )
    paragraph = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:p>',
    )
    numbers = read_numbers(numbering, None)

    assert [numbers.label(paragraph), numbers.label(paragraph)] == labels


def test_a_style_may_carry_the_number():
    styles = parse_xml(
        f'<w:styles {nsdecls("w")}><w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="5"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
        "</w:styles>",
    )
    numbering = parse_xml(
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="1">'
        f'{LEVEL.format(1, "decimal", "%1.")}</w:abstractNum><w:num w:numId="5">'
        '<w:abstractNumId w:val="1"/></w:num></w:numbering>',
    )
    paragraph = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Con"/></w:pPr></w:p>',
    )

    assert read_numbers(numbering, styles).label(paragraph) == "1."


def test_a_package_without_lists_is_read():
    content = io.BytesIO(word_files.merged_cells())

    assert read_file("a.docx", content.getvalue()).doc_number == "92/KH-UBND"


def test_articles_numbered_by_word_are_headings(monkeypatch):
    levels = (("decimal", "Điều %1"), *word_files.LEVELS[1:])
    monkeypatch.setattr(word_files, "LEVELS", levels)

    reading = read_file("a.docx", word_files.automatic_numbers())
    assert [(one.label, one.title) for one in reading.sections] == [
        ("Điều 1", "MỤC ĐÍCH"),
        ("Điều 2", "NỘI DUNG"),
        ("Điều 3", "TỔ CHỨC THỰC HIỆN"),
    ]
