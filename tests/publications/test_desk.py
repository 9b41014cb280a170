"""Pages for editors."""

import re
from html import unescape
from html.parser import HTMLParser
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.history.service import events_of
from portal.permissions import VISITOR, Role
from portal.publications import catalogue, checking
from portal.publications.content import content_of
from portal.publications.forms import SectionRow
from portal.publications.models import CitedChange, Publication
from portal.publications.rules import Standing

DESK = "/quan-tri/van-ban"
ROWS, OUTLINE = "publications_desk/rows.html", "publications_desk/outline.html"
TEXTAREA = re.compile(r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', re.DOTALL)
SELECT = re.compile(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send back of the check form, unchanged."""
    found = {}
    form = page[page.index('name="version"') - 200 :]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = unescape(text)
    for name, options in SELECT.findall(form):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]
    found.pop("csrf_token", None)
    return found


@pytest.fixture
def upload(browser):
    def send(office, content: bytes, name: str = "kế hoạch.txt"):
        browser.open(f"{DESK}/moi")
        return browser.send(office=str(office.id), file=(BytesIO(content), name))

    return send


@pytest.fixture
def office(browser, make_office, editor):
    """The office of the editor who sits at the browser."""
    office = make_office()
    browser.be(editor(office))
    return office


def test_a_file_is_read_checked_and_published(browser, db, office, upload, make_text):
    reply = upload(office, make_text())
    assert reply.status_code == 303
    page = browser.open(reply.headers["Location"]).text
    assert "Mỗi quầy một mã riêng." in page
    assert 'value="41/KH-UBND"' in page
    sent = fields(page) | {"signer_name": "Lê Thị Hoa", "then": "publish"}
    reply = browser.send(**sent)
    assert reply.status_code == 303
    db.expire_all()
    publication = db.scalar(select(Publication))
    assert publication.standing is Standing.PUBLISHED
    assert publication.signer_name == "Lê Thị Hoa"
    browser.be(VISITOR)
    assert "Lê Thị Hoa" in browser.open(reply.headers["Location"]).text


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_checking_without_a_change_changes_nothing(browser, db, office, upload, plans, name):
    (path,) = plans.glob(f"{name}*.txt")
    address = upload(office, path.read_bytes()).headers["Location"]
    before = content_of(db.scalar(select(Publication)))
    browser.open(address)
    reply = browser.send(**fields(browser.reply.text))
    assert reply.status_code == 303
    db.expire_all()
    assert content_of(db.scalar(select(Publication))) == before


def test_doubts_point_to_their_lines(browser, office, upload, plans):
    (path,) = plans.glob("004*.txt")
    page = browser.open(upload(office, path.read_bytes()).headers["Location"]).text
    assert 'href="#dong-3"' in page
    assert re.search(r'id="dong-3">Số: /KH-UBND', page)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.pdf", b"MZ\x90\x00 renamed program"),
        ("a.exe", b"MZ"),
        ("a.txt", b"%PDF-1.7"),
        ("a.docx", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    browser, db, stored, office, upload, name, content
):
    reply = upload(office, content, name)
    assert reply.status_code == 422
    assert 'id="file-error"' in reply.text
    assert db.scalar(select(Publication)) is None
    assert stored.names("publications") == []


def test_no_file_is_told(browser, office):
    browser.open(f"{DESK}/moi")
    reply = browser.send(office=str(office.id))
    assert reply.status_code == 422
    assert "Xin chọn tệp." in reply.text


def test_a_foreign_office_cannot_be_chosen(browser, db, office, make_office, upload, make_text):
    assert upload(make_office(), make_text()).status_code == 422
    assert db.scalar(select(Publication)) is None


def test_the_same_file_leads_to_the_publication_it_already_is(office, upload, make_text):
    first = upload(office, make_text()).headers["Location"]
    assert upload(office, make_text(), "khac.txt").headers["Location"] == first


def test_a_missing_title_is_told_and_what_was_typed_stays(browser, db, office, make_publication):
    draft = make_publication(office, published=False)
    page = browser.open(f"{DESK}/{draft.id}").text
    reply = browser.send(**fields(page) | {"title": " ", "number": "99/KH-UBND"})
    assert reply.status_code == 422
    assert 'id="title-error"' in reply.text
    assert 'value="99/KH-UBND"' in reply.text
    db.expire_all()
    assert draft.number == "41/KH-UBND"


@pytest.mark.parametrize("name", ["issued_on", "comments_until", "tasks-0-due_on"])
def test_an_impossible_day_is_told_at_its_field(browser, office, make_publication, name):
    draft = make_publication(office, published=False)
    page = browser.open(f"{DESK}/{draft.id}").text
    reply = browser.send(**fields(page) | {name: "2026-02-31"})
    assert reply.status_code == 422
    assert f'href="#{name}"' in reply.text


def test_comments_shorter_than_the_law_are_refused_and_nothing_is_saved(
    browser, db, office, make_publication
):
    draft = make_publication(office, published=False)
    page = browser.open(f"{DESK}/{draft.id}").text
    soon = {"kind": "du-thao", "comments_until": "2026-01-02", "then": "publish"}
    reply = browser.send(**fields(page) | soon)
    assert reply.status_code == 422
    assert "ít nhất 20 ngày" in reply.text
    db.expire_all()
    assert (draft.kind, draft.standing) == ("ke-hoach", Standing.DRAFT)


def test_the_second_of_two_editors_is_told_and_keeps_the_text(
    browser, db, office, make_publication
):
    draft = make_publication(office, published=False)
    page = fields(browser.open(f"{DESK}/{draft.id}").text)
    assert browser.send(**page | {"title": "Bản thứ nhất"}).status_code == 303
    browser.open(f"{DESK}/{draft.id}")
    reply = browser.send(**page | {"title": "Bản thứ hai"})
    assert reply.status_code == 409
    assert "Bản thứ hai" in reply.text
    db.expire_all()
    assert draft.title == "Bản thứ nhất"
    assert browser.send(**fields(reply.text)).status_code == 303
    db.expire_all()
    assert draft.title == "Bản thứ hai"


def test_a_row_can_be_added_and_another_dropped(browser, db, office, make_publication):
    draft = make_publication(office, published=False)
    page = browser.open(f"{DESK}/{draft.id}").text
    more = browser.send(**fields(page) | {"more": "task", "title": "Chưa lưu"})
    assert "Chưa lưu" in more.text
    sent = fields(more.text) | {"tasks-1-task": "Việc mới", "tasks-0-drop": "y"}
    assert browser.send(**sent).status_code == 303
    db.expire_all()
    assert [(task.position, task.task) for task in draft.tasks] == [(2, "Việc mới")]


def test_a_cited_document_can_be_put_right_removed_and_added(browser, db, office, make_publication):
    basis = make_publication(office, number="9/KH-UBND")
    words = (
        "KẾ HOẠCH\nVề chợ\n\nCăn cứ Kế hoạch số 7/KH-UBND ngày 02/01/2026; Kế hoạch số 8/KH-UBND "
        "ngày 03/01/2026 (được sửa đổi bởi Kế hoạch số 6/KH-UBND ngày 04/01/2026);\nI. VIỆC\nLàm.\n"
    )
    draft = make_publication(office, published=False, content=words.encode())
    page = browser.open(f"{DESK}/{draft.id}").text
    browser.send(**fields(page), more="citation")
    sent = fields(browser.reply.text) | {
        "citations-0-relation": "replaces",
        "citations-1-drop": "y",
        "citations-2-number": "5/KH-UBND",
        "citations-3-number": basis.number,
        "citations-3-kind": "Kế hoạch",
        "citations-3-issued_on": basis.issued_on.isoformat(),
        "citations-3-relation": "amends",
    }
    assert browser.send(**sent).status_code == 303
    db.expire_all()
    assert [(row.number, row.relation) for row in draft.citations] == [
        *(("7/KH-UBND", "replaces"), ("5/KH-UBND", "basis"), ("9/KH-UBND", "amends")),
    ]
    assert db.scalar(select(CitedChange)) is None
    assert list(catalogue.cited(db, VISITOR, draft).values()) == [basis]
    assert events_of(db, "publication", draft.id)[-1].facts["changed"] == ["citations"]


@pytest.mark.parametrize(
    ("emptied", "said"),
    [
        (("citations-0-number", "citations-0-name"), "Xin ghi số hoặc tên của văn bản"),
        (("tasks-0-task",), "Xin ghi nội dung nhiệm vụ"),
    ],
)
def test_an_emptied_row_is_told_and_nothing_is_lost(
    browser, db, office, make_publication, emptied, said
):
    draft = make_publication(office, published=False)
    page = browser.open(f"{DESK}/{draft.id}").text
    reply = browser.send(**fields(page) | dict.fromkeys(emptied, ""))
    assert reply.status_code == 422
    assert said in reply.text
    db.expire_all()
    assert [row.number for row in draft.citations] == ["12/KH-UBND"]
    assert len(draft.tasks) == 1


def test_a_bad_token_loses_nothing(browser, office, make_publication):
    draft = make_publication(office, published=False)
    page = browser.open(f"{DESK}/{draft.id}").text
    reply = browser.send(**fields(page) | {"title": "Đã gõ lâu", "csrf_token": "giả"})
    assert reply.status_code == 422
    assert "Đã gõ lâu" in reply.text


def test_a_document_is_withdrawn_with_a_reason(browser, db, office, make_publication):
    published = make_publication(office)
    browser.open(f"{DESK}/{published.id}/go")
    assert browser.send(reason="").status_code == 422
    assert browser.send(reason="Đăng nhầm").status_code == 303
    db.expire_all()
    assert published.standing is Standing.WITHDRAWN
    browser.be(VISITOR)
    assert browser.open(f"/van-ban/{published.slug}").status_code == 410


def test_a_draft_is_deleted_after_one_more_question(browser, db, office, make_publication):
    draft = make_publication(office, published=False)
    browser.open(f"{DESK}/{draft.id}/xoa")
    assert db.scalar(select(Publication)) is not None
    assert browser.send().status_code == 303
    assert db.scalar(select(Publication)) is None


def test_the_list_shows_drafts_first_and_the_rest_under_their_standing(
    browser, office, make_publication
):
    draft = make_publication(office, published=False, title="Bản nháp riêng")
    published = make_publication(office, title="Đã ra công khai")
    page = browser.open(DESK).text
    assert draft.title in page
    assert published.title not in page
    assert published.title in browser.open(f"{DESK}?tinh-trang=published").text
    assert browser.open(f"{DESK}?tinh-trang=x").status_code == 404


ADDRESSES = ("", "/moi", "/{id}", "/{id}/go", "/{id}/xoa")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_visitor_is_sent_to_sign_in(browser, make_publication, address):
    target = DESK + address.format(id=make_publication().id)
    assert browser.open(target).status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_other_roles_are_refused(browser, make_office, make_publication, editor, address, role):
    office = make_office()
    publication = make_publication(office)
    browser.be(editor(office, role))
    assert browser.open(DESK + address.format(id=publication.id)).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES[2:])
def test_another_offices_publication_is_not_found(browser, office, make_publication, address):
    assert browser.open(DESK + address.format(id=make_publication().id)).status_code == 404


class Tags(HTMLParser):
    """What a page says, without the order of attributes and the white space between tags."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_data(self, data):
        if data.strip():
            self.found.append(" ".join(data.split()))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_sections_written_straight_out_read_like_those_of_the_form(app, draft, lang):
    env = app.jinja_env
    with app.test_request_context("/", method="POST", headers={"Accept-Language": lang}):
        form = checking.check_form(draft)
        rows = checking.outline_rows(draft, form)
        slow = "".join(
            map(env.get_template(ROWS).module.section_row, (e.form for e in form.ordered))
        )
        fast = env.get_template(OUTLINE).module.outline_rows(rows, SectionRow(formdata=None))
    with app.test_request_context("/", headers={"Accept-Language": lang}):
        kept = checking.outline_rows(draft, checking.check_form(draft))
        opened = env.get_template(OUTLINE).module.outline_rows(kept, SectionRow(formdata=None))
    assert len(rows) == len(draft.sections) > 1
    assert Tags(slow).found == Tags(fast).found == Tags(opened).found
