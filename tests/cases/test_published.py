import pytest

from portal.cases import service
from portal.cases.rules import State
from portal.permissions import HOLDER


@pytest.fixture
def released(db, make_case, staff):
    def make(**changes):
        case = make_case(State.ANSWERED, agreed=True, **changes)
        service.release(
            db, staff.moderator, case, subject="Đèn đường", text="Ba bóng tắt.", answer="Đã thay."
        )
        db.commit()
        return case

    return make


def test_a_published_item_shows_its_public_words_and_nothing_else(browser, released):
    case = released(name="Nguyễn Văn Kín", phone="0912 345 678", text="canary original")
    page = browser.open(f"/y-kien/{case.number}")
    assert page.status_code == 200
    assert ("Ba bóng tắt." in page.text, "Đã thay." in page.text) == (True, True)
    for private in ("canary", "Nguyễn Văn Kín", "0912"):
        assert private not in page.text
    assert 'data-state="answered"' in page.text


@pytest.mark.parametrize("state", list(State))
def test_everything_else_is_not_found(browser, make_case, state):
    case = make_case(state, agreed=True)
    assert browser.open(f"/y-kien/{case.number}").status_code == 404
    assert case.number not in browser.open("/y-kien").text


@pytest.mark.parametrize("number", ["YK-2026-999999", "1", "%00", "..", "x" * 3000])
def test_a_number_that_does_not_exist_is_not_found(browser, number):
    assert browser.open(f"/y-kien/{number}").status_code == 404


def test_the_list_is_narrowed_by_kind_office_and_year(browser, released, staff):
    case = released(kind="comment")
    released(kind="reflection")
    page = browser.open("/y-kien").text
    assert page.count('class="listing__item"') == 2
    for query, count in (
        ("loai=comment", 1),
        (f"co-quan={staff.office.slug}&nam={case.number[3:7]}", 2),
        ("loai=comment&nam=1999", 0),
    ):
        assert browser.open(f"/y-kien?{query}").text.count('class="listing__item"') == count


@pytest.mark.parametrize(
    "query", ["trang=abc", "trang=-1", "trang=999999", "nam=abc", "loai='", "co-quan=%00", "loai="]
)
def test_odd_addresses_of_the_list_still_show_a_page(browser, released, query):
    released()
    assert browser.open(f"/y-kien?{query}").status_code == 200


def test_public_pages_set_no_cookie(browser, released):
    for url in ("/y-kien", f"/y-kien/{released().number}", "/khieu-nai-to-cao", "/tra-cuu"):
        assert "Set-Cookie" not in browser.open(url).headers


def test_the_lawful_channel_names_place_and_times(browser, db):
    from portal.accounts.models import Authority

    authority = db.get(Authority, 1)
    authority.lawful_channel = "Phòng tiếp công dân, tầng 1."
    authority.reception = "Ngày 10 và 25 hằng tháng."
    db.commit()
    page = browser.open("/khieu-nai-to-cao").text
    assert "Phòng tiếp công dân, tầng 1." in page
    assert "Ngày 10 và 25 hằng tháng." in page
    assert "<textarea" not in page


def test_the_page_says_that_the_sender_disagrees_with_the_answer_it_shows(
    browser, db, released, staff
):
    said = "Người gửi chưa đồng ý với câu trả lời này"
    case = released()
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    db.commit()
    page = browser.open(f"/y-kien/{case.number}").text
    assert (said in page, "Cơ quan đang xem lại" in page, "Vẫn tắt." in page) == (True, True, False)
    assert "người gửi chưa đồng ý" in browser.open("/y-kien").text
    assert browser.open("/y-kien.json").json["items"][0]["disputed"] is True
    service.submit(db, staff.officer, case, "Đã thay lại cả ba bóng đèn trong hôm nay.")
    service.approve(db, staff.head, case)
    service.release(db, staff.moderator, case, subject="A", text="B", answer="Đã thay lại.")
    db.commit()
    assert said not in browser.open(f"/y-kien/{case.number}").text
    assert browser.open("/y-kien.json").json["items"][0]["disputed"] is False


def test_a_second_look_that_ends_in_a_refusal_says_so_too(browser, db, released, staff):
    case = released()
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    service.refuse(db, staff.officer, case, "Việc này do cấp tỉnh giải quyết.")
    db.commit()
    page = browser.open(f"/y-kien/{case.number}").text
    assert "Người gửi chưa đồng ý với câu trả lời này" in page
    assert "Cơ quan đang xem lại" not in page


def test_an_answer_shows_the_office_that_gave_it_wherever_the_item_lies_now(
    browser, db, released, staff, make_office
):
    case, police = released(), make_office("Công an xã")
    service.dispute(db, HOLDER, case, "Vẫn tối.")
    service.hand_over(db, staff.officer, case, police, "Việc của Công an.")
    db.commit()
    page = browser.open(f"/y-kien/{case.number}").text
    answer = page[page.index('id="tra-loi"') : page.index("<aside")]
    assert (staff.office.name in answer, police.name in answer) == (True, False)
    assert "Cơ quan đang xem lại" in page
    assert police.name not in browser.open("/y-kien").text.partition('class="listing"')[2]
    assert browser.open("/y-kien.json").json["items"][0]["office"] == staff.office.name
    assert f"{staff.office.name} trả lời" in browser.open("/").text
