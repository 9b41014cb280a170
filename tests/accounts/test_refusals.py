"""A refusal keeps an official at the desk, and everybody else among the public pages."""

import re

import pytest
from sqlalchemy.exc import OperationalError

from portal.permissions import Role

MENU = 'class="desk__side"'


@pytest.fixture
def at_desk(browser, make_member, sign_in):
    sign_in(browser, make_member(Role.EDITOR))
    return browser


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/quan-tri/khong-co-trang-nay", 404),
        ("/quan-tri/van-ban/999999", 404),
        ("/quan-tri/can-bo", 403),
    ],
)
def test_an_official_refused_at_the_desk_keeps_the_menu(at_desk, address, status):
    reply = at_desk.open(address)
    assert reply.status_code == status
    assert MENU in reply.text
    assert 'href="/quan-tri/van-ban"' in reply.text
    assert len(re.findall("<h1", reply.text)) == 1
    assert reply.headers["Cache-Control"] == "no-store"


def test_what_was_typed_is_still_there_and_can_be_sent_again(at_desk):
    at_desk.open("/quan-tri/van-ban")
    reply = at_desk.client.post("/quan-tri/van-ban/1/xoa", data={"note": "gõ dở"})
    assert reply.status_code == 403
    assert MENU in reply.text
    assert "gõ dở" in reply.text
    assert "Gửi lại" in reply.text


def test_too_much_sent_to_the_desk_is_said_there(at_desk):
    body, kind = b"note=" + b"x" * 8_500_000, "application/x-www-form-urlencoded"
    reply = at_desk.client.post("/quan-tri/van-ban/1/xoa", data=body, content_type=kind)
    assert reply.status_code == 413
    assert MENU in reply.text


def test_one_can_sign_out_from_a_page_that_does_not_exist(at_desk):
    at_desk.open("/quan-tri/khong-co-trang-nay")
    assert at_desk.send("/dang-xuat").status_code == 303


@pytest.mark.parametrize("address", ["/khong-co-trang-nay", "/van-ban/khong-co", "/quan-trix"])
def test_public_pages_stay_public_for_an_official_too(at_desk, address):
    reply = at_desk.open(address)
    assert reply.status_code == 404
    assert MENU not in reply.text


def test_a_visitor_learns_nothing_of_the_desk(browser):
    reply = browser.open("/quan-tri/khong-co-trang-nay")
    assert reply.status_code == 404
    assert MENU not in reply.text


def test_a_refusal_needs_no_database(at_desk, app, monkeypatch):
    gone = OperationalError("select", None, Exception())

    def broken():
        raise gone

    monkeypatch.setitem(app.extensions, "desk_counts", broken)
    reply = at_desk.open("/quan-tri/khong-co-trang-nay")
    assert reply.status_code == 404
    assert MENU not in reply.text
