"""Which clocks run for which kind, and which act starts, meets and stops them."""

from datetime import date

import pytest
import time_machine

from portal.cases import clocks, service
from portal.cases.kinds import OFFERED
from portal.cases.models import Span
from portal.cases.rules import Move, State
from portal.errors import Invalid
from portal.permissions import HOLDER, VISITOR, Role

MONDAY = "2026-11-16 09:00+07:00"
S = Span


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def running(case):
    return {one.span for one in case.clocks if one.met_on is None and one.stopped_on is None}


def met(case):
    return {one.span for one in case.clocks if one.met_on is not None}


def stopped(case):
    return {one.span for one in case.clocks if one.stopped_on is not None}


def test_a_receipt_acknowledges_and_the_rest_begins(send):
    case = send().case
    assert running(case) == {S.ANSWER, S.CLASSIFY, S.FORWARD}
    assert met(case) == {S.ACKNOWLEDGE}
    due = {one.span: one.due_on for one in case.clocks}
    assert due[S.CLASSIFY] == date(2026, 11, 18)
    assert due[S.FORWARD] == date(2026, 11, 23)
    assert due[S.ANSWER] == case.due_on == date(2026, 12, 1)


def test_what_a_counter_or_topic_sends_to_an_office_is_sorted_at_once(send, make_topic, staff):
    case = send(topic=make_topic(staff.office).slug).case
    assert running(case) == {S.ANSWER, S.FORWARD, S.ACCEPT}
    assert met(case) == {S.ACKNOWLEDGE, S.CLASSIFY}


@pytest.mark.parametrize(
    ("state", "ticking", "done", "dropped"),
    [
        (State.RECEIVED, {S.ANSWER, S.FORWARD, S.ACCEPT}, {S.CLASSIFY}, set()),
        (State.IN_PROGRESS, {S.ANSWER}, {S.CLASSIFY, S.ACCEPT}, {S.FORWARD}),
        (State.WAITING, {S.ANSWER}, {S.CLASSIFY, S.ACCEPT}, {S.FORWARD}),
        (State.FOR_APPROVAL, {S.ANSWER}, {S.CLASSIFY, S.ACCEPT}, {S.FORWARD}),
        (State.ANSWERED, set(), {S.CLASSIFY, S.ACCEPT, S.ANSWER}, {S.FORWARD}),
        (State.CLOSED, set(), {S.CLASSIFY, S.ACCEPT, S.ANSWER}, {S.FORWARD}),
        (State.REFUSED, set(), {S.CLASSIFY, S.ACCEPT}, {S.ANSWER, S.FORWARD}),
        (State.WITHDRAWN, set(), {S.CLASSIFY}, {S.ANSWER, S.FORWARD, S.ACCEPT}),
    ],
)
def test_each_state_has_the_clocks_that_the_way_to_it_left(
    make_case, state, ticking, done, dropped
):
    case = make_case(state)
    assert running(case) - {S.JUDGE} == ticking
    assert met(case) - {S.JUDGE} == done | {S.ACKNOWLEDGE}
    assert stopped(case) == dropped


def test_handing_over_forwards(db, make_case, make_office, staff):
    case = make_case(State.RECEIVED)
    service.hand_over(db, staff.officer, case, make_office("Công an xã"), "Việc của Công an xã.")
    assert met(case) >= {S.FORWARD, S.ACCEPT}
    assert service.running(case).due_on == date(2026, 12, 1)


def test_a_dispute_starts_a_second_look(db, make_case):
    case = make_case(State.ANSWERED)
    service.dispute(db, HOLDER, case, "Đèn vẫn tắt.")
    assert service.running(case).term == "feedback.second_look"
    assert service.running(case).round == 2


def test_every_act_of_the_table_is_a_move_or_the_receipt():
    acts = {move.value for move in Move} | {"received", "acknowledged", "taken_out"}
    assert set(clocks.BEATS) <= acts


@pytest.mark.parametrize("kind", OFFERED, ids=lambda kind: kind.slug)
def test_every_kind_on_the_form_has_an_answer_owed(send, kind):
    case = send(kind=kind.slug).case
    assert service.running(case).due_on == case.due_on


@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_the_web_takes_no_complaint_and_no_denunciation(send, browser, kind):
    with pytest.raises(Invalid):
        send(kind=kind)
    assert f'value="{kind}"' not in browser.open("/gop-y").text


@pytest.fixture
def clerk(make_official, make_office, actor_of):
    office = make_office("Văn phòng HĐND và UBND")
    return actor_of(make_official(Role.CLERK, Role.OFFICER, office=office))


@pytest.fixture
def complaint(db, settings, files, form_token, clerk):
    sent = service.Submission(
        kind="complaint", subject="Quyết định 12", text="Đơn.", form_token=form_token()
    )
    return service.open_case(db, clerk, sent, settings=settings, files=files).case


def test_a_clerk_enters_a_complaint_whose_answer_is_owed_once_it_is_accepted(db, complaint, clerk):
    case = complaint
    assert running(case) == {S.ACCEPT}
    assert case.due_on == date(2026, 11, 26)  # ten days, Điều 27
    case.office_id = clerk.home
    with time_machine.travel("2026-11-20 09:00+07:00", tick=False):
        service.accept(db, clerk, case)
    assert case.due_on == date(2026, 12, 21)  # thirty days end on a Sunday, Điều 28
    assert service.running(case).standing.value == "law"


def test_a_complaint_owes_a_yes_or_no_whoever_gets_it_from_whom(
    db, complaint, staff, make_office, make_official, actor_of
):
    others = [make_office(name) for name in ("Công an xã", "Trạm Y tế")]
    officers = [actor_of(make_official(Role.OFFICER, office=office)) for office in others]
    service.assign(db, staff.dispatcher, complaint, staff.office)
    assert running(complaint) == {S.ACCEPT}
    service.hand_over(db, staff.officer, complaint, others[0], "Việc của Công an xã.")
    assert running(complaint) == {S.ACCEPT, S.HAND_OVER}
    service.decline(db, officers[0], complaint, "Không phải việc của Công an xã.")
    service.hand_over(db, staff.officer, complaint, others[1], "Việc của Trạm Y tế.")
    service.decline(db, officers[1], complaint, "Không phải việc của Trạm Y tế.")
    service.decide(db, staff.dispatcher, complaint, others[0], "Đúng là việc của Công an xã.")
    assert running(complaint) == {S.ACCEPT}
    assert complaint.due_on == date(2026, 11, 26)
    clocks.note_all_lateness(db, date(2026, 11, 27))
    assert complaint.overdue_on is None  # the answer is not owed yet, but the yes or no is late
    assert [one.overdue_on for one in complaint.clocks if one.span is S.ACCEPT] == [
        date(2026, 11, 27)
    ]
    service.accept(db, officers[0], complaint)
    assert running(complaint) == {S.ANSWER}


def test_a_visitor_sees_on_the_form_what_is_the_authoritys_own_promise(browser):
    browser.be(VISITOR)
    assert "theo cam kết của cơ quan" in browser.open("/gop-y").text
