"""Days of reception: entered, booked, given back, called off; names seen by few, for a time."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from sqlalchemy import text

from portal import clock
from portal.accounts.facts import Unfit
from portal.cases import evidence
from portal.db import transaction
from portal.errors import IllegalMove, NotAllowed
from portal.history.service import events_of
from portal.permissions import VISITOR, Actor, Role
from portal.receptions import service
from portal.receptions.models import DAY, ReceptionDay, ReceptionTurn
from portal.receptions.rules import State
from portal.receptions.service import DayFacts, Wish
from portal.web import tokens
from tests.cases.test_idempotency import all_at_once

PAGE, DESK = "/tiep-cong-dan", "/quan-tri/tiep-cong-dan"


@pytest.fixture
def leader(make_official, actor_of):
    return actor_of(make_official(Role.LEADER))


@pytest.fixture
def make_day(db, leader):
    def make(days: int = 7, seats: int = 2, **changes) -> ReceptionDay:
        facts = {
            "held_on": clock.today() + timedelta(days=days), "starts": time(8), "ends": time(11),
            "host": "Chủ tịch Trần Văn Minh", "place": "Phòng tiếp dân", "seats": seats,
        }  # fmt: skip
        day = service.enter(db, leader, DayFacts(**facts | changes))
        db.commit()
        return day

    return make


@pytest.fixture
def book(db, settings):
    def make(day, form_token="", **changes) -> ReceptionTurn:
        facts = {"name": "Lò Văn Pha", "phone": "0912 000 111"} | changes
        token = form_token or tokens.new_form_token(settings)
        turn = service.book(db, VISITOR, Wish(form_token=token, day_id=day.id, **facts), settings)
        db.commit()
        return turn

    return make


def test_a_turn_is_booked_kept_and_given_back(browser, db, make_day):
    day = make_day()
    assert "còn 2 chỗ" in browser.open(PAGE).text
    reply = browser.send(day=str(day.id), name="Lò Văn Pha", phone="0912 000 111", people="2")
    assert reply.status_code == 303
    page = browser.open(reply.headers["Location"]).text
    code = re.search(r'id="tracking-code"[^>]*>(.*?)</output>', page)[1]
    code = re.sub("<[^>]*>", "", code)
    assert f"TD-{day.id}-01" in page
    assert "còn 1 chỗ" in browser.open(PAGE).text
    browser.open("/tra-cuu")
    page = browser.send(code=code).text
    assert f"TD-{day.id}-01" in page
    assert "Lò Văn Pha" not in page
    assert "trả chỗ" in browser.send(f"{PAGE}/tra-cho", code=code).text
    assert db.get(ReceptionTurn, 1).state == State.CANCELLED.value
    assert "còn 2 chỗ" in browser.open(PAGE).text


def test_the_same_form_books_once(make_day, book, settings):
    day, token = make_day(), tokens.new_form_token(settings)
    assert book(day, token).id == book(day, token).id


@pytest.mark.parametrize("wrong", ["full", "called off", "today", "unknown"])
def test_a_day_that_is_not_offered_takes_nobody(db, leader, make_day, book, wrong):
    day = make_day(0 if wrong == "today" else 7, seats=1)
    if wrong == "full":
        book(day)
    if wrong == "called off":
        service.call_off(db, leader, day, "Bão số 13")
    if wrong == "unknown":
        day = ReceptionDay(id=999)
    with pytest.raises(Unfit) as refusal:
        book(day)
    assert refusal.value.field == "day"


def test_the_last_seat_is_given_once_to_many_at_a_time(own_sessions, settings):
    leader = Actor(roles=frozenset({Role.LEADER}))
    facts = DayFacts(
        held_on=clock.today() + timedelta(days=7), starts=time(8), ends=time(11),
        host="Chủ tịch", place="", seats=1,
    )  # fmt: skip
    with own_sessions() as session, transaction(session):
        day_id = service.enter(session, leader, facts).id

    def try_it(_number):
        wish = Wish(form_token=tokens.new_form_token(settings), day_id=day_id, name="A")
        try:
            with own_sessions() as session, transaction(session):
                return service.book(session, VISITOR, wish, settings).place_no
        except Unfit:
            return None

    assert sorted(all_at_once(6, try_it), key=str) == [1, None, None, None, None, None]


def test_what_is_wrong_is_said_and_stays_typed(browser, make_day):
    make_day()
    browser.open(PAGE)
    reply = browser.send(day="999", name="", phone="0912 000 111", people="77")
    assert reply.status_code == 422
    assert "0912 000 111" in reply.text
    assert 'id="name-error"' in reply.text


def test_who_looked_at_the_names_is_written_down(
    browser, db, make_day, book, make_official, actor_of
):
    day = make_day()
    book(day)
    browser.be(actor_of(make_official(Role.OFFICER)))
    assert browser.open(f"{DESK}/{day.id}").status_code == 403
    clerk = actor_of(make_official(Role.CLERK))
    browser.be(clerk)
    assert "Lò Văn Pha" in browser.open(f"{DESK}/{day.id}").text
    db.expire_all()
    (event,) = [row for row in events_of(db, DAY, day.id) if row.act == "seen"]
    assert event.official_id == clerk.official_id


def test_who_came_is_marked_on_the_day_and_not_before(db, leader, make_day, book):
    turn = book(make_day())
    with pytest.raises(IllegalMove):
        service.mark(db, leader, turn.id, State.CAME)
    with time_machine.travel(clock.now() + timedelta(days=7)):
        service.mark(db, leader, turn.id, State.CAME)
        with pytest.raises(IllegalMove):
            service.give_back(db, VISITOR, turn)
    with pytest.raises(NotAllowed):
        service.mark(db, VISITOR, turn.id, State.MISSED)


def test_a_day_called_off_says_why_to_those_who_booked(
    browser, db, make_day, book, leader, settings
):
    token = tokens.new_form_token(settings)
    day = make_day()
    book(day, token)
    browser.be(leader)
    browser.open(f"{DESK}/{day.id}/huy")
    assert browser.send(reason="").status_code == 422
    assert browser.send(reason="Bão số 13").status_code == 303
    browser.be(VISITOR)
    browser.open("/tra-cuu")
    assert "Bão số 13" in browser.send(code=service.code_of(settings, token)).text
    assert "Phòng tiếp dân" not in browser.open(PAGE).text


def test_names_are_forgotten_a_month_after(db, make_day, book):
    turn = book(make_day())
    assert service.forget(db) == 0
    with time_machine.travel(clock.now() + timedelta(days=38)):
        assert service.forget(db) == 1
    db.expire_all()
    assert (turn.name, turn.phone) == ("", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"held_on": date(2020, 1, 2)}, "held_on"), ({"ends": time(7)}, "ends"), ({}, "starts")],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(make_day, changes, field):
    if not changes:
        make_day()
    with pytest.raises(Unfit) as refusal:
        make_day(**changes)
    assert refusal.value.field == field


def test_a_month_with_too_few_days_is_said(db, make_day):
    first = clock.today().replace(day=1)
    assert first in service.short_months(db)
    following = (first + timedelta(days=31)).replace(day=1)
    for day in (10, 20):
        make_day(held_on=following.replace(day=day))
    assert following not in service.short_months(db)


@pytest.mark.parametrize(
    "hand",
    [
        "UPDATE reception_turns SET state = 'missed'",
        "DELETE FROM reception_turns",
        "UPDATE reception_days SET called_off_reason = 'Bận'",
    ],
)
def test_a_hand_in_the_database_is_found(db, make_day, book, hand):
    book(make_day())
    assert list(evidence.faults(db)) == []
    db.execute(text(hand))
    db.commit()
    assert list(evidence.faults(db))
