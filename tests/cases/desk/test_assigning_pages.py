"""A dispatcher with a full tray: several at once, each as if alone."""

import pytest

from portal.cases import service
from portal.cases.rules import State
from portal.history.service import events_of
from portal.permissions import Role

PAGE = "/quan-tri/phan-cong"


@pytest.fixture
def tray(db, send, staff):
    return [send(subject=f"Việc số {at}").case for at in range(3)]


@pytest.fixture
def dispatcher(browser, staff):
    browser.be(staff.dispatcher)
    return browser


def shown(*cases):
    return [f"{case.id}:{case.version}" for case in cases]


def test_what_is_ticked_goes_to_one_office_each_with_its_event(dispatcher, db, staff, tray):
    dispatcher.open(PAGE)
    chosen = shown(*tray[:2])
    page = dispatcher.send(chosen=chosen, office=str(staff.office.id), _follow=True)
    assert "Đã phân công 2 ý kiến." in page.text
    for case in tray:
        db.refresh(case)
    assert [case.office_id for case in tray] == [staff.office.id, staff.office.id, None]
    assert [events_of(db, "case", case.id)[-1].act for case in tray[:2]] == ["assign", "assign"]
    assert "Việc số 2" in dispatcher.open(PAGE).text


def test_one_that_changed_meanwhile_is_left_and_said(dispatcher, db, staff, tray):
    dispatcher.open(PAGE)
    chosen = [*shown(tray[0], tray[2]), f"{tray[1].id}:99"]
    service.assign(db, staff.dispatcher, tray[0], staff.office)
    db.commit()
    page = dispatcher.send(chosen=chosen, office=str(staff.office.id), _follow=True)
    assert "Đã phân công 1 ý kiến." in page.text
    assert "2 ý kiến chưa phân công" in page.text


def test_each_goes_to_the_office_its_words_speak_for(
    dispatcher, db, staff, send, make_office, make_topic, make_official
):
    lights = make_office("Tổ chiếu sáng")
    make_official(office=lights)
    topic = make_topic(lights)
    topic.slug = "duong-sa-chieu-sang"
    db.commit()
    case = send(subject="Đèn đường hỏng", text="Đèn đường tắt, ổ gà đầy đường.").case
    unclear = send(subject="Hỏi", text="Cho hỏi một việc.").case
    page = dispatcher.open(PAGE)
    assert "gợi ý Tổ chiếu sáng" in page.text
    assert "chưa có gợi ý" in page.text
    dispatcher.send(chosen=shown(case, unclear), office="goi-y")
    db.refresh(case)
    db.refresh(unclear)
    assert case.office_id == lights.id
    assert (unclear.office_id, unclear.state) == (None, State.RECEIVED)


def test_nothing_goes_to_an_office_with_nobody_in_it(
    dispatcher, db, send, make_office, make_official, make_topic
):
    empty = make_office("Tổ trống")
    make_official(Role.EDITOR, office=empty)
    make_official(office=empty, active=False)
    make_topic(empty).slug = "duong-sa-chieu-sang"
    db.commit()
    case = send(subject="Đèn đường hỏng", text="Đèn đường tắt, ổ gà đầy đường.").case
    assert "Tổ trống" not in dispatcher.open(PAGE).text
    for office in ("goi-y", str(empty.id)):
        dispatcher.send(chosen=shown(case), office=office)
    page = dispatcher.open(f"/quan-tri/y-kien/{case.number}")
    assert f'value="{empty.id}"' not in page.text
    sent = {"office": str(empty.id), "version": str(case.version), "move": "assign"}
    assert dispatcher.send(**sent).status_code == 422
    db.refresh(case)
    assert case.office_id is None


@pytest.mark.parametrize("sent", [{}, {"office": "1"}, {"chosen": "1", "office": "<script>"}])
def test_nothing_chosen_changes_nothing(dispatcher, db, tray, sent):
    dispatcher.open(PAGE)
    page = dispatcher.send(_follow=True, **sent)
    assert "Chưa có gì thay đổi" in page.text


def test_what_two_offices_declined_is_not_in_the_tray(
    dispatcher, db, staff, make_case, make_official, actor_of, make_office
):
    case, police = make_case(subject="Việc không ai nhận"), make_office("Công an xã")
    officer = actor_of(make_official(office=police))
    for _turn in range(2):
        service.hand_over(db, staff.officer, case, police, "Việc này của Công an xã.")
        service.decline(db, officer, case, "Không phải.")
    db.commit()
    assert case.office_id is None
    assert "Việc không ai nhận" not in dispatcher.open(PAGE).text


def test_it_is_the_dispatchers_alone(browser, staff, tray):
    for other in (staff.officer, staff.head, staff.moderator):
        browser.be(other)
        assert browser.open(PAGE).status_code == 403


def test_an_empty_tray_says_so(dispatcher):
    assert "Không còn ý kiến nào chờ phân công" in dispatcher.open(PAGE).text
