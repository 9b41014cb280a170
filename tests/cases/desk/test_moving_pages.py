"""Every move of a case, made through its page."""

import re

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from portal.cases import drafting, service
from portal.cases.models import Case, Letter, Purpose
from portal.cases.rules import OPEN, Move, State, open_moves
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.models import Event
from portal.permissions import HOLDER, Role
from tests.cases.desk.conftest import address, opened

ANSWER = "Đã kiểm tra ngày 20/11, Phòng Kinh tế thay ba bóng đèn trước ngày 25/11."
WORDS = {
    "assign": {},
    "accept": {},
    "ask": {"question": "Đèn ở cột số mấy?"},
    "hand_over": {"handing_reason": "Việc này của Công an xã."},
    "refuse": {"refusal": "Đường này do tỉnh quản lý."},
    "submit": {"answer": ANSWER},
    "draft": {"answer": ANSWER},
    "enclose": {"answer": ANSWER},
    "progress": {"news": "Thợ điện hẹn đến chiều nay."},
    "note": {"inner_note": "Cột 14 là của điện lực."},
    "return": {"comment": "Chưa nói bao giờ xong."},
    "approve": {},
    "correct": {"corrected": ANSWER},
    "extend": {"days": "5", "extension": "Phải đợi kết quả đo đạc."},
    "resume": {},
}
FROM = {
    "assign": State.RECEIVED,
    "accept": State.RECEIVED,
    "ask": State.IN_PROGRESS,
    "hand_over": State.IN_PROGRESS,
    "refuse": State.IN_PROGRESS,
    "submit": State.IN_PROGRESS,
    "draft": State.IN_PROGRESS,
    "enclose": State.IN_PROGRESS,
    "progress": State.IN_PROGRESS,
    "note": State.IN_PROGRESS,
    "return": State.FOR_APPROVAL,
    "approve": State.FOR_APPROVAL,
    "correct": State.FOR_APPROVAL,
    "extend": State.IN_PROGRESS,
    "resume": State.WAITING,
}
TO = {
    "assign": State.RECEIVED,
    "accept": State.IN_PROGRESS,
    "ask": State.WAITING,
    "hand_over": State.RECEIVED,
    "refuse": State.REFUSED,
    "submit": State.FOR_APPROVAL,
    "draft": State.IN_PROGRESS,
    "enclose": State.IN_PROGRESS,
    "progress": State.IN_PROGRESS,
    "note": State.IN_PROGRESS,
    "return": State.IN_PROGRESS,
    "approve": State.ANSWERED,
    "correct": State.ANSWERED,
    "extend": State.IN_PROGRESS,
    "resume": State.IN_PROGRESS,
}
OFFICE = frozenset({"officer", "head"})
MAKERS = {
    "assign": {"dispatcher"},
    "accept": OFFICE,
    "ask": OFFICE,
    "hand_over": OFFICE,
    "refuse": OFFICE,
    "submit": OFFICE,
    "draft": OFFICE,
    "enclose": OFFICE,
    "progress": OFFICE,
    "note": OFFICE,
    "return": {"head"},
    "approve": {"head"},
    "correct": {"head"},
    "extend": {"head"},
    "resume": OFFICE,
}
READERS = ("officer", "head", "dispatcher", "moderator", "inspector")
STRANGERS = ("other officer", "other head", "editor", "administrator")


@pytest.fixture
def elsewhere(make_office, make_official):
    office = make_office("Trạm Y tế")
    make_official(Role.OFFICER, office=office)
    return office


@pytest.fixture
def words(elsewhere):
    """Return what the form of a move is filled in with."""

    def make(move: str) -> dict[str, str]:
        office = {"office": str(elsewhere.id)} if move in {"assign", "hand_over"} else {}
        return WORDS[move] | office

    return make


def facts(db, case):
    """Return everything that a refused move must leave as it was."""
    db.expire_all()
    counts = [db.scalar(select(func.count(table.id))) for table in (Event, Letter)]
    return [*counts, case.state, case.office_id, case.version]


