import inspect

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases import rules, service, splitting
from portal.cases.answer_models import AnswerSetting
from portal.cases.models import Case, Purpose, Span
from portal.cases.rules import Move, State, Visibility
from portal.cases.splitting import Matter
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import events_of
from portal.outbox.service import waiting
from portal.permissions import HOLDER, Role

ACTS = {
    Move.ASSIGN: service.assign,
    Move.ACCEPT: service.accept,
    Move.ASK: service.ask,
    Move.REPLY: service.reply,
    Move.HAND_OVER: service.hand_over,
    Move.DECLINE: service.decline,
    Move.DECIDE: service.decide,
    Move.PARTLY: service.partly,
    Move.REFUSE: service.refuse,
    Move.SUBMIT: service.submit,
    Move.RETURN: service.return_draft,
    Move.APPROVE: service.approve,
    Move.SEND: service.send,
    Move.SATISFIED: service.satisfied,
    Move.DISPUTE: service.dispute,
    Move.WITHDRAW: service.withdraw,
    Move.EXTEND: service.extend,
    Move.RESUME: service.resume,
    Move.SPLIT: splitting.split,
}


def answer_clocks(case):
    return [owed for owed in case.clocks if owed.span is Span.ANSWER]


SENDER = {Move.REPLY, Move.SATISFIED, Move.PARTLY, Move.DISPUTE, Move.WITHDRAW}
# What asks for more than a state is in test_handing, test_judging and test_splitting; nobody but
# the clock lapses.
ON_CONDITION = {Move.DECLINE, Move.DECIDE, Move.LAPSE, Move.UNITE, Move.REJOIN}


@pytest.fixture
def make_move(db, staff, make_office):
    """Make `move` as `actor`, with whatever else the act wants."""
    elsewhere = make_office("Công an xã")
    db.add(AnswerSetting(kind="reflection", needs_approval=False))

    def make(case, move, actor):
        act = ACTS[move]
        wanted = list(inspect.signature(act).parameters)[3:]
        matters = [
            Matter(subject="Đèn", text=text, kind=case.kind, office=elsewhere)
            for text in case.text.split(maxsplit=1)
        ]
        values = {"office": elsewhere, "days": 1, "matters": matters}
        act(db, actor, case, **{name: values.get(name, "Đã thay bóng đèn.") for name in wanted})

    return make


def right_actor(staff, move, state):
    if move in SENDER:
        return HOLDER
    sorts = move is Move.ASSIGN or (state, move) == (State.RECEIVED, Move.SPLIT)
    return staff.dispatcher if sorts else staff.head


@pytest.mark.parametrize("state", list(State))
def test_each_move_from_each_state_leads_where_the_table_says_and_leaves_an_event(
    db, make_case, make_move, staff, state
):
    for move in Move:
        if move in ON_CONDITION or (state, move) == (State.CLOSED, Move.DISPUTE):
            continue
        case = make_case(state)
        steps = [step for step in rules.STEPS if (step.before, step.move) == (state, move)]
        if not steps:
            with pytest.raises(IllegalMove):
                make_move(case, move, right_actor(staff, move, state))
            assert case.state is state
            continue
        make_move(case, move, right_actor(staff, move, state))
        last = events_of(db, "case", case.id)[-1]
        assert case.state is steps[0].after
        assert (last.act, last.state, last.office_id) == (move.value, case.state, case.office_id)


@pytest.mark.parametrize("state", list(State))
def test_nobody_of_another_office_moves_anything(
    make_case, make_move, make_official, make_office, actor_of, state
):
    stranger = actor_of(make_official(Role.OFFICER, Role.HEAD, office=make_office("Trạm Y tế")))
    case = make_case(state)
    for move in ACTS:
        with pytest.raises((IllegalMove, NotAllowed)):
            make_move(case, move, stranger)
    assert case.state is state


@pytest.mark.parametrize(
    "role", [Role.EDITOR, Role.MODERATOR, Role.INSPECTOR, Role.ADMINISTRATOR, Role.VISITOR]
)
def test_these_roles_move_nothing_even_in_their_own_office(
    make_case, make_move, make_official, actor_of, staff, role
):
    actor = actor_of(make_official(role, office=staff.office))
    for state in State:
        case = make_case(state)
        for move in ACTS.keys() & set(rules.open_moves(state)):
            with pytest.raises(NotAllowed):
                make_move(case, move, actor)


def test_an_official_above_the_office_may_act_in_it(
    db, make_case, make_office, make_official, actor_of, staff
):
    above = make_office("Lãnh đạo UBND xã")
    staff.office.parent_id = above.id
    db.commit()
    service.accept(db, actor_of(make_official(Role.HEAD, office=above)), make_case())


def test_an_answer_is_signed_by_who_approved_it_that_day(db, make_case, staff):
    case = make_case(State.ANSWERED)
    answer = service.answer_of(case)
    assert (answer.signed_name, answer.signed_title) == ("Trần Văn Bình", "Trưởng phòng")
    assert answer.text == "Đã thay ba bóng đèn trong sáng nay."
    assert case.answered_at == answer.at
    assert answer_clocks(case)[0].met_on is not None


