"""The clock stands still while the office waits for the sender, and no longer than it may."""

from datetime import date

import pytest
import time_machine

from portal.cases import clocks, service
from portal.cases.counting import Change
from portal.cases.rules import State
from portal.history.service import events_of
from portal.law import Standing
from portal.permissions import HOLDER, VISITOR

MONDAY = "2026-11-16 09:00+07:00"  # ten working days end on Tuesday 01/12


def at(day: str):
    return time_machine.travel(f"{day} 10:00+07:00", tick=False)


@pytest.fixture
def waiting(db, make_case, staff):
    """A case whose sender was asked on Wednesday 18/11."""
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.IN_PROGRESS)
    with at("2026-11-18"):
        service.ask(db, staff.officer, case, "Đèn ở cột số mấy?")
    db.commit()
    return case


def test_a_reply_moves_the_date_by_the_working_days_waited(db, waiting):
    with at("2026-11-20"):
        service.reply(db, HOLDER, waiting, "Cột số 12.")
    owed = service.running(waiting)
    assert waiting.due_on == owed.due_on == owed.counted_on == date(2026, 12, 3)
    [paused] = owed.changes
    assert (paused.change, paused.days) == (Change.PAUSE, 2)
    assert (paused.before, paused.after) == (date(2026, 12, 1), date(2026, 12, 3))
    assert waiting.paused_on is None


def test_the_date_stays_while_the_clock_stands_still_and_nothing_becomes_late(db, waiting):
    assert (waiting.paused_on, waiting.due_on) == (date(2026, 11, 18), date(2026, 12, 1))
    assert service.last_day(waiting) == date(2026, 12, 3)
    with at("2026-12-02"):
        assert not service.is_overdue(waiting, date(2026, 12, 2))
        assert clocks.note_all_lateness(db) == 0
    assert waiting.overdue_on is None


def test_after_the_limit_the_case_goes_on_by_itself_with_what_the_limit_gives(db, waiting):
    with at("2026-12-03"):
        assert service.resume_all(db) == 0
    with at("2026-12-10"):
        assert service.resume_all(db) == 1
        assert service.resume_all(db) == 0
    assert waiting.state is State.IN_PROGRESS
    assert waiting.due_on == date(2026, 12, 15)
    last = events_of(db, "case", waiting.id)[-1]
    assert (last.act, last.official_id, last.facts["by_itself"]) == ("resume", None, True)
    assert last.facts["due_on"] == "2026-12-15"


@pytest.mark.parametrize("act", ["resume", "submit"])
def test_the_office_may_go_on_without_the_reply(db, waiting, staff, act):
    with at("2026-11-20"):
        if act == "resume":
            service.resume(db, staff.officer, waiting)
        else:
            service.submit(db, staff.officer, waiting, "Đã thay bóng đèn.")
    assert (waiting.due_on, waiting.paused_on) == (date(2026, 12, 3), None)


def test_withdrawing_ends_the_pause_and_the_clock(db, waiting):
    with at("2026-11-20"):
        service.withdraw(db, HOLDER, waiting)
    assert waiting.paused_on is None
    assert service.running(waiting) is None


def test_a_late_case_goes_on_being_late_while_it_waits(db, make_case, staff):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.IN_PROGRESS)
    with at("2026-12-04"):
        service.ask(db, staff.officer, case, "Đèn ở cột số mấy?")
        assert case.paused_on is None
        assert service.is_overdue(case, date(2026, 12, 4))
    with at("2026-12-08"):
        service.reply(db, HOLDER, case, "Cột số 12.")
    assert (case.due_on, case.overdue_on) == (date(2026, 12, 1), date(2026, 12, 2))


def test_two_questions_pause_twice(db, waiting, staff):
    with at("2026-11-20"):
        service.reply(db, HOLDER, waiting, "Cột số 12.")
    with at("2026-11-25"):
        service.ask(db, staff.officer, waiting, "Còn ngõ mấy?")
    with at("2026-11-27"):
        service.reply(db, HOLDER, waiting, "Ngõ 3.")
    assert waiting.due_on == date(2026, 12, 7)
    assert [one.days for one in service.running(waiting).changes] == [2, 2]


def test_all_questions_together_wait_no_longer_than_the_limit(db, waiting, staff):
    with at("2026-11-30"):  # seven working days
        service.reply(db, HOLDER, waiting, "Cột số 12.")
        service.ask(db, staff.officer, waiting, "Còn ngõ mấy?")
        assert service.last_day(waiting) == date(2026, 12, 3)
    with at("2026-12-08"):
        assert service.resume_all(db) == 1
    assert waiting.due_on == date(2026, 12, 15)
    with at("2026-12-10"):
        service.ask(db, staff.officer, waiting, "Đèn màu gì?")
        assert (waiting.state, waiting.paused_on) == (State.WAITING, None)
        service.resume(db, staff.officer, waiting)
    assert [one.days for one in service.running(waiting).changes] == [7, 3]
    assert waiting.due_on == date(2026, 12, 15)


def test_a_third_question_stops_nothing_however_short_the_others_were(db, waiting, staff):
    for day in ("2026-11-19", "2026-11-20"):
        with at(day):
            service.reply(db, HOLDER, waiting, "Cột số 12.")
            service.ask(db, staff.officer, waiting, "Còn ngõ mấy?")
    assert waiting.paused_on is None
    assert waiting.due_on == date(2026, 12, 3)


def test_a_limit_of_the_law_does_not_stand_still_on_the_authoritys_word(db, make_case, staff):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(State.IN_PROGRESS)
        service.running(case).standing = Standing.LAW
        service.ask(db, staff.officer, case, "Đèn ở cột số mấy?")
    assert case.paused_on is None


def test_both_pages_say_that_the_clock_stands_still(browser, waiting, staff):
    browser.be(staff.officer)
    page = browser.open(f"/quan-tri/y-kien/{waiting.number}").text
    assert "Tạm dừng, đợi người gửi" in page
    assert "Đang tạm dừng từ sau ngày 18/11/2026" in page
    browser.be(VISITOR)


def test_no_list_counts_a_paused_case_as_due_or_overdue(db, waiting, staff):
    from portal.cases import agenda

    for day in ("2026-11-30", "2026-12-01", "2026-12-02"):
        with at(day):
            found = agenda.agenda(db, staff.officer)
            assert found.waiting == [waiting]
            assert found.overdue == found.today == found.soon == []
            counts = service.desk_counts(db, staff.officer, service.Filters())
            assert set(counts.due.values()) == {0}


def test_the_sender_reads_how_long_the_office_waits(db, waiting, settings):
    from portal.cases import mail
    from portal.cases.models import Contact

    waiting.contact = Contact(email="lan@example.vn")
    db.flush()
    found = mail.notice(db, settings, {"case": waiting.number, "notice": "asked"})
    assert "tạm dừng, lâu nhất đến hết ngày thứ Năm, 03/12/2026" in found.text
