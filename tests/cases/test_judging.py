"""What the sender makes of the answer: yes, partly, no, or no word; and who looks again."""

from datetime import date

import pytest
import time_machine

from portal.cases import figures, second_look, service
from portal.cases.models import Purpose, Span
from portal.cases.rules import Judgement, Move, State
from portal.errors import IllegalMove, Invalid
from portal.history.service import events_of
from portal.permissions import HOLDER, Role

ANSWERED_AT = "2026-11-02 09:00+07:00"


@pytest.fixture
def answered(make_case):
    with time_machine.travel(ANSWERED_AT, tick=False):
        return make_case(State.ANSWERED)


def test_yes_and_partly_both_end_it_and_are_told_apart(db, make_case):
    yes, partly = make_case(State.ANSWERED), make_case(State.ANSWERED)
    service.satisfied(db, HOLDER, yes)
    service.partly(db, HOLDER, partly, "Chưa nói bao giờ sửa.")
    assert [(case.state, case.judgement) for case in (yes, partly)] == [
        (State.CLOSED, Judgement.YES),
        (State.CLOSED, Judgement.PARTLY),
    ]
    assert partly.letters[-1].purpose is Purpose.PARTLY
    for case in (yes, partly):
        assert service.running(case, Span.JUDGE) is None
        with pytest.raises(IllegalMove):
            service.dispute(db, HOLDER, case, "Thôi, chưa được.")


def test_partly_asks_what_is_missing(db, answered):
    with pytest.raises(Invalid):
        service.partly(db, HOLDER, answered, "  ")


def test_no_word_within_the_days_set_ends_it_but_never_as_satisfied(db, answered):
    assert service.judge_by(answered) == date(2026, 11, 17)
    assert service.lapse_all(db, date(2026, 11, 17)) == 0
    assert service.lapse_all(db, date(2026, 11, 18)) == 1
    assert (answered.state, answered.judgement) == (State.CLOSED, Judgement.NO_WORD)
    last = events_of(db, "case", answered.id)[-1]
    assert (last.act, last.official_id) == ("lapse", None)
    assert service.lapse_all(db, date(2026, 11, 18)) == 0


def test_somebody_who_comes_back_after_that_may_still_disagree(db, answered):
    service.lapse_all(db, date(2026, 11, 18))
    assert service.moves_for(HOLDER, answered) == [Move.DISPUTE]
    service.dispute(db, HOLDER, answered, "Đèn vẫn tắt.")
    assert (answered.state, answered.judgement) == (State.IN_PROGRESS, Judgement.NO)


def test_the_days_to_judge_are_never_the_offices_lateness(db, answered):
    with time_machine.travel("2026-11-25 09:00+07:00", tick=False):
        service.note_all_lateness(db)
    assert answered.overdue_on is None
    assert all(one.overdue_on is None for one in answered.clocks if one.span is Span.JUDGE)


def test_a_dispute_goes_to_somebody_else_of_the_office(
    db, answered, staff, make_official, actor_of
):
    other = make_official(Role.OFFICER, office=staff.office, name="Lê Văn Tư")
    service.dispute(db, HOLDER, answered, "Đèn vẫn tắt.")
    assert service.handler_of(db, answered) is other
    assert events_of(db, "case", answered.id)[-1].facts["handler"] == other.id
    with pytest.raises(Invalid):
        service.submit(db, staff.officer, answered, "Đã thay ba bóng đèn thật rồi ạ.")
    service.submit(db, actor_of(other), answered, "Đã thay bóng thứ ba tại cột số 4 sáng nay.")
    service.approve(db, staff.head, answered)
    assert answered.state is State.ANSWERED


def test_whoever_signed_the_first_answer_approves_the_second_but_writes_none_of_it(
    db, browser, answered, staff, make_official, actor_of
):
    other = make_official(Role.OFFICER, office=staff.office, name="Lê Văn Tư")
    service.dispute(db, HOLDER, answered, "Đèn vẫn tắt.")
    service.submit(db, actor_of(other), answered, "Đã thay bóng thứ ba tại cột số 4 sáng nay.")
    db.commit()
    browser.be(staff.head)
    page = browser.open(f"/quan-tri/y-kien/{answered.number}").text
    assert 'value="approve"' in page
    assert 'value="correct"' not in page
    with pytest.raises(Invalid):
        service.approve(db, staff.head, answered, "Câu trả lời lần trước đã đúng, giữ nguyên.")
    service.approve(db, staff.head, answered)
    assert answered.state is State.ANSWERED


def test_with_nobody_else_in_the_office_it_goes_to_the_office_above(
    db, send, make_office, make_official, actor_of, staff
):
    above = make_office("Ủy ban nhân dân xã")
    below = make_office("Phòng Kinh tế", parent=above)
    officer = actor_of(make_official(Role.OFFICER, office=below))
    head = actor_of(make_official(Role.HEAD, office=below))
    leader = make_official(Role.HEAD, office=above, name="Trần Văn Minh")
    case = send().case
    service.assign(db, staff.dispatcher, case, below)
    service.accept(db, officer, case)
    service.submit(db, officer, case, "Đã thay ba bóng đèn sáng nay.")
    service.approve(db, head, case)
    service.dispute(db, HOLDER, case, "Chưa.")
    assert service.handler_of(db, case) is leader


