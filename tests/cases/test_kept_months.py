"""What is kept of a month is what a recount gives, whatever is done to its items afterwards."""

from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from portal.cases import commands, kept_months, service, splitting
from portal.cases.figures import figures, figures_by_office
from portal.cases.kept_months import KeptMonth, MonthMark
from portal.cases.models import Case, CaseClock, Span
from portal.cases.rules import State
from portal.cases.splitting import Matter
from portal.permissions import HOLDER
from tests.cases.test_figures import YEAR

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
THEN = "2026-12-15 09:00+07:00"


@pytest.fixture
def winter(year):
    with time_machine.travel(THEN, tick=False):
        yield


def told(db):
    return figures(db, *YEAR), figures_by_office(db, *YEAR)


@pytest.mark.usefixtures("winter")
def test_months_that_are_over_are_read_from_what_is_kept(db):
    before = told(db)
    assert kept_months.keep(db) == 2
    assert list(db.scalars(select(KeptMonth.month).order_by(KeptMonth.month))) == [
        OCTOBER,
        NOVEMBER,
    ]
    assert told(db) == before
    assert list(kept_months.differences(db)) == []
    assert kept_months.keep(db) == 0
    empty = {name: [] for name in kept_months.MEASURES}
    db.execute(update(KeptMonth).values(counts=empty))
    assert told(db)[0].received == 0  # so it was read there
    assert {month for month, _name in kept_months.differences(db)} == {OCTOBER, NOVEMBER}


@pytest.mark.usefixtures("year")
def test_a_month_is_kept_when_nobody_can_still_write_a_day_of_it(db):
    with time_machine.travel("2026-12-01 23:59+07:00", tick=False):
        kept_months.keep(db)
        assert db.get(KeptMonth, NOVEMBER) is None
        assert db.get(KeptMonth, OCTOBER) is not None
    with time_machine.travel("2026-12-02 00:01+07:00", tick=False):
        kept_months.keep(db)
        assert db.get(KeptMonth, NOVEMBER) is not None


def hand_over(db, staff, case, other):
    service.hand_over(db, staff.officer, case, other, "Việc của phòng kia.")


def split_up(db, staff, case, other):
    first, second = case.text.split(maxsplit=1)
    matters = [
        Matter(subject="Một việc", text=text, kind=case.kind, office=office)
        for text, office in ((first, staff.office), (second, other))
    ]
    splitting.split(db, staff.officer, case, matters, nothing_else=True)


def answer(db, staff, case, other):
    service.submit(db, staff.officer, case, "Đã thay bóng đèn.")
    service.approve(db, staff.head, case)


def note_lateness(db, staff, case, other):
    service.note_all_lateness(db)


def entered_late(db, staff, case, other):
    db.add(CaseClock(**{**_plain(case.clocks[0]), "started_on": date(2026, 11, 3)}))


def put_off(db, staff, case, other):
    answered = select(CaseClock).where(CaseClock.span == Span.ANSWER, CaseClock.met_on.is_not(None))
    met = db.scalars(answered.order_by(CaseClock.id)).first()
    met.due_on = date(2026, 10, 6)


def _plain(row):
    names = ("case_id", "term", "days", "unit", "basis", "standing", "due_on")
    return {name: getattr(row, name) for name in names}


ACTS = (hand_over, split_up, answer, note_lateness, entered_late, put_off)


@pytest.mark.usefixtures("winter")
@pytest.mark.parametrize("act", ACTS)
def test_whatever_changes_a_month_is_seen_at_once_and_kept_by_the_next_count(
    db, staff, make_office, act
):
    kept_months.keep(db)
    case = db.scalars(
        select(Case).where(Case.state == State.IN_PROGRESS).order_by(Case.id.desc())
    ).first()
    act(db, staff, case, make_office("Trạm Y tế"))
    db.flush()
    live = told(db)
    assert list(kept_months.differences(db)) == []
    assert db.scalars(select(MonthMark)).all()
    assert kept_months.keep(db) >= 1
    assert [row.month for row in db.scalars(select(MonthMark))] == []
    assert told(db) == live
    assert list(kept_months.differences(db)) == []
    db.execute(delete(KeptMonth))
    assert told(db) == live


@pytest.mark.usefixtures("winter")
def test_what_senders_say_of_answers_counts_in_the_month_they_say_it(db):
    kept_months.keep(db)
    case = db.scalars(select(Case).where(Case.state == State.ANSWERED)).first()
    service.dispute(db, HOLDER, case, "Chưa xong.")
    db.flush()
    assert db.scalars(select(MonthMark)).all() == []
    assert figures(db, date(2026, 12, 1), date(2026, 12, 31)).disputed == 1
    assert list(kept_months.differences(db)) == []


@pytest.mark.usefixtures("winter")
def test_the_command_names_what_differs_and_counts_anew(db):
    run = CliRunner().invoke
    context = SimpleNamespace(session=lambda **_how: nullcontext(db))
    assert run(commands.figures, obj=context).exit_code == 0
    october = db.get(KeptMonth, OCTOBER)
    october.counts = {**october.counts, "on_time": []}
    db.flush()
    found = run(commands.figures, obj=context)
    assert (found.exit_code, "BAD  10/2026 on_time" in found.output) == (1, True)
    assert run(commands.figures, ["--anew"], obj=context).exit_code == 0
