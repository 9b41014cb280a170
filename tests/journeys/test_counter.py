"""A counter gets its poster; people scan it and rate in one tap; an old code is kind."""

import re

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from portal.counters.questions import EDITIONS, USUAL
from tests.journeys.person import Visit
from tests.journeys.telling import send, write

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


def make_counter(administrator, mark):
    """Return the code of a new counter of the economics office."""
    code = mark.split()[-1]
    administrator.open("/quan-tri/quay")
    administrator.main.locator("a[href='/quan-tri/quay/moi']").click()
    administrator.fill("name", f"Quầy thử {mark}")
    administrator.fill("code", code)
    administrator.main.locator("[name=office_id]").select_option(label="Phòng Kinh tế")
    administrator.main.locator("form [type=submit]").first.click()
    administrator.sees(f"Quầy thử {mark}")
    return code


def scanned(administrator, code, paper):
    """Return what the code on the counter's poster says, read off the PDF."""
    administrator.open("/quan-tri/quay")
    with administrator.page.expect_download() as download:
        administrator.main.locator(f"a[href*='/{code}/ap-phich.pdf?kho={paper}']").click()
    document = pypdfium2.PdfDocument(download.value.path())
    image = document[0].render(scale=3).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    document.close()
    return found.text


@pytest.fixture(scope="module")
def address(chromium, live, passwords, badges):
    """Where the code of a new counter of the economics office leads."""
    visit = Visit(chromium, live.url, passwords, badges)
    administrator = visit.official("anh.pd", (1280, 900))
    yield scanned(administrator, make_counter(administrator, "mốc quaythu"), "A5")
    visit.close()


def test_the_poster_of_a_new_counter_leads_to_its_page(official, resident, mark):
    administrator = official("anh.pd")
    code = make_counter(administrator, mark)
    address = scanned(administrator, code, "A4")
    assert address == scanned(administrator, code, "A5")
    assert re.fullmatch(re.escape(resident.url) + r"/q/[0-9A-Za-z]+", address)
    resident.page.goto(address)
    expect(resident.page.locator("h1")).to_contain_text(mark)
    expect(resident.main.locator("button[name=score]")).to_have_count(5)
    for face in resident.main.locator("button[name=score]").all():
        expect(face).to_be_in_viewport(ratio=1)  # nothing to scroll for


def test_a_replaced_code_says_so_kindly_and_leads_on(official, citizen, mark):
    administrator = official("anh.pd")
    code = make_counter(administrator, mark)
    old = scanned(administrator, code, "A5")
    administrator.open(f"/quan-tri/quay/{code}/thay-ma")
    administrator.fill("reason", "Mã bị quét từ xa nhiều lần.")
    administrator.main.locator("form [type=submit]").click()
    new = scanned(administrator, code, "A5")
    assert new != old
    citizen.page.goto(old)
    assert citizen.status == 410
    citizen.sees(mark)
    expect(citizen.main.locator("button[name=score]")).to_have_count(0)
    citizen.main.locator("a[href='/gop-y']").click()
    expect(citizen.main.locator("[name=text]")).to_be_visible()
    citizen.page.goto(new)
    expect(citizen.main.locator("button[name=score]")).to_have_count(5)


def test_one_tap_rates_a_visit_and_more_may_be_said_once(citizen, address):
    citizen.page.goto(address)
    citizen.main.locator("button[name=score][value='2']").click()
    assert citizen.status == 200
    expect(citizen.main.locator("button[name=score]")).to_have_count(0)
    for _question in EDITIONS[USUAL].questions:
        citizen.main.locator(".counter__answer").last.click()
    citizen.fill("words", "Chờ hơi lâu.")
    citizen.main.locator("form [type=submit]").first.click()
    assert citizen.status == 200
    expect(citizen.main.locator("[name=words]")).to_have_count(0)
    citizen.sees("Cảm ơn quý vị")


def test_what_is_sent_from_a_counter_goes_to_its_office(official, citizen, address, mark):
    citizen.page.goto(address)
    citizen.main.locator("a[href*='/gop-y']").click()
    write(citizen, mark)
    ticket = send(citizen)
    citizen.sees("Phòng Kinh tế")
    officer = official("oanh.ttk")
    officer.open(f"/quan-tri/y-kien/{ticket.number}")
    officer.sees(mark)


def test_a_bad_visit_is_looked_at_past_the_counters_office(official, citizen, address):
    citizen.page.goto(address)
    citizen.main.locator("button[name=score][value='1']").click()
    citizen.press("Tôi muốn có người xem lại việc này")
    assert citizen.status == 200
    code, number = citizen.text_of("#tracking-code"), citizen.text_of("#receipt-number")
    citizen.sees("Lãnh đạo Ủy ban nhân dân xã")
    citizen.open("/tra-cuu")
    citizen.fill("code", code)
    citizen.main.locator("form[method=post] [type=submit]").first.click()
    assert citizen.state == "received"
    head = official("truong.dx")  # of the counter's own office
    head.open(f"/quan-tri/y-kien/{number}")
    assert head.status == 403
    leader = official("ha.ntt")
    leader.open(f"/quan-tri/y-kien/{number}")
    leader.sees("1 trên 5")


def test_a_poster_prints_without_the_desk_around_it(official):
    printing = official("anh.pd")
    printing.open("/quan-tri/quay/Q1/in")
    printing.page.emulate_media(media="print")
    expect(printing.page.locator(".poster")).to_be_visible()
    for around in printing.page.locator("header, nav, button").all():
        expect(around).to_be_hidden()
