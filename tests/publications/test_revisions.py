"""New versions of a document: drafted, published in the former's place, seen side by side."""

import re

import pytest
from sqlalchemy import select

from portal import clock
from portal.errors import IllegalMove, NotFound
from portal.history.service import events_of
from portal.outbox.service import waiting
from portal.permissions import VISITOR, Role
from portal.publications import catalogue, documents, revising, revisions, service
from portal.publications.catalogue import Filters
from portal.publications.models import Publication
from portal.publications.refusals import KnownFile, Withdrawn
from portal.publications.rules import Audience, Standing


@pytest.fixture
def office(make_office):
    return make_office()


@pytest.fixture
def lan(editor, office):
    return editor(office)


@pytest.fixture
def published(make_publication, office):
    return make_publication(office)


@pytest.fixture
def revise(db, stored, lan, make_text):
    """Begin the next version from a file; publish it when told to."""

    def make(former, *, publish=True, text="", change=("Mỗi quầy một mã", "Mỗi bàn hai mã")):
        content = (text or make_text().decode()).replace(*change).encode()
        draft = revising.revise_from_file(db, stored, lan, former.id, "moi.txt", content)
        if publish:
            service.publish(db, lan, draft.id)
        db.commit()
        return draft

    return make


def test_a_new_version_is_a_draft_and_changes_nothing_that_is_shown(db, published, revise):
    address = published.slug
    draft = revise(published, publish=False)
    assert (draft.standing, draft.revision, draft.origin_id) == (
        Standing.DRAFT,
        2,
        published.id,
    )
    assert draft.slug == f"{address}-ban-2"
    assert service.read_publication(db, VISITOR, address) is published
    with pytest.raises(NotFound):
        service.read_publication(db, VISITOR, draft.slug)
    assert revisions.visible(db, VISITOR, published) == [published]


def test_publishing_it_takes_the_address_and_the_former_gets_its_own(db, published, revise):
    address = published.slug
    second = revise(published)
    assert (second.slug, published.slug) == (address, f"{address}-ban-1")
    assert published.standing is Standing.SUPERSEDED
    third = revise(second, change=("Mỗi quầy một mã", "Mỗi bàn ba mã"))
    assert (third.slug, second.slug) == (address, f"{address}-ban-2")
    assert revisions.visible(db, VISITOR, published) == [third, second, published]
    assert service.read_publication(db, VISITOR, f"{address}-ban-3") is third
    assert service.read_publication(db, VISITOR, f"{address}-ban-1") is published
    with pytest.raises(NotFound):
        service.read_publication(db, VISITOR, f"{address}-ban-4")
    assert [event.act for event in events_of(db, "publication", published.id)] == [
        *("import", "publish", "supersede"),
    ]


def test_a_former_version_is_not_in_lists_nor_found_by_search(db, published, revise):
    second = revise(published)
    assert catalogue.published(db, VISITOR, Filters()).items == [second]
    assert documents.document(db, documents.ref_of(published)) is None
    assert documents.document(db, documents.ref_of(second)) is not None
    assert [row.ref for row in documents.all_documents(db)] == [documents.ref_of(second)]
    assert {"ref": documents.ref_of(published)} in waiting(db, "search.put")


def test_a_section_keeps_its_address_when_another_is_put_before_it(db, published, revise):
    change = ("II. NỘI DUNG", "II. KINH PHÍ\nNgân sách xã.\nIII. NỘI DUNG")
    second = revise(published, change=change)
    by_anchor = {section.anchor: section.title for section in second.sections}
    assert by_anchor["ii"] == "NỘI DUNG"
    assert by_anchor["ii-1"] == "Đặt bảng mã QR"
    assert by_anchor["ii-2"] == "KINH PHÍ"
    assert {task.section for task in second.tasks} == {task.section for task in published.tasks}


def test_a_new_version_can_begin_with_the_words_of_the_former(db, stored, lan, published):
    draft = revising.revise_from_text(db, stored, lan, published.id)
    db.commit()
    assert [row.anchor for row in draft.sections] == [row.anchor for row in published.sections]
    assert [row.task for row in draft.tasks] == [row.task for row in published.tasks]
    assert (draft.number, draft.source_hash) == (published.number, None)
    assert draft.files[0].stored_as != published.files[0].stored_as
    assert stored.get(draft.files[0].stored_as) == stored.get(published.files[0].stored_as)


def test_what_the_new_file_does_not_say_is_as_before(db, published, revise, make_topic):
    published.topic_id = make_topic(None).id
    published.audience = Audience.INTERNAL
    published.kind = "chuong-trinh"
    db.commit()
    draft = revise(published, publish=False, change=("Số: 41/KH-UBND", "Số:     /KH-UBND"))
    assert (draft.number, draft.kind) == ("41/KH-UBND", "chuong-trinh")
    assert (draft.topic_id, draft.audience) == (published.topic_id, Audience.INTERNAL)