@pytest.mark.parametrize("move", FROM)
def test_a_move_is_made_by_those_who_may_and_changes_nothing_for_others(
    db, make_case, make_move, people, words, move
):
    for who in (*READERS, *STRANGERS):
        case = make_case(FROM[move])
        before = facts(db, case)
        reply = make_move(people[who], case, move, **words(move))
        if who in MAKERS[move]:
            assert reply.status_code == 303, who
            assert db.get(Case, case.id).state is TO[move]
        else:
            assert reply.status_code == 403, who
            assert facts(db, case) == before


@pytest.mark.parametrize("who", READERS)
def test_the_page_draws_exactly_the_buttons_that_would_work(at_desk, make_case, people, who):
    for state in set(State) - {State.SEALED}:  # found by nobody here
        page = at_desk(people[who], make_case(state)).reply.text
        drawn = set(re.findall(r'name="move" value="(\w+)"', page))
        open_now = {move.value for move in open_moves(state)} | {"note"}
        open_now |= {"draft", "enclose"} if Move.SUBMIT in open_now else set()
        open_now |= {"progress"} if state in OPEN - {State.FOR_APPROVAL} else set()
        open_now |= {"correct"} if Move.APPROVE in open_now else set()
        assert drawn == {move for move in open_now if who in MAKERS.get(move, set())}


@pytest.mark.parametrize("move", FROM)
def test_a_form_sent_twice_moves_once_and_says_so_with_the_words_kept(
    browser, db, make_case, people, words, move, at_desk
):
    case = make_case(FROM[move])
    actor = people[max(MAKERS[move])]
    at_desk(actor, case)
    sent = {"move": move, **opened(browser), **words(move)}
    sent["csrf_token"] = browser.token("csrf_token")
    assert browser.send(**sent).status_code == 303
    after = facts(db, case)
    again = browser.send(**sent)
    # Whoever handed the case over may not even read it any more.
    assert again.status_code == (403 if move == "hand_over" else 409)
    for typed in WORDS[move].values():
        assert typed in again.text
    assert facts(db, case) == after


def test_a_draft_written_while_somebody_else_saved_is_kept_and_names_them(
    browser, db, make_case, staff, at_desk
):
    case = make_case(State.IN_PROGRESS)
    at_desk(staff.officer, case)
    mine = opened(browser)
    drafting.save_draft(db, staff.head, case, "Bản của trưởng phòng.")
    db.commit()
    reply = browser.send(move="submit", answer=ANSWER, **mine)
    assert reply.status_code == 409
    assert ANSWER in reply.text
    assert "Trần Văn Bình, Trưởng phòng: Đã lưu bản nháp" in reply.text
    second = browser.send(move="submit", answer=ANSWER, **opened(browser))
    assert second.status_code == 303


def test_of_two_who_send_in_the_same_moment_the_second_is_told_and_keeps_the_words(
    browser, db, make_case, staff, at_desk
):
    case = make_case(State.IN_PROGRESS)
    at_desk(staff.officer, case)
    before = facts(db, case)

    def overtake(session, *_):
        session.execute(text("UPDATE cases SET version = version + 1"))

    event.listen(Session, "before_flush", overtake, once=True)
    reply = browser.send(move="submit", answer=ANSWER, **opened(browser))
    assert reply.status_code == 409
    assert ANSWER in reply.text
    assert facts(db, case) == before


def test_words_for_a_move_that_is_over_are_shown_to_be_copied(
    browser, db, make_case, staff, at_desk
):
    case = make_case(State.FOR_APPROVAL)
    at_desk(staff.head, case)
    mine = opened(browser)
    service.approve(db, staff.head, case)
    db.commit()
    reply = browser.send(move="return", comment="Xin ghi rõ ngày xong.", **mine)
    assert reply.status_code == 409
    assert "Nội dung quý vị đã viết" in reply.text
    assert "Xin ghi rõ ngày xong." in reply.text


