"""What a file holds beside what a reader of its pages sees."""

from io import BytesIO

import pytest
import xlsxwriter
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portal.publications.importing import read_file
from portal.publications.importing.personal import personal_numbers
from portal.publications.importing.reading import plain
from portal.publications.importing.unseen import PDF, SHEETS, UNOPENED, WORD, unseen
from tests.publications.importing.pdf_files import FONT, register_font


def word(change=lambda _document: None) -> bytes:
    document = Document()
    document.add_paragraph("Mỗi quầy một mã riêng.")
    change(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def hide_by_a_style(document):
    """Hide words by a style that rests on another one that hides."""
    styles = document.styles
    styles.add_style("Kín", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    based = styles.add_style("Kín hơn", WD_STYLE_TYPE.CHARACTER)
    based.base_style = styles["Kín"]
    document.add_paragraph().add_run("Giá dự kiến 2 tỷ", style="Kín hơn")


def hide_by_the_style_of_a_paragraph(document):
    style = document.styles.add_style("Đoạn kín", WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    paragraph = document.add_paragraph("Giá dự kiến 3 tỷ", style="Đoạn kín")
    paragraph.add_run(" hiện").font.hidden = False


def hide(document):
    document.add_paragraph().add_run("Giá dự kiến 1 tỷ").font.hidden = True


def show(document):
    document.add_paragraph().add_run("Giá").font.hidden = False


def list_contents(document):
    properties = document.add_paragraph().add_run("I. Mục đích … 3").element.get_or_add_rPr()
    properties.append(OxmlElement("w:webHidden"))


def keep_a_hiding_style(document):
    document.styles["Quote"].element.get_or_add_rPr().append(OxmlElement("w:vanish"))


def hide_in_the_header(document):
    document.sections[0].header.paragraphs[0].add_run("Mật").font.hidden = True


def insert(document):
    run = document.add_paragraph("Trước").runs[0].element
    inserted = OxmlElement("w:ins")
    run.addprevious(inserted)
    inserted.append(run)


def comment(document):
    paragraph = document.add_paragraph("Một câu")
    document.add_comment(paragraph.runs, text="Xem lại", author="Lan", initials="L")


def whiten(document):
    document.add_paragraph().add_run("Giá dự kiến 4 tỷ").font.color.rgb = RGBColor(255, 255, 255)


def whiten_by_a_style(document):
    style = document.styles.add_style("Trắng", WD_STYLE_TYPE.PARAGRAPH)
    style.font.color.rgb = RGBColor(255, 255, 255)
    document.add_paragraph("Giá dự kiến 5 tỷ", style="Trắng")


def whiten_on_a_dark_cell(document):
    run = document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("Nhiệm vụ")
    run.font.color.rgb = RGBColor(255, 255, 255)
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "1F497D")
    next(run.element.iterancestors(qn("w:tc"))).get_or_add_tcPr().append(shade)


def shrink(document):
    document.add_paragraph().add_run("Giá dự kiến 6 tỷ").font.size = Pt(1)


def shrink_an_empty_line(document):
    document.add_paragraph().add_run(" ").font.size = Pt(1)


def pdf(draw=lambda _canvas: None) -> bytes:
    out = BytesIO()
    register_font()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont(FONT, 12)
    canvas.drawString(60, 550, "Liên hệ: Trần Thị Bé, thôn Cầu Đá, xã Vân Khê")
    draw(canvas)
    canvas.save()
    return out.getvalue()


def black_out(canvas):
    canvas.rect(100, 545, 250, 18, fill=1)


def head_of_a_table(canvas):
    canvas.rect(50, 395, 250, 18, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 400, "Nhiệm vụ")


def invisible(canvas):
    words = canvas.beginText(60, 500)
    words.setTextRenderMode(3)
    words.textOut("Giá dự kiến 7 tỷ")
    canvas.drawText(words)


def white(canvas):
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 600, "Giá dự kiến 8 tỷ")


def off_the_page(canvas):
    canvas.drawString(60, -40, "Giá dự kiến 9 tỷ")


def speck(canvas):
    canvas.setFont(FONT, 1)
    canvas.drawString(60, 600, "Giá dự kiến 10 tỷ")


def turned(canvas):
    canvas.setPageRotation(90)


def note(canvas):
    canvas.textAnnotation("Xem lại giá", (10, 10, 40, 40))


def link(canvas):
    canvas.linkURL("https://an-hoa.example", (10, 10, 40, 40))


def sheets(change=lambda _book, _sheet: None) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        sheet.write(0, 0, "Thu")
        change(book, sheet)
    return out.getvalue()


def hide_row(_book, sheet):
    sheet.set_row(1, options={"hidden": True})


def hide_column(_book, sheet):
    sheet.set_column(2, 3, options={"hidden": True})


@pytest.mark.parametrize(
    ("kind", "content", "found"),
    [
        (WORD, word(), ()),
        (WORD, word(show), ()),
        (WORD, word(list_contents), ()),
        (WORD, word(keep_a_hiding_style), ()),
        (WORD, word(hide), ("hidden-text",)),
        (WORD, word(hide_by_a_style), ("hidden-text",)),
        (WORD, word(hide_by_the_style_of_a_paragraph), ("hidden-text",)),
        (WORD, word(hide_in_the_header), ("hidden-text",)),
        (WORD, word(insert), ("tracked-changes",)),
        (WORD, word(comment), ("comments",)),
        (SHEETS, sheets(), ()),
        (SHEETS, sheets(lambda book, _: book.add_worksheet().hide()), ("hidden-sheets",)),
        (SHEETS, sheets(lambda book, _: book.add_worksheet().very_hidden()), ("hidden-sheets",)),
        (SHEETS, sheets(hide_row), ("hidden-cells",)),
        (SHEETS, sheets(hide_column), ("hidden-cells",)),
        (SHEETS, sheets(lambda _, sheet: sheet.write_comment("A1", "Xem lại")), ("comments",)),
        (SHEETS, b"PK\x03\x04 broken", (UNOPENED,)),
        (WORD, word(whiten), ("faint-text",)),
        (WORD, word(whiten_by_a_style), ("faint-text",)),
        (WORD, word(whiten_on_a_dark_cell), ()),
        (WORD, word(shrink), ("faint-text",)),
        (WORD, word(shrink_an_empty_line), ()),
        (PDF, pdf(), ()),
        (PDF, pdf(turned), ()),
        (PDF, pdf(head_of_a_table), ()),
        (PDF, pdf(link), ()),
        (PDF, pdf(black_out), ("faint-text",)),
        (PDF, pdf(invisible), ("faint-text",)),
        (PDF, pdf(white), ("faint-text",)),
        (PDF, pdf(off_the_page), ("faint-text",)),
        (PDF, pdf(speck), ("faint-text",)),
        (PDF, pdf(note), ("comments",)),
        (PDF, b"%PDF-", (UNOPENED,)),
    ],
)  # fmt: skip
def test_what_a_file_holds_unseen_is_named(kind, content, found):
    assert unseen(kind, content) == found


@pytest.mark.parametrize("change", [hide_by_a_style, hide_by_the_style_of_a_paragraph])
def test_what_a_style_hides_is_not_read_and_is_pointed_out(change):
    reading = read_file("ke-hoach.docx", word(change))
    said = plain(reading.opening)
    assert "Mỗi quầy một mã riêng" in said
    assert "Giá dự kiến" not in said
    assert ("hiện" in said) is (change is hide_by_the_style_of_a_paragraph)
    assert "hidden-text" in [doubt.code for doubt in reading.warnings]


def blacken(document):
    font = document.add_paragraph().add_run("Giá dự kiến 11 tỷ").font
    font.highlight_color = WD_COLOR_INDEX.BLACK


def tell_in_the_footer(document):
    document.sections[0].footer.paragraphs[0].text = "Bà Bé, 001-182-001-234"


def hide_the_mark_of_a_paragraph(document):
    mark = OxmlElement("w:rPr")
    mark.append(OxmlElement("w:vanish"))
    document.add_paragraph("Một câu").paragraph_format.element.get_or_add_pPr().append(mark)


@pytest.mark.parametrize(
    ("content", "read", "found"),
    [
        (word(blacken), True, ("faint-text",)),
        (word(hide_the_mark_of_a_paragraph), True, ()),
        (word(tell_in_the_footer), True, ("personal-numbers",)),
        (word(lambda document: document.add_paragraph("Gọi 0912 345 678")), True, ()),
        (
            word(lambda document: document.add_paragraph("Gọi 0912 345 678")),
            False,
            ("personal-numbers",),
        ),
    ],
)
def test_what_is_marked_over_or_stands_in_the_margin_is_named(content, read, found):
    assert unseen(WORD, content, read=read) == found


@pytest.mark.parametrize(
    "number",
    [
        "001-182-001-234", "001182 001234", "0 0 1 1 8 2 0 0 1 2 3 4", "(0912) 345678",
        "+84 (912) 345 678", "0912.345.678",
    ],
)  # fmt: skip
def test_a_personal_number_is_known_however_it_is_parted(number):
    assert personal_numbers(f"Gọi bà Bé {number}.") == [number]


@pytest.mark.parametrize("text", ["Số 0123/QĐ-UBND ngày 01/02/2026", "2.345.678.900 đồng"])
def test_other_numbers_are_not_personal(text):
    assert personal_numbers(text) == []