def test_a_file_that_is_on_the_portal_makes_no_new_version(db, stored, lan, published):
    content = stored.get(published.files[0].stored_as)
    with pytest.raises(KnownFile):
        revising.revise_from_file(db, stored, lan, published.id, "a.txt", content)


def test_there_is_one_draft_of_the_next_version_at_a_time(db, stored, lan, published, revise):
    revise(published, publish=False)
    with pytest.raises(IllegalMove):
        revising.revise_from_text(db, stored, lan, published.id)


def test_a_draft_given_up_can_be_begun_again(db, stored, lan, published, revise):
    service.delete_draft(db, lan, revise(published, publish=False).id)
    assert revising.revise_from_text(db, stored, lan, published.id).revision == 2


def test_another_office_cannot_begin_a_version(db, stored, editor, published):
    with pytest.raises(NotFound):
        revising.revise_from_text(db, stored, editor(), published.id)


def test_neither_a_draft_nor_a_former_version_is_revised(db, stored, lan, published, revise):
    draft = revise(published, publish=False)
    with pytest.raises(IllegalMove):
        revising.revise_from_text(db, stored, lan, draft.id)
    service.publish(db, lan, draft.id)
    with pytest.raises(IllegalMove):
        revising.revise_from_text(db, stored, lan, published.id)


def test_withdrawing_takes_the_former_versions_along(db, lan, published, revise):
    address, second = published.slug, revise(published)
    service.withdraw(db, lan, second.id, "Lộ thông tin cá nhân")
    for slug in (address, published.slug, f"{address}-ban-1"):
        with pytest.raises(Withdrawn):
            service.read_publication(db, VISITOR, slug)
    assert published.withdrawn_reason == "Lộ thông tin cá nhân"


def test_a_former_version_can_be_withdrawn_alone(db, lan, published, revise):
    second = revise(published)
    service.withdraw(db, lan, published.id, "Có số điện thoại riêng")
    with pytest.raises(Withdrawn):
        service.read_publication(db, VISITOR, published.slug)
    assert service.read_publication(db, VISITOR, second.slug) is second


def test_a_version_published_after_a_withdrawal_leaves_the_address_to_say_so(
    db, lan, published, revise
):
    address, draft = published.slug, revise(published, publish=False)
    service.withdraw(db, lan, published.id, "Nhầm")
    service.publish(db, lan, draft.id)
    assert draft.slug == f"{address}-ban-2"
    with pytest.raises(Withdrawn):
        service.read_publication(db, VISITOR, address)
    with pytest.raises(NotFound):
        service.read_publication_file(db, VISITOR, draft.slug, published.files[0].id)


def test_a_former_version_is_hidden_with_the_one_that_is_internal_now(
    db, lan, editor, published, revise
):
    draft = revise(published, publish=False)
    draft.audience = Audience.INTERNAL
    service.publish(db, lan, draft.id)
    db.commit()
    for row in (draft, published):
        with pytest.raises(NotFound):
            service.read_publication(db, VISITOR, row.slug)
        assert service.read_publication(db, editor(None, Role.OFFICER), row.slug) is row


def test_old_links_to_files_keep_leading_to_them(db, published, revise):
    address, file = published.slug, published.files[0]
    revise(published)
    assert service.read_publication_file(db, VISITOR, address, file.id) is file


def test_importing_the_first_file_again_makes_no_double(db, stored, lan, office, published, revise):
    content = stored.get(published.files[0].stored_as)
    revise(published)
    assert service.import_file(db, stored, lan, office, "a.txt", content) is published
    assert len(list(db.scalars(select(Publication)))) == 2


# Pages.


def test_the_page_lists_the_versions_and_says_which_was_replaced(browser, published, revise):
    address = published.slug
    published.comments_until = clock.today()
    revise(published)
    page = browser.open(f"/van-ban/{address}").text
    assert "Đang lấy ý kiến" in page
    assert f'href="/van-ban/{address}-ban-1"' in page
    assert "Bản này đã được thay thế" not in page
    old = browser.open(f"/van-ban/{address}-ban-1").text
    assert "Bản này đã được thay thế" in old
    assert f'rel="canonical" href="/van-ban/{address}"' in old
    assert "Góp ý về văn bản này" not in old
    assert "Đang lấy ý kiến" not in old
    assert browser.open(f"/van-ban/{address}-ban-2").headers["Location"] == f"/van-ban/{address}"


