"""The administrator's pages: the calendar and the limits."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from portal.permissions import Role
from portal.procedures.models import CalendarDay, TermPromise

NOTICE = "Thông báo số 12/TB-UBND ngày 16/11/2026"


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel("2026-11-16 09:00+07:00", tick=False):
        yield


@pytest.fixture
def desk(browser, admin):
    browser.be(admin)
    return browser


def test_a_day_is_entered_and_taken_back_through_the_pages(desk, db):
    desk.open("/quan-tri/lich-lam-viec/moi")
    reply = desk.send(
        on="2026-11-18", kind="closed", name="Nghỉ phòng tránh bão số 9", notice=NOTICE
    )
    assert reply.status_code == 303
    entered = db.scalar(select(CalendarDay))
    assert (entered.on, entered.notice) == (date(2026, 11, 18), NOTICE)
    page = desk.open("/quan-tri/lich-lam-viec?nam=2026").text
    assert "Nghỉ phòng tránh bão số 9" in page
    assert NOTICE in page
    assert "Ngày Văn hóa Việt Nam" in page
    address = f"/quan-tri/lich-lam-viec/{entered.id}/go"
    assert address in page
    desk.open(address)
    assert desk.send(notice="Thông báo số 15/TB-UBND").status_code == 303
    after = desk.open("/quan-tri/lich-lam-viec?nam=2026").text
    assert address not in after
    assert "Thông báo số 15/TB-UBND" in after


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"notice": ""}, "notice"),
        ({"name": " "}, "name"),
        ({"on": "không"}, "on"),
        ({"kind": "party"}, "kind"),
        ({"on": "2026-11-21"}, "on"),
    ],
)
def test_a_day_without_a_notice_or_that_changes_nothing_is_not_taken(desk, db, changes, field):
    desk.open("/quan-tri/lich-lam-viec/moi")
    typed = {"on": "2026-11-18", "kind": "off", "name": "Nghỉ", "notice": NOTICE} | changes
    reply = desk.send(**typed)
    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text
    assert db.scalar(select(CalendarDay)) is None


def test_a_limit_is_set_shown_as_a_promise_and_ended(desk, db):
    desk.open("/quan-tri/thoi-han/moi?ma=feedback.answer")
    reply = desk.send(
        code="feedback.answer",
        days="7",
        unit="working",
        valid_from="2026-11-16",
        valid_to="",
        document="Quyết định số 45/QĐ-UBND",
    )
    assert reply.status_code == 303
    made = db.scalar(select(TermPromise))
    page = desk.open("/quan-tri/thoi-han").text
    assert "cam kết của cơ quan theo Quyết định số 45/QĐ-UBND" in page
    assert "Luật Khiếu nại 2011, Điều 28" in page
    desk.open(f"/quan-tri/thoi-han/{made.id}/ket-thuc")
    reply = desk.send(last_day="2026-11-30", document="Quyết định số 50/QĐ-UBND")
    assert reply.status_code == 303
    db.refresh(made)
    assert (made.valid_to, made.ended_by) == (date(2026, 11, 30), "Quyết định số 50/QĐ-UBND")


@pytest.mark.parametrize("missing", ["days", "unit", "document", "valid_from"])
def test_a_limit_with_something_missing_is_not_taken(desk, db, missing):
    desk.open("/quan-tri/thoi-han/moi")
    typed = {
        "code": "feedback.answer",
        "days": "7",
        "unit": "working",
        "valid_from": "2026-11-16",
        "document": "QĐ 45",
    } | {missing: ""}
    reply = desk.send(**typed)
    assert reply.status_code == 422
    assert f'id="{missing}-error"' in reply.text
    assert db.scalar(select(TermPromise)) is None


@pytest.mark.parametrize(
    "address",
    ["/quan-tri/lich-lam-viec", "/quan-tri/lich-lam-viec/moi", "/quan-tri/thoi-han"],
)
def test_an_officer_opens_none_of_these_pages(browser, make_official, actor_of, address):
    browser.be(actor_of(make_official(Role.OFFICER)))
    assert browser.open(address).status_code == 403


def test_the_citizens_guide_tells_the_authoritys_own_limit(desk, db, browser):
    desk.open("/quan-tri/thoi-han/moi")
    desk.send(
        code="feedback.answer",
        days="8",
        unit="working",
        valid_from="2026-11-16",
        document="Quyết định số 45/QĐ-UBND",
    )
    assert "8 ngày làm việc" in browser.open("/huong-dan").text
