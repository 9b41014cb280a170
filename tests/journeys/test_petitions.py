"""A petition started at a counter, admitted, signed on a phone without scripts."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.config import Settings
from portal.db import connect, make_sessions
from portal.petitions import addresses
from portal.petitions.models import Signature

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


@pytest.fixture(scope="module")
def size():
    """A phone; the desk's width is looked at by the sweep over every page."""
    return (360, 740)


@pytest.fixture
def letter(live):
    """Return the address a letter would bring to who signed last."""
    settings = Settings(data=live.data, key=live.environment["PORTAL_KEY"], public_url=live.url)

    def read() -> str:
        engine = connect(settings.database, ring=settings.keys)
        with make_sessions(engine)(writes=False) as session:
            last = session.scalars(select(Signature).order_by(Signature.id.desc())).first()
            address = addresses.address_of(settings, last)
        engine.dispose()
        return address

    return read


def sign(person, path, contact):
    person.open(path)
    person.fill("name", "Nguyễn Thị Lan")
    person.fill("contact", contact)
    person.main.locator("[name=village]").select_option(label="Thôn Đông Khê")
    person.press("Ký tên")
    person.sees("Còn một bước nữa")


def signed(person, path):
    person.open(path)
    return int(person.text_of(".signatures__number").replace(".", ""))


def test_what_waits_is_admitted_by_one_moderator_and_signed_by_pressing_a_button(
    official, citizen, letter
):
    moderator = official("yen.vt")
    moderator.open("/quan-tri/kien-nghi")
    moderator.follow(re.compile("gom rác"))
    path = moderator.path.removeprefix("/quan-tri")
    moderator.press("Nhận xem xét")
    moderator.sees("Vi Thị Yến, từ")
    moderator.press("Công khai để lấy chữ ký")
    expect(moderator.main).to_have_attribute("data-state", "open")
    before = signed(citizen, path)
    citizen.follow("Ký kiến nghị này")
    sign(citizen, citizen.path, "lan.nguyen+kn@gmail.com")
    address = letter()
    for _ in range(2):
        citizen.page.goto(address)
        assert citizen.state == "waiting"
    assert signed(citizen, path) == before
    citizen.page.goto(address)
    citizen.press("Tôi xác nhận chữ ký này")
    assert citizen.state == "confirmed"
    assert signed(citizen, path) == before + 1
    citizen.page.goto(address)
    citizen.press("Rút chữ ký")
    assert signed(citizen, path) == before


def test_one_started_at_a_counter_is_confirmed_there(official, resident, live, letter, mark):
    resident.open("/")
    administrator = official("anh.pd")
    administrator.open("/quan-tri/quay")
    short = administrator.main.get_by_text(re.compile(r"/q/\w{4}-\w{4}")).first.inner_text()
    resident.open(re.search(r"/q/[\w-]+", short)[0])
    resident.follow(re.compile("Nêu một kiến nghị"))
    resident.fill("viec", "Làm vỉa hè từ cổng trường tiểu học đến chợ")
    resident.press("Tiếp tục")
    resident.sees("Đã có những việc gần giống")
    resident.fill("action", f"Lắp đèn ở bến đò Khe Chè, {mark}")
    resident.fill("background", "Bến đò tối, trẻ con qua sông buổi chiều mùa đông.")
    resident.fill("name", "Lý Văn Nam")
    resident.fill("contact", "0987 654 321")
    resident.press("Gửi kiến nghị")
    number = re.search(r"là (\d+),", resident.main.inner_text())[1]
    clerk = official("ngoc.htb")
    clerk.open("/quan-tri/kien-nghi")
    clerk.fill("so", number)
    clerk.press("Xác nhận tại quầy")
    clerk.fill("contact", "+84987654321")
    clerk.press("Tìm chữ ký")
    clerk.sees("Lý Văn Nam")
    clerk.main.locator("[name=sure]").check()
    clerk.press("Xác nhận")
    clerk.sees("Chữ ký được tính")
    resident.page.goto(letter())
    share = resident.main.locator("a[href*='/ung-ho/']").get_attribute("href")
    resident.page.goto(share)
    resident.sees(mark)
    resident.open(f"/kien-nghi/{number}")
    assert resident.status == 404
