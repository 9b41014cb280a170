"""Entering days and limits, who may, and who counts by them from then on."""

from datetime import date

import pytest
import time_machine

from portal import law
from portal.accounts.facts import Unfit
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.service import events_of
from portal.law import Standing, Unit
from portal.outbox.service import waiting
from portal.permissions import VISITOR, Role
from portal.procedures import service
from portal.procedures.rules import Day, DayKind
from portal.procedures.service import PromiseFacts

STORM = Day(
    on=date(2026, 11, 18),
    kind=DayKind.CLOSED,
    name="Nghỉ phòng tránh bão số 9",
    notice="Thông báo số 12/TB-UBND",
)


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel("2026-11-16 09:00+07:00", tick=False):
        yield


def facts(**changes) -> PromiseFacts:
    fields = {
        "code": "feedback.answer",
        "days": 7,
        "unit": Unit.WORKING,
        "document": "Quyết định số 45/QĐ-UBND",
        "valid_from": date(2026, 11, 16),
    } | changes
    return PromiseFacts(**fields)


def test_a_day_entered_counts_at_once_in_this_session_and_in_every_new_one(db, admin, sessions):
    assert service.calendar(db).works(STORM.on)
    service.enter_day(db, admin, STORM)
    db.commit()
    assert not service.calendar(db).works(STORM.on)
    with sessions() as after:
        assert not service.calendar(after).works(STORM.on)


def test_an_entry_is_in_the_history_and_has_open_clocks_counted_again(db, admin):
    entered = service.enter_day(db, admin, STORM)
    [event] = events_of(db, "calendar", entered.id)
    assert event.facts["document"] == STORM.notice
    assert event.official_id == admin.official_id
    assert waiting(db, "clocks.") == [{"document": STORM.notice}]


def test_a_day_struck_works_again_and_its_entry_stays_readable(db, admin):
    entered = service.enter_day(db, admin, STORM)
    service.strike_day(db, admin, entered, "Thông báo số 15/TB-UBND")
    assert service.calendar(db).works(STORM.on)
    [kept] = service.days(db, admin)
    assert kept.struck_notice == "Thông báo số 15/TB-UBND"
    with pytest.raises(NotFound):
        service.day_by(db, admin, entered.id)
    with pytest.raises(Invalid):
        service.strike_day(db, admin, entered, "Thông báo số 16/TB-UBND")
    service.enter_day(db, admin, STORM)


def test_one_day_is_entered_once(db, admin):
    service.enter_day(db, admin, STORM)
    with pytest.raises(Unfit):
        service.enter_day(db, admin, STORM)


def test_a_limit_of_the_authority_is_its_own_promise_with_the_documents_number(db, admin):
    service.set_term(db, admin, facts())
    found = service.term(db, "feedback.answer", date(2026, 11, 16))
    assert (found.days, found.standing) == (7, Standing.COMMITMENT)
    assert "Quyết định số 45/QĐ-UBND" in found.basis
    assert service.term(db, "feedback.answer", date(2026, 11, 15)).days == 10
    assert law.term("feedback.answer", date(2026, 11, 16)).days == 10


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": date(2026, 11, 15)}, "valid_from"),
        ({"valid_to": date(2026, 11, 15)}, "valid_to"),
        ({"code": "feedback.nothing"}, "code"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"code": "complaint.answer", "days": 31, "unit": Unit.CALENDAR}, "days"),
        ({"code": "complaint.answer", "days": 20, "unit": Unit.WORKING}, "days"),
        ({"code": "consultation", "days": 19, "unit": Unit.CALENDAR}, "days"),
    ],
)
def test_what_the_authority_cannot_set_is_refused_at_its_field(db, admin, changes, field):
    with pytest.raises(Unfit) as refusal:
        service.set_term(db, admin, facts(**changes))
    assert refusal.value.field == field


def test_a_limit_ends_and_the_usual_one_holds_again(db, admin):
    made = service.set_term(db, admin, facts())
    with pytest.raises(Unfit):
        service.end_term(db, admin, made, date(2026, 11, 15), "QĐ 50/QĐ-UBND")
    service.end_term(db, admin, made, date(2026, 11, 20), "QĐ 50/QĐ-UBND")
    with pytest.raises(Unfit):
        service.end_term(db, admin, made, date(2026, 11, 21), "QĐ 51/QĐ-UBND")
    assert service.term(db, "feedback.answer", date(2026, 11, 20)).days == 7
    assert service.term(db, "feedback.answer", date(2026, 11, 21)).days == 10


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_touches_calendar_or_limits(db, make_official, actor_of, admin, role):
    actor = VISITOR if role in {Role.VISITOR, Role.HOLDER} else actor_of(make_official(role))
    entered, made = service.enter_day(db, admin, STORM), service.set_term(db, admin, facts())
    for act in (
        lambda: service.days(db, actor),
        lambda: service.day_by(db, actor, entered.id),
        lambda: service.enter_day(db, actor, STORM),
        lambda: service.strike_day(db, actor, entered, "TB 1"),
        lambda: service.promises(db, actor),
        lambda: service.promise_by(db, actor, made.id),
        lambda: service.set_term(db, actor, facts()),
        lambda: service.end_term(db, actor, made, date(2026, 12, 1), "QĐ 1"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_consultations_and_postings_count_by_the_same_calendar(db, admin):
    from portal.disclosures import rules as disclosures
    from portal.disclosures.rules import Form

    start = date(2026, 10, 29)  # twenty days later is Wednesday 18 November
    assert service.due_on(db, "consultation", start) == STORM.on
    service.enter_day(db, admin, STORM)
    assert service.due_on(db, "consultation", start) == date(2026, 11, 19)
    stays = disclosures.stay_until(Form.BOARD, start, 20, service.calendar(db))
    assert stays == date(2026, 11, 19)
