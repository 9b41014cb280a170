"""Pages for readers."""

import hashlib
import re
from datetime import timedelta

import pytest

from portal import clock
from portal.permissions import Role
from portal.publications import service
from portal.publications.rules import Audience

TASKS = {"000": 0, "001": 0, "002": 17, "003": 7, "004": 33}


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_real_plan_shows_every_task_with_an_address_of_its_own(
    browser, make_publication, plans, name
):
    (path,) = plans.glob(f"{name}*.txt")
    publication = make_publication(content=path.read_bytes())
    page = browser.open(f"/van-ban/{publication.slug}")
    assert page.status_code == 200
    rows = re.findall(r'id="nhiem-vu-(\d+)"', page.text)
    assert rows == [str(number) for number in range(1, TASKS[name] + 1)]


def test_a_page_has_the_facts_the_outline_and_a_way_to_speak(browser, make_publication):
    publication = make_publication()
    page = browser.open(f"/van-ban/{publication.slug}").text
    for fact in ("41/KH-UBND", "06/03/2026", "Ủy ban nhân dân xã Vân Khê", "Trần Văn Minh"):
        assert fact in page
    assert 'href="#ii-1"' in page
    assert 'id="ii-1"' in page
    assert "Mỗi quầy một mã riêng." in page
    assert "Set-Cookie" not in browser.reply.headers


def test_chapters_and_long_sections_lead_to_the_form_about_them(browser, app, db, make_publication):
    publication = make_publication()
    by_anchor = {section.anchor: section for section in publication.sections}
    long = {"kind": "paragraph", "label": None, "text": "Việc của thôn. " * 12, "rows": []}
    by_anchor["ii-1"].blocks = [long]
    db.commit()
    page = browser.open(f"/van-ban/{publication.slug}").text
    for anchor, leads in (("i", True), ("i-1", False), ("ii", True), ("ii-1", True)):
        with app.test_request_context():
            wanted = {"van-ban": publication.slug, "muc": anchor}
            address = app.url_for("cases.write", **wanted)
        assert (f'"{address.replace("&", "&amp;")}"' in page) is leads, anchor


def test_an_appendix_stands_after_the_signature(browser, make_publication, plans):
    (path,) = plans.glob("004*.txt")
    publication = make_publication(content=path.read_bytes())
    page = browser.open(f"/van-ban/{publication.slug}").text
    assert page.index("document-foot__name") < page.index('id="phu-luc-i"')


@pytest.mark.parametrize("published", [False, True])
def test_nobody_but_its_editors_sees_a_draft_or_an_internal_document(
    browser, db, make_office, make_publication, editor, published
):
    office = make_office()
    hidden = make_publication(office, published=published)
    hidden.audience = Audience.INTERNAL
    db.commit()
    address = f"/van-ban/{hidden.slug}"
    file = f"{address}/tep/{hidden.files[0].id}"
    assert browser.open(address).status_code == 404
    assert browser.open(file).status_code == 404
    assert hidden.title not in browser.open("/van-ban").text
    browser.be(editor(None, Role.OFFICER))
    assert browser.open(address).status_code == (200 if published else 404)
    browser.be(editor(office))
    assert browser.open(address).status_code == 200
    assert browser.reply.headers["Cache-Control"] == "no-store"
    assert browser.open(file).status_code == 200


def test_a_withdrawn_document_says_who_when_and_why_and_nothing_else(
    browser, db, make_office, make_publication, editor
):
    office = make_office("Phòng Văn hóa - Xã hội")
    gone = make_publication(office)
    service.withdraw(db, editor(office), gone.id, "Đăng nhầm bản chưa ký")
    db.commit()
    page = browser.open(f"/van-ban/{gone.slug}")
    assert page.status_code == 410
    assert "Đăng nhầm bản chưa ký" in page.text
    assert "Phòng Văn hóa - Xã hội" in page.text
    assert gone.title not in page.text
    assert "Mỗi quầy" not in page.text
    assert browser.open(f"/van-ban/{gone.slug}/tep/{gone.files[0].id}").status_code == 410
    assert gone.slug not in browser.open("/van-ban").text