def test_what_stood_in_a_former_version_is_still_led_to(browser, published, revise):
    address = published.slug
    revise(published, change=("II. NỘI DUNG\n1. Đặt bảng mã QR\n", "II. VIỆC LÀM\n"))
    page = browser.open(f"/van-ban/{address}").text
    (gone,) = re.findall(r'<li id="(ii)">', page)  # its words live on where they were: in ii-1
    assert f'href="/van-ban/{address}-ban-1#{gone}"' in page
    anchors = re.findall(r'\sid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))


def test_two_versions_are_compared_word_by_word(browser, published, revise):
    address = published.slug
    revise(published)
    page = browser.open(f"/van-ban/{address}/so-sanh?voi=1")
    assert page.status_code == 200
    marks = re.findall(r"<(ins|del)[^>]*>(.*?)</\1>", page.text, re.DOTALL)
    said = [(tag, re.sub(r"<span.*?</span>", "", words).strip()) for tag, words in marks]
    assert ("del", "quầy một") in said
    assert ("ins", "bàn hai") in said
    assert "Người đến làm thủ tục góp ý" not in page.text


@pytest.mark.parametrize("voi", ["", "2", "3", "0", "-1", "x", "99999999999999999999"])
def test_a_comparison_with_nothing_is_not_found(browser, published, voi):
    assert browser.open(f"/van-ban/{published.slug}/so-sanh?voi={voi}").status_code == 404


def test_a_draft_is_compared_by_its_editors_alone(browser, lan, published, revise):
    draft = revise(published, publish=False)
    address = f"/van-ban/{draft.slug}/so-sanh"
    assert browser.open(address).status_code == 404
    assert browser.open(f"/van-ban/{published.slug}/so-sanh?voi=2").status_code == 404
    browser.be(lan)
    assert browser.open(address).headers["Cache-Control"] == "no-store"
    assert "Bản 2" in browser.open(f"/van-ban/{published.slug}").text


def test_html_in_a_comparison_is_shown_as_text(browser, published, revise):
    revise(published, change=("Mỗi quầy", "<script>alert(1)</script>"))
    page = browser.open(f"/van-ban/{published.slug.removesuffix('-ban-1')}/so-sanh").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


TABLE = """
| STT | Nội dung | Chủ trì | Thời gian |
|---|---|---|---|
| 1 | Dán mã tại quầy | Văn phòng | Quý I/2026 |
| 2 | Báo cáo kết quả | Phòng Kinh tế | Quý IV/2026 |
"""
LONGER = TABLE.replace("| 1 |", "| 1 | Tập huấn cán bộ | Văn phòng | Tháng 01/2026 |\n| 2 |", 1)
LONGER = LONGER.replace(
    "| 2 | Báo cáo kết quả | Phòng Kinh tế | Quý IV",
    "| 3 | Báo cáo kết quả | Phòng Kinh tế | Quý III",
)
SHORTER = TABLE.replace("| 1 | Dán mã tại quầy | Văn phòng | Quý I/2026 |\n", "")


@pytest.fixture
def with_tasks(make_text):
    """Return the text of a document whose tasks stand in a table."""

    def make(table):
        before, _, rest = make_text().decode().partition("1. Đặt bảng")
        return f"{before}{table}\nTrên đây{rest.partition('Trên đây')[2]}"

    return make


def addresses(publication):
    return {row.task: row.anchor for row in publication.tasks}


def test_a_task_keeps_its_address_when_another_is_put_before_it(
    make_publication, office, revise, with_tasks
):
    first = make_publication(office, content=with_tasks(TABLE).encode())
    kept = addresses(first)
    assert kept == {"Dán mã tại quầy": "nhiem-vu-1", "Báo cáo kết quả": "nhiem-vu-2"}
    second = addresses(revise(first, text=with_tasks(LONGER)))
    assert second.items() > kept.items()
    assert len(set(second.values())) == len(second) == 3


def test_a_task_that_is_gone_is_still_led_to_and_finds_its_address_when_it_comes_back(
    browser, make_publication, office, revise, with_tasks
):
    first = make_publication(office, content=with_tasks(TABLE).encode())
    second = revise(first, text=with_tasks(SHORTER))
    assert addresses(second) == {"Báo cáo kết quả": "nhiem-vu-2"}
    page = browser.open(f"/van-ban/{second.slug}").text
    assert re.search(
        rf'<li id="nhiem-vu-1"><a href="/van-ban/{first.slug}#nhiem-vu-1">Dán mã', page
    )
    third = revise(second, text=with_tasks(LONGER))
    assert addresses(third)["Dán mã tại quầy"] == "nhiem-vu-1"
    assert addresses(third)["Tập huấn cán bộ"] not in {"nhiem-vu-1", "nhiem-vu-2"}
