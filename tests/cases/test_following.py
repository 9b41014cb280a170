"""Looking an item up with its code and answering back."""

import re

import pytest
from sqlalchemy import select

from portal.cases import codes, service
from portal.cases.answer_models import AnswerFile
from portal.cases.following import WRONG_CODES
from portal.cases.models import Letter, Purpose, Span
from portal.cases.rules import State
from portal.cases.service import NewFile
from portal.permissions import HOLDER
from tests.cases.conftest import ROADS

PHOTO = NewFile(name="đèn “một”.jpg", media_type="image/jpeg", content=b"photo")


@pytest.fixture
def code_of(settings):
    """Return the code of a case made with `form_token="…"`."""
    return lambda token: codes.make(settings, token)


@pytest.fixture
def item(make_case, code_of):
    """Return a case in `state` and its code."""

    def make(state=State.RECEIVED, **changes):
        token = f"form of {state} {changes}"
        return make_case(state, form_token=token, **changes), code_of(token)

    return make


@pytest.fixture
def look_up(browser):
    def make(code):
        browser.open("/tra-cuu")
        return browser.send("/tra-cuu", code=code)

    return make


@pytest.fixture
def follow(browser, look_up):
    def make(code, act, **words):
        look_up(code)
        return browser.send(f"/tra-cuu/{act}", code=code, **words)

    return make


def state_on(reply):
    return re.search(r'<main[^>]*data-state="([^"]*)"', reply.text)[1]


@pytest.mark.parametrize("state", sorted(set(State) - {State.JOINED, State.SEALED}))
def test_the_code_opens_the_item_in_every_state(item, look_up, state):
    case, code = item(state)
    reply = look_up(code)
    assert (reply.status_code, state_on(reply)) == (200, state.value)
    assert case.number in reply.text
    assert "Ba bóng đèn trước nhà văn hóa" in reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["Referrer-Policy"] == "no-referrer"


def test_the_code_may_be_typed_in_any_way(item, look_up):
    _case, code = item()
    for typed in (codes.shown(code).lower(), f" {codes.shown(code).replace('-', ' ')} "):
        assert look_up(typed).status_code == 200


def test_codes_that_open_nothing_all_look_the_same(app, browser, look_up, code_of, item):
    _case, code = item()
    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    pages = set()
    for typed in (code_of("no such form"), slip, "X" * 28, "'" * 28):
        reply = look_up(typed)
        assert reply.status_code == 404
        page = reply.text.replace(typed, "TYPED").replace("&#39;" * 28, "TYPED")
        pages.add(re.sub(r'value="[^"]*"', "", page))
    assert len(pages) == 1


def test_wrong_codes_are_slowed_down_and_a_right_one_always_opens(item, look_up):
    _case, code = item()
    most = int(WRONG_CODES.partition("/")[0])
    replies = [look_up("X" * 28).status_code for _ in range(most + 1)]
    assert replies == [404] * most + [429]
    assert look_up(code).status_code == 200


def test_an_empty_code_is_asked_for_again(look_up):
    reply = look_up(" ")
    assert reply.status_code == 422
    assert 'id="code-error"' in reply.text


def test_the_code_is_in_no_address_of_the_page(item, look_up):
    _case, code = item(State.ANSWERED)
    page = look_up(code).text
    assert code not in "".join(re.findall(r'(?:href|action|src)="[^"]*"', page))
    assert code not in page[: page.index("</title>")]


def test_looking_up_by_address_shows_only_the_form(browser, item):
    case, code = item()
    reply = browser.open(f"/tra-cuu?code={code}")
    assert reply.status_code == 200
    assert case.number not in reply.text


def test_the_answer_stands_as_a_letter_with_its_signer(item, look_up):
    _case, code = item(State.ANSWERED)
    page = look_up(code).text
    assert "Đã thay ba bóng đèn trong sáng nay." in page
    assert "Trần Văn Bình" in page
    assert "Trưởng phòng" in page


def test_a_draft_is_not_shown(item, look_up):
    _case, code = item(State.FOR_APPROVAL)
    assert "Đã thay ba bóng đèn" not in look_up(code).text


def test_yes_closes_the_item(db, item, follow):
    case, code = item(State.ANSWERED)
    reply = follow(code, "satisfied")
    assert (reply.status_code, state_on(reply)) == (200, "closed")
    db.refresh(case)
    assert case.state is State.CLOSED