def test_the_head_may_correct_the_draft_and_the_draft_stays(db, make_case, staff):
    case = make_case(State.FOR_APPROVAL)
    service.approve(db, staff.head, case, "Đã thay bốn bóng đèn.")
    assert service.answer_of(case).text == "Đã thay bốn bóng đèn."
    assert service.draft_of(case).text == "Đã thay ba bóng đèn trong sáng nay."


def test_the_officer_who_wrote_the_draft_cannot_approve_it(db, make_case, staff):
    case = make_case(State.FOR_APPROVAL)
    with pytest.raises(NotAllowed):
        service.approve(db, staff.officer, case)


@pytest.mark.parametrize(("agreed", "then"), [(True, "pending"), (False, "private")])
def test_an_answer_waits_for_a_moderator_only_where_the_sender_agreed(make_case, agreed, then):
    assert make_case(State.ANSWERED, agreed=agreed).visibility.value == then


def test_a_dispute_opens_the_case_again_with_a_clock_of_its_own(db, make_case, staff):
    case = make_case(State.ANSWERED)
    first = case.due_on
    service.dispute(db, HOLDER, case, "Đèn vẫn tắt.")
    assert [owed.round for owed in answer_clocks(case)] == [1, 2]
    assert answer_clocks(case)[1].term == "feedback.second_look"
    assert case.due_on == answer_clocks(case)[1].due_on != first
    assert service.running(case) is answer_clocks(case)[1]
    service.submit(db, staff.officer, case, "Đã thay lại.")
    service.approve(db, staff.head, case)
    assert answer_clocks(case)[1].met_on is not None
    assert [x.purpose for x in case.letters].count(Purpose.ANSWER) == 2


def test_a_refused_case_can_be_disputed_too(db, make_case):
    case = make_case(State.REFUSED)
    assert service.running(case) is None
    service.dispute(db, HOLDER, case, "Đường này của xã.")
    assert (case.state, service.running(case).round) == (State.RECEIVED, 2)


def test_handing_over_keeps_the_promised_day_and_names_both_offices(
    db, make_case, staff, make_office
):
    case = make_case(State.IN_PROGRESS)
    due, police = case.due_on, make_office("Công an xã")
    service.hand_over(db, staff.officer, case, police, "Việc này thuộc Công an xã.")
    facts = events_of(db, "case", case.id)[-1].facts
    assert (facts["from_office"], facts["to_office"]) == (staff.office.id, police.id)
    assert (case.due_on, case.office_id) == (due, police.id)
    with pytest.raises(NotAllowed):
        service.read_case(db, staff.officer, case.number)


def test_a_case_is_not_handed_to_the_office_that_has_it_or_to_one_that_is_gone(
    db, make_case, staff, make_office
):
    from datetime import date

    case = make_case(State.IN_PROGRESS)
    for office in (staff.office, make_office("Cũ", valid_to=date(2025, 12, 31))):
        with pytest.raises(Invalid):
            service.hand_over(db, staff.officer, case, office, "Vì vậy.")


@pytest.mark.parametrize(
    ("state", "act", "who"),
    [
        (State.IN_PROGRESS, service.ask, "officer"),
        (State.IN_PROGRESS, service.submit, "officer"),
        (State.RECEIVED, service.refuse, "officer"),
        (State.FOR_APPROVAL, service.return_draft, "head"),
    ],
)
def test_words_that_are_owed_may_not_be_blank(db, make_case, staff, state, act, who):
    case = make_case(state)
    with pytest.raises(Invalid):
        act(db, getattr(staff, who), case, " \n ")
    assert case.state is state


def test_withdrawing_ends_the_clock_and_every_wish_to_publish(db, make_case):
    case = make_case(State.IN_PROGRESS, agreed=True)
    service.withdraw(db, HOLDER, case)
    assert service.running(case) is None
    assert answer_clocks(case)[0].met_on is None
    assert case.visibility is Visibility.PRIVATE


def test_the_sender_is_told_by_mail_only_when_there_is_an_address(db, make_case):
    make_case(State.ANSWERED)
    assert waiting(db, "mail.") == []
    make_case(State.ANSWERED, email="lan@example.vn")
    assert [row["notice"] for row in waiting(db, "mail.")] == ["received", "accepted", "answered"]


def test_nothing_typed_is_in_the_events_or_promises(db, make_case):
    case = make_case(State.ANSWERED, email="lan@example.vn", text="canary in text")
    service.dispute(db, HOLDER, case, "canary in dispute")
    facts = [event.facts for event in events_of(db, "case", case.id)]
    assert "canary" not in str(facts)
    assert "lan@" not in str(facts)
    assert "canary" not in str(waiting(db, ""))


def test_two_officials_at_the_same_moment_move_it_once(db, make_case, staff, connection):
    case = make_case(State.RECEIVED)
    with Session(connection, join_transaction_mode="create_savepoint") as other:
        same = other.scalar(select(Case).where(Case.id == case.id))
        service.accept(other, staff.officer, same)
        other.commit()
    with pytest.raises(IllegalMove):
        service.refuse(db, staff.head, case, "Không phải việc của phòng.")
