"""What a reader would not see is reported by name, and published only when confirmed."""

from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portal.history.service import events_of
from portal.permissions import Role
from portal.publications import attachments, findings, service
from portal.publications.content import Content, facts_of
from portal.publications.importing import read_file
from portal.publications.importing.reading import plain
from portal.publications.importing.unseen import PDF, SHEETS, UNOPENED, WORD, unseen
from portal.publications.refusals import SecondPersonNeeded, Unconfirmed
from portal.publications.rules import Standing
from portal.web.media import NewFile
from tests.publications.importing.pdf_files import FONT, register_font
from tests.publications.test_desk import DESK, fields


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
    canvas.drawString(60, 550, "Liên hệ: Trần Thị Bé, 0912 345 678")
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


def test_every_code_has_its_words():
    assert all(findings.Finding(code=code).message for code in findings.MESSAGES)


@pytest.fixture
def office(make_office):
    return make_office()


@pytest.fixture
def people(make_official, actor_of, office):
    """Two editors of one office: (first, second)."""
    return [actor_of(make_official(Role.EDITOR, office=office)) for _ in range(2)]


@pytest.fixture
def draft(db, stored, office, people, make_text):
    found = service.import_file(db, stored, people[0], office, "a.txt", make_text())
    db.commit()
    return found


@pytest.fixture
def with_hidden_sheet(db, stored, people, draft):
    content = sheets(lambda book, _: book.add_worksheet().very_hidden())
    file = NewFile(name="so-lieu.xlsx", media_type=SHEETS, content=content)
    attachments.attach(db, stored, people[0], draft.id, [file])
    db.commit()
    return draft


def test_a_hidden_sheet_is_published_only_by_a_second_person_who_says_so(
    db, people, with_hidden_sheet
):
    first, second = people
    with pytest.raises(SecondPersonNeeded):
        service.publish(db, first, with_hidden_sheet.id, confirmed=True)
    with pytest.raises(Unconfirmed) as refusal:
        service.publish(db, second, with_hidden_sheet.id)
    assert [(one.code, one.file) for one in refusal.value.found] == [
        ("hidden-sheets", "so-lieu.xlsx")
    ]
    assert with_hidden_sheet.standing is Standing.DRAFT
    service.publish(db, second, with_hidden_sheet.id, confirmed=True)
    last = events_of(db, "publication", with_hidden_sheet.id)[-1]
    assert (last.act, last.official_id, last.facts) == (
        *("publish", second.official_id),
        {"confirmed": ["hidden-sheets"]},
    )


def test_who_brought_it_never_confirms_it_whatever_others_saved_meanwhile(
    db, people, with_hidden_sheet
):
    first, second = people
    facts = replace(facts_of(with_hidden_sheet), title="Một chữ khác")
    service.edit(
        db, second, with_hidden_sheet.id, Content(facts=facts), version=with_hidden_sheet.version
    )
    for nobody in (first, second):
        with pytest.raises(SecondPersonNeeded):
            service.publish(db, nobody, with_hidden_sheet.id, confirmed=True)
    assert with_hidden_sheet.standing is Standing.DRAFT


@pytest.mark.parametrize("number", ["0912 345 678", "+84 912345678", "001086012345"])
def test_a_number_that_looks_personal_is_confirmed_by_whoever_publishes(
    db, stored, office, people, make_text, number
):
    text = make_text(title=f"Liên hệ ông An, {number}")
    found = service.import_file(db, stored, people[0], office, "b.txt", text)
    with pytest.raises(Unconfirmed):
        service.publish(db, people[0], found.id)
    service.publish(db, people[0], found.id, confirmed=True)
    assert events_of(db, "publication", found.id)[-1].facts == {"confirmed": ["personal-data"]}


@pytest.mark.parametrize(
    "text", ["Số 53/KH-UBND ngày 15/01/2026", "21.325.000.000 đồng", "02033 123"]
)
def test_an_ordinary_number_is_not_personal(db, stored, office, people, make_text, text):
    found = service.import_file(db, stored, people[0], office, "c.txt", make_text(title=text))
    assert findings.findings(found) == []


def test_the_page_names_what_was_found_and_publishes_when_it_is_confirmed(
    browser, db, people, with_hidden_sheet
):
    browser.be(people[0])
    page = browser.open(f"{DESK}/{with_hidden_sheet.id}").text
    assert "so-lieu.xlsx" in page
    assert 'name="confirmed"' not in page  # whoever prepared it is not asked
    browser.be(people[1])
    page = browser.open(f"{DESK}/{with_hidden_sheet.id}").text
    reply = browser.send(**fields(page), then="publish")
    assert reply.status_code == 409
    assert 'id="confirmed-error"' in reply.text
    reply = browser.send(**fields(reply.text), then="publish", confirmed="y")
    assert reply.status_code == 303
    db.expire_all()
    assert with_hidden_sheet.standing is Standing.PUBLISHED
