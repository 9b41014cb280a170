"""A clerk records what was made public; a resident sees what, where, and whether in time."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.test_publish_and_find import import_plan, plan, publish

__all__ = ["plan"]  # a fixture of the story before

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]


def a_published_plan(clerk, plan):
    """Publish the plan; return its id and its address."""
    import_plan(clerk, plan)
    document = clerk.path.rpartition("/")[2]
    return document, publish(clerk)


def record_a_disclosure(clerk, title, document):
    """Open a disclosure of something nobody listed, resting on `document`."""
    clerk.open("/quan-tri/cong-khai/moi?tu-do=1")
    clerk.main.locator("[name=publication_id]").select_option(document)
    clerk.fill("title", title)
    clerk.main.locator("[name=decided_on]").fill("2026-11-20")
    clerk.main.locator("form [type=submit]").click()


def record_a_board(clerk, place, photograph=None):
    clerk.follow("Ghi một hình thức")
    clerk.main.locator("[name=form]").select_option("board")
    clerk.fill("place", place)
    if photograph:
        clerk.choose_file("files", photograph)
    clerk.main.locator("form [type=submit]").click()


def test_what_was_posted_is_recorded_with_its_proof_and_shown_to_everyone(
    official, resident, plan, photographs, mark
):
    clerk = official("lan.pt")
    document, _address = a_published_plan(clerk, plan)
    record_a_disclosure(clerk, f"Kế hoạch dân chủ {mark}", document)
    clerk.sees("Cổng thông tin tự ghi theo văn bản")  # its own posting needs nobody's word
    record_a_board(clerk, f"bảng tin {mark}", photographs[0])
    clerk.sees(f"bảng tin {mark}")
    with clerk.page.expect_download() as download:
        clerk.main.locator("a[href*='/minh-chung/']", has_text=photographs[0].name).click()
    assert download.value.path().stat().st_size > 0

    resident.open("/cong-khai")
    resident.sees(f"Kế hoạch dân chủ {mark}")
    resident.sees(f"bảng tin {mark}")
    expect(resident.main).not_to_contain_text(photographs[0].name)  # proofs are not for everyone


def test_a_posting_that_lacks_its_place_keeps_what_was_typed_and_its_photograph(
    official, plan, photographs, mark
):
    clerk = official("lan.pt")
    document, _address = a_published_plan(clerk, plan)
    record_a_disclosure(clerk, f"Thử {mark}", document)
    record_a_board(clerk, "", photographs[0])
    assert clerk.status == 422
    clerk.sees(photographs[0].name)
    clerk.fill("place", f"nhà văn hóa {mark}")
    clerk.main.locator("form [type=submit]").click()
    clerk.sees(f"nhà văn hóa {mark}")
    clerk.sees(photographs[0].name)


def test_the_sheet_for_the_board_leads_a_telephone_to_the_document(official, plan, mark):
    clerk = official("lan.pt")
    document, address = a_published_plan(clerk, plan)
    record_a_disclosure(clerk, f"Tờ {mark}", document)
    clerk.follow("In tờ niêm yết")
    picture = Image.open(BytesIO(clerk.main.locator("svg").last.screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.endswith(address)


def test_an_office_takes_down_what_has_hung_long_enough(official, mark):
    clerk = official("lan.pt")
    clerk.open("/quan-tri/cong-khai")
    clerk.main.get_by_role("link", name="Ghi ngày gỡ").first.click()
    clerk.main.locator("form [type=submit]").click()
    clerk.sees("Đã ghi ngày kết thúc.")
