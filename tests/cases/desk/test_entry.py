"""A clerk types for somebody, who goes home with number, code and a QR."""

import re

import pytest
from sqlalchemy import select

from portal.cases import service
from portal.cases.models import Case, Channel
from portal.permissions import Role

PAGE = "/quan-tri/nhap-ho"
TYPED = {
    "kind": "reflection", "channel": "phone", "subject": "Đèn đường hỏng", "topic": "",
    "text": "Bà Sáu gọi báo đèn trước cổng chùa tắt.", "name": "Lê Thị Sáu", "phone": "0912345678",
}  # fmt: skip


@pytest.fixture
def clerk(make_official, actor_of, browser):
    actor = actor_of(make_official(Role.CLERK))
    browser.be(actor)
    return actor


def test_what_is_typed_for_somebody_is_marked_so_and_gives_a_slip(browser, db, clerk, settings):
    browser.open(PAGE)
    reply = browser.send(**TYPED)
    assert reply.headers["Location"] == f"{PAGE}/phieu"
    case = db.scalars(select(Case)).one()
    assert (case.channel, case.entered_by_id) == (Channel.PHONE, clerk.official_id)
    slip = browser.open(f"{PAGE}/phieu").text
    assert case.number in slip
    shown = re.search(r'id="tracking-code"[^>]*>(.*?)</output>', slip, re.DOTALL)[1]
    code = re.sub(r"<[^>]+>", "", shown)
    assert service.case_by_code(db, settings, code) is case
    assert "<svg" in slip


def test_sent_twice_it_is_one_item_and_after_the_slip_nothing_is_left(browser, db, clerk):
    browser.open(PAGE)
    browser.send(**TYPED)
    again = browser.open(PAGE)
    assert again.status_code == 200
    browser.open(f"{PAGE}/phieu")
    assert browser.send(f"{PAGE}/phieu").status_code == 303
    assert browser.open(f"{PAGE}/phieu").status_code == 404
    assert len(db.scalars(select(Case)).all()) == 1


def test_a_complaint_can_be_entered_and_a_denunciation_cannot(browser, db, clerk):
    page = browser.open(PAGE).text
    assert 'value="complaint"' in page
    assert 'value="denunciation"' not in page
    assert browser.send(**TYPED | {"kind": "denunciation"}).status_code == 422
    browser.open(PAGE)
    assert browser.send(**TYPED | {"kind": "complaint"}).status_code == 303


@pytest.mark.parametrize(
    ("kind", "text", "asked"),
    [
        ("reflection", "Tố cáo cán bộ địa chính đòi tiền của bà con.", True),
        ("complaint", "Tố cáo cán bộ địa chính đòi tiền của bà con.", True),
        ("reflection", "Tôi khiếu nại quyết định xử phạt số 12.", True),
        ("complaint", "Tôi khiếu nại quyết định xử phạt số 12.", False),
    ],
)
def test_what_accuses_is_asked_about_before_it_is_stored(browser, db, clerk, kind, text, asked):
    browser.open(PAGE)
    typed = TYPED | {"kind": kind, "subject": "Việc ở xã", "text": text}
    reply = browser.send(**typed)
    assert (reply.status_code == 422, db.scalar(select(Case)) is None) == (asked, asked)
    if asked:
        assert 'formaction="/quan-tri/nhap-ho/kin"' in reply.text
        assert text in reply.text
        assert browser.send(**typed | {"ordinary": "y"}).status_code == 303
        assert db.scalars(select(Case)).one().suspect == "accuses"


def test_a_denunciation_is_led_to_the_sealed_form(browser, clerk):
    assert 'href="/quan-tri/nhap-ho/kin"' in browser.open(PAGE).text


def test_how_it_came_in_must_be_said_and_what_was_typed_stays(browser, db, clerk):
    browser.open(PAGE)
    for channel in ("", "web", "fax"):
        reply = browser.send(**TYPED | {"channel": channel})
        assert reply.status_code == 422
        assert TYPED["text"] in reply.text
    assert db.scalar(select(Case)) is None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.MODERATOR, Role.INSPECTOR])
def test_others_enter_nothing(browser, db, make_official, actor_of, role):
    browser.be(actor_of(make_official(role)))
    assert browser.open(PAGE).status_code == 403
    browser.open("/quan-tri/")
    assert browser.send(PAGE, **TYPED).status_code == 403


def test_a_citizen_cannot_say_that_a_clerk_typed_it(browser, db):
    browser.open("/gop-y")
    browser.send(**{name: TYPED[name] for name in ("kind", "subject", "text", "topic", "channel")})
    assert db.scalars(select(Case)).one().channel is Channel.WEB


def test_the_slip_is_nobody_elses(browser, db, clerk, make_official, actor_of):
    browser.open(PAGE)
    browser.send(**TYPED)
    browser.be(actor_of(make_official(Role.CLERK)))
    assert browser.open(f"{PAGE}/phieu").status_code == 404