@pytest.mark.parametrize("move", [move for move in FROM if WORDS[move] and move != "enclose"])
def test_an_empty_text_is_said_at_its_field_and_moves_nothing(
    db, make_case, make_move, people, words, move
):
    case = make_case(FROM[move])
    before = facts(db, case)
    empty = words(move) | dict.fromkeys(WORDS[move], "   ")
    reply = make_move(people["head"], case, move, **empty)
    assert reply.status_code == 422
    field = next(iter(WORDS[move]))
    assert f'id="{field}-error"' in reply.text
    assert facts(db, case) == before


@pytest.mark.parametrize("move", [move for move in FROM if WORDS[move]])
def test_a_text_of_five_megabytes_is_refused_and_handed_back(
    db, make_case, make_move, people, words, move
):
    case = make_case(FROM[move])
    long = "Đèn tắt. " * 400_000
    reply = make_move(people["head"], case, move, **words(move) | dict.fromkeys(WORDS[move], long))
    assert reply.status_code == 413
    assert long.strip() in reply.text
    assert db.get(Case, case.id).state is FROM[move]


@pytest.mark.parametrize("move", FROM)
def test_a_forged_token_moves_nothing_and_keeps_the_words(
    browser, db, make_case, people, words, move, at_desk
):
    case = make_case(FROM[move])
    at_desk(people[max(MAKERS[move])], case)
    before = facts(db, case)
    sent = {"move": move, **opened(browser), **words(move), "csrf_token": "forged"}
    reply = browser.send(**sent)
    assert reply.status_code == 422
    for typed in WORDS[move].values():
        assert typed in reply.text
    assert facts(db, case) == before


def test_who_was_signed_out_while_writing_finds_the_words_on_the_refusal(
    browser, db, make_case, staff, people, at_desk
):
    case = make_case(State.IN_PROGRESS)
    at_desk(staff.officer, case)
    mine = opened(browser)
    browser.be(people["visitor"])
    reply = browser.send(move="submit", answer=ANSWER, **mine)
    assert reply.status_code == 403
    assert re.search(
        rf'<textarea[^>]*name="answer"[^>]*>\s*{re.escape(ANSWER)}</textarea>', reply.text
    )


def test_a_forged_look_at_the_contact_is_refused(browser, db, make_case, staff, at_desk):
    case = make_case(State.IN_PROGRESS, phone="0912000111")
    at_desk(staff.officer, case)
    reply = browser.send(f"{address(case)}/lien-he", csrf_token="forged")
    assert reply.status_code == 403
    assert "0912000111" not in reply.text


@pytest.mark.parametrize("office", ["", "x", "0", "-1", "99999999999999999999", "1 OR 1=1"])
@pytest.mark.parametrize("move", ["assign", "hand_over"])
def test_an_office_that_was_not_offered_is_refused(
    db, make_case, make_move, people, words, move, office
):
    case = make_case(FROM[move])
    actor = people["dispatcher" if move == "assign" else "officer"]
    reply = make_move(actor, case, move, **words(move) | {"office": office})
    assert reply.status_code == 422
    assert f'id="{move}_office-error"' in reply.text


def test_the_office_that_has_the_case_is_not_offered(at_desk, make_case, staff):
    case = make_case(State.IN_PROGRESS)
    page = at_desk(staff.officer, case).reply.text
    assert f'<option value="{staff.office.id}">' not in page


def test_an_unknown_move_is_not_found(make_case, make_move, staff):
    case = make_case()
    for move in ("", "withdraw", "satisfied", "__class__"):
        assert make_move(staff.officer, case, move).status_code == 404


def test_an_officer_cannot_approve_their_own_draft_but_an_officer_who_is_head_can(
    db, make_case, make_move, staff, make_official, actor_of
):
    case = make_case(State.FOR_APPROVAL)
    assert make_move(staff.officer, case, "approve").status_code == 403
    both = actor_of(make_official(Role.OFFICER, Role.HEAD, office=staff.office))
    assert make_move(both, case, "approve").status_code == 303
    assert db.get(Case, case.id).state is State.ANSWERED


