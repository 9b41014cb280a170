"""A history changed behind the portal's back is found; an honest one never is suspected."""

# ruff: noqa: S311 - a die, not a secret
import random
from datetime import timedelta

import pytest

from portal import clock, law
from portal.cases import clocks, evidence, service
from portal.cases.models import Span
from portal.cases.rules import State
from portal.history import heads, log
from portal.keys import Ring
from portal.permissions import Role
from portal.procedures import service as procedures
from portal.procedures.rules import Day, DayKind
from tests.history.tampering import WAYS, Tamperer

COPIES = 1_000
SHARES = 4  # so that they can be looked at side by side
REWRITES = 20


@pytest.fixture
def history(db, make_case, staff, grow):
    """A small office's history: a case in every state, one late, one released; and a first head."""
    with clock.at(clock.now() - timedelta(days=60)):
        late = make_case(State.IN_PROGRESS, email="lan@example.vn", name="Lan")
    first = grow()
    for state in (State.RECEIVED, State.WAITING, State.ANSWERED, State.REFUSED):
        case = make_case(state, agreed=True, email="binh@example.vn")
        if state is State.ANSWERED:
            service.release(db, staff.moderator, case, subject="A", text="B", answer="C")
    service.note_all_lateness(db)
    assert late.overdue_on
    grow()
    return heads.as_line(log.signed(first))


def look(db, ring, against=None):
    db.expire_all()
    older = heads.read_line(against) if against else None
    return list(evidence.everything(db, ring, older))


def test_an_honest_history_is_never_suspected(db, ring, grow, history):
    assert look(db, ring, history) == []
    assert look(db, ring, heads.as_line(log.signed(log.latest(db)))) == []
    before = log.latest(db)
    for _ in range(20):
        log.extend_fully(db, ring)
    assert log.latest(db) is before
    assert look(db, ring) == []


@pytest.mark.parametrize("share", range(SHARES))
def test_a_thousand_tampered_copies_are_all_found(db, ring, history, share):
    """Every copy is made by a savepoint that is taken back."""
    hand = Tamperer(db, random.Random(20261127 + share))
    hand.unlock()
    copies = COPIES if hand.sqlite else COPIES // 5
    missed = []
    for number in range(copies // SHARES):
        way = WAYS[number % len(WAYS)]
        copy = db.begin_nested()
        did = way(hand)
        db.expire_all()
        if next(evidence.everything(db, ring), None) is None:
            missed.append((number, way.__name__, did))
        copy.rollback()
    assert missed == []
    assert look(db, ring, history) == []


def test_a_rewritten_history_is_found_by_its_signature_or_by_an_older_head(
    db, ring, history, tmp_path
):
    hand = Tamperer(db, random.Random(6962))
    hand.unlock()
    latest = heads.as_line(log.signed(log.latest(db)))
    strange = Ring(tmp_path / "another ring")
    for _ in range(REWRITES):
        copy = db.begin_nested()
        did = hand.rewrite(strange)
        assert look(db, ring), did
        copy.rollback()
        copy = db.begin_nested()
        did = hand.rewrite(ring)
        assert [fault for fault in look(db, ring, latest) if "continuation" in fault.what], did
        copy.rollback()
    copy = db.begin_nested()
    did = hand.cut_all()
    assert [fault for fault in look(db, ring, latest) if "covers more" in fault.what], did
    copy.rollback()
    assert look(db, ring, latest) == []


def test_the_first_bad_entry_is_named(db, ring, history):
    hand = Tamperer(db, random.Random(1))
    hand.unlock()
    hand.do("UPDATE events SET act = 'nothing' WHERE id IN (SELECT event_id FROM log_leaves"
            " WHERE position IN (3, 5))")  # fmt: skip
    assert str(look(db, ring)[0]).startswith("entry 3 (event ")


def test_dates_no_event_names_are_counted_anew(db, ring, grow, make_case, monkeypatch):
    """The oldest events name the day of the answer alone."""
    monkeypatch.setattr(clocks, "begun", lambda _started: {})
    case = make_case(State.RECEIVED)
    grow()
    assert look(db, ring) == []
    for owed in [one for one in case.clocks if one.span is not Span.ANSWER]:
        with db.begin_nested() as taken_back:
            owed.due_on += timedelta(days=1)
            db.flush()
            found = look(db, ring)
            assert f"case {case.number}, {owed.span.value}" in [fault.where for fault in found]
            taken_back.rollback()


def test_a_date_counted_by_a_calendar_since_taken_back_is_not_suspected(
    db, ring, grow, make_case, make_official, actor_of, monkeypatch
):
    monkeypatch.setattr(clocks, "begun", lambda _started: {})
    chief = actor_of(make_official(Role.ADMINISTRATOR))
    storm = next(
        day
        for day in (clock.today() + timedelta(days=number) for number in range(1, 9))
        if law.calendar().works(day)
    )
    day = Day(on=storm, kind=DayKind.CLOSED, name="Bão", notice="12/TB-UBND")
    entered = procedures.enter_day(db, chief, day)
    make_case(State.RECEIVED)
    db.flush()
    procedures.strike_day(db, chief, entered, "13/TB-UBND")
    grow()
    assert look(db, ring) == []