def test_no_with_a_reason_opens_it_again(db, item, follow):
    _case, code = item(State.ANSWERED)
    assert follow(code, "dispute", words=" ").status_code == 422
    reply = follow(code, "dispute", words="Đèn vẫn tắt.")
    assert (reply.status_code, state_on(reply)) == (200, "in_progress")
    letter = db.scalar(select(Letter).where(Letter.purpose == Purpose.DISPUTE))
    assert letter.text == "Đèn vẫn tắt."


def test_a_question_is_answered_on_the_page(item, look_up, follow):
    _case, code = item(State.WAITING)
    assert "Xin quý vị cho biết số nhà gần nhất." in look_up(code).text
    reply = follow(code, "reply", words="Số 12.")
    assert (reply.status_code, state_on(reply)) == (200, "in_progress")


@pytest.mark.parametrize(
    ("state", "act"),
    [(State.WAITING, "reply"), (State.ANSWERED, "partly"), (State.ANSWERED, "dispute")],
)
def test_words_that_accuse_are_asked_about_before_they_are_stored(
    db, item, browser, follow, state, act
):
    accuses = "Ông trưởng thôn ăn chặn tiền trợ cấp của bà con."
    case, code = item(state)
    reply = follow(code, act, words=accuses)
    assert (reply.status_code, case.letters[-1].text == accuses) == (422, False)
    assert "ăn chặn" in reply.text.split(accuses)[0]
    assert 'href="/gui-kin"' in reply.text
    browser.send(f"/tra-cuu/{act}", code=code, words=accuses, ordinary="y")
    db.expire_all()
    assert (case.letters[-1].text, case.suspect) == (accuses, "accuses")


def test_a_danger_told_in_a_reply_is_answered_with_whom_to_call(item, follow):
    _case, code = item(State.WAITING)
    assert "tel:113" in follow(code, "reply", words="Nó đang cầm dao dọa giết tôi.").text


def test_an_item_can_be_withdrawn_and_consent_taken_back(db, item, follow, staff):
    _case, code = item()
    assert state_on(follow(code, "withdraw")) == "withdrawn"
    case, code = item(State.ANSWERED, agreed=True)
    service.release(db, staff.moderator, case, subject="a", text="b", answer="c")
    db.commit()
    assert follow(code, "consent").status_code == 200
    db.refresh(case)
    assert not service.is_public(case)


@pytest.mark.parametrize("act", ["reply", "satisfied", "dispute", "withdraw", "consent"])
def test_no_act_works_without_the_right_code(db, browser, item, look_up, code_of, act):
    case, code = item(State.ANSWERED, agreed=True)
    look_up(code)
    reply = browser.send(f"/tra-cuu/{act}", code=code_of("another"), words="Lời đã viết")
    assert reply.status_code == 404
    if act in {"reply", "dispute"}:
        assert "Lời đã viết" in reply.text
    db.refresh(case)
    assert (case.state, case.agreed) == (State.ANSWERED, True)


def test_a_page_sent_twice_does_its_act_once_and_keeps_the_words(db, browser, item, look_up):
    case, code = item(State.ANSWERED)
    look_up(code)
    tokens = {name: browser.token(name) for name in ("csrf_token", "form_token")}
    sent = {**tokens, "code": code, "words": "Đèn vẫn tắt."}
    assert browser.client.post("/tra-cuu/dispute", data=sent).status_code == 200
    again = browser.client.post("/tra-cuu/dispute", data=sent)
    assert again.status_code == 409
    db.refresh(case)
    assert [owed.round for owed in case.clocks if owed.span is Span.ANSWER] == [1, 2]


def test_a_page_opened_before_the_office_moved_shows_how_it_stands_now(
    db, browser, item, look_up, staff
):
    case, code = item(State.WAITING)
    look_up(code)
    service.submit(db, staff.officer, case, "Dự thảo trả lời về bóng đèn.")
    db.commit()
    reply = browser.send("/tra-cuu/reply", code=code, words="Số 12, ngõ 3.")
    assert (reply.status_code, state_on(reply)) == (409, "for_approval")
    assert "Số 12, ngõ 3." in reply.text


def test_a_forged_act_is_stopped_and_the_words_stay(db, browser, item, look_up):
    case, code = item(State.WAITING)
    look_up(code)
    reply = browser.send("/tra-cuu/reply", code=code, words="Số 12.", csrf_token="forged")
    assert reply.status_code == 422
    assert "Số 12." in reply.text
    db.refresh(case)
    assert case.state is State.WAITING


def test_an_act_nobody_knows_is_not_found(browser, item, look_up):
    _case, code = item()
    look_up(code)
    assert browser.send("/tra-cuu/approve", code=code).status_code == 404


