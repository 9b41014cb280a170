"""The sealed lane as people meet it."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from PIL import Image

from portal import clock
from portal.permissions import VISITOR, Role
from portal.sealed import rules, service
from portal.sealed.models import SealedItem

SECRET = "ông B nhận 5 triệu đồng của tôi"


def bare(page, number):
    """Return a page without its address and without the token that is another each time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace(number, "")


@pytest.fixture
def sent(browser, db, key, loc):
    browser.open("/gui-kin")
    reply = browser.send(here="1", text=SECRET, name="Nguyễn Thị Sáu")
    assert reply.status_code == 303
    return db.query(SealedItem).one()


def test_the_form_leads_to_a_receipt_and_the_code_to_the_item(browser, sent):
    receipt = browser.open("/gui-kin/bien-nhan").text
    assert sent.number in receipt
    assert SECRET not in receipt
    code = "".join(re.findall(r'receipt__group">([0-9A-Z]+)<', receipt))
    browser.open("/tra-cuu")
    page = browser.send(code=code)
    assert page.status_code == 200
    assert sent.number in page.text
    assert "Đã nhận, chưa ai mở" in page.text
    assert SECRET not in page.text


def test_without_a_key_the_page_says_where_else_to_go(browser):
    page = browser.open("/gui-kin")
    assert "Hiện chưa gửi kín được" in page.text
    assert "<textarea" not in page.text


def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, db, key, loc):
    browser.open("/gui-kin")
    page = browser.send(here="1", text="", about="Ông B", name="Nguyễn Thị Sáu")
    assert page.status_code == 422
    assert "Xin viết nội dung." in page.text
    assert 'value="Ông B"' in page.text
    assert db.query(SealedItem).count() == 0


def test_files_wait_encrypted_and_sending_twice_is_once(browser, db, key, loc, app, private_key):
    files = app.extensions["files"]
    browser.open("/gui-kin")
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 20, 10)).save(picture, "PNG")
    picture.seek(0)
    browser.send(here="1", text="", files=(picture, "bang-chung.png"))
    assert "bang-chung.png" in browser.reply.text
    waiting = [files.get(name) for name in files.names("staged")]
    assert len(waiting) == 1
    assert b"PNG" not in waiting[0]
    assert b"bang-chung" not in waiting[0]
    shown, kept = browser.token("shown"), browser.token("kept")
    form = browser.reply
    for _tap in range(2):
        browser.reply = form
        sent = browser.send("/gui-kin", here="1", text=SECRET, shown=shown, kept=kept)
        assert sent.status_code == 303
    assert all(b"PNG" not in files.get(name) for name in files.names("staged"))
    _head, found = rules.unseal(files.get(db.query(SealedItem).one().stored_as), private_key)
    assert [file.name for file in found.files] == ["bang-chung.png"]
    assert found.files[0].content.startswith(b"\x89PNG")


def test_a_form_that_was_open_too_long_keeps_its_words_and_its_files(browser, db, key, loc):
    with time_machine.travel(clock.now() - timedelta(days=3)):
        browser.open("/gui-kin")
        picture = io.BytesIO()
        Image.new("RGB", (64, 48)).save(picture, "PNG")
        picture.seek(0)
        page = browser.send(here="1", text="", files=(picture, "bang-chung.png"))
        shown, kept = browser.token("shown"), browser.token("kept")
    assert "bang-chung.png" in page.text
    page = browser.send(here="1", text=SECRET, shown=shown, kept=kept)
    assert page.status_code == 422
    assert "bang-chung.png" in page.text
    assert SECRET in page.text
    assert db.query(SealedItem).count() == 0


