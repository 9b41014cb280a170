"""Pages for editors: new versions, several files, rows put in between, the field."""

from io import BytesIO

import pytest
from sqlalchemy import select

from portal.permissions import VISITOR
from portal.publications import service
from portal.publications.models import Publication
from portal.publications.rules import Standing
from tests.publications.test_desk import DESK, fields

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def office(browser, make_office, editor):
    """The office of the editor who sits at the browser."""
    office = make_office()
    browser.be(editor(office))
    return office


@pytest.fixture
def draft(office, make_publication):
    return make_publication(office, published=False)


@pytest.fixture
def published(office, make_publication):
    return make_publication(office)


@pytest.fixture
def attach(browser):
    def send(publication, content=PDF, name="bảng kê.pdf"):
        browser.open(f"{DESK}/{publication.id}/tep")
        return browser.send(files=(BytesIO(content), name))

    return send


# New versions.


def test_a_new_version_is_begun_checked_and_published(browser, db, published, make_text):
    address, page = published.slug, browser.open(f"{DESK}/{published.id}").text
    assert f'href="{DESK}/{published.id}/ban-moi"' in page
    browser.open(f"{DESK}/{published.id}/ban-moi")
    content = make_text().replace("một mã riêng".encode(), "hai mã riêng".encode())
    reply = browser.send(file=(BytesIO(content), "ban-2.txt"))
    assert reply.status_code == 303
    page = browser.open(reply.headers["Location"]).text
    assert "Bản 2" in page
    assert f'href="/van-ban/{address}-ban-2/so-sanh?voi=1"' in page
    reply = browser.send(**fields(page) | {"then": "publish"})
    assert reply.headers["Location"] == f"/van-ban/{address}"
    browser.be(VISITOR)
    assert "hai mã riêng" in browser.open(f"/van-ban/{address}").text
    assert "một mã riêng" in browser.open(f"/van-ban/{address}-ban-1").text


def test_without_a_file_it_begins_with_the_words_published(browser, db, published):
    browser.open(f"{DESK}/{published.id}/ban-moi")
    reply = browser.send()
    assert reply.status_code == 303
    assert "một mã riêng" in browser.open(reply.headers["Location"]).text
    again = browser.open(f"{DESK}/{published.id}/ban-moi")
    assert again.headers["Location"] == reply.headers["Location"]


@pytest.mark.parametrize("content", [b"MZ\x00\x01", None])
def test_a_file_that_makes_no_version_is_refused_with_the_reason(
    browser, db, stored, published, content
):
    content = content or stored.get(published.files[0].stored_as)
    browser.open(f"{DESK}/{published.id}/ban-moi")
    reply = browser.send(file=(BytesIO(content), "a.txt"))
    assert reply.status_code == 422
    assert 'id="file-error"' in reply.text
    assert len(list(db.scalars(select(Publication)))) == 1


def test_a_draft_has_no_new_version(browser, draft):
    browser.open(f"{DESK}/{draft.id}/ban-moi")
    assert browser.send().status_code in {303, 409}


def test_a_former_version_is_read_not_edited(browser, db, published):
    browser.open(f"{DESK}/{published.id}/ban-moi")
    browser.send()
    later = db.scalar(select(Publication).where(Publication.standing == Standing.DRAFT))
    browser.open(f"{DESK}/{later.id}")
    browser.send(**fields(browser.reply.text) | {"then": "publish"})
    db.expire_all()
    reply = browser.open(f"{DESK}/{published.id}")
    assert reply.headers["Location"] == f"/van-ban/{published.slug}"
    assert published.slug.endswith("-ban-1")
    assert published.title in browser.open(f"{DESK}?tinh-trang=superseded").text


# Several files.


def test_files_are_put_beside_the_original_and_handed_out_with_it(browser, db, draft, attach):
    assert attach(draft).status_code == 303
    db.expire_all()
    assert [(file.name, file.original) for file in draft.files] == [
        ("ke-hoach.txt", True),
        ("bảng kê.pdf", False),
    ]
    page = browser.open(f"{DESK}/{draft.id}/tep").text
    assert draft.files[1].sha256 in page
    browser.be(VISITOR)
    file = f"/van-ban/{draft.slug}/tep/{draft.files[1].id}"
    assert browser.open(file).status_code == 404
    draft.standing, draft.published_at = Standing.PUBLISHED, draft.created_at
    db.commit()
    assert browser.open(file).data == PDF
    page = browser.open(f"/van-ban/{draft.slug}").text
    for file in draft.files:
        assert file.sha256 in page
    assert "Bản chữ thuần" in page


