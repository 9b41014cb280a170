from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select

from portal.cases import erasing, service
from portal.cases.figures import figures, figures_by_office
from portal.cases.rules import State
from portal.history.models import Event
from portal.permissions import HOLDER

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.usefixtures("year")
def test_figures_count_what_happened_in_the_period(db):
    with time_machine.travel("2026-11-11 09:00+07:00", tick=False):
        found = figures(db, *YEAR)
    assert (found.received, found.answered, found.on_time, found.late) == (12, 11, 6, 5)
    assert found.disputed == 1
    assert len(found.months) == 12
    october, november = found.months[9], found.months[10]
    assert (october.received, october.answered, october.on_time) == (12, 6, 6)
    assert (november.received, november.answered, november.on_time) == (0, 5, 0)


@pytest.mark.usefixtures("year")
def test_figures_agree_with_the_history(db):
    found = figures(db, *YEAR)
    counted = dict(db.execute(select(Event.act, func.count(Event.id)).group_by(Event.act)).all())
    assert (found.received, found.answered) == (counted["received"], counted["approve"])
    assert found.disputed == counted["dispute"]


@pytest.mark.usefixtures("year")
def test_groups_smaller_than_five_are_not_told(db):
    found = figures(db, *YEAR)
    assert (found.open, found.overdue) == (None, None)  # two are open


@pytest.mark.usefixtures("year")
def test_a_part_is_told_when_its_group_is_large_enough(db, make_case):
    with time_machine.travel("2026-11-11 09:00+07:00", tick=False):
        for _ in range(4):
            make_case()
        found = figures(db, *YEAR)
    assert (found.open, found.overdue) == (6, 1)


@pytest.mark.usefixtures("year")
def test_an_office_has_its_own_figures(db, staff, make_office):
    found = figures_by_office(db, *YEAR)
    assert found[staff.office.id].received == 12
    assert make_office("Trạm Y tế").id not in found


@pytest.mark.usefixtures("year")
def test_what_came_outside_the_period_is_not_counted(db):
    found = figures(db, date(2026, 11, 1), date(2026, 11, 30))
    assert (found.received, found.answered, found.on_time, found.late) == (0, 5, 0, 5)
    assert [month.first_day for month in found.months] == [date(2026, 11, 1)]


@pytest.mark.usefixtures("year")
def test_a_second_answer_is_one_more_answer(db, staff):
    case = service.desk_items(db, staff.head, service.Filters(state=State.IN_PROGRESS)).cases
    disputed = next(one for one in case if any(owed.round == 2 for owed in one.clocks))
    with time_machine.travel("2026-11-12 09:00+07:00", tick=False):
        service.submit(db, staff.officer, disputed, "Đã thay bóng đèn.")
        service.approve(db, staff.head, disputed)
    found = figures(db, *YEAR)
    assert (found.received, found.answered, found.on_time) == (12, 12, 7)


FATES = {
    "passed on": lambda db, staff, case, other: service.hand_over(
        db, staff.officer, case, other, "Việc của phòng kia."
    ),
    "refused": lambda db, staff, case, _other: service.refuse(
        db, staff.officer, case, "Việc này do cấp tỉnh giải quyết."
    ),
    "withdrawn": lambda db, _staff, case, _other: service.withdraw(db, HOLDER, case),
    "sealed": lambda db, staff, case, _other: erasing.take_out(
        db, staff.dispatcher, case, "accuses"
    ),
    "answered": lambda db, staff, case, _other: (
        service.submit(db, staff.officer, case, "Đã thay ba bóng đèn trong sáng nay."),
        service.approve(db, staff.head, case),
    ),
}


@pytest.mark.parametrize("fate", FATES)
def test_a_date_that_was_missed_counts_for_who_missed_it_whatever_comes_after(
    db, make_case, make_office, staff, fate
):
    other = make_office("Trạm Y tế")
    with time_machine.travel("2026-10-05 09:00+07:00", tick=False):
        cases = [make_case(State.IN_PROGRESS) for _ in range(5)]
    with time_machine.travel("2026-11-10 09:00+07:00", tick=False):
        service.note_all_lateness(db)
        for case in cases:
            FATES[fate](db, staff, case, other)
        db.commit()
        assert figures(db, *YEAR).missed == 5
        by_office = figures_by_office(db, *YEAR)
        assert by_office[staff.office.id].missed == 5
        assert other.id not in by_office or by_office[other.id].missed == 0
    assert figures(db, date(2026, 11, 1), date(2026, 11, 30)).missed == 0  # the days were October's
