"""What makes a portal kind: both languages, keyboard alone, paper, and nothing lost on the way."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.telling import WORDS, send, tell

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


def sign_in(person, user_name, password):
    person.fill("user_name", user_name)
    person.fill("password", password)
    person.main.locator("form [type=submit]").click()


def tab_to(person, selector, most=60):
    """Press Tab until what `selector` finds has the focus; return what was passed."""
    passed = []
    for _ in range(most):
        person.page.keyboard.press("Tab")
        passed.append(person.page.evaluate(FOCUSED))
        if person.page.locator(selector).first.evaluate("e => e === document.activeElement"):
            return passed
    pytest.fail(f"{selector} is not reached by keyboard: {passed}")


# What has the focus, whether it can be seen, and whether the focus itself can.
FOCUSED = """() => {
  const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  const drawn = (x) => x.outlineStyle !== "none" && parseFloat(x.outlineWidth) >= 2
    || x.boxShadow !== "none";
  const label = e.labels && e.labels[0];
  return {
    what: e.name || e.getAttribute("href") || e.className || e.tagName,
    seen: b.width > 0 && b.height > 0 && b.bottom > 0 && b.top < innerHeight,
    marked: drawn(s) || !!label && drawn(getComputedStyle(label)),
    top: b.top + scrollY,
  };
}"""


def test_the_form_is_filled_in_and_sent_by_keyboard_alone(resident, mark):
    resident.open("/gop-y")
    keyboard = resident.page.keyboard
    passed = tab_to(resident, "#main [name=kind]")
    keyboard.press("ArrowDown")
    expect(resident.main.locator("[name=kind]:checked")).to_have_count(1)
    for name, words in (("text", f"{WORDS} {mark}"), ("subject", f"Đèn hỏng {mark}")):
        passed += tab_to(resident, f"#main [name={name}]")
        keyboard.type(words)
    passed += tab_to(resident, "#main [name=publish]")
    keyboard.press("Space")
    expect(resident.main.locator("[name=publish]")).to_be_checked()
    passed += tab_to(resident, "#main form [type=submit]")
    assert not [stop["what"] for stop in passed if not (stop["seen"] and stop["marked"])]
    inside = [stop["top"] for stop in passed if stop["what"] in {"kind", "text", "subject"}]
    assert inside == sorted(inside)
    assert "website" not in {stop["what"] for stop in passed}
    keyboard.press("Enter")
    expect(resident.page.locator("#receipt-number")).to_be_visible()


def test_the_first_stop_leads_past_the_navigation(resident):
    resident.open("/van-ban")
    resident.page.keyboard.press("Tab")
    expect(resident.focused()).to_be_in_viewport()
    resident.page.keyboard.press("Enter")
    expect(resident.main).to_be_focused()


def test_a_mistake_takes_the_focus_and_leads_to_its_field(resident):
    resident.open("/gop-y")
    resident.main.locator("form [type=submit]").click()
    summary = resident.main.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.locator("a[href='#text']").click()
    expect(resident.main.locator("[name=text]")).to_be_focused()


def test_a_visitor_changes_the_language_and_stays_on_the_page(citizen):
    citizen.open("/van-ban?nam=2026")
    html = citizen.page.locator("html")
    assert html.get_attribute("lang") == "vi"
    vietnamese = citizen.text_of("h1")
    citizen.page.locator("button[name=lang]").click()
    assert html.get_attribute("lang") == "en"
    assert citizen.path == "/van-ban?nam=2026"
    assert citizen.text_of("h1") != vietnamese
    citizen.open("/gop-y")
    assert html.get_attribute("lang") == "en"
    citizen.page.locator("button[name=lang]").click()
    assert html.get_attribute("lang") == "vi"


def test_a_browser_that_asks_for_english_gets_it(visit, size):
    guest = visit.person(size, language="en-GB")
    guest.open("/")
    assert guest.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("path", ["/", "/van-ban", "/minh-bach", "/khieu-nai-to-cao"])
def test_a_page_prints_without_what_only_a_screen_needs(resident, path):
    resident.open(path)
    resident.page.emulate_media(media="print")
    expect(resident.page.locator("h1")).to_be_visible()
    assert_only_paper(resident)


def test_a_document_prints_as_a_document(resident):
    resident.open("/van-ban")
    resident.main.locator("h2 a").first.click()
    resident.page.emulate_media(media="print")
    expect(resident.page.locator(".document-head")).to_be_visible()
    assert_only_paper(resident)
    assert resident.page.pdf(format="A4").startswith(b"%PDF")


def test_a_receipt_prints_with_number_and_code(resident, mark):
    tell(resident, mark)
    send(resident)
    resident.page.emulate_media(media="print")
    expect(resident.page.locator("#receipt-number")).to_be_visible()
    expect(resident.page.locator("#tracking-code")).to_be_visible()
    assert_only_paper(resident)


def assert_only_paper(person):
    for name in ("nav", "button", "input", "details:not([open]) summary"):
        shown = person.page.locator(name).evaluate_all(
            "all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))"
        )
        assert not shown, shown


def test_leaving_ends_the_sign_in_on_the_server_too(visit, size, live):
    officer = visit.sign_in("oanh.ttk", size)
    cookies = officer.page.context.cookies()
    if size[0] < 900:
        officer.page.locator("header details summary").click()
    officer.page.locator("form[action='/dang-xuat'] button:visible").click()
    officer.open("/quan-tri/y-kien")
    assert officer.path.startswith("/dang-nhap")
    officer.page.context.add_cookies(cookies)
    officer.open("/quan-tri/y-kien")
    assert officer.path.startswith("/dang-nhap")


def test_an_ended_sign_in_costs_no_written_word(visit, size, passwords, resident, mark):
    tell(resident, mark)
    resident.unfold("[name=topic]")
    resident.main.locator("[name=topic]").select_option(label="Đất đai")
    number = send(resident).number
    officer = visit.official("oanh.ttk", size)
    officer.open(f"/quan-tri/y-kien/{number}")
    officer.move("accept")
    officer.fill("answer", f"Đã kiểm tra, {mark}")
    officer.page.context.clear_cookies()
    officer.move("draft")
    assert officer.status in {401, 403}
    officer.page.locator("body", has_text=mark).wait_for()
    officer.open(f"/quan-tri/y-kien/{number}")
    assert officer.path.startswith("/dang-nhap")
    sign_in(officer, "oanh.ttk", passwords("oanh.ttk"))
    assert officer.path.split("?")[0] == f"/quan-tri/y-kien/{number}"
    expect(officer.main.locator("[name=answer]")).to_have_value(re.compile(mark))
