import csv
import io
from datetime import date

import pytest
import time_machine

from portal.home.figures_file import harmless

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-21 03:00:00+00:00", tick=False):
        yield


def table(browser, period="nam-nay"):
    reply = browser.open(f"/minh-bach.csv?ky={period}")
    assert reply.mimetype == "text/csv"
    assert "attachment" in reply.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(reply.get_data().decode("utf-8-sig"))))


def row(rows, name, period="Năm 2026"):
    return next(found for found in rows if (found["Cơ quan"], found["Kỳ"]) == (name, period))


def answer_some(make_item, on_time, late, of, **changes):
    received, due = date(2026, 10, 5), date(2026, 10, 19)
    for _ in range(on_time):
        make_item(received=received, due=due, answered=date(2026, 10, 12), of=of, **changes)
    for _ in range(late):
        make_item(received=received, due=due, answered=date(2026, 10, 26), of=of, **changes)


def test_the_figures_are_those_of_the_clocks(browser, make_item, office):
    answer_some(make_item, 6, 2, office)
    make_item(received=date(2026, 10, 7), due=date(2026, 10, 21), of=office)
    found = row(table(browser, "thang-truoc"), "Toàn đơn vị", "Tháng 10/2026")
    assert [found[name] for name in ("Nhận được", "Đã trả lời", "Đúng hẹn", "Muộn")] == [
        "9", "8", "6", "2",
    ]  # fmt: skip
    page = browser.open("/minh-bach?ky=thang-truoc").text
    assert "75 % số đã trả lời" in page
    assert "Tháng 10/2026" in page


def test_a_group_of_fewer_than_five_is_never_a_number(browser, make_item, office):
    answer_some(make_item, 3, 0, office)
    found = row(table(browser), "Toàn đơn vị")
    assert {found[name] for name in ("Nhận được", "Đã trả lời", "Đúng hẹn")} == {"dưới 5"}
    page = browser.open("/minh-bach").text
    assert "dưới 5" in page
    assert '<dd class="figures__value">3</dd>' not in page


def test_a_small_office_cannot_be_worked_out_from_the_total(
    browser, make_item, office, make_office
):
    small, middle = make_office("Trạm Y tế"), make_office("Công an xã")
    answer_some(make_item, 20, 0, office)
    answer_some(make_item, 7, 0, middle)
    answer_some(make_item, 2, 0, small)
    rows = table(browser)
    assert row(rows, "Toàn đơn vị")["Nhận được"] == "29"
    assert row(rows, office.name)["Nhận được"] == "20"
    for hidden in (small, middle):
        found = row(rows, hidden.name)
        # Seven is not "under five", and nobody may see which of the two it is.
        assert {found["Nhận được"], found["Đã trả lời"], found["Đúng hẹn"]} == {"được che"}
        assert "dưới 5" not in browser.open(f"/co-quan/{hidden.slug}").text
        page = browser.open(f"/co-quan/{hidden.slug}").text
        assert '<dd class="figures__value">7</dd>' not in page
        assert '<dd class="figures__value">2</dd>' not in page


def test_a_small_month_cannot_be_worked_out_from_the_others(browser, make_item, office):
    for month, count in ((8, 9), (9, 2), (10, 6)):
        for _ in range(count):
            make_item(received=date(2026, month, 3), of=office)
    rows = table(browser)
    told = {found["Kỳ"]: found["Nhận được"] for found in rows if found["Kỳ"].startswith("Tháng")}
    assert told["Tháng 8/2026"] == "9"
    assert told["Tháng 9/2026"] == told["Tháng 10/2026"] == "được che"
    assert told["Tháng 7/2026"] == "0"


def test_ratings_are_shown_from_five_on_with_their_number(browser, rate, office, make_office):
    other = make_office("Trạm Y tế")
    rate(5, 5, 4, 3, 1, of=office)
    rate(5, 5, 5, of=other)
    page = browser.open("/minh-bach").text
    assert "Người dân chấm thế nào" in page
    rows = table(browser)
    assert row(rows, "Toàn đơn vị")["Lượt đánh giá"] == "8"
    assert row(rows, "Toàn đơn vị")["5 điểm"] == "5"
    for name in (office.name, other.name):  # one hidden office would be the total less the other
        assert row(rows, name)["Lượt đánh giá"] == "được che"
        assert row(rows, name)["Điểm trung bình"] == ""


def test_too_few_ratings_say_so(browser, rate):
    rate(5, 4)
    page = browser.open("/minh-bach").text
    assert "Chưa đủ năm lượt đánh giá" in page


def test_a_former_office_keeps_the_figures_it_had(browser, db, make_item, office, make_office):
    former = make_office("Phòng cũ", valid_to=date(2026, 10, 30))
    idle = make_office("Phòng cũ hơn", valid_to=date(2026, 6, 30))
    answer_some(make_item, 6, 0, former)
    names = {found["Cơ quan"] for found in table(browser)}
    assert former.name in names
    assert idle.name not in names


@pytest.mark.parametrize("period", ["thang-nay", "quy-nay", "nam-nay", "nam-truoc", "bậy", ""])
def test_every_period_opens_empty(browser, period):
    assert browser.open(f"/minh-bach?ky={period}").status_code == 200
    assert browser.open(f"/minh-bach.csv?ky={period}").status_code == 200


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


def test_an_office_named_like_a_formula_is_text_in_the_file(browser, make_office):
    make_office('=HYPERLINK("http://evil.example")')
    assert "'=HYPERLINK" in browser.open("/minh-bach.csv").text


def test_the_front_page_tells_last_month_in_one_line(browser, make_item, office):
    answer_some(make_item, 9, 2, office)
    for _ in range(6):
        make_item(received=date(2026, 10, 5), answered=date(2026, 10, 9), due=date(2026, 10, 19),
                  of=office)  # fmt: skip
    page = browser.open("/").text
    assert "Tháng 10: 17 ý kiến, 17 đã trả lời, 15 đúng hẹn, 0 chưa đồng ý." in page


def test_the_front_page_hides_a_small_month(browser, make_item, office):
    answer_some(make_item, 2, 1, office)
    assert "Tháng 10: dưới 5 ý kiến, dưới 5 đã trả lời." in browser.open("/").text


def test_a_month_without_anything_says_so(browser):
    assert "Tháng 10 không có ý kiến nào" in browser.open("/").text
