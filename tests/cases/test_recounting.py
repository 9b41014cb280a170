"""A change of the calendar counts open clocks again, and breaks no promise."""

from datetime import date

import pytest
import time_machine

from portal.cases import clocks, service
from portal.cases.models import Span
from portal.cases.rules import State
from portal.history.service import events_of
from portal.law import Unit
from portal.permissions import Role
from portal.procedures import service as procedures
from portal.procedures.rules import Day, DayKind
from portal.procedures.service import PromiseFacts

MONDAY = "2026-11-16 09:00+07:00"  # ten working days end on Tuesday 01/12
NOTICE = "Thông báo số 12/TB-UBND"


def at(day: str):
    return time_machine.travel(f"{day} 10:00+07:00", tick=False)


@pytest.fixture
def admin(make_official, actor_of):
    return actor_of(make_official(Role.ADMINISTRATOR))


@pytest.fixture
def case(make_case):
    with time_machine.travel(MONDAY, tick=False):
        return make_case(State.IN_PROGRESS)


def day(on: date, kind=DayKind.CLOSED, name="Nghỉ phòng tránh bão số 9"):
    return Day(on=on, kind=kind, name=name, notice=NOTICE)


def told(db, case):
    return [event for event in events_of(db, "case", case.id) if event.act == "recalculated"]


def answer_told(db, case):
    return [event.facts for event in told(db, case) if event.facts["span"] == Span.ANSWER]


def test_a_storm_day_moves_the_date_and_the_history_holds_both(db, case, admin):
    with at("2026-11-17"):
        procedures.enter_day(db, admin, day(date(2026, 11, 19)))
        assert service.recount(db, NOTICE) == 1
        assert service.recount(db, NOTICE) == 0
    assert case.due_on == service.running(case).due_on == date(2026, 12, 2)
    [facts] = answer_told(db, case)
    assert (facts["before"], facts["after"], facts["document"]) == (
        *("2026-12-01", "2026-12-02"),
        NOTICE,
    )


def test_a_date_promised_is_never_brought_forward(db, case, admin):
    with at("2026-11-17"):
        procedures.enter_day(db, admin, day(date(2026, 11, 21), DayKind.WORKED, "Làm bù"))
        assert service.recount(db, NOTICE) == 1
    owed = service.running(case)
    assert case.due_on == owed.due_on == date(2026, 12, 1)
    assert owed.counted_on == date(2026, 11, 30)
    [facts] = answer_told(db, case)
    assert (facts["before"], facts["after"], facts["counted"]) == (
        *("2026-12-01", "2026-12-01"),
        "2026-11-30",
    )


def test_striking_a_day_again_takes_no_time_back_from_the_promise(db, case, admin):
    with at("2026-11-17"):
        entered = procedures.enter_day(db, admin, day(date(2026, 11, 19)))
        service.recount(db, NOTICE)
        procedures.strike_day(db, admin, entered, "Thông báo số 15/TB-UBND")
        service.recount(db, "Thông báo số 15/TB-UBND")
    assert case.due_on == date(2026, 12, 2)
    assert service.running(case).counted_on == date(2026, 12, 1)


def test_what_is_late_stays_late_whatever_is_entered_afterwards(db, case, admin):
    with at("2026-12-04"):
        procedures.enter_day(db, admin, day(date(2026, 12, 1)))
        service.recount(db, NOTICE)
    assert (case.due_on, case.overdue_on) == (date(2026, 12, 1), date(2026, 12, 2))
    assert answer_told(db, case) == []


def test_answered_cases_are_left_alone(db, make_case, admin):
    with time_machine.travel(MONDAY, tick=False):
        done = make_case(State.ANSWERED)
    with at("2026-11-17"):
        procedures.enter_day(db, admin, day(date(2026, 11, 19)))
        service.recount(db, NOTICE)
    assert done.due_on == date(2026, 12, 1)


def test_pauses_and_extensions_are_kept_in_the_new_count(db, case, staff, admin):
    with at("2026-11-18"):
        service.ask(db, staff.officer, case, "Đèn ở cột số mấy?")
    with at("2026-11-20"):
        service.resume(db, staff.officer, case)
        service.extend(db, staff.head, case, 5, "Đợi Điện lực.")
        assert case.due_on == date(2026, 12, 10)
        procedures.enter_day(db, admin, day(date(2026, 12, 7)))
        service.recount(db, NOTICE)
    assert case.due_on == date(2026, 12, 11)


