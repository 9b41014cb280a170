"""Writing an answer at the desk: points, template, sources, promises, files, notes, approval."""

import io
from datetime import date

import pytest
from PIL import Image

from portal.cases import answer_templates, approval, commitments, drafting, enclosures, service
from portal.cases.models import Case, Purpose
from portal.cases.rules import State
from portal.permissions import HOLDER, Role
from tests.cases.desk.conftest import address, opened

FAR = date(2199, 12, 31)
RECEIPT = "Đã tiếp nhận ý kiến của quý vị và sẽ xem xét."
ANSWER = "Đã thay ba bóng đèn sáng nay; hai bóng còn lại đợi vật tư."


@pytest.fixture
def administrator(make_official, make_office, actor_of):
    return actor_of(make_official(Role.ADMINISTRATOR, office=make_office("Văn phòng")))


def picture() -> io.BytesIO:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "canary-exif"
    Image.new("RGB", (20, 20), "green").save(out, "JPEG", exif=exif)
    return io.BytesIO(out.getvalue())


def enclose(browser, case, act, **typed):
    return browser.send(f"{address(case)}/kem-theo", act=act, **typed)


def test_points_are_proposed_listed_ticked_and_missed_ones_are_said(
    browser, db, make_case, staff, at_desk
):
    case = make_case(State.IN_PROGRESS, text="Đèn hỏng. Bao giờ xã thay? Đề nghị thay cả cột 15.")
    browser.be(staff.officer)
    page = browser.open(f"{address(case)}/kem-theo").text
    assert 'name="proposed" value="Bao giờ xã thay?" checked' in page
    more = "Ai chịu trách nhiệm?\n\n"
    sent = enclose(browser, case, "points", proposed="Bao giờ xã thay?", more=more)
    assert sent.status_code == 303
    first, second = enclosures.points(db, db.get(Case, case.id))
    assert (first.text, second.text) == ("Bao giờ xã thay?", "Ai chịu trách nhiệm?")
    at_desk(staff.officer, case)
    kept = opened(browser)
    browser.send(move="draft", answer=ANSWER, covered=str(first.id), **kept)
    page = browser.open(address(case)).text
    assert "Chưa thấy trả lời: Ai chịu trách nhiệm?" in page
    assert "Chưa thấy trả lời: Bao giờ" not in page
    browser.send(move="submit", answer=ANSWER, covered=str(first.id), **opened(browser))
    browser.be(staff.head)
    assert "Chưa thấy trả lời: Ai chịu trách nhiệm?" in browser.open(address(case)).text


@pytest.mark.parametrize("move", ["submit", "send"])
def test_a_mere_receipt_is_refused_as_an_answer_and_its_words_are_kept(
    db, make_case, make_move, staff, administrator, move
):
    approval.decide(db, administrator, "reflection", needed=False)
    case = make_case(State.IN_PROGRESS)
    reply = make_move(staff.officer, case, move, answer=RECEIPT)
    assert reply.status_code == 422
    assert RECEIPT in reply.text
    assert db.get(Case, case.id).answered_at is None
    assert service.running(db.get(Case, case.id)) is not None


def test_the_same_words_may_be_sent_as_news_and_the_answer_stays_due(
    browser, db, make_case, make_move, staff
):
    case = make_case(State.IN_PROGRESS, email="me@example.vn")
    due = case.due_on
    assert make_move(staff.officer, case, "progress", news=RECEIPT).status_code == 303
    case = db.get(Case, case.id)
    assert (case.state, case.due_on) == (State.IN_PROGRESS, due)
    assert service.running(case) is not None
    assert [entry.act for entry in service.timeline(db, case)][-1] == "progress"


def test_an_open_gap_is_refused_and_named(db, make_case, make_move, staff):
    case = make_case(State.IN_PROGRESS)
    reply = make_move(staff.officer, case, "submit", answer="Sẽ sửa [[tên đường]] trước 30/6.")
    assert reply.status_code == 422
    assert "<strong>tên đường</strong>" in reply.text
    assert db.get(Case, case.id).state is State.IN_PROGRESS


