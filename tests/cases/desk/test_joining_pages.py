"""Joining on the page of an item."""

from portal.cases import enclosures, joining
from portal.cases.rules import State
from tests.cases.desk.conftest import post


def test_a_similar_item_is_chosen_joined_and_taken_out(browser, db, staff, make_case):
    first, second = make_case(), make_case(text="Ba bóng đèn trước nhà văn hóa tắt, tối lắm.")
    browser.be(staff.officer)
    page = browser.open(f"/quan-tri/y-kien/{second.number}")
    assert "Gần giống, xin đọc kỹ trước khi gộp" in page.text
    assert f'value="{first.number}"' in page.text
    browser.send(
        f"/quan-tri/y-kien/{second.number}/gop", chosen=first.number, version=str(second.version)
    )
    page = browser.open(f"/quan-tri/y-kien/{second.number}")
    assert f"Trả lời cùng {first.number}" in page.text
    other = browser.open(f"/quan-tri/y-kien/{first.number}")
    assert "1 ý kiến khác được trả lời cùng" in other.text
    browser.open(f"/quan-tri/y-kien/{second.number}")
    browser.send(f"/quan-tri/y-kien/{second.number}/tach-ra")
    db.refresh(second)
    assert second.joined_to_id is None


def test_a_wrong_number_is_said(browser, staff, make_case):
    case = make_case()
    browser.be(staff.officer)
    browser.open(f"/quan-tri/y-kien/{case.number}")
    page = browser.send(
        f"/quan-tri/y-kien/{case.number}/gop",
        _follow=True,
        number="<script>",
        version=str(case.version),
    )
    assert "Không có ý kiến nào mang số này" in page.text
    assert "notice--warning" in page.text


def test_a_page_shown_before_something_happened_joins_nothing(browser, db, staff, make_case):
    first, second = make_case(), make_case()
    browser.be(staff.officer)
    browser.open(f"/quan-tri/y-kien/{second.number}")
    old = str(second.version - 1)
    page = browser.send(
        f"/quan-tri/y-kien/{second.number}/gop", _follow=True, number=first.number, version=old
    )
    assert "vừa có thay đổi" in page.text
    db.refresh(second)
    assert second.joined_to_id is None


def test_what_reads_quite_unlike_is_joined_only_by_who_says_to_have_read_both(
    browser, db, staff, make_case
):
    first = make_case()
    second = make_case(subject="Xin cấp lại thẻ", text="Thẻ bảo hiểm của cháu bị rách.")
    browser.be(staff.officer)
    browser.open(f"/quan-tri/y-kien/{second.number}")
    act, sent = (
        f"/quan-tri/y-kien/{second.number}/gop",
        {"number": first.number, "version": str(second.version)},
    )
    assert "gần như không có chữ nào giống" in browser.send(act, _follow=True, **sent).text
    db.refresh(second)
    assert second.joined_to_id is None
    browser.send(act, read="1", **sent)
    db.refresh(second)
    assert second.joined_to_id == first.id


def test_who_approves_reads_what_else_the_answer_goes_to(browser, db, staff, make_case):
    from portal.cases import joining, service

    first, second = make_case(State.IN_PROGRESS), make_case(text="Đèn nhà văn hóa tắt, tối lắm.")
    joining.join(db, staff.officer, second, first.number)
    service.submit(db, staff.officer, first, "Đã thay ba bóng đèn ngày 20/11.")
    db.commit()
    browser.be(staff.head)
    page = browser.open(f"/quan-tri/y-kien/{first.number}").text
    assert "có đúng với từng ý kiến này không" in page
    assert "Đèn nhà văn hóa tắt, tối lắm." in page


def test_another_office_can_neither_join_nor_take_out(
    browser, staff, make_case, make_official, actor_of
):
    first, second = make_case(), make_case()
    browser.be(actor_of(make_official()))
    browser.open("/quan-tri/")
    for act in ("gop", "tach-ra"):
        reply = browser.send(f"/quan-tri/y-kien/{second.number}/{act}", number=first.number)
        assert reply.status_code == 403


def test_the_answer_page_of_a_joined_sender_shows_the_answer(browser, db, staff, send, settings):
    from portal.cases import joining, service

    one, other = send(), send()
    for receipt in (one, other):
        service.assign(db, staff.dispatcher, receipt.case, staff.office)
    joining.join(db, staff.officer, other.case, one.case.number)
    service.accept(db, staff.officer, one.case)
    service.submit(db, staff.officer, one.case, "Đã thay ba bóng đèn ngày 20/11.")
    service.approve(db, staff.head, one.case)
    db.commit()
    browser.open("/tra-cuu")
    page = browser.send(code=other.code)
    assert "Đã thay ba bóng đèn" in page.text
    assert one.case.number not in page.text


def test_nothing_is_written_for_an_answer_beside_the_one_it_waits_for(
    browser, db, staff, make_case, make_move, genuine
):
    first, second = make_case(State.IN_PROGRESS), make_case(State.IN_PROGRESS)
    joining.join(db, staff.officer, second, first.number)
    db.commit()
    reply = make_move(staff.officer, second, "draft", answer="Đã thay ba bóng đèn.")
    assert reply.status_code == 422
    assert "không soạn câu trả lời riêng" in reply.text
    assert "Đã thay ba bóng đèn." in reply.text  # what was typed is not lost
    page = f"/quan-tri/y-kien/{second.number}/kem-theo"
    asked = {"act": "points", "more": "Đèn ngõ 3?", "csrf_token": genuine()}
    for refused in (browser.open(page), post(browser, page, asked)):
        assert refused.status_code == 422
        assert "không soạn câu trả lời riêng" in refused.text
    assert not second.letters
    assert not enclosures.points(db, second)
