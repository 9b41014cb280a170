"""An item's way through the offices, from the counter to the figures everyone can read."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.telling import Ticket, act, look_up, send, tell

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

ANSWER = (
    "Ngày 20/11 tổ kỹ thuật đã kiểm tra cột đèn trước nhà văn hóa. "
    "Bóng đèn được thay trong tuần này; nếu chưa sáng, xin gọi 0200 3800 103."
)


@pytest.fixture
def desk(official, size):
    """Return an official's desk, opened once and kept."""
    seated = {}

    def sit(user_name):
        if user_name not in seated:
            seated[user_name] = official(user_name)
        return seated[user_name]

    return sit


@pytest.fixture
def at(desk):
    """Return the page of an item as an official sees it."""

    def go(user_name, ticket):
        person = desk(user_name)
        person.open(f"/quan-tri/y-kien/{ticket.number}")
        return person

    return go


def to_the_economics_office(citizen, mark, **manner):
    """Send a reflection about land, which the economics office answers."""
    tell(citizen, mark, **manner)
    citizen.unfold("[name=topic]")
    citizen.main.locator("[name=topic]").select_option(label="Đất đai")
    return send(citizen)


def accept(officer):
    officer.move("accept")
    expect(officer.main).to_have_attribute("data-state", "in_progress")


def answer(at, ticket, officer, head):
    """Let `officer` draft an answer and `head` send it."""
    writer = at(officer, ticket)
    writer.fill("answer", ANSWER)
    writer.move("submit")
    at(head, ticket).move("approve")
    expect(at(head, ticket).main).to_have_attribute("data-state", "answered")


def test_an_item_is_asked_about_handed_over_answered_disputed_and_answered_again(citizen, at, mark):
    tell(citizen, mark)
    ticket = send(citizen)

    dispatcher = at("tam.ntt", ticket)
    assert dispatcher.state == "received"
    form = dispatcher.main.locator("form", has=dispatcher.page.locator("button[value=assign]"))
    form.locator("[name=office]").select_option(label="Phòng Văn hóa - Xã hội")
    dispatcher.move("assign")

    officer = at("thu.lt", ticket)
    accept(officer)
    officer.unfold("[name=question]")
    officer.fill("question", "Xin cho biết cột đèn số mấy?")
    officer.move("ask")

    look_up(citizen, ticket)
    citizen.sees("cột đèn số mấy")
    act(citizen, "reply", "Cột số 12, cạnh cổng nhà văn hóa.")
    assert citizen.status == 200

    officer = at("thu.lt", ticket)
    officer.sees("Cột số 12")
    officer.unfold("[name=handing_reason]")
    form = officer.main.locator("form", has=officer.page.locator("[name=handing_reason]"))
    form.locator("[name=office]").select_option(label="Phòng Kinh tế")
    officer.fill("handing_reason", "Chiếu sáng công cộng do Phòng Kinh tế phụ trách.")
    officer.move("hand_over")

    accept(at("oanh.ttk", ticket))
    answer(at, ticket, "oanh.ttk", "truong.dx")

    look_up(citizen, ticket)
    assert citizen.state == "answered"
    citizen.sees("Bóng đèn được thay")
    citizen.sees("Đặng Xuân Trường")
    act(citizen, "dispute", "Tối qua đèn vẫn không sáng.")
    assert citizen.status == 200
    assert citizen.state != "answered"

    officer = at("oanh.ttk", ticket)
    officer.sees("Tối qua đèn vẫn không sáng.")
    officer.sees("Lần này")  # somebody else was named to look again
    answer(at, ticket, "dung.nv", "truong.dx")
    look_up(citizen, ticket)
    act(citizen, "satisfied")
    assert citizen.state == "closed"


def test_what_a_head_sends_back_is_written_again(citizen, at, mark):
    ticket = to_the_economics_office(citizen, mark)
    accept(at("oanh.ttk", ticket))
    officer = at("oanh.ttk", ticket)
    officer.fill("answer", "Đã xem cột đèn trước cổng chùa.")
    officer.move("submit")
    head = at("truong.dx", ticket)
    head.unfold("[name=comment]")
    head.fill("comment", "Xin ghi rõ ai làm và bao giờ xong.")
    head.move("return")
    officer = at("oanh.ttk", ticket)
    officer.sees("bao giờ xong")
    expect(officer.main.locator("[name=answer]")).to_have_value("Đã xem cột đèn trước cổng chùa.")


def test_a_refusal_tells_the_citizen_why(citizen, at, mark):
    ticket = to_the_economics_office(citizen, mark)
    officer = at("oanh.ttk", ticket)
    officer.unfold("[name=refusal]")
    officer.fill("refusal", "Đường này do tỉnh quản lý; xin gửi Sở Xây dựng.")
    officer.move("refuse")
    look_up(citizen, ticket)
    assert citizen.state == "refused"
    citizen.sees("Sở Xây dựng")