def test_a_template_is_put_below_what_was_written(browser, db, make_case, staff, at_desk):
    made = answer_templates.create(db, staff.head, staff.office, "Sửa đường", "Sửa [[đường]] xong.")
    db.commit()
    case = make_case(State.IN_PROGRESS)
    at_desk(staff.officer, case)
    sent = browser.send(
        move="template", answer="Thưa bà,", template=str(made.id), **opened(browser)
    )
    assert sent.status_code == 303
    db.expire_all()
    draft = drafting.open_draft(db.get(Case, case.id))
    assert draft.text == "Thưa bà,\n\nSửa [[đường]] xong."
    page = browser.open(address(case)).text
    assert "Còn chỗ trống chưa điền: đường" in page
    wrong = browser.send(move="template", answer="x", template="999", **opened(browser))
    assert wrong.status_code == 422


def test_an_answer_nearly_like_an_earlier_one_is_shown_with_a_link(
    browser, db, make_case, staff, at_desk
):
    before = make_case(State.IN_PROGRESS)
    service.submit(db, staff.officer, before, ANSWER)
    service.approve(db, staff.head, before)
    case = make_case(State.IN_PROGRESS)
    drafting.save_draft(db, staff.officer, case, ANSWER)
    db.commit()
    page = at_desk(staff.officer, case).reply.text
    assert "Gần giống câu trả lời đã gửi" in page
    assert f'href="{address(before)}"' in page


def test_promises_and_files_are_put_with_the_draft_and_go_out_with_the_answer(
    browser, db, make_case, make_move, staff
):
    case = make_case(State.IN_PROGRESS)
    browser.be(staff.officer)
    browser.open(f"{address(case)}/kem-theo")
    wrong = enclose(browser, case, "commitment", promise="", due_on="2199-12-31")
    assert wrong.status_code == 422
    assert 'id="promise-error"' in wrong.text
    sent = enclose(browser, case, "commitment", promise="Thay nốt.", due_on="2199-12-31")
    assert sent.status_code == 303
    browser.open(f"{address(case)}/kem-theo")
    sent = enclose(browser, case, "files", files=(picture(), "anh-sau.jpg"))
    assert sent.status_code == 303
    db.expire_all()
    assert make_move(staff.officer, case, "submit", answer=ANSWER).status_code == 303
    assert make_move(staff.head, case, "approve").status_code == 303
    case = db.get(Case, case.id)
    answer = service.answer_of(case)
    (file,) = enclosures.answer_files(db, case, answer)
    (row,) = commitments.made_by(db, case)
    assert (file.name, row.letter_id) == ("anh-sau.jpg", answer.id)
    browser.be(staff.moderator)
    got = browser.open(f"{address(case)}/tra-loi/tep/{file.id}")
    assert got.status_code == 200
    assert b"canary-exif" not in got.data
    assert browser.open(f"{address(case)}/tra-loi/tep/{file.id + 1}").status_code == 404


def test_drafts_remarks_notes_and_draft_files_are_hidden_from_dispatcher_and_moderator(
    browser, db, make_case, staff, at_desk, people
):
    case = make_case(State.FOR_APPROVAL)
    service.return_draft(db, staff.head, case, "canary-remark")
    drafting.save_draft(db, staff.officer, case, "canary-draft")
    drafting.note(db, staff.officer, case, "canary-note")
    db.commit()
    inner = {"canary-remark", "canary-draft", "canary-note"}
    for who, reads in (
        ("officer", inner), ("head", inner), ("inspector", inner),
        ("dispatcher", set()), ("moderator", set()),
    ):  # fmt: skip
        page = at_desk(people[who], case).reply.text
        assert {word for word in inner if word in page} == reads, who


def test_a_file_beside_a_draft_is_for_the_office_alone(browser, db, make_case, staff, people):
    case = make_case(State.IN_PROGRESS)
    browser.be(staff.officer)
    browser.open(f"{address(case)}/kem-theo")
    enclose(browser, case, "files", files=(picture(), "nhap.jpg"))
    (file,) = enclosures.answer_files(db, case)
    url = f"{address(case)}/tra-loi/tep/{file.id}"
    for who, status in (("officer", 200), ("head", 200), ("moderator", 404), ("dispatcher", 404)):
        browser.be(people[who])
        assert browser.open(url).status_code == status, who


@pytest.mark.parametrize("who", ["dispatcher", "moderator", "other officer", "administrator"])
def test_nobody_else_puts_anything_with_a_draft(browser, make_case, people, genuine, who):
    case = make_case(State.IN_PROGRESS)
    browser.be(people[who])
    url = f"{address(case)}/kem-theo"
    assert browser.open(url).status_code == 403
    sent = browser.send(
        url, csrf_token=genuine(), act="commitment", promise="x", due_on="2199-12-31"
    )
    assert sent.status_code == 403


