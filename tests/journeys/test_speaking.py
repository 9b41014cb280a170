"""A citizen without scripts says what is wrong, with photographs, and keeps a receipt."""

import io
import re
import sqlite3
from contextlib import closing

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.telling import CODE, send, tell, write

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


def test_a_reflection_with_two_photographs_is_sent_and_found_again(citizen, photographs, mark):
    tell(citizen, mark)
    citizen.choose_file("files", *photographs)
    ticket = send(citizen)
    assert re.fullmatch(CODE, ticket.code)
    assert citizen.path == "/gop-y/bien-nhan"
    assert ticket.code not in citizen.page.url
    citizen.open("/tra-cuu")
    citizen.fill("code", ticket.code.lower())
    citizen.main.locator("form [type=submit]").click()
    assert citizen.path == "/tra-cuu"
    assert citizen.state == "received"
    citizen.sees(mark)
    citizen.sees(ticket.number)
    expect(citizen.main.locator("form[action*='/tra-cuu/tep/']")).to_have_count(2)


def test_the_stored_photographs_do_not_say_where_they_were_taken(citizen, photographs, live, mark):
    before = _pictures(live)
    tell(citizen, mark)
    citizen.choose_file("files", *photographs)
    send(citizen)
    stored = _pictures(live) - before
    assert len(stored) >= 2
    for content in stored:
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"Exif" not in content
        assert b"VanKheCam" not in content


def test_the_sender_gets_the_photographs_back_as_files(citizen, photographs, mark):
    tell(citizen, mark)
    citizen.choose_file("files", *photographs)
    code = send(citizen).code
    citizen.open("/tra-cuu")
    citizen.fill("code", code)
    citizen.main.locator("form [type=submit]").click()
    with citizen.page.expect_download() as download:
        citizen.main.locator("form[action*='/tra-cuu/tep/'] button").first.click()
    with Image.open(download.value.path()) as picture:
        assert picture.size == (64, 48)
        assert not picture.getexif()


def test_a_mistake_keeps_the_words_and_the_files(citizen, photographs, mark):
    tell(citizen, mark)
    citizen.fill("subject", "")
    citizen.choose_file("files", *photographs)
    citizen.unfold("[name=email]")
    citizen.fill("email", "không phải thư")
    citizen.main.locator("form [type=submit]").click()
    assert citizen.status == 422
    expect(citizen.main.locator("#subject-error")).to_be_visible()
    expect(citizen.main.locator("#email-error")).to_be_visible()
    expect(citizen.main.locator("[name=text]")).to_have_value(re.compile(mark))
    expect(citizen.main.locator("[name=kind][value=reflection]")).to_be_checked()
    expect(citizen.main.locator("[name=kept]")).to_have_count(2)
    citizen.fill("subject", f"Đèn hỏng, {mark}")
    citizen.fill("email", "")
    ticket = send(citizen)
    citizen.open("/tra-cuu")
    citizen.fill("code", ticket.code)
    citizen.main.locator("form [type=submit]").click()
    expect(citizen.main.locator("form[action*='/tra-cuu/tep/']")).to_have_count(2)


def test_going_back_and_pressing_send_again_gives_the_same_receipt(resident, live, mark):
    tell(resident, mark)
    first = send(resident)
    resident.back()
    write(resident, mark)
    assert send(resident) == first
    assert _numbers(live, mark) == [first.number]


def test_going_back_and_writing_something_else_is_asked_about(resident, live, mark):
    tell(resident, mark)
    first = send(resident)
    resident.back()
    write(resident, mark)
    resident.fill("text", f"Còn một việc nữa: nắp cống vỡ. {mark}")
    resident.main.locator("form [type=submit]").click()
    assert resident.status == 409
    expect(resident.main.locator("[name=text]")).to_have_value(re.compile("nắp cống"))
    assert _numbers(live, mark) == [first.number]
    second = send(resident)
    assert _numbers(live, mark) == [first.number, second.number]


def test_the_receipt_is_shown_again_on_reload_and_gone_when_done(citizen, mark):
    tell(citizen, mark)
    ticket = send(citizen)
    citizen.page.reload()
    assert citizen.text_of("#receipt-number") == ticket.number
    citizen.main.locator("form[action='/gop-y/bien-nhan'] button").click()
    citizen.open("/gop-y/bien-nhan")
    assert citizen.status == 404
    expect(citizen.main.locator("#tracking-code")).to_have_count(0)


def test_a_wrong_code_is_refused_kindly_and_stays_to_be_put_right(citizen):
    citizen.open("/tra-cuu")
    citizen.fill("code", "ABCD EFGH JKMN PQRS TVWX YZ23 4567")
    citizen.main.locator("form [type=submit]").click()
    assert citizen.status == 404
    expect(citizen.main.locator("#code-error")).to_be_visible()
    expect(citizen.main.locator("[name=code]")).to_have_value(re.compile("ABCD"))


def test_a_complaint_is_led_to_its_lawful_place(citizen):
    citizen.open("/gop-y")
    citizen.follow(re.compile("tiếp công dân"))
    assert citizen.path == "/khieu-nai-to-cao"
    expect(citizen.main.locator("form")).to_have_count(0)


def _numbers(live, mark):
    """Return the numbers of the items in which `mark` stands, the oldest first."""
    with closing(sqlite3.connect(live.data / "portal.db")) as database:
        rows = database.execute(
            "SELECT number FROM cases WHERE text LIKE ? ORDER BY id", (f"%{mark}%",)
        )
        return [number for (number,) in rows]


def _pictures(live):
    """Return the content of every JPEG the portal keeps."""
    kept = (path for path in (live.data / "files").rglob("*") if path.is_file())
    return {content for path in kept if (content := path.read_bytes())[:2] == b"\xff\xd8"}