@pytest.mark.parametrize("days", [7, 30])
def test_a_limit_set_today_changes_no_date_already_given(db, case, make_case, admin, days):
    document = "Quyết định số 45/QĐ-UBND"
    with at("2026-11-17"):
        given = make_case(State.IN_PROGRESS)
        facts = {"code": "feedback.answer", "days": days, "unit": Unit.WORKING}
        procedures.set_term(
            db,
            admin,
            PromiseFacts(**facts, document=document, valid_from=date(2026, 11, 17)),
        )
        assert service.recount(db, document) == 0
        procedures.enter_day(db, admin, day(date(2026, 11, 19)))
        service.recount(db, NOTICE)
        after = make_case(State.IN_PROGRESS)
    assert given.due_on == date(2026, 12, 3)  # a day later for the storm, and by nothing else
    assert document not in service.running(given).basis
    assert case.due_on == date(2026, 12, 2)
    assert (service.running(after).days, document in service.running(after).basis) == (days, True)


@pytest.mark.parametrize(("off", "told"), [(date(2026, 11, 19), True), (date(2026, 12, 9), False)])
def test_the_sender_is_written_to_when_the_date_moves_and_only_then(
    db, make_case, admin, settings, off, told
):
    from portal.cases import mail
    from portal.outbox.service import waiting

    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.IN_PROGRESS, email="lan@example.vn")
    with at("2026-11-17"):
        procedures.enter_day(db, admin, day(off))
        service.recount(db, NOTICE)
        sent = [row for row in waiting(db, "mail.case") if row["notice"] == "rescheduled"]
        assert len(sent) == told
        for row in sent:
            text = mail.notice(db, settings, row).text
            assert f"theo {NOTICE}" in text
            assert "Ngày hẹn trước là thứ Ba, 01/12/2026" in text
            assert "chậm nhất hết ngày thứ Tư, 02/12/2026" in text
    assert case.due_on == (date(2026, 12, 2) if told else date(2026, 12, 1))


def test_the_worker_counts_again_when_it_is_told(db, sessions, case, admin, settings):
    from portal.outbox.service import keep_one
    from portal.worker import handlers

    with at("2026-11-17"):
        procedures.enter_day(db, admin, day(date(2026, 11, 19)))
        db.commit()
        todo = handlers(settings, None, None)
        while keep_one(sessions, {**todo, "search.put": lambda *_: None}, "test"):
            pass
    db.refresh(case)
    assert case.due_on == date(2026, 12, 2)


def test_both_pages_tell_what_moved_the_date_and_by_which_notice(db, browser, case, admin, staff):
    with at("2026-11-17"):
        procedures.enter_day(db, admin, day(date(2026, 11, 19)))
        service.recount(db, NOTICE)
        db.commit()
        browser.be(staff.officer)
        page = browser.open(f"/quan-tri/y-kien/{case.number}").text
    assert f"theo {NOTICE}" in page
    assert "19/11 (Nghỉ phòng tránh bão số 9, Thông báo số 12/TB-UBND)" in page
    assert "24/11 (Ngày Văn hóa Việt Nam, cần đối chiếu thông báo chính thức)" in page
    assert "hẹn trả lời chuyển từ ngày 01/12/2026 sang hết ngày 02/12/2026" in page


def test_the_other_spans_are_late_by_themselves_and_never_erased(db, make_case, staff):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.RECEIVED)
    accept = service.running(case, Span.ACCEPT)
    assert accept.due_on == date(2026, 11, 18)
    with at("2026-11-20"):
        assert clocks.note_all_lateness(db) == 1
        assert clocks.note_all_lateness(db) == 0
        service.accept(db, staff.officer, case)
    assert (accept.overdue_on, accept.met_on) == (date(2026, 11, 19), date(2026, 11, 20))
    assert case.overdue_on is None  # the answer itself is not late
    [late] = [event for event in events_of(db, "case", case.id) if event.act == "late"]
    assert late.facts == {"on": "2026-11-19", "span": "accept"}