def test_the_head_sees_the_letter_with_its_signature_before_it_is_sent(at_desk, make_case, staff):
    case = make_case(State.FOR_APPROVAL)
    page = at_desk(staff.head, case).reply.text
    letter = page[page.index('class="letter"') :]
    assert "Đã thay ba bóng đèn trong sáng nay." in letter
    assert letter.index("Trưởng phòng") < letter.index("Trần Văn Bình")


def test_the_head_sends_the_draft_in_better_words(db, make_case, make_move, staff):
    case = make_case(State.FOR_APPROVAL)
    make_move(staff.head, case, "correct", corrected=ANSWER)
    answer = service.answer_of(db.get(Case, case.id))
    assert answer.text == ANSWER
    assert answer.signed_name == "Trần Văn Bình"


def test_a_saved_draft_waits_in_the_box_and_reaches_nobody(
    db, make_case, make_move, at_desk, staff
):
    case = make_case(State.IN_PROGRESS)
    make_move(staff.officer, case, "draft", answer=ANSWER)
    page = at_desk(staff.officer, case).reply.text
    assert f"{ANSWER}</textarea>" in page
    kept = db.get(Case, case.id)
    assert service.answer_of(kept) is None
    assert [letter.purpose for letter in kept.letters] == [Purpose.DRAFT]
    assert "draft" not in {entry.act for entry in service.timeline(db, kept)}


def test_a_second_look_begins_with_an_empty_box_beside_the_first_answer(
    db, make_case, at_desk, staff
):
    case = make_case(State.ANSWERED)
    service.dispute(db, HOLDER, case, "Đèn vẫn tắt.")
    db.commit()
    page = at_desk(staff.officer, case).reply.text
    assert "Đèn vẫn tắt." in page
    assert re.search(r'<textarea[^>]*name="answer"[^>]*>\s*</textarea>', page)
    assert drafting.open_draft(case) is None


def test_a_returned_draft_stands_in_the_box_under_the_remark(db, make_case, at_desk, staff):
    case = make_case(State.FOR_APPROVAL)
    service.return_draft(db, staff.head, case, "Chưa nói bao giờ xong.")
    db.commit()
    page = at_desk(staff.officer, case).reply.text
    assert page.index("Chưa nói bao giờ xong.") < page.index('name="answer"')
    assert "Đã thay ba bóng đèn trong sáng nay.</textarea>" in page


@pytest.mark.parametrize(
    "state", [state for state in State if Move.SUBMIT not in open_moves(state)]
)
def test_a_draft_is_saved_only_where_an_answer_may_be_written(db, make_case, staff, state):
    case = make_case(state)
    with pytest.raises(IllegalMove):
        drafting.save_draft(db, staff.officer, case, ANSWER)


def test_a_draft_is_saved_by_its_office_alone_and_never_empty(db, make_case, people):
    case = make_case(State.IN_PROGRESS)
    for who in ("other officer", "dispatcher", "moderator", "inspector"):
        with pytest.raises(NotAllowed):
            drafting.save_draft(db, people[who], case, ANSWER)
    with pytest.raises(Invalid):
        drafting.save_draft(db, people["officer"], case, "  ")


def test_what_officials_write_is_text_and_never_markup(make_case, make_move, at_desk, staff):
    script = "<img src=x onerror=alert(1)> '); DELETE FROM letters; -- {{ 7*7 }}"
    case = make_case(State.IN_PROGRESS)
    make_move(staff.officer, case, "submit", answer=script)
    make_move(staff.head, case, "return", comment=script)
    page = at_desk(staff.officer, case).reply.text
    assert "<img src=x" not in page
    assert page.count("{{ 7*7 }}") > 1


def test_after_a_hand_over_the_official_comes_home_with_a_word_about_it(
    browser, make_case, make_move, staff, words
):
    case = make_case(State.IN_PROGRESS)
    reply = make_move(staff.officer, case, "hand_over", **words("hand_over"))
    assert reply.location == "/quan-tri/"
    page = browser.open(reply.location).text
    assert f"Đã chuyển {case.number}" in page
    assert browser.open(address(case)).status_code == 403
