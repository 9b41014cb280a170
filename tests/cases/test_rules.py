"""Every state times every move times every role, against a table written down by hand."""

import itertools
from datetime import date, timedelta

import pytest
import time_machine

from portal import clock
from portal.cases import rules, service, stepping
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import Fact, Judgement, Move, State
from portal.errors import IllegalMove
from portal.permissions import Actor, Role

M, S, F = Move, State, Fact
OWN, OTHER = 1, 2

LEADS_TO = {
    (S.RECEIVED, M.ASSIGN): S.RECEIVED,
    (S.RECEIVED, M.DECIDE): S.RECEIVED,
    (S.RECEIVED, M.ACCEPT): S.IN_PROGRESS,
    (S.RECEIVED, M.HAND_OVER): S.RECEIVED,
    (S.RECEIVED, M.DECLINE): S.RECEIVED,
    (S.RECEIVED, M.REFUSE): S.REFUSED,
    (S.RECEIVED, M.WITHDRAW): S.WITHDRAWN,
    (S.RECEIVED, M.SPLIT): S.SPLIT,
    (S.IN_PROGRESS, M.ASK): S.WAITING,
    (S.IN_PROGRESS, M.HAND_OVER): S.RECEIVED,
    (S.IN_PROGRESS, M.REFUSE): S.REFUSED,
    (S.IN_PROGRESS, M.SUBMIT): S.FOR_APPROVAL,
    (S.IN_PROGRESS, M.SEND): S.ANSWERED,
    (S.IN_PROGRESS, M.WITHDRAW): S.WITHDRAWN,
    (S.IN_PROGRESS, M.EXTEND): S.IN_PROGRESS,
    (S.IN_PROGRESS, M.SPLIT): S.SPLIT,
    (S.WAITING, M.REPLY): S.IN_PROGRESS,
    (S.WAITING, M.SUBMIT): S.FOR_APPROVAL,
    (S.WAITING, M.SEND): S.ANSWERED,
    (S.WAITING, M.WITHDRAW): S.WITHDRAWN,
    (S.WAITING, M.RESUME): S.IN_PROGRESS,
    (S.FOR_APPROVAL, M.APPROVE): S.ANSWERED,
    (S.FOR_APPROVAL, M.RETURN): S.IN_PROGRESS,
    (S.FOR_APPROVAL, M.WITHDRAW): S.WITHDRAWN,
    (S.FOR_APPROVAL, M.EXTEND): S.FOR_APPROVAL,
    (S.ANSWERED, M.SATISFIED): S.CLOSED,
    (S.ANSWERED, M.PARTLY): S.CLOSED,
    (S.ANSWERED, M.LAPSE): S.CLOSED,
    (S.ANSWERED, M.DISPUTE): S.IN_PROGRESS,
    (S.CLOSED, M.DISPUTE): S.IN_PROGRESS,
    (S.REFUSED, M.DISPUTE): S.RECEIVED,
}
# What besides the state must be so, and must not.
ONLY = {
    (S.RECEIVED, M.DECIDE): F.CONTESTED,
    (S.RECEIVED, M.DECLINE): F.OFFERED,
    (S.ANSWERED, M.LAPSE): F.UNHEARD,
    (S.CLOSED, M.DISPUTE): F.UNJUDGED,
}
UNLESS = {
    (S.RECEIVED, M.ASSIGN): {F.CONTESTED, F.JOINED},
    (S.RECEIVED, M.DECIDE): {F.JOINED},
    (S.RECEIVED, M.ACCEPT): {F.JOINED},
    (S.RECEIVED, M.HAND_OVER): {F.BOUND, F.OFFERED, F.JOINED},
    (S.RECEIVED, M.DECLINE): {F.JOINED},
    (S.RECEIVED, M.REFUSE): {F.JOINED},
    (S.IN_PROGRESS, M.ASK): {F.JOINED},
    (S.IN_PROGRESS, M.HAND_OVER): {F.BOUND, F.JOINED},
    (S.IN_PROGRESS, M.REFUSE): {F.JOINED},
    (S.IN_PROGRESS, M.SUBMIT): {F.JOINED},
    (S.IN_PROGRESS, M.SEND): {F.JOINED},
    (S.WAITING, M.SUBMIT): {F.JOINED},
    (S.WAITING, M.SEND): {F.JOINED},
    (S.FOR_APPROVAL, M.APPROVE): {F.JOINED},
    (S.FOR_APPROVAL, M.RETURN): {F.JOINED},
    (S.RECEIVED, M.SPLIT): {F.PART, F.JOINED, F.DISPUTED},
    (S.IN_PROGRESS, M.SPLIT): {F.PART, F.JOINED, F.DISPUTED, F.BOUND},
}
# A case without a clock cannot be extended: who may is in test_extending.
IN_THE_OFFICE = {M.ACCEPT, M.ASK, M.HAND_OVER, M.DECLINE, M.REFUSE, M.SUBMIT, M.RESUME}
BY_ITS_HEAD = {M.APPROVE, M.RETURN}
BY_THE_SENDER = {M.REPLY, M.SATISFIED, M.PARTLY, M.DISPUTE, M.WITHDRAW}
BY_THE_DISPATCHER = {M.ASSIGN, M.DECIDE, M.LAPSE}
STAFF = {Role.OFFICER, Role.HEAD}
TODAY = date(2026, 11, 18)


