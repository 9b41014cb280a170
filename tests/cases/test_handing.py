"""Whose case it is: offered, taken or declined, and decided for good after the second no."""

from datetime import date

import pytest
import time_machine

from portal.cases import agenda, service
from portal.cases.models import Purpose, Span
from portal.cases.rules import Fact, Move, State
from portal.cases.stepping import facts_of
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import events_of
from portal.permissions import HOLDER, Role

WEDNESDAY = "2026-11-18 09:00+07:00"


@pytest.fixture
def police(make_office, make_official, actor_of):
    office = make_office("Công an xã")
    return office, actor_of(make_official(Role.OFFICER, office=office))


@pytest.fixture
def culture(make_office, make_official, actor_of):
    office = make_office("Phòng Văn hóa - Xã hội")
    return office, actor_of(make_official(Role.OFFICER, office=office))


@pytest.fixture
def offered(db, make_case, staff, police):
    """A case the economics office handed to the police, which has said nothing yet."""
    case = make_case()
    service.hand_over(db, staff.officer, case, police[0], "Việc an ninh trật tự.")
    db.commit()
    return case


@pytest.fixture
def contested(db, offered, staff, police, culture):
    """A case two offices said is not theirs."""
    service.decline(db, police[1], offered, "Không phải việc an ninh.")
    service.hand_over(db, staff.officer, offered, culture[0], "Việc văn hóa.")
    service.decline(db, culture[1], offered, "Không phải việc văn hóa.")
    db.commit()
    return offered


def test_the_office_it_is_offered_to_answers_within_a_time_of_its_own(db, make_case, staff, police):
    with time_machine.travel(WEDNESDAY, tick=False):
        case = make_case()
        owed = service.running(case).due_on
        service.hand_over(db, staff.officer, case, police[0], "Việc an ninh.")
    asked = service.running(case, Span.HAND_OVER)
    assert (asked.started_on, asked.due_on) == (date(2026, 11, 18), date(2026, 11, 19))
    assert service.running(case).due_on == owed  # the sender's date is not touched


def test_taking_it_on_ends_the_offer(db, offered, police):
    service.accept(db, police[1], offered)
    assert (offered.state, offered.office) == (State.IN_PROGRESS, police[0])
    assert service.running(offered, Span.HAND_OVER) is None
    assert Fact.OFFERED not in facts_of(offered)


def test_a_first_no_goes_back_to_the_office_that_offered_it(db, offered, staff, police):
    service.decline(db, police[1], offered, "Không phải việc an ninh.")
    assert (offered.state, offered.office_id, offered.declined) == (
        *(State.RECEIVED, staff.office.id, 1),
    )
    last = events_of(db, "case", offered.id)[-1]
    assert (last.act, last.facts["from_office"], last.facts["to_office"]) == (
        *("decline", police[0].id, staff.office.id),
    )
    assert Move.ACCEPT in service.moves_for(staff.officer, offered)


def test_what_was_assigned_and_not_offered_cannot_be_declined(db, make_case, staff):
    with pytest.raises(IllegalMove):
        service.decline(db, staff.officer, make_case(), "Không phải việc của chúng tôi.")


def test_another_office_declines_nothing(db, offered, staff):
    with pytest.raises(NotAllowed):
        service.decline(db, staff.officer, offered, "Không.")


def test_a_second_no_goes_to_the_dispatcher_who_decides(db, contested, staff):
    assert (contested.state, contested.office_id) == (State.RECEIVED, None)
    assert contested in service.triage(db, staff.dispatcher)
    assert service.moves_for(staff.dispatcher, contested) == [Move.DECIDE, Move.SPLIT]
    with pytest.raises(IllegalMove):
        service.assign(db, staff.dispatcher, contested, staff.office)


def test_the_decision_binds(db, contested, staff, police):
    service.decide(db, staff.dispatcher, contested, police[0], "Điều 5 Quy chế của Ủy ban.")
    db.commit()
    assert (contested.office, contested.bound) == (police[0], True)
    moves = service.moves_for(police[1], contested)
    assert Move.ACCEPT in moves
    assert not {Move.HAND_OVER, Move.DECLINE} & set(moves)
    with pytest.raises(IllegalMove):
        service.hand_over(db, police[1], contested, staff.office, "Vẫn không phải.")
    service.accept(db, police[1], contested)
    with pytest.raises(IllegalMove):
        service.hand_over(db, police[1], contested, staff.office, "Vẫn không phải.")


