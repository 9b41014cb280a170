from datetime import timedelta

import pytest
import time_machine

from portal import clock
from portal.cases import service
from portal.cases.reading import PAGE_SIZE
from portal.cases.rules import State
from portal.cases.service import Filters
from portal.errors import NotAllowed, NotFound
from portal.history.service import events_of
from portal.permissions import VISITOR, Role


@pytest.fixture
def of_role(make_official, actor_of, staff):
    return lambda role: actor_of(make_official(role, office=staff.office))


@pytest.mark.parametrize(
    ("role", "own", "other", "untriaged"),
    [
        (Role.OFFICER, True, False, False),
        (Role.HEAD, True, False, False),
        (Role.DISPATCHER, True, True, True),
        (Role.MODERATOR, True, True, True),
        (Role.INSPECTOR, True, True, True),
        (Role.EDITOR, False, False, False),
        (Role.ADMINISTRATOR, False, False, False),
    ],
)
def test_lists_and_items_show_each_role_exactly_what_it_may_read(
    db, make_case, send, make_topic, make_office, of_role, role, own, other, untriaged
):
    elsewhere = send(topic=make_topic(make_office("Trạm Y tế")).slug).case
    cases = {make_case(): own, elsewhere: other, send().case: untriaged}
    actor = of_role(role)
    listed = {case.id for case in service.desk_items(db, actor, Filters()).cases}
    for case, readable in cases.items():
        assert (case.id in listed) is readable
        if readable:
            assert service.read_case(db, actor, case.number) is case
        else:
            with pytest.raises(NotAllowed):
                service.read_case(db, actor, case.number)
    assert sum(service.desk_counts(db, actor, Filters()).states.values()) == len(listed)


def test_a_visitor_reads_nothing_and_an_unknown_number_is_not_found(db, make_case):
    with pytest.raises(NotAllowed):
        service.read_case(db, VISITOR, make_case().number)
    with pytest.raises(NotFound):
        service.read_case(db, VISITOR, "YK-2026-999999")


def test_a_code_opens_its_own_case_and_no_other(db, settings, send):
    first, second = send(), send()
    assert service.case_by_code(db, settings, first.code) is first.case
    assert service.case_by_code(db, settings, f" {second.code.lower()} ") is second.case


def test_a_slip_in_a_code_never_asks_the_database(settings, send):
    code = send().code
    slip = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert service.case_by_code(None, settings, slip) is None


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.OFFICER, True),
        (Role.HEAD, True),
        (Role.INSPECTOR, True),
        (Role.DISPATCHER, False),
        (Role.MODERATOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_contact_details_are_read_by_few_and_each_look_is_recorded(
    db, make_case, of_role, role, may
):
    case, actor = make_case(email="lan@example.vn"), of_role(role)
    if not may:
        with pytest.raises(NotAllowed):
            service.read_contact(db, actor, case)
        return
    assert service.read_contact(db, actor, case).email == "lan@example.vn"
    db.flush()
    last = events_of(db, "case", case.id)[-1]
    assert (last.act, last.official_id) == ("contact_read", actor.official_id)
    assert "lan@" not in str(last.facts)


def test_what_is_owed_first_stands_on_top_and_what_is_done_below(db, make_case, staff):
    with time_machine.travel("2026-11-02 09:00+07:00", tick=False):
        done, early = make_case(State.CLOSED), make_case()
    with time_machine.travel("2026-11-10 09:00+07:00", tick=False):
        late = make_case()
        found = service.desk_items(db, staff.officer, Filters()).cases
    assert [case.id for case in found] == [early.id, late.id, done.id]


def test_filters_narrow_and_counts_agree_with_the_lists(db, make_case, staff):
    today = clock.today()
    cases = [make_case(subject=f"Cầu {name}") for name in ("Đông", "Tây", "Nam", "Bắc")]
    days = (-1, 0, 2, 9)
    for case, days_left in zip(cases, days, strict=True):
        case.due_on = today + timedelta(days=days_left)
    make_case(State.CLOSED, kind="comment").due_on = today - timedelta(days=9)
    db.commit()

    def total(**chosen):
        return service.desk_items(db, staff.officer, Filters(**chosen)).total

    assert (total(due="overdue"), total(due="today"), total(due="soon")) == (1, 1, 2)
    assert (total(words="CAU bac"), total(words="khong co"), total(words="100%")) == (1, 0, 0)
    assert (total(kind="comment"), total(state=State.RECEIVED), total()) == (1, 4, 5)
    assert total(office_id=staff.office.id) == 5
    assert total(office_id=0) == 5  # nothing chosen
    counts = service.desk_counts(db, staff.officer, Filters(state=State.CLOSED))
    assert counts.states[State.RECEIVED] == 4
    assert counts.due == {"overdue": 0, "today": 0, "soon": 0}
    assert service.desk_counts(db, staff.officer, Filters()).due == {
        "overdue": 1,
        "today": 1,
        "soon": 2,
    }


def test_pages_of_the_list_meet_and_an_impossible_page_is_the_nearest(db, send, staff):
    for _ in range(PAGE_SIZE + 1):
        send()
    first = service.desk_items(db, staff.dispatcher, Filters())
    second = service.desk_items(db, staff.dispatcher, Filters(page=2))
    assert (first.pages, len(first.cases), len(second.cases)) == (2, PAGE_SIZE, 1)
    assert not {case.id for case in first.cases} & {case.id for case in second.cases}
    assert service.desk_items(db, staff.dispatcher, Filters(page=99)).page == 2
    assert service.desk_items(db, staff.dispatcher, Filters(page=-5)).page == 1


def test_triage_holds_what_nobody_answers_for_yet(db, send, make_case, staff):
    waiting = send().case
    make_case()
    assert service.triage(db, staff.dispatcher) == [waiting]
    service.assign(db, staff.dispatcher, waiting, staff.office)
    assert service.triage(db, staff.dispatcher) == []
    with pytest.raises(NotAllowed):
        service.triage(db, staff.head)


def test_drafts_wait_for_the_head_of_their_office_alone(db, make_case, staff):
    case = make_case(State.FOR_APPROVAL)
    assert service.to_approve(db, staff.head) == [case]
    assert service.to_approve(db, staff.officer) == []


def test_moderators_see_what_waits_the_suspicious_last(db, make_case, staff):
    odd = make_case(State.ANSWERED, agreed=True, filled_seconds=1.0)
    plain = make_case(State.ANSWERED, agreed=True)
    make_case(State.ANSWERED)
    assert service.to_moderate(db, staff.moderator).cases == [plain, odd]
    with pytest.raises(NotAllowed):
        service.to_moderate(db, staff.dispatcher)


def test_a_case_has_no_file_of_another_case(make_case):
    with pytest.raises(NotFound):
        service.file_of(make_case(), 1)
