"""Pages of moderators, leaders and the administrator."""

from datetime import timedelta

import pytest

from portal import clock
from portal.permissions import Role
from portal.petitions import duties
from portal.petitions.models import PetitionDuty
from portal.petitions.rules import Duty, State
from portal.petitions.stepping import settings_of
from tests.petitions.conftest import ACTION


@pytest.fixture
def be(browser, make_official, actor_of):
    """Sign in as somebody who holds the role."""
    return lambda role, **who: browser.be(actor_of(make_official(role, **who)))


def test_another_moderator_sees_who_has_it(browser, be, make_petition):
    number = make_petition(State.MODERATING).id
    page = f"/quan-tri/kien-nghi/{number}"
    be(Role.MODERATOR, name="Vũ Thị Yến")
    assert ACTION in browser.open("/quan-tri/kien-nghi").text
    browser.open(page)
    browser.send(f"{page}/nhan", seen="")
    be(Role.MODERATOR, name="Đỗ Văn Hai")
    shown = browser.open(page).text
    assert "Vũ Thị Yến đang xem" in shown
    assert "Công khai để lấy chữ ký" not in shown
    assert browser.send(f"{page}/nhan", seen="").status_code == 409
    browser.open(page)
    browser.send(f"{page}/nhan", seen=browser.token("seen"))
    browser.open(page)
    assert browser.send(f"{page}/khong-nhan", reason="").status_code == 422
    browser.open(page)
    reply = browser.send(f"{page}/khong-nhan", reason="duplicate", same_as="999")
    assert (reply.status_code, 'id="same_as-error"' in reply.text) == (422, True)
    browser.open(page)
    browser.send(f"{page}/khong-nhan", reason="single", note="Xin gửi thành ý kiến.")
    assert "Xin gửi thành ý kiến." in browser.open(f"/kien-nghi/{number}").text


def test_nobody_at_the_desk_reads_what_lacks_supporters(browser, be, make_petition):
    be(Role.MODERATOR)
    for state in (State.PENDING, State.GATHERING):
        number = make_petition(state).id
        assert browser.open(f"/quan-tri/kien-nghi/{number}").status_code == 404


def test_the_administrator_sets_numbers_villages_and_thresholds(browser, db, be, make_office):
    be(Role.ADMINISTRATOR)
    browser.open("/quan-tri/kien-nghi/quy-dinh")
    told = {
        "supporters": "3", "open_days": "90", "keep_days": "60", "voters": "0",
        "villages": " Đông Khê \nVân Hạ\nĐông Khê\n",
        "answer_signatures": "40", "answer_active": "y",
        "chairman_signatures": "300", "chairman_office_id": str(make_office("Lãnh đạo").id),
        "dialogue_percent": "10", "dialogue_active": "y",
    }  # fmt: skip
    assert browser.send(**told | {"answer_percent": "5"}).status_code == 422
    browser.open("/quan-tri/kien-nghi/quy-dinh")
    assert browser.send(**told).status_code == 303
    db.expire_all()
    assert (settings_of(db).supporters, settings_of(db).villages) == (3, "Đông Khê\nVân Hạ")
    found = {row.duty: (row.signatures, row.percent, row.active) for row in duties.thresholds(db)}
    assert found == {
        Duty.ANSWER: (40, None, True),
        Duty.CHAIRMAN: (300, None, False),
        Duty.DIALOGUE: (None, 10, True),
    }


def test_a_leader_sets_the_dialogue_and_tells_what_came_of_it(
    browser, db, be, make_petition, means
):
    petition = make_petition()
    settings_of(db).voters = 20  # two signatures are a tenth
    duties.check(db, petition, **means)
    db.commit()
    be(Role.LEADER)
    page = f"/quan-tri/kien-nghi/{petition.id}/doi-thoai"
    soon = clock.today() + timedelta(days=2)
    browser.open(page)
    assert browser.send(held_on=soon.isoformat(), place="Nhà văn hóa").status_code == 422
    day = clock.today() + timedelta(days=8)
    browser.open(page)
    browser.send(held_on=day.isoformat(), place="Nhà văn hóa")
    assert "Nhà văn hóa" in browser.open(f"/kien-nghi/{petition.id}").text
    row = db.query(PetitionDuty).filter(PetitionDuty.duty == Duty.DIALOGUE).one()
    row.held_on = clock.today()
    db.commit()
    browser.open(page)
    browser.send(outcome="Thống nhất làm trong quý I.")
    assert "Thống nhất làm" in browser.open(f"/kien-nghi/{petition.id}").text
    attributes = browser.open(f"/kien-nghi/{petition.id}.json").json["data"]["attributes"]
    assert attributes["debate"]["overview"] == "Thống nhất làm trong quý I."
