"""An editor publishes a plan the commune received; a resident finds the very section."""

import itertools
import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


COPIES = itertools.count(1)


@pytest.fixture
def plan(plans, tmp_path):
    """The real plan 002; a blank line more each time, since the same file is imported but once."""
    (original,) = plans.glob("002*.txt")
    copy = tmp_path / "ke-hoach.txt"
    copy.write_bytes(original.read_bytes() + b"\n" * next(COPIES))
    return copy


def import_plan(editor, plan):
    editor.open("/quan-tri/van-ban/moi")
    editor.choose_file("file", plan)
    editor.main.locator("form [type=submit]").click()
    expect(editor.main).to_have_attribute("data-state", "draft")


def publish(editor):
    """Publish the plan with its doubts, which the page asks to confirm."""
    editor.main.locator("[name=confirmed]").check()
    editor.main.locator("button[name=then][value=publish]").click()
    expect(editor.main).to_have_attribute("data-state", "published")
    return editor.path


def test_a_plan_is_checked_beside_its_original_and_published(official, plan):
    editor = official("lan.pt")
    import_plan(editor, plan)
    assert editor.main.locator("[name=number]").input_value() == "79/KH-UBND"
    assert "Đông Triều" in editor.main.locator("[name=place]").input_value()
    assert editor.main.locator("[name$='-product']").count() == 17
    publish(editor)
    editor.sees("79/KH-UBND")
    editor.sees("03/03/2025")
    expect(editor.main.locator("[id^=nhiem-vu-]")).to_have_count(17)
    editor.unfold(".outline__list a")
    section = editor.main.locator(".outline__list a").nth(1)
    address = section.get_attribute("href")
    section.click()
    assert editor.page.url.endswith(address)
    expect(editor.page.locator(address)).to_be_in_viewport()
    with editor.page.expect_download() as download:
        editor.main.locator("a[href*='/tep/']").first.click()
    assert download.value.path().read_bytes() == plan.read_bytes()


def test_a_resident_who_types_no_tone_marks_finds_the_section(official, resident, plan, mark):
    editor = official("lan.pt")
    import_plan(editor, plan)
    title = f"Thực hiện dân chủ ở cơ sở, {mark}"
    editor.fill("title", title)
    address = publish(editor)
    resident.open_until(f"/tim-kiem?q={mark}", f"a[href^='{address}']")
    resident.open("/")
    resident.page.locator("#main input[name=q]").fill("ke hoach dan chu")
    resident.press(re.compile("Tìm"))
    found = resident.main.locator("article", has=resident.page.locator(f"a[href^='{address}']"))
    expect(found.locator("mark").first).to_have_text(re.compile("dân chủ", re.IGNORECASE))
    resident.unfold("a[href*='loai=']")
    resident.main.locator("nav a[href*='loai=ke-hoach']").click()
    expect(resident.main.locator("nav a[aria-current=true]")).to_have_count(1)
    found.locator("h2 a").click()
    resident.sees(title)
    assert resident.path.startswith(address)


@pytest.mark.parametrize("words", ["quét mã QR", "QUET MA QR", "41/KH-UBND"])
def test_what_people_type_leads_to_the_right_document(resident, words):
    resident.open_until("/tim-kiem?q=dan+chu", "article")
    resident.open("/")
    resident.page.locator("#main input[name=q]").fill(words)
    resident.page.keyboard.press("Enter")
    first = resident.main.locator("article").first
    expect(first).to_contain_text("41/KH-UBND")
    first.get_by_role("link").first.click()
    assert resident.path.startswith("/van-ban/")


def test_nothing_found_says_what_to_do_next(resident):
    resident.open("/tim-kiem?q=xyzzyplugh")
    expect(resident.main.locator("a[href='/gop-y'], a[href^='/gop-y?']").first).to_be_visible()