def test_a_released_item_stands_with_its_answer_for_everyone(citizen, resident, at, desk, mark):
    words = f"Đèn hỏng. Xin gọi tôi 0912 345 678. {mark}"
    ticket = to_the_economics_office(citizen, mark, words=words, public=True)
    accept(at("oanh.ttk", ticket))
    answer(at, ticket, "oanh.ttk", "truong.dx")
    resident.open(f"/y-kien/{ticket.number}")
    assert resident.status == 404

    moderator = desk("yen.vt")
    moderator.open("/quan-tri/kiem-duyet")
    moderator.main.locator(f"a[href$='{ticket.number}']").click()
    assert "0912" not in moderator.main.locator("[name=public_text]").input_value()
    form = moderator.main.locator("form", has=moderator.page.locator("[name=public_text]"))
    form.locator("[type=submit]").click()
    expect(moderator.page).to_have_url(re.compile("/quan-tri/kiem-duyet$"))

    resident.open("/y-kien")
    resident.main.locator(f"a[href$='{ticket.number}']").click()
    resident.sees(mark)
    resident.sees("Bóng đèn được thay")
    expect(resident.main).not_to_contain_text("0912 345 678")
    resident.open_until(f"/tim-kiem?q={mark}", f"#main a[href*='{ticket.number}']")


def test_the_desk_shows_what_is_due_first_and_finds_by_words(citizen, desk, mark):
    ticket = to_the_economics_office(citizen, mark)
    officer = desk("oanh.ttk")
    officer.open("/quan-tri/")
    expect(officer.main.locator("a[href*='/quan-tri/y-kien/']").first).to_be_visible()
    officer.open("/quan-tri/y-kien")
    officer.main.locator("[name=q]").fill(mark)
    officer.main.locator("form [type=submit]").first.click()
    expect(officer.main.locator(f"a[href$='{ticket.number}']")).to_be_visible()
    expect(officer.main.locator("a[href*='/quan-tri/y-kien/YK']")).to_have_count(1)


def test_another_offices_item_cannot_be_opened(citizen, at, mark):
    ticket = to_the_economics_office(citizen, mark)
    stranger = at("thu.lt", ticket)
    assert stranger.status in {403, 404}
    expect(stranger.page.locator("body")).not_to_contain_text(mark)


def test_figures_stand_as_tables_with_charts_beside(resident):
    resident.open("/minh-bach")
    expect(resident.main.get_by_role("table").first).to_be_visible()
    expect(resident.main.get_by_role("img").first).to_be_visible()
    for row in resident.main.get_by_role("row").all():
        assert row.inner_text().strip()
    resident.open("/co-quan")
    resident.main.locator("a[href='/co-quan/phong-kinh-te']").first.click()
    resident.sees(re.compile(r"\d"))


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_two_matters_in_one_item_are_answered_and_judged_apart(citizen, at, mark):
    lamp, noise = f"Đèn trước nhà văn hóa tắt ba tối. {mark}", "Quán hát mở loa tới 2 giờ sáng."
    tell(citizen, mark, words=f"{noise} Đèn trước nhà văn hóa tắt ba tối.")
    ticket = send(citizen)

    dispatcher = at("tam.ntt", ticket)
    dispatcher.follow("Chia thành nhiều phần")
    matters = (("Đèn tắt", lamp, "Phòng Kinh tế"), ("Loa đêm", noise, "Công an xã"))
    for place, (subject, text, office) in enumerate(matters):
        dispatcher.fill(f"matters-{place}-subject", subject)
        dispatcher.fill(f"matters-{place}-text", text)
        chosen = dispatcher.main.locator(f"[name=matters-{place}-office]")
        chosen.select_option(label=office)
    dispatcher.press("Chia phần")
    expect(dispatcher.main).to_have_attribute("data-state", "split")

    parts = [Ticket(f"{ticket.number}-{place}", ticket.code) for place in (1, 2)]
    people = (("oanh.ttk", "truong.dx"), ("cuong.dm", "chien.bv"))
    for part, (officer, head) in zip(parts, people, strict=True):
        accept(at(officer, part))
        answer(at, part, officer, head)
    assert at("oanh.ttk", parts[1]).status in {403, 404}

    look_up(citizen, ticket)
    assert citizen.state == "split"
    for words in ("Phần 1: Đèn tắt", "Phần 2: Loa đêm", "Đặng Xuân Trường", "Bùi Văn Chiến"):
        citizen.sees(words)
    act(citizen, "satisfied", part="1")
    act(citizen, "dispute", "Tối qua vẫn ồn.", part="2")
    assert citizen.status == 200
    expect(at("truong.dx", parts[0]).main).to_have_attribute("data-state", "closed")
    expect(at("chien.bv", parts[1]).main).to_have_attribute("data-state", "in_progress")