def test_a_forged_enclosure_is_refused(browser, db, make_case, staff):
    case = make_case(State.IN_PROGRESS)
    browser.be(staff.officer)
    browser.open(f"{address(case)}/kem-theo")
    for act in ("points", "source", "commitment", "drop_file"):
        sent = enclose(browser, case, act, csrf_token="forged", row="1", more="x")
        assert sent.status_code == 422, act
    assert enclosures.points(db, case) == []


def test_without_approval_the_officer_signs_and_sends_but_not_after_a_dispute(
    browser, db, make_case, make_move, staff, administrator, at_desk
):
    case = make_case(State.IN_PROGRESS)
    assert 'value="send"' not in at_desk(staff.officer, case).reply.text
    assert make_move(staff.officer, case, "send", answer=ANSWER).status_code == 403
    browser.be(administrator)
    browser.open("/quan-tri/duyet-tra-loi")
    assert browser.send(kinds=["comment", "recommendation"]).status_code == 303
    assert 'value="send"' in at_desk(staff.officer, case).reply.text
    assert make_move(staff.officer, case, "send", answer=ANSWER).status_code == 303
    case = db.get(Case, case.id)
    answer = service.answer_of(case)
    assert (case.state, answer.signed_name) == (State.ANSWERED, "Nguyễn Thị Lan")
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    db.commit()
    assert 'value="send"' not in at_desk(staff.officer, case).reply.text
    assert make_move(staff.officer, case, "send", answer=ANSWER).status_code == 403


def test_only_the_administrator_decides_about_approval(browser, db, people, genuine):
    for who in ("head", "officer", "moderator", "dispatcher"):
        browser.be(people[who])
        assert browser.open("/quan-tri/duyet-tra-loi").status_code == 403
        sent = browser.send("/quan-tri/duyet-tra-loi", csrf_token=genuine())
        assert sent.status_code == 403
    assert all(approval.needed_by_kind(db).values())


def test_a_head_keeps_templates_of_the_own_office_and_the_administrator_all(
    browser, db, staff, people, make_office, administrator
):
    other = answer_templates.create(db, administrator, make_office("Trạm Y tế"), "Của trạm", "x")
    for_all = answer_templates.create(db, administrator, None, "Chung", "Kính gửi [[tên]].")
    db.commit()
    browser.be(staff.head)
    browser.open("/quan-tri/mau-tra-loi/moi")
    sent = browser.send(office=str(staff.office.id), title="Đèn", text="Thay [[số]] bóng.")
    assert sent.status_code == 303
    page = browser.open("/quan-tri/mau-tra-loi").text
    assert ("Đèn" in page, "Của trạm" in page, "Chung" in page) == (True, False, False)
    for template in (other, for_all):
        assert browser.open(f"/quan-tri/mau-tra-loi/{template.id}").status_code == 404
    browser.open("/quan-tri/mau-tra-loi/moi")
    for office in ("", str(other.office_id)):
        refused = browser.send("/quan-tri/mau-tra-loi/moi", office=office, title="x", text="x")
        assert refused.status_code == 422
        browser.open("/quan-tri/mau-tra-loi/moi")
    mine = answer_templates.offered(db, staff.office.id)
    assert [row.title for row in mine] == ["Đèn", "Chung"]
    browser.open(f"/quan-tri/mau-tra-loi/{mine[0].id}")
    assert browser.send(title="Đèn đường", text="Thay [[số]] bóng.").status_code == 303
    browser.open(f"/quan-tri/mau-tra-loi/{mine[0].id}")
    browser.send(f"/quan-tri/mau-tra-loi/{mine[0].id}/dung", active="0")
    assert [row.title for row in answer_templates.offered(db, staff.office.id)] == ["Chung"]
    browser.be(people["officer"])
    assert browser.open("/quan-tri/mau-tra-loi").status_code == 403


def test_a_note_stays_in_the_history_of_the_desk(db, make_case, make_move, staff):
    case = make_case(State.CLOSED)
    assert make_move(staff.officer, case, "note", inner_note="Xem lại cột 14.").status_code == 303
    case = db.get(Case, case.id)
    inner = service.timeline(db, case, desk=True, inner=True)
    assert (inner[-1].act, inner[-1].letter.purpose) == ("note", Purpose.NOTE)
    assert "note" not in [entry.act for entry in service.timeline(db, case)]