def test_an_attached_file_is_taken_away_and_the_original_stays(browser, db, draft, attach):
    attach(draft)
    db.expire_all()
    original, attached = draft.files
    browser.open(f"{DESK}/{draft.id}/tep")
    assert browser.send(remove=str(attached.id)).status_code == 303
    browser.open(f"{DESK}/{draft.id}/tep")
    reply = browser.send(remove=str(original.id))
    assert reply.status_code == 422
    assert "Tệp gốc luôn đi cùng văn bản" in reply.text
    db.expire_all()
    assert [file.id for file in draft.files] == [original.id]


def test_the_same_file_twice_is_one(db, draft, attach):
    attach(draft)
    attach(draft, name="khác.pdf")
    db.expire_all()
    assert len(draft.files) == 2


def test_a_strange_file_is_refused_with_the_reason(browser, db, draft, attach):
    reply = attach(draft, b"MZ program", "a.exe")
    assert reply.status_code == 422
    assert "Chưa nhận được “a.exe”" in reply.text
    db.expire_all()
    assert len(draft.files) == 1


def test_a_published_document_takes_no_more_files(browser, db, published, attach):
    assert "không thêm bớt tệp được" in browser.open(f"{DESK}/{published.id}/tep").text
    assert attach(published).status_code == 422
    db.expire_all()
    assert len(published.files) == 1


def test_a_file_of_another_draft_is_not_taken_away(browser, db, draft, attach, make_publication):
    other = make_publication(published=False)
    browser.open(f"{DESK}/{draft.id}/tep")
    assert browser.send(remove=str(other.files[0].id)).status_code == 404
    assert browser.open(f"{DESK}/{other.id}/tep").status_code == 404


# The check page.


def test_a_section_can_be_put_between_two_others(browser, db, draft):
    page = browser.open(f"{DESK}/{draft.id}").text
    more = browser.send(**fields(page) | {"more": "section:1", "title": "Chưa lưu"})
    assert "Chưa lưu" in more.text
    sent = fields(more.text)
    (new,) = (name for name, value in sent.items() if name.endswith("-place") and value == "1.5")
    assert more.text.index(f'name="{new}"') < more.text.index('name="sections-2-place"')
    row = new.removesuffix("-place")
    sent |= {f"{row}-label": "I.2", f"{row}-title": "Yêu cầu", "sections-5-drop": "y"}
    assert browser.send(**sent).status_code == 303
    db.expire_all()
    assert [section.anchor for section in draft.sections] == [
        *("mo-dau", "i", "i-2", "i-1", "ii", "ii-1"),
    ]


@pytest.mark.parametrize("place", ["x", "nan", "inf", "-inf", "1e400", ""])
def test_a_strange_place_loses_no_section(browser, db, draft, place):
    page = browser.open(f"{DESK}/{draft.id}").text
    before = len(draft.sections)
    more = browser.send(**fields(page) | {"sections-1-place": place, "more": f"section:{place}"})
    assert more.status_code == 200
    assert browser.send(**fields(more.text) | {"title": "Đã lưu"}).status_code == 303
    db.expire_all()
    assert draft.title == "Đã lưu"
    assert len(draft.sections) == before + 1


def test_field_and_day_of_effect_are_chosen_at_the_desk(browser, db, draft, make_topic):
    topic = make_topic(None, "Trường học")
    page = browser.open(f"{DESK}/{draft.id}").text
    chosen = {"topic_id": str(topic.id), "effective_on": "2026-04-01"}
    assert browser.send(**fields(page) | chosen).status_code == 303
    topic.active = False
    db.commit()
    db.expire_all()
    assert (draft.topic_id, draft.effective_on.isoformat()) == (topic.id, "2026-04-01")
    page = browser.open(f"{DESK}/{draft.id}").text
    assert browser.send(**fields(page)).status_code == 303
    db.expire_all()
    assert draft.topic_id == topic.id


@pytest.mark.parametrize("topic", ["999999", "x"])
def test_a_field_that_is_not_offered_is_told(browser, db, draft, topic):
    page = browser.open(f"{DESK}/{draft.id}").text
    reply = browser.send(**fields(page) | {"topic_id": topic})
    assert reply.status_code == 422
    assert 'id="topic_id-error"' in reply.text
    db.expire_all()
    assert draft.topic_id is None


def test_the_desk_narrows_by_field_too(browser, db, draft, make_topic):
    draft.topic_id = make_topic(None, "Trường học").id
    db.commit()
    assert "Trường học" in browser.open(DESK).text


def test_withdrawing_a_former_version_by_itself(browser, db, published, editor, office):
    browser.open(f"{DESK}/{published.id}/ban-moi")
    browser.send()
    later = db.scalar(select(Publication).where(Publication.standing == Standing.DRAFT))
    service.publish(db, editor(office), later.id)
    db.commit()
    browser.open(f"{DESK}/{published.id}/go")
    assert browser.send(reason="Có số điện thoại riêng").status_code == 303
    browser.be(VISITOR)
    assert browser.open(f"/van-ban/{later.slug}").status_code == 200
    assert browser.open(f"/van-ban/{later.slug}-ban-1").status_code == 410