def test_going_back_and_sending_other_words_loses_neither(browser, db, key, loc):
    browser.open("/gui-kin")
    form = browser.reply
    browser.send(here="1", text=SECRET)
    browser.reply = form
    page = browser.send("/gui-kin", here="1", text="ông C cũng nhận tiền")
    assert page.status_code == 409
    assert "đã được gửi một lần" in page.text
    assert "ông C cũng nhận tiền" in page.text
    assert browser.send("/gui-kin", here="1", text="ông C cũng nhận tiền").status_code == 303
    assert db.query(SealedItem).count() == 2


def test_an_accusation_in_the_ordinary_form_can_go_on_sealed(browser, db, key, loc):
    browser.open("/gop-y")
    words = "Tôi tố cáo ông B phó chủ tịch nhận hối lộ 5 triệu đồng"
    asked = browser.send(kind="reflection", text=words, subject="Tố cáo nhận hối lộ")
    assert 'formaction="/gui-kin"' in asked.text
    page = browser.send("/gui-kin", kind="reflection", text=words, subject="Tố cáo")
    assert page.status_code == 200
    assert words in page.text
    assert db.query(SealedItem).count() == 0
    assert browser.send("/gui-kin", here="1", text=words).status_code == 303


def test_the_desk_shows_it_to_who_is_named_alone(browser, db, sent, loc, cuong, actor_of):
    browser.be(actor_of(loc))
    assert sent.number in browser.open("/quan-tri/kin").text
    assert browser.open(f"/quan-tri/kin/{sent.number}").status_code == 200
    page = browser.send(f"/quan-tri/kin/{sent.number}/lay", purpose="Xác minh")
    assert page.mimetype == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "Xác minh" in browser.open(f"/quan-tri/kin/{sent.number}").text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INSPECTOR, Role.CONFIDANT, Role.OFFICER])
def test_somebody_else_gets_what_a_number_that_does_not_exist_gets(
    browser, db, sent, make_official, actor_of, role
):
    browser.be(actor_of(make_official(role)))
    real = browser.open(f"/quan-tri/kin/{sent.number}")
    invented = browser.open("/quan-tri/kin/KIN-XXXXXX")
    assert real.status_code == invented.status_code == 404
    assert bare(real.text, sent.number) == bare(invented.text, "KIN-XXXXXX")
    assert service.history(db, sent)[-1].act == "refused"
    browser.open("/quan-tri/doi-mat-khau")
    taken = browser.send(f"/quan-tri/kin/{sent.number}/lay", purpose="xem")
    assert taken.status_code == 404
    assert [event.act for event in service.history(db, sent)] == ["received", "refused", "refused"]


def test_it_is_on_no_page_of_anybody_else(browser, sent, make_official, actor_of):
    seen = []
    for role in (None, Role.ADMINISTRATOR, Role.INSPECTOR, Role.DISPATCHER, Role.LEADER):
        browser.be(actor_of(make_official(role)) if role else VISITOR)
        for address in (
            "/", "/y-kien", "/minh-bach", "/tim-kiem?q=nhan+5+trieu", "/van-ban", "/cam-ket",
            "/minh-bach/nhat-ky", "/quan-tri/", "/quan-tri/y-kien", "/quan-tri/he-thong",
        ):  # fmt: skip
            page = browser.open(address)
            seen.append(page.status_code)
            assert sent.number not in page.text
            assert SECRET not in page.text
            assert "Nguyễn Thị Sáu" not in page.text
    assert 200 in seen


def test_a_key_is_added_and_retired_on_its_page(browser, db, administrator):
    browser.be(administrator)
    browser.open("/quan-tri/kin/khoa")
    assert "Cổng chưa nhận nội dung gửi kín" in browser.reply.text
    wrong = browser.send(public="abc", owner="Thanh tra")
    assert wrong.status_code == 422
    assert "64 chữ số" in wrong.text
    public = rules.public_bytes(rules.new_key()).hex()
    assert browser.send(public=public, owner="Thanh tra tỉnh").status_code == 303
    page = browser.open("/quan-tri/kin/khoa")
    assert "Thanh tra tỉnh" in page.text