def test_with_nobody_else_at_all_whoever_is_there_looks_again(db, answered, staff):
    service.dispute(db, HOLDER, answered, "Đèn vẫn tắt.")
    assert service.handler_of(db, answered) is None
    assert second_look.may_write(staff.officer, answered)
    service.submit(db, staff.officer, answered, "Đã thay bóng thứ ba tại cột số 4 sáng nay.")


def test_a_second_answer_is_judged_anew(db, answered, staff):
    service.dispute(db, HOLDER, answered, "Đèn vẫn tắt.")
    service.submit(db, staff.officer, answered, "Đã thay bóng thứ ba tại cột số 4 sáng nay.")
    service.approve(db, staff.head, answered)
    judging = [one for one in answered.clocks if one.span is Span.JUDGE]
    assert [one.round for one in judging] == [1, 2]
    assert judging[1].met_on is None


def test_the_page_takes_what_is_missing_and_keeps_it_while_it_is_put_right(
    browser, db, send, staff
):
    receipt = send()
    case = receipt.case
    service.assign(db, staff.dispatcher, case, staff.office)
    service.accept(db, staff.officer, case)
    service.submit(db, staff.officer, case, "Đã thay ba bóng đèn trong sáng nay.")
    service.approve(db, staff.head, case)
    db.commit()
    browser.open("/tra-cuu")
    page = browser.send(code=receipt.code).text
    assert all(f'action="/tra-cuu/{act}"' in page for act in ("satisfied", "partly", "dispute"))
    assert "không tính là hài lòng" in page
    reply = browser.send("/tra-cuu/partly", code=receipt.code, words="")
    assert (reply.status_code, case.state) == (422, State.ANSWERED)
    reply = browser.send("/tra-cuu/partly", code=receipt.code, words="Chưa nói bao giờ sửa hẳn.")
    assert "Chưa nói bao giờ sửa hẳn." in reply.text
    db.expire_all()
    assert case.judgement is Judgement.PARTLY


def test_partly_and_no_word_are_counted_apart_and_hidden_in_small_groups(db, make_case):
    with time_machine.travel(ANSWERED_AT, tick=False):
        cases = [make_case(State.ANSWERED) for _ in range(6)]
    with time_machine.travel("2026-11-04 09:00+07:00", tick=False):
        service.partly(db, HOLDER, cases[0], "Chưa nói bao giờ.")
        service.partly(db, HOLDER, cases[1], "Chưa nói ai làm.")
        service.satisfied(db, HOLDER, cases[2])
    with time_machine.travel("2026-11-25 09:00+07:00", tick=False):
        service.lapse_all(db)
        found = figures.figures(db, date(2026, 11, 1), date(2026, 11, 30))
        few = figures.figures(db, date(2026, 12, 1), date(2026, 12, 31))
    assert (found.answered, found.partly, found.no_word, found.disputed) == (6, 2, 3, 0)
    assert (few.partly, few.no_word) == (0, 0)


CLOSED = {
    "yes": (lambda db, case: service.satisfied(db, HOLDER, case), "Đã xong"),
    "partly": (
        lambda db, case: service.partly(db, HOLDER, case, "Chưa nói bao giờ."),
        "Đã khép, giải đáp một phần",
    ),
    "no word": (lambda db, _case: service.lapse_all(db), "Đã khép, chưa có hồi âm"),
}


@pytest.mark.parametrize("how", CLOSED)
def test_every_page_says_how_it_was_closed_and_silence_is_never_done(db, browser, send, staff, how):
    act, said = CLOSED[how]
    with time_machine.travel(ANSWERED_AT, tick=False):
        receipt = send(agreed=True)
        case = receipt.case
        service.assign(db, staff.dispatcher, case, staff.office)
        service.accept(db, staff.officer, case)
        service.submit(db, staff.officer, case, "Đã thay ba bóng đèn trong sáng nay.")
        service.approve(db, staff.head, case)
        service.release(db, staff.moderator, case, subject="A", text="B", answer="C")
    act(db, case)
    db.commit()
    pages = [browser.open(f"/y-kien/{case.number}").text]
    browser.open("/tra-cuu")
    pages.append(browser.send(code=receipt.code, _follow=True).text)
    browser.be(staff.officer)
    desk = (f"/quan-tri/y-kien/{case.number}", "/quan-tri/y-kien")
    pages += [browser.open(address).text for address in desk]
    others = {words for _act, words in CLOSED.values()} - {said}
    for page in pages:
        assert said in page
    for page in pages[:3]:
        assert not [words for words in others if words in page]