def test_the_promised_day_is_the_same_through_all_of_it(db, contested, staff, police):
    owed = service.running(contested)
    assert len([one for one in contested.clocks if one.span is Span.ANSWER]) == 1
    service.decide(db, staff.dispatcher, contested, police[0], "Theo Quy chế.")
    assert service.running(contested) is owed


def test_the_sender_reads_the_chain_in_plain_words(db, contested, staff, police):
    service.decide(db, staff.dispatcher, contested, police[0], "Theo Quy chế.")
    told = service.timeline(db, contested)
    acts = [entry.act for entry in told if entry.act in {"hand_over", "decline", "decide"}]
    assert acts == ["hand_over", "decline", "hand_over", "decline", "decide"]
    words = [entry.letter.text for entry in told if entry.act == "decline"]
    assert words == ["Không phải việc an ninh.", "Không phải việc văn hóa."]
    decision = next(entry for entry in told if entry.act == "decide")
    assert decision.letter.purpose is Purpose.DECISION
    assert decision.values["to"] == police[0].name


def test_an_offer_nobody_answers_is_late_for_ever(db, make_case, staff, police):
    with time_machine.travel(WEDNESDAY, tick=False):
        case = make_case()
        service.hand_over(db, staff.officer, case, police[0], "Việc an ninh.")
        asked = service.running(case, Span.HAND_OVER)
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        service.note_all_lateness(db)
        service.accept(db, police[1], case)
    assert asked.overdue_on == date(2026, 11, 20)
    late = [event for event in events_of(db, "case", case.id) if event.act == "late"]
    assert {event.facts["span"] for event in late} >= {"hand_over"}


def test_the_page_offers_to_decline_and_the_dispatcher_to_decide(
    browser, db, offered, contested, staff, police
):
    browser.be(staff.dispatcher)
    page = browser.open(f"/quan-tri/y-kien/{contested.number}").text
    assert 'value="decide"' in page
    typed = {"office": str(police[0].id), "deciding": "Theo Quy chế."}
    reply = browser.send(move="decide", version=str(contested.version), **typed)
    assert reply.status_code == 303
    db.expire_all()
    assert contested.bound
    browser.be(police[1])
    assert 'value="decline"' not in browser.open(f"/quan-tri/y-kien/{contested.number}").text


def test_an_office_cannot_pass_an_offer_on_instead_of_saying_no(db, offered, police, culture):
    assert Move.HAND_OVER not in service.moves_for(police[1], offered)
    with pytest.raises(IllegalMove):
        service.hand_over(db, police[1], offered, culture[0], "Chuyển tiếp.")


def test_what_the_dispatcher_assigns_is_no_offer_any_more(db, offered, staff, culture):
    service.assign(db, staff.dispatcher, offered, culture[0])
    assert Fact.OFFERED not in facts_of(offered)
    with pytest.raises(IllegalMove):
        service.decline(db, culture[1], offered, "Không.")


def test_an_office_that_is_gone_is_not_decided_for(db, contested, staff, make_office):
    gone = make_office("Phòng cũ", valid_to=date(2025, 8, 1))
    with pytest.raises(Invalid):
        service.decide(db, staff.dispatcher, contested, gone, "Theo Quy chế.")


def test_a_no_comes_back_to_the_day_of_the_office_that_offered_it(db, offered, staff, police):
    service.decline(db, police[1], offered, "Không phải việc an ninh.")
    db.flush()
    back = agenda.agenda(db, staff.officer).came_back
    assert [(row.case, row.act, row.why) for row in back] == [
        (offered, "decline", "Không phải việc an ninh.")
    ]


def test_whoever_looks_again_belongs_to_the_office_that_has_it_now(
    db, make_case, staff, make_official, police
):
    make_official(Role.OFFICER, office=staff.office)
    case = make_case(State.ANSWERED)
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    service.hand_over(db, staff.officer, case, police[0], "Việc an ninh.")
    assert service.handler_of(db, case).office_id == police[0].id
    service.decline(db, police[1], case, "Không phải.")
    assert service.handler_of(db, case).office_id == staff.office.id
    assert case.handler_id != staff.officer.official_id
