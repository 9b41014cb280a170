"""Deciding in which words everyone may read an item."""

import pytest

from portal.cases.models import Case
from portal.cases.rules import State, Visibility
from portal.cases.service import dispute, hide, release, take_back_consent
from portal.permissions import HOLDER
from tests.cases.desk.conftest import opened, post

PRIVATE = "Gọi tôi số 0912 345 678, xe 29-B1 123.45."
PUBLIC = {
    "public_subject": "Đèn đường hỏng",
    "public_text": "Ba bóng đèn tắt.",
    "public_answer": "Đã thay ba bóng đèn.",
}


@pytest.fixture
def review(browser, db, staff):
    """Open the page of a case as the moderator."""

    def make(case: Case, actor=None):
        browser.be(actor or staff.moderator)
        browser.open(address(case))
        db.expire_all()
        return browser

    return make


def address(case: Case) -> str:
    return f"/quan-tri/kiem-duyet/{case.number}"


def test_the_original_is_marked_and_a_masked_text_is_proposed(review, make_case):
    case = make_case(State.ANSWERED, agreed=True, text=PRIVATE)
    page = review(case).reply.text
    assert "<mark>0912 345 678</mark>" in page
    assert "<mark>29-B1 123.45</mark>" in page
    assert "Gọi tôi số [số điện thoại], xe [biển số xe].</textarea>" in page


def test_what_is_released_is_what_everyone_reads(review, browser, db, make_case):
    case = make_case(State.ANSWERED, agreed=True, text=PRIVATE)
    reply = review(case).send(**opened(browser), **PUBLIC)
    assert reply.status_code == 303
    db.expire_all()
    shown = db.get(Case, case.id)
    assert shown.visibility is Visibility.PUBLISHED
    assert (shown.public_subject, shown.public_text, shown.public_answer) == tuple(PUBLIC.values())
    assert shown.text == PRIVATE
    assert case.number in browser.open("/quan-tri/kiem-duyet?xem=cong-khai").text
    assert case.number not in browser.open("/quan-tri/kiem-duyet").text


def test_a_released_item_is_taken_back_with_a_reason(review, browser, db, make_case, staff):
    case = make_case(State.ANSWERED, agreed=True)
    release(db, staff.moderator, case, subject="a", text="b", answer="c")
    db.commit()
    page = review(case).reply.text
    assert "Gỡ xuống" in page
    reply = browser.send(f"{address(case)}/khong-cong-khai", **opened(browser), reason="Lộ tên.")
    assert reply.status_code == 303
    db.expire_all()
    assert db.get(Case, case.id).visibility is Visibility.HIDDEN
    assert case.number in browser.open("/quan-tri/kiem-duyet?xem=khong-cong-khai").text


@pytest.mark.parametrize("missing", PUBLIC)
def test_each_public_text_is_asked_for_and_the_others_are_kept(
    review, browser, db, make_case, missing
):
    case = make_case(State.ANSWERED, agreed=True)
    reply = review(case).send(**opened(browser), **PUBLIC | {missing: " "})
    assert reply.status_code == 422
    assert f'id="{missing}-error"' in reply.text
    for name, text in PUBLIC.items():
        assert name == missing or text in reply.text
    db.expire_all()
    assert db.get(Case, case.id).visibility is Visibility.PENDING


def test_declining_needs_a_reason(review, browser, db, make_case):
    case = make_case(State.ANSWERED, agreed=True)
    url = f"{address(case)}/khong-cong-khai"
    reply = review(case).send(url, **opened(browser), reason="")
    assert reply.status_code == 422
    assert 'id="reason-error"' in reply.text
    db.expire_all()
    assert db.get(Case, case.id).visibility is Visibility.PENDING


def test_a_decision_on_an_old_page_is_not_taken_and_its_words_are_kept(
    review, browser, db, make_case, staff
):
    case = make_case(State.ANSWERED, agreed=True)
    review(case)
    mine = opened(browser)
    hide(db, staff.moderator, case, "Trùng với một ý kiến khác.")
    db.commit()
    reply = browser.send(**mine, **PUBLIC)
    assert reply.status_code == 409
    assert PUBLIC["public_text"] in reply.text
    db.expire_all()
    assert db.get(Case, case.id).visibility is Visibility.HIDDEN


def test_once_consent_is_taken_back_there_is_nothing_to_decide(
    review, browser, db, make_case, staff
):
    case = make_case(State.ANSWERED, agreed=True)
    review(case)
    mine = opened(browser)
    take_back_consent(db, HOLDER, case)
    db.commit()
    reply = browser.send(**mine, **PUBLIC)
    assert reply.status_code == 404
    db.expire_all()
    assert db.get(Case, case.id).visibility is Visibility.PRIVATE
    assert db.get(Case, case.id).public_text is None


@pytest.mark.parametrize(
    "who", ["officer", "head", "other head", "dispatcher", "inspector", "editor", "administrator"]
)
def test_nobody_but_a_moderator_decides(review, browser, db, make_case, people, who):
    case = make_case(State.ANSWERED, agreed=True)
    review(case)
    mine = opened(browser)
    browser.be(people[who])
    assert browser.send(**mine, **PUBLIC).status_code == 403
    hidden = browser.send(f"{address(case)}/khong-cong-khai", **mine, reason="Vì vậy.")
    assert hidden.status_code == 403
    db.expire_all()
    assert db.get(Case, case.id).visibility is Visibility.PENDING


def test_a_moderator_reads_every_item_but_answers_none(at_desk, make_case, make_move, db, staff):
    for state in set(State) - {State.SEALED}:  # found by nobody here
        case = make_case(state)
        assert 'name="move"' not in at_desk(staff.moderator, case).reply.text
        reply = make_move(staff.moderator, case, "submit", answer="Xong.")
        assert reply.status_code in {403, 409}
        assert db.get(Case, case.id).state is state


def test_a_forged_decision_is_refused_with_its_words_kept(review, browser, db, make_case):
    case = make_case(State.ANSWERED, agreed=True)
    review(case)
    reply = browser.send(**opened(browser), **PUBLIC, csrf_token="forged")
    assert reply.status_code == 422
    assert PUBLIC["public_answer"] in reply.text
    db.expire_all()
    assert db.get(Case, case.id).visibility is Visibility.PENDING


def test_a_public_text_of_five_megabytes_is_handed_back(review, browser, make_case, genuine):
    case = make_case(State.ANSWERED, agreed=True)
    long = "Đèn tắt. " * 400_000
    kept = opened(review(case)) | {"csrf_token": genuine()}
    reply = post(browser, address(case), kept | PUBLIC | {"public_text": long})
    assert reply.status_code == 413
    assert long.strip() in reply.text


def test_there_is_something_to_decide_only_with_consent_and_an_answer(review, make_case):
    for state in State:
        for agreed in (True, False):
            case = make_case(state, agreed=agreed)
            answered = state in {State.ANSWERED, State.CLOSED}
            assert review(case).reply.status_code == (200 if agreed and answered else 404)


def test_a_disputed_answer_offers_no_release(review, make_case, db):
    case = make_case(State.ANSWERED, agreed=True)
    dispute(db, HOLDER, case, "Vẫn tắt.")
    db.commit()
    page = review(case).reply.text
    assert "Chưa công khai được" in page
    assert 'name="public_answer"' not in page
