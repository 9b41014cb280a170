"""Acts: reading in, putting right, publishing, withdrawing; who may, and what is remembered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal import clock, worker
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import events_of
from portal.home import indexing
from portal.outbox.service import keep_one, waiting
from portal.permissions import VISITOR, Role
from portal.publications import catalogue, documents, service
from portal.publications.catalogue import Filters, Order
from portal.publications.content import Content, SectionDraft, TaskDraft, facts_of
from portal.publications.importing import Unreadable
from portal.publications.models import Edition, Publication, PublicationFile
from portal.publications.refusals import EditedMeanwhile, TakenElsewhere, TooShort, Withdrawn
from portal.publications.rules import Audience, Standing

TASKS = {"000": 0, "001": 0, "002": 17, "003": 7, "004": 33}


def acts(db, publication):
    return [event.act for event in events_of(db, "publication", publication.id)]


def edited(publication, **changes):
    return Content(facts=replace(facts_of(publication), **changes))


def test_a_file_becomes_a_draft_with_all_that_was_read(make_publication, db, stored, make_text):
    draft = make_publication(published=False, content=make_text())
    assert draft.standing is Standing.DRAFT
    assert (draft.kind, draft.number, draft.issued_on) == (
        "ke-hoach",
        "41/KH-UBND",
        date(2026, 3, 6),
    )
    assert draft.signer_name == "Trần Văn Minh"
    assert draft.slug.startswith("ke-hoach-41-kh-ubnd-2026-ung-dung-ma-qr")
    assert [section.anchor for section in draft.sections] == [
        *("mo-dau", "i", "i-1", "ii", "ii-1", "ket-thuc"),
    ]
    assert [task.lead for task in draft.tasks] == ["Trung tâm Phục vụ hành chính công"]
    assert stored.get(draft.files[0].stored_as) == make_text()
    assert acts(db, draft) == ["import"]


def test_the_same_file_again_is_the_same_publication(
    db, stored, editor, make_office, make_text, make_publication
):
    office = make_office()
    first = make_publication(office, content=make_text())
    again = service.import_file(db, stored, editor(office), office, "khac.txt", make_text())
    assert again.id == first.id
    assert db.scalar(select(func.count(Publication.id))) == 1
    assert len(stored.names("publications")) == 1


def test_the_same_file_of_another_office_is_told_and_not_shown(
    db, stored, editor, make_office, make_text, make_publication
):
    make_publication(content=make_text())
    other = make_office()
    with pytest.raises(TakenElsewhere):
        service.import_file(db, stored, editor(other), other, "a.txt", make_text())


def test_an_editor_cannot_import_for_another_office(db, stored, editor, make_office, make_text):
    with pytest.raises(NotAllowed):
        service.import_file(db, stored, editor(), make_office(), "a.txt", make_text())


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.HEAD, Role.MODERATOR, Role.INSPECTOR, Role.ADMINISTRATOR]
)
def test_other_roles_cannot_import(db, stored, editor, make_office, make_text, role):
    office = make_office()
    with pytest.raises(NotAllowed):
        service.import_file(db, stored, editor(office, role), office, "a.txt", make_text())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.txt", b"\x00\x01\x02MZ\x90" * 400),
        ("a.pdf", b"not a pdf"),
        ("a.exe", b"MZ"),
        ("a.txt", b"%PDF-1.7 renamed"),
        ("a.txt", "Kế hoạch của xã. ".encode() * 300_000),
    ],
)
def test_an_unreadable_file_is_refused_and_nothing_is_stored(
    db, stored, editor, make_office, name, content
):
    office = make_office()
    with pytest.raises(Unreadable):
        service.import_file(db, stored, editor(office), office, name, content)
    assert db.scalar(select(Publication)) is None
    assert stored.names("publications") == []


def test_two_documents_of_one_name_get_two_addresses(make_publication):
    first, second = make_publication(), make_publication()
    assert second.slug == f"{first.slug}-2"


def test_a_drafts_address_follows_its_facts_and_is_fixed_by_publishing(
    db, editor, make_office, make_publication
):
    office = make_office()
    actor, draft = editor(office), make_publication(office, published=False)
    change = edited(draft, number="7/KH-UBND", title="Sửa đường")
    service.edit(db, actor, draft.id, change, version=draft.version)
    assert draft.slug == "ke-hoach-7-kh-ubnd-2026-sua-duong"
    service.publish(db, actor, draft.id)
    service.edit(db, actor, draft.id, edited(draft, title="Đường sửa"), version=draft.version)
    assert draft.slug == "ke-hoach-7-kh-ubnd-2026-sua-duong"


def test_publishing_shows_it_promises_search_and_keeps_an_edition(db, make_publication):
    published = make_publication()
    assert service.read_publication(db, VISITOR, published.slug) is published
    assert waiting(db, "search.put") == [{"ref": f"van-ban:{published.id}"}]
    assert acts(db, published) == ["import", "publish"]
    assert [edition.number for edition in published.editions] == [1]
    assert published.editions[0].content["facts"]["number"] == "41/KH-UBND"


def test_publishing_twice_changes_nothing(db, editor, make_office, make_publication):
    office = make_office()
    published = make_publication(office)
    service.publish(db, editor(office), published.id)
    assert acts(db, published) == ["import", "publish"]


def test_a_document_without_a_title_is_not_published(db, editor, make_office, make_publication):
    office = make_office()
    draft = make_publication(office, published=False)
    draft.title = ""
    with pytest.raises(Invalid):
        service.publish(db, editor(office), draft.id)


def test_another_office_can_neither_read_nor_change_a_draft(db, editor, make_publication):
    draft, stranger = make_publication(published=False), editor()
    with pytest.raises(NotFound):
        service.read_publication(db, stranger, draft.slug)
    with pytest.raises(NotFound):
        service.edit(db, stranger, draft.id, edited(draft), version=draft.version)
    for act in (service.publish, service.delete_draft):
        with pytest.raises(NotFound):
            act(db, stranger, draft.id)


def test_an_office_above_edits_what_is_below(db, editor, make_office, make_publication):
    above = make_office("Văn phòng")
    draft = make_publication(make_office(parent=above), published=False)
    assert service.read_for_editing(db, editor(above), draft.id) is draft


def test_a_visitor_finds_no_draft(db, make_publication):
    with pytest.raises(NotFound):
        service.read_publication(db, VISITOR, make_publication(published=False).slug)


def test_internal_documents_are_for_officials_alone(db, editor, make_office, make_publication):
    office = make_office()
    internal = make_publication(office)
    change = edited(internal, audience=Audience.INTERNAL)
    service.edit(db, editor(office), internal.id, change, version=internal.version)
    with pytest.raises(NotFound):
        service.read_publication(db, VISITOR, internal.slug)
    officer = editor(None, Role.OFFICER)
    assert service.read_publication(db, officer, internal.slug) is internal
    assert catalogue.published(db, VISITOR, Filters()).total == 0
    assert catalogue.published(db, officer, Filters()).total == 1
    assert documents.places(db, [documents.ref_of(internal)]) == {}
    assert documents.document(db, documents.ref_of(internal)).audience == "internal"


def test_a_withdrawn_document_tells_who_when_and_why(db, editor, make_office, make_publication):
    office = make_office()
    gone = make_publication(office)
    service.withdraw(db, editor(office), gone.id, " Nhầm tệp ")
    with pytest.raises(Withdrawn) as told:
        service.read_publication(db, VISITOR, gone.slug)
    assert told.value.publication.withdrawn_reason == "Nhầm tệp"
    assert told.value.status == 410
    assert documents.document(db, documents.ref_of(gone)) is None
    assert acts(db, gone)[-1] == "withdraw"
    with pytest.raises(IllegalMove):
        service.withdraw(db, editor(office), gone.id, "lần nữa")
    with pytest.raises(IllegalMove):
        service.publish(db, editor(office), gone.id)


def test_withdrawing_needs_a_reason(db, editor, make_office, make_publication):
    office = make_office()
    published = make_publication(office)
    with pytest.raises(Invalid):
        service.withdraw(db, editor(office), published.id, "  ")
    assert published.standing is Standing.PUBLISHED


def test_a_published_document_cannot_be_deleted(db, editor, make_office, make_publication):
    office = make_office()
    published = make_publication(office)
    with pytest.raises(IllegalMove):
        service.delete_draft(db, editor(office), published.id)


def test_a_deleted_draft_leaves_nothing_and_can_be_read_again(
    db, stored, editor, make_office, make_publication, make_text
):
    office = make_office()
    actor = editor(office)
    draft = make_publication(office, published=False, content=make_text())
    service.delete_draft(db, actor, draft.id)
    assert db.scalar(select(Publication)) is None
    assert db.scalar(select(PublicationFile)) is None
    again = service.import_file(db, stored, actor, office, "a.txt", make_text())
    assert again.standing is Standing.DRAFT


def test_the_bytes_of_a_deleted_draft_go_once_it_is_certain(
    db, sessions, settings, stored, editor, make_office, make_publication
):
    office = make_office()
    kept = make_publication(office, published=False)
    draft = make_publication(office, published=False)
    (file,) = draft.files
    service.delete_draft(db, editor(office), draft.id)
    assert file.stored_as in stored.names("publications")  # it may yet be rolled back
    db.commit()
    todo = worker.handlers(settings, indexing.open_index(settings), stored)
    while keep_one(sessions, todo, "test"):
        pass
    assert stored.names("publications") == [kept.files[0].stored_as]


def test_the_second_of_two_editors_is_told(db, editor, make_office, make_publication):
    office = make_office()
    draft = make_publication(office, published=False)
    opened = draft.version
    change = Content(facts=facts_of(draft), tasks=())
    service.edit(db, editor(office), draft.id, change, version=opened)
    with pytest.raises(EditedMeanwhile):
        service.edit(db, editor(office), draft.id, edited(draft, title="Khác"), version=opened)
    assert draft.title == "Ứng dụng mã QR tại bộ phận một cửa năm 2026"


def test_sections_and_tasks_keep_their_addresses_when_edited(
    db, editor, make_office, make_publication
):
    office = make_office()
    draft = make_publication(office, published=False)
    sections = (
        SectionDraft(anchor="ii", depth=1, label="II", title="Nội dung", text="Đổi lời."),
        SectionDraft(label="III", title="Kinh phí", text="- Ngân sách xã"),
        SectionDraft(label="III", title="Trùng ký hiệu", text=""),
    )
    tasks = (
        TaskDraft(task="Việc mới"),
        TaskDraft(position=1, task="Đặt bảng", due_on=date(2026, 4, 1)),
    )
    change = Content(facts=facts_of(draft), sections=sections, tasks=tasks)
    service.edit(db, editor(office), draft.id, change, version=draft.version)
    db.commit()
    db.expire_all()
    assert [row.anchor for row in draft.sections] == ["ii", "iii", "iii-2"]
    assert draft.sections[0].blocks[0]["text"] == "Đổi lời."
    assert [(row.position, row.task) for row in draft.tasks] == [(1, "Đặt bảng"), (2, "Việc mới")]


def test_a_correction_is_kept_as_an_edition_and_named_in_the_log(
    db, editor, make_office, make_publication
):
    office = make_office()
    published = make_publication(office)
    change = edited(published, signer_name="Lê Thị Hoa")
    service.edit(db, editor(office), published.id, change, version=published.version)
    assert [row.content["facts"]["signer_name"] for row in published.editions] == [
        *("Trần Văn Minh", "Lê Thị Hoa"),
    ]
    last = events_of(db, "publication", published.id)[-1]
    assert (last.act, last.facts["changed"]) == ("edit", ["signer_name"])


def test_saving_without_a_change_makes_no_edition(db, editor, make_office, make_publication):
    office = make_office()
    published = make_publication(office)
    service.edit(db, editor(office), published.id, edited(published), version=published.version)
    assert db.scalar(select(func.count(Edition.id))) == 1


def test_comments_on_a_draft_stay_open_as_long_as_the_law_asks(
    db, editor, make_office, make_publication
):
    office = make_office()
    draft, actor = make_publication(office, published=False), editor(office)
    soon = edited(draft, kind="du-thao", comments_until=clock.today() + timedelta(days=19))
    with pytest.raises(TooShort) as told:
        service.edit(db, actor, draft.id, soon, version=draft.version)
    assert told.value.first_day >= clock.today() + timedelta(days=20)
    assert draft.kind == "ke-hoach"
    right = edited(draft, kind="du-thao", comments_until=told.value.first_day)
    service.edit(db, actor, draft.id, right, version=draft.version)
    service.publish(db, actor, draft.id, confirmed=True)
    assert catalogue.open_for_comment(db, VISITOR) == [draft]


def test_a_list_is_narrowed_and_counted_by_kind_office_and_year(db, make_office, make_publication):
    economy, culture = make_office(slug="kinh-te"), make_office(slug="van-hoa")
    make_publication(economy)
    make_publication(culture)
    notice = make_publication(culture, kind="THÔNG BÁO", number="9/TB-UBND")
    page = catalogue.published(db, VISITOR, Filters(office="van-hoa", kind="thong-bao"))
    assert page.items == [notice]
    assert page.facets["kind"] == {"ke-hoach": 1, "thong-bao": 1}
    assert page.facets["office"] == {"van-hoa": 1}
    assert page.facets["year"] == {2026: 1}
    assert catalogue.published(db, VISITOR, Filters(year=2025)).total == 0


def test_what_is_open_for_comment_comes_first_then_the_newest(
    db, editor, make_office, make_publication
):
    office = make_office()
    older, newer, asked = (make_publication(office) for _ in range(3))
    older.dated_on, newer.dated_on, asked.dated_on = (date(y, 1, 1) for y in (2024, 2026, 2023))
    asked.comments_until = clock.today()
    db.flush()
    assert catalogue.published(db, VISITOR, Filters()).items == [asked, newer, older]
    oldest = catalogue.published(db, VISITOR, Filters(), order=Order.OLDEST).items
    assert oldest == [asked, older, newer]


def test_a_list_has_pages_and_a_page_too_far_is_the_last(db, make_publication, monkeypatch):
    monkeypatch.setattr(catalogue, "PAGE_SIZE", 2)
    for _ in range(3):
        make_publication()
    page = catalogue.published(db, VISITOR, Filters(), 9)
    assert (page.number, page.pages, page.total, len(page.items)) == (2, 2, 3, 1)


def test_an_editors_list_holds_the_own_offices_only(db, editor, make_office, make_publication):
    office = make_office()
    own = make_publication(office, published=False)
    make_publication(published=False)
    page = catalogue.desk_list(db, editor(office), Filters(), standing=Standing.DRAFT)
    assert page.items == [own]
    assert catalogue.counts_by_standing(db, editor(office))[Standing.DRAFT] == 1
    assert catalogue.desk_list(db, VISITOR, Filters(), standing=Standing.DRAFT).total == 0


def test_citations_link_both_ways_once_the_cited_document_is_there(
    db, make_publication, make_office
):
    citing = make_publication()
    assert catalogue.cited(db, VISITOR, citing) == {}
    basis = make_publication(number="12/KH-UBND")
    assert catalogue.cited(db, VISITOR, citing) == {}  # the same number of another day
    basis.issued_on = date(2026, 1, 15)
    db.flush()
    (link,) = catalogue.cited(db, VISITOR, citing).values()
    assert link is basis
    assert catalogue.citing(db, VISITOR, basis) == [citing]


def test_a_draft_is_neither_linked_nor_linking(db, make_publication):
    make_publication(published=False)
    basis = make_publication(number="12/KH-UBND")
    basis.issued_on = date(2026, 1, 15)
    db.flush()
    assert catalogue.citing(db, VISITOR, basis) == []


@pytest.mark.parametrize("name", sorted(TASKS))
def test_the_real_plans_are_read_in_whole(make_publication, plans, name):
    (path,) = plans.glob(f"{name}*.txt")
    publication = make_publication(content=path.read_bytes())
    assert len(publication.tasks) == TASKS[name]
    assert publication.kind == "ke-hoach"
    assert publication.title
    assert publication.sections[0].anchor == "mo-dau"


def test_the_last_plan_has_ten_tasks_in_one_appendix_and_twenty_three_in_the_other(
    make_publication, plans
):
    (path,) = plans.glob("004*.txt")
    tasks = make_publication(content=path.read_bytes()).tasks
    assert [
        sum(task.appendix == label for task in tasks) for label in ("Phụ lục I", "Phụ lục II")
    ] == [
        *(10, 23),
    ]


def test_search_sees_every_task_as_a_part_of_its_own(db, make_publication, plans):
    (path,) = plans.glob("004*.txt")
    publication = make_publication(content=path.read_bytes())
    found = documents.document(db, documents.ref_of(publication))
    parts = [part for part in found.parts if "quét mã QR" in part.text]
    assert len(parts) == 1
    assert parts[0].anchor.startswith("nhiem-vu-")
    place = documents.places(db, [found.ref])[found.ref]
    assert place.url_of(parts[0].anchor) == f"/van-ban/{publication.slug}#{parts[0].anchor}"
    assert place.source == "ke-hoach.txt"
    assert place.section_of(parts[0].anchor).startswith("Nhiệm vụ 2")
    assert place.section_of("i") == "I. Mục đích, yêu cầu"
    assert place.section_of("mo-dau") == "Phần mở đầu"
    assert (place.section_of("xx"), place.url_of("xx")) == ("", f"/van-ban/{publication.slug}")
    assert [row.ref for row in documents.all_documents(db)] == [found.ref]