def test_html_in_a_document_is_shown_as_text(browser, db, make_publication):
    publication = make_publication(title="Kế hoạch <script>alert(1)</script> xã")
    publication.title = publication.sections[1].title = "<script>alert(1)</script>"
    publication.sections[2].blocks = [
        {"kind": "paragraph", "label": None, "text": "<img src=x onerror=a()>", "rows": []},
        {"kind": "table", "label": None, "text": "", "rows": [["<b>A</b>"], ["{{ 'nổ' * 2 }}"]]},
    ]
    publication.tasks[0].task = "<svg onload=a()>"
    publication.files[0].name = '"><script>.txt'
    db.commit()
    for address in (f"/van-ban/{publication.slug}", "/van-ban"):
        page = browser.open(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
    page = browser.open(f"/van-ban/{publication.slug}").text
    for live in ("<img src=x", "<svg onload", "<b>A", '"><script>', "nổnổ"):
        assert live not in page
    assert "{{ &#39;nổ&#39; * 2 }}" in page


def test_a_draft_open_for_comment_says_until_when(browser, db, make_publication):
    publication = make_publication()
    publication.comments_until = clock.today() + timedelta(days=5)
    db.commit()
    page = browser.open(f"/van-ban/{publication.slug}").text
    assert "còn 5 ngày" in page
    assert "Đang lấy ý kiến" in browser.open("/van-ban").text
    publication.comments_until = clock.today() - timedelta(days=1)
    db.commit()
    assert "Đã hết hạn lấy ý kiến" in browser.open(f"/van-ban/{publication.slug}").text


def test_the_original_is_handed_out_as_it_came_and_never_opened(browser, make_publication):
    content = "KẾ HOẠCH\nVề việc thử nghiệm\n\nI. MỤC ĐÍCH\nĐể thử.\n<script>1</script>".encode()
    publication = make_publication(content=content)
    file = publication.files[0]
    reply = browser.open(f"/van-ban/{publication.slug}/tep/{file.id}")
    assert reply.data == content
    assert hashlib.sha256(reply.data).hexdigest() == file.sha256
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert reply.mimetype == "text/plain"


def test_a_vietnamese_file_name_survives_the_way(browser, db, make_publication):
    publication = make_publication()
    publication.files[0].name = "kế hoạch.txt"
    db.commit()
    reply = browser.open(f"/van-ban/{publication.slug}/tep/{publication.files[0].id}")
    assert "filename*=UTF-8''k%E1%BA%BF%20ho%E1%BA%A1ch.txt" in reply.headers["Content-Disposition"]


def test_a_file_is_found_under_its_own_document_only(browser, make_publication):
    one, other = make_publication(), make_publication()
    assert browser.open(f"/van-ban/{one.slug}/tep/{other.files[0].id}").status_code == 404


def test_citations_become_links_when_the_cited_document_arrives(browser, db, make_publication):
    citing = make_publication()
    basis = make_publication(number="12/KH-UBND")
    link = f'href="/van-ban/{basis.slug}"'
    assert link not in browser.open(f"/van-ban/{citing.slug}").text
    basis.issued_on = clock.date(2026, 1, 15)
    db.commit()
    assert link in browser.open(f"/van-ban/{citing.slug}").text
    assert f'href="/van-ban/{citing.slug}"' in browser.open(f"/van-ban/{basis.slug}").text


def test_facets_narrow_and_can_be_taken_away_again(browser, make_office, make_publication):
    office = make_office(slug="kinh-te")
    plan = make_publication(office)
    notice = make_publication(kind="THÔNG BÁO", number="9/TB-UBND", title="Lịch tiếp công dân")
    page = browser.open("/van-ban?loai=thong-bao&nam=2026").text
    assert notice.slug in page
    assert plan.slug not in page
    assert 'href="/van-ban?nam=2026"' in page
    assert plan.slug in browser.open("/van-ban?co-quan=kinh-te").text


@pytest.mark.parametrize(
    "query", ["loai=x", "co-quan=7", "nam=abc", "nam=99999999", "trang=-1", "trang=x", "trang=999"]
)
def test_a_senseless_filter_is_no_error(browser, make_publication, query):
    make_publication()
    assert browser.open(f"/van-ban?{query}").status_code == 200


def test_an_empty_list_says_what_to_do_next(browser):
    assert "Chưa có văn bản nào" in browser.open("/van-ban").text


def test_an_unknown_address_is_not_found(browser):
    assert browser.open("/van-ban/khong-co").status_code == 404
