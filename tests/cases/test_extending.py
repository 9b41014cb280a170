"""More time for an answer: by whom, how often, how long, until when, and told to whom."""

from datetime import date

import pytest
import time_machine

from portal.cases import service
from portal.cases.counting import Change
from portal.cases.models import Purpose
from portal.cases.rules import Move, State
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import events_of
from portal.outbox.service import waiting
from portal.permissions import HOLDER, Role

MONDAY = "2026-11-16 09:00+07:00"  # ten working days end on Tuesday 01/12
WHY = "Phải đợi Điện lực cắt điện để thay cột."


def at(day: str):
    return time_machine.travel(f"{day} 10:00+07:00", tick=False)


@pytest.fixture
def case(make_case):
    with time_machine.travel(MONDAY, tick=False):
        return make_case(State.IN_PROGRESS, email="lan@example.vn")


@pytest.fixture
def leader(make_official, actor_of):
    return actor_of(make_official(Role.LEADER, name="Phạm Thị Hoa", title="Chủ tịch"))


def test_an_extension_is_signed_told_and_keeps_the_old_date(db, case, staff):
    with at("2026-11-30"):
        service.extend(db, staff.head, case, 5, WHY)
    assert case.due_on == service.running(case).due_on == date(2026, 12, 8)
    letter = case.letters[-1]
    assert (letter.purpose, letter.text, letter.signed_name) == (
        *(Purpose.EXTENSION, WHY),
        "Trần Văn Bình",
    )
    [change] = service.running(case).changes
    assert (change.change, change.before, change.after) == (
        *(Change.EXTENSION, date(2026, 12, 1)),
        date(2026, 12, 8),
    )
    event = events_of(db, "case", case.id)[-1]
    assert (event.facts["before"], event.facts["due_on"]) == ("2026-12-01", "2026-12-08")
    assert waiting(db, "mail.")[-1]["notice"] == "extended"


def test_the_letter_names_both_dates_and_the_signer(db, case, staff, settings):
    from portal.cases import mail

    with at("2026-11-30"):
        service.extend(db, staff.head, case, 5, WHY)
        found = mail.notice(db, settings, waiting(db, "mail.case")[-1])
    for told in ("01/12/2026", "08/12/2026", WHY, "Trần Văn Bình, Trưởng phòng"):
        assert told in found.text


def test_it_is_allowed_as_often_as_the_procedure_says(db, case, staff):
    with at("2026-11-30"):
        service.extend(db, staff.head, case, 10, WHY)
        assert Move.EXTEND not in service.moves_for(staff.head, case)
        with pytest.raises(IllegalMove):
            service.extend(db, staff.head, case, 1, WHY)


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-02", "2027-01-04"])
def test_it_is_too_late_on_the_old_date_and_after(db, case, staff, day):
    with at(day):
        assert Move.EXTEND not in service.moves_for(staff.head, case)
        with pytest.raises(IllegalMove):
            service.extend(db, staff.head, case, 5, WHY)
    assert case.due_on == date(2026, 12, 1)


@pytest.mark.parametrize("days", [0, -3, 11])
def test_it_is_never_longer_than_allowed(db, case, staff, days):
    with at("2026-11-30"), pytest.raises(Invalid):
        service.extend(db, staff.head, case, days, WHY)
    assert case.due_on == date(2026, 12, 1)


@pytest.mark.parametrize("why", ["", "  \n "])
def test_it_needs_a_reason(db, case, staff, why):
    with at("2026-11-30"), pytest.raises(Invalid):
        service.extend(db, staff.head, case, 5, why)


def test_an_officer_and_the_sender_cannot_extend(db, case, staff):
    for actor in (staff.officer, staff.dispatcher, staff.moderator, HOLDER):
        with at("2026-11-30"), pytest.raises(NotAllowed):
            service.extend(db, actor, case, 5, WHY)


def test_the_leader_may_wherever_a_head_may(db, case, leader):
    with at("2026-11-30"):
        service.extend(db, leader, case, 5, WHY)
    assert case.letters[-1].signed_name == "Phạm Thị Hoa"


def test_a_request_for_information_is_first_complex_then_extended_once_by_the_leader(
    db, make_case, staff, leader
):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.IN_PROGRESS, kind="information")
        late = make_case(State.IN_PROGRESS, kind="information")
    assert case.due_on == date(2026, 11, 23)
    with at("2026-11-19"):  # the third working day
        service.extend(db, staff.head, case, 10, WHY)
    assert case.due_on == date(2026, 12, 8)
    with at("2026-11-20"), pytest.raises(IllegalMove):
        service.extend(db, staff.head, late, 10, WHY)
    with at("2026-12-01"):
        assert Move.EXTEND not in service.moves_for(staff.head, case)
        with pytest.raises(NotAllowed):
            service.extend(db, staff.head, case, 15, WHY)
        service.extend(db, leader, case, 15, WHY)
    assert case.due_on == date(2026, 12, 23)


def test_extending_never_touches_a_lateness_already_written_down(db, make_case, staff):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.ANSWERED)
        service.dispute(db, HOLDER, case, "Đèn vẫn tắt.")
    second = service.running(case)
    assert second.term == "feedback.second_look"
    with at("2026-11-17"):
        assert service.offer(case, date(2026, 11, 17)) is None