def test_files_are_handed_out_to_the_code_alone_as_attachments(browser, item, look_up, code_of):
    case, code = item(files=(PHOTO,))
    look_up(code)
    url = f"/tra-cuu/tep/{case.files[0].id}"
    reply = browser.send(url, code=code)
    assert (reply.status_code, reply.data) == (200, b"photo")
    assert reply.headers["Content-Disposition"].startswith("attachment;")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    look_up(code)
    assert browser.send(url, code=code_of("another")).status_code == 404
    look_up(code)
    assert browser.send("/tra-cuu/tep/999999", code=code).status_code == 404
    assert browser.client.get(url).status_code == 405


def test_the_page_names_officials_only_as_signers(item, look_up):
    _case, code = item(State.ANSWERED)
    assert "Nguyễn Thị Lan" not in look_up(code).text  # the officer who wrote the draft


def test_moves_of_the_office_show_their_reason(db, item, look_up):
    case, code = item(State.REFUSED)
    page = look_up(code).text
    assert "Đường này thuộc tỉnh quản lý." in page
    service.dispute(db, HOLDER, case, "Của xã.")
    db.commit()
    assert state_on(look_up(code)) == "received"


@pytest.fixture
def divided(db, staff, item):
    """Return an item a dispatcher split, its parts, the first one answered, and its code."""
    case, code = item(State.SPLIT)
    first, second = case.parts
    for act in ROADS[State.ANSWERED]:
        act(db, staff, first)
    db.commit()
    return case, first, second, code


@pytest.fixture
def follow_part(browser, look_up):
    """Send the form of one part as the page has it."""

    def make(code, act, part, **words):
        forms = re.findall(r"<form.*?</form>", look_up(code).text, re.DOTALL)
        here = f'action="/tra-cuu/{act}"', f'name="part" value="{part.part}"'
        (form,) = [form for form in forms if all(mark in form for mark in here)]
        token = re.search(r'name="form_token" value="([^"]+)"', form)[1]
        return browser.send(
            f"/tra-cuu/{act}", code=code, part=str(part.part), form_token=token, **words
        )

    return make


def test_one_code_shows_every_part_with_its_office_date_and_answer(divided, look_up):
    case, first, second, code = divided
    reply = look_up(code)
    assert state_on(reply) == State.SPLIT
    for words in (case.subject, first.number, second.number, "Đã thay ba bóng đèn trong sáng nay."):
        assert words in reply.text
    assert reply.text.count('action="/tra-cuu/satisfied"') == 1
    ids = re.findall(r'\bid="([^"]+)"', reply.text)
    assert len(ids) == len(set(ids))


def test_each_part_is_judged_and_withdrawn_by_itself(db, divided, follow_part):
    case, first, second, code = divided
    empty = follow_part(code, "dispute", first, words=" ")
    assert (empty.status_code, 'id="words-1-error"' in empty.text) == (422, True)
    assert follow_part(code, "withdraw", second).status_code == 200
    reply = follow_part(code, "satisfied", first)
    assert "Mọi phần đã xong" in reply.text
    db.expire_all()
    assert (first.state, second.state) == (State.CLOSED, State.WITHDRAWN)
    assert case.state is State.SPLIT


def test_a_form_names_no_part_but_those_of_its_own_code(db, divided, item, browser, follow_part):
    _case, _first, second, code = divided
    other, _code = item(State.SPLIT, subject="Việc khác")
    follow_part(code, "withdraw", second)
    for part in ("3", "0", other.parts[0].number, "x"):
        assert browser.send("/tra-cuu/withdraw", code=code, part=part).status_code == 404
    # The token of one part does nothing to another.
    reply = browser.send("/tra-cuu/withdraw", code=code, part="1")
    assert reply.status_code == 409


def test_files_of_an_answer_to_a_part_open_with_the_one_code(db, divided, browser, files):
    _case, first, _second, code = divided
    files.put("answers/x", b"plan")
    row = AnswerFile(
        case_id=first.id, letter_id=service.answer_of(first).id, official_id=None,
        name="so-do.pdf", media_type="application/pdf", size=4, sha256="0" * 64,
        stored_as="answers/x",
    )  # fmt: skip
    db.add(row)
    db.commit()
    browser.open("/tra-cuu")
    reply = browser.send(f"/tra-cuu/tra-loi/tep/{row.id}", code=code)
    assert (reply.status_code, reply.data) == (200, b"plan")
