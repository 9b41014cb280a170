"""Splitting on the desk, and the page on which one code opens all parts."""

import pytest

from portal.cases import splitting
from portal.cases.rules import State

LAMP = "Ba bóng đèn đường trước nhà văn hóa tắt từ đầu tháng."
NOISE = "Quán karaoke cạnh trường mở loa tới 2 giờ sáng."
ANSWER = "Đã thay ba bóng đèn ngày 20/11. Xin cảm ơn bà con."


@pytest.fixture
def sent(send):
    return send(text=f"Kính gửi xã.\n{LAMP} {NOISE}", email="lan@example.vn")


@pytest.fixture
def police(make_office, make_official):
    office = make_office("Công an xã")
    make_official(office=office)
    return office


@pytest.fixture
def rows(staff, police):
    """Return what a dispatcher types into the form."""
    return {
        "matters-0-subject": "Đèn đường",
        "matters-0-text": LAMP,
        "matters-0-kind": "reflection",
        "matters-0-office": str(staff.office.id),
        "matters-1-subject": "Ồn ban đêm",
        "matters-1-text": NOISE,
        "matters-1-kind": "reflection",
        "matters-1-office": str(police.id),
        "nothing_else": "y",
    }


@pytest.fixture
def split(browser, staff, sent, rows):
    """Split the item as the page sends it; return the reply."""

    def make(**changes):
        address = f"/quan-tri/y-kien/{sent.case.number}/chia-phan"
        browser.be(staff.dispatcher)
        browser.open(address)
        typed = rows | {"version": browser.token("version")} | changes
        return browser.send(address, _follow=True, **{k: v for k, v in typed.items() if v})

    return make


def test_the_dispatcher_splits_sees_the_parts_and_takes_it_back(browser, db, sent, split):
    number = sent.case.number
    page = split()
    assert f"Đã chia {number} thành 2 phần" in page.text
    assert f"/quan-tri/y-kien/{number}-2" in page.text
    part = browser.open(f"/quan-tri/y-kien/{number}-2")
    assert f"Phần 2 của {number}" in part.text
    browser.open(f"/quan-tri/y-kien/{number}")
    browser.send(f"/quan-tri/y-kien/{number}/nhap-lai")
    db.refresh(sent.case)
    assert sent.case.state is State.RECEIVED


def test_what_is_wrong_with_a_part_is_said_beside_it(db, sent, split):
    page = split(**{"matters-1-text": "Ông B nhận tiền.", "matters-0-office": "0"})
    assert page.status_code == 422
    for words in ("Không có câu này trong ý kiến: Ông B nhận tiền.", "Xin chọn một cơ quan."):
        assert words in page.text
    assert "Ồn ban đêm" in page.text
    db.refresh(sent.case)
    assert sent.case.state is State.RECEIVED


def test_a_sentence_in_no_part_is_shown_before_it_is_left(sent, split):
    page = split(nothing_else="")
    assert page.status_code == 422
    assert "<li>Kính gửi xã.</li>" in page.text


def test_one_more_part_is_asked_for_without_losing_what_was_typed(split):
    page = split(more="1")
    assert 'name="matters-2-text"' in page.text
    assert "Ồn ban đêm" in page.text


def test_another_page_from_before_is_refused(db, sent, split):
    page = split(version="0")
    assert page.status_code == 409
    assert splitting.parts_of(sent.case) == []


def test_the_words_propose_what_the_parts_are(browser, db, staff, send, make_topic, police):
    make_topic(staff.office).slug = "duong-sa-chieu-sang"
    make_topic(police).slug = "an-ninh-trat-tu"
    db.commit()
    case = send(text=f"{LAMP}\n{NOISE}").case
    browser.be(staff.dispatcher)
    page = browser.open(f"/quan-tri/y-kien/{case.number}/chia-phan").text
    assert f">{LAMP}</textarea>" in page.replace("\r\n", "")
    assert f'selected value="{police.id}"' in page


def test_nobody_else_opens_the_page(browser, staff, sent, make_official, actor_of):
    address = f"/quan-tri/y-kien/{sent.case.number}/chia-phan"
    browser.be(actor_of(make_official()))
    assert browser.open(address).status_code == 403
    browser.be(staff.moderator)
    assert browser.open(address).status_code == 409
    assert browser.send(address, _follow=True).status_code == 409