def ticking(span: Span, due_on: date) -> CaseClock:
    return CaseClock(span=span, due_on=due_on, started_on=TODAY)


# Each fact, and a case of which it is true.
SITUATIONS = {
    None: {},
    F.OFFERED: {"clocks": [ticking(Span.HAND_OVER, TODAY)]},
    F.CONTESTED: {"declined": 2},
    F.BOUND: {"declined": 2, "bound": True},
    F.UNHEARD: {"clocks": [ticking(Span.JUDGE, TODAY - timedelta(days=1))]},
    F.UNJUDGED: {"judgement": Judgement.NO_WORD},
    F.PART: {"part_of_id": 7},
    F.JOINED: {"joined_to_id": 7},
    F.DISPUTED: {"judgement": Judgement.NO},
}


def may(role: Role, move: Move, state: State, *, own: bool) -> bool:
    if move is M.SPLIT:  # what no office took on is the dispatcher's to split
        return role is Role.DISPATCHER if state is S.RECEIVED else role in STAFF and own
    if role is Role.HOLDER:
        return move in BY_THE_SENDER
    if role is Role.DISPATCHER:
        return move in BY_THE_DISPATCHER
    if role is Role.OFFICER:
        return own and move in IN_THE_OFFICE
    if role is Role.HEAD:
        return own and move in IN_THE_OFFICE | BY_ITS_HEAD
    return False


@pytest.mark.parametrize(("state", "move"), list(itertools.product(S, M)))
def test_each_move_leads_where_the_table_says_or_nowhere(state, move):
    if (state, move) in LEADS_TO:
        assert rules.find_step(state, move).after is LEADS_TO[state, move]
    else:
        with pytest.raises(IllegalMove):
            rules.find_step(state, move)


def fits(state: State, move: Move, fact: Fact | None) -> bool:
    return ONLY.get((state, move), fact) is fact and fact not in UNLESS.get((state, move), ())


@pytest.mark.parametrize("office", [OWN, OTHER, None])
@pytest.mark.parametrize("fact", SITUATIONS)
@pytest.mark.parametrize("state", S)
def test_each_role_has_exactly_its_moves_in_its_office_elsewhere_and_nowhere(state, fact, office):
    with time_machine.travel(clock.end_of(TODAY), tick=False):
        for role in Role:
            roles = frozenset({Role.VISITOR, role})
            actor = Actor(roles=roles, offices=frozenset({OWN}), official_id=1)
            case = Case(state=state, office_id=office, **SITUATIONS[fact])
            expected = [
                move
                for before, move in LEADS_TO
                if before is state
                and may(role, move, state, own=office == OWN)
                and fits(state, move, fact)
            ]
            assert service.moves_for(actor, case) == expected, role
            case.clocks = []  # a clock belongs to one case at a time


@pytest.mark.parametrize("fact", [fact for fact in SITUATIONS if fact])
def test_each_situation_is_what_it_is_called(fact):
    with time_machine.travel(clock.end_of(TODAY), tick=False):
        assert stepping.facts_of(Case(state=S.RECEIVED, **SITUATIONS[fact])) == {fact}


def test_every_condition_belongs_to_the_table():
    only = {(step.before, step.move): step.only for step in rules.STEPS if step.only}
    unless = {(step.before, step.move): step.unless for step in rules.STEPS if step.unless}
    assert (only, unless) == (ONLY, UNLESS)


def test_a_case_without_an_office_waits_for_a_dispatcher_or_its_sender():
    everybody_else = frozenset(Role) - {Role.DISPATCHER, Role.HOLDER}
    actor = Actor(roles=everybody_else, offices=frozenset({OWN, OTHER}), official_id=1)
    assert service.moves_for(actor, Case(state=S.RECEIVED, office_id=None)) == []


def test_every_step_belongs_to_the_table():
    assert {(step.before, step.move) for step in rules.STEPS} == set(LEADS_TO)


def test_no_way_leads_to_an_answer_past_the_head_unless_the_authority_said_so():
    ways = [step for step in rules.STEPS if step.after in rules.WITH_ANSWER]
    assert {step.move for step in ways} == {
        *(M.APPROVE, M.SEND),
        *(M.SATISFIED, M.PARTLY, M.LAPSE),  # of an answer that was given
    }
    officer = Actor(roles=frozenset(Role), offices=frozenset({OWN}), official_id=1)
    for state in (S.IN_PROGRESS, S.WAITING):
        assert M.SEND not in service.moves_for(officer, Case(state=state, office_id=OWN))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Đường ĐÔNG  Khê", "duong dong khe"),
        ("ke\u0302\u0301 hoa\u0323ch", "ke hoach"),
        ("YK-2026-000042", "yk-2026-000042"),
        ("", ""),
    ],
)
def test_folding_forgets_marks_and_capitals(typed, plain):
    assert rules.fold(typed) == plain
