import re
from datetime import date

import pytest

from portal import clock
from portal.disclosures.periods import Rhythm
from portal.disclosures.rules import Basis, Counted, Form
from portal.permissions import VISITOR, Role
from portal.publications.rules import Audience, Standing

TITLE = "Công khai ngân sách quý III"


def test_the_register_says_what_was_published_where_and_links_to_it(
    browser, make_duty, make_document, make_disclosure
):
    duty, document = make_duty(), make_document(TITLE)
    make_disclosure(duty, document)
    page = browser.open("/cong-khai").text
    assert duty.title in page
    assert f'href="/van-ban/{document.slug}"' in page
    assert "Đúng hạn" in page
    assert "Đăng trên cổng này: từ" in page


def test_an_empty_register_says_so_kindly(browser):
    reply = browser.open("/cong-khai")
    assert reply.status_code == 200
    assert "Sổ công khai chưa có nội dung nào" in reply.text


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": Audience.INTERNAL},
        {"standing": Standing.DRAFT, "published_at": None},
    ],
)
def test_what_is_hidden_is_nowhere_in_public(
    browser, db, make_duty, make_document, make_disclosure, changes
):
    duty, document = make_duty(), make_document("Danh sách mật")
    make_disclosure(duty, document, title="Tên riêng của lần này")
    for name, value in changes.items():
        setattr(document, name, value)
    db.commit()
    for address in ("/cong-khai", f"/cong-khai/{duty.slug}"):
        page = browser.open(address).text
        assert "Danh sách mật" not in page
        assert "Tên riêng" not in page
        assert document.slug not in page


def test_a_withdrawn_document_lends_no_words_and_its_page_explains(
    browser, db, make_duty, make_document, make_disclosure
):
    duty, document = make_duty(), make_document("Danh sách đã rút")
    make_disclosure(duty, document)
    document.standing, document.withdrawn_at = Standing.WITHDRAWN, clock.now()
    document.withdrawn_reason = "Đăng nhầm"
    db.commit()
    page = browser.open(f"/cong-khai/{duty.slug}").text
    assert "Danh sách đã rút" not in page
    assert f'href="/van-ban/{document.slug}"' in page


def test_internal_duties_are_not_found_by_citizens(browser, make_duty):
    duty = make_duty(audience=Audience.INTERNAL, title="Kế hoạch công tác nội bộ")
    assert browser.open(f"/cong-khai/{duty.slug}").status_code == 404
    assert "Kế hoạch công tác nội bộ" not in browser.open("/cong-khai").text


def test_even_an_official_sees_only_the_public_register_there(browser, officer, make_duty):
    make_duty(audience=Audience.INTERNAL, title="Kế hoạch công tác nội bộ")
    browser.be(officer)
    assert "Kế hoạch công tác nội bộ" not in browser.open("/cong-khai").text


def test_only_what_was_read_is_called_law(browser, make_duty):
    read = make_duty()
    unread = make_duty(basis=Basis.TO_CONFIRM, law="Luật 10/2022, Điều 11 khoản 5")
    assert "Luật 10/2022, Điều 11 khoản 2" in browser.open(f"/cong-khai/{read.slug}").text
    page = browser.open(f"/cong-khai/{unread.slug}").text
    assert "Điều 11" not in page
    assert "Điều 12" not in page
    assert "hạn do cơ quan đặt ra" in page


def test_a_limit_the_authority_confirmed_is_called_law(browser, make_duty):
    duty = make_duty(limit_basis=Basis.LAW)
    page = browser.open(f"/cong-khai/{duty.slug}").text
    assert "theo Luật 10/2022, Điều 12 khoản 2" in page


def test_a_missing_period_is_told_and_a_quarter_shows_only_its_own(browser, make_duty):
    year = clock.today().year - 1
    make_duty(
        rhythm=Rhythm.QUARTER, counted=Counted.END, owed_from=date(year, 1, 1),
        title="Số liệu từng quý",
    )  # fmt: skip
    whole = browser.open(f"/cong-khai?nam={year}").text
    assert whole.count("Số liệu từng quý</a>") == 4
    assert "Chưa công khai" in whole
    quarter = browser.open(f"/cong-khai?nam={year}&ky=quy-2").text
    assert quarter.count("Số liệu từng quý</a>") == 1
    assert f"Quý II/{year}" in quarter


@pytest.mark.parametrize("asked", ["nam=abc", "nam=99999", "ky=quy-9", "nam=-1&ky=", "nam=1800"])
def test_a_period_that_makes_no_sense_is_this_year(browser, make_duty, asked):
    make_duty()
    reply = browser.open(f"/cong-khai?{asked}")
    assert reply.status_code == 200
    assert f"Năm {clock.today().year}" in reply.text


def test_proof_and_names_of_officials_stay_at_the_desk(
    browser, db, stored, officer, make_duty, make_disclosure
):
    from portal.disclosures import postings
    from portal.web.media import NewFile

    duty = make_duty(Form.BOARD)
    found = make_disclosure(duty)
    photo = NewFile(name="nguoi-dan.jpg", media_type="image/jpeg", content=b"x")
    facts = postings.PostingFacts(
        form=Form.BOARD, place="Bảng tin trụ sở", started_on=clock.today(), done_by="Trần Văn Ba"
    )
    posting = postings.record_posting(db, stored, officer, found, facts, [photo])
    db.commit()
    page = browser.open(f"/cong-khai/{duty.slug}").text
    assert "Bảng tin trụ sở" in page
    assert "Trần Văn Ba" not in page
    assert "nguoi-dan.jpg" not in page
    address = f"/quan-tri/cong-khai/minh-chung/{posting.proofs[0].id}"
    assert browser.open(address).status_code == 302
    browser.be(VISITOR)
    assert browser.open(address).data != b"x"


def test_the_page_speaks_english(browser, make_duty, make_document, make_disclosure):
    make_disclosure(make_duty(), make_document())
    reply = browser.open("/cong-khai", headers={"Accept-Language": "en"})
    assert reply.status_code == 200


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.EDITOR, Role.INSPECTOR])
def test_the_desk_offers_the_register_to_those_who_keep_it(
    browser, make_official, actor_of, office, role
):
    browser.be(actor_of(make_official(role, office=office)))
    assert browser.open("/quan-tri/cong-khai").status_code == 200


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.DISPATCHER])
def test_the_desk_keeps_it_from_others(browser, make_official, actor_of, role):
    browser.be(actor_of(make_official(role)))
    assert browser.open("/quan-tri/cong-khai").status_code == 403


def test_the_chart_of_completeness_can_be_read_as_a_table(
    browser, make_duty, make_document, make_disclosure
):
    make_disclosure(make_duty(), make_document(TITLE))
    page = browser.open("/cong-khai").text
    table = page[page.index("Xem biểu đồ này bằng bảng số") :]
    rows = [re.findall(r'table__value">(\d+)<', row) for row in table.split("<tr")[2:4]]
    assert rows == [["1", "0", "0", "0", "0"]] * 2  # the one group, and all of them
    assert "Tất cả" in table
