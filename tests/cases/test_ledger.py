"""Every hour of a case belongs to somebody, whatever happens to it."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.cases import commitments, evidence, ledger, mail, service
from portal.cases.ledger import Holder
from portal.cases.rules import LOOKS, OPEN, State
from portal.history.service import events_of
from portal.permissions import HOLDER

START = datetime(2026, 11, 2, 2, tzinfo=UTC)


@dataclass
class Told:
    at: datetime
    state: str | None
    office_id: int | None
    act: str = "moved"


def test_the_office_that_got_it_on_day_29_is_seen_as_such(db, make_case, staff, make_office):
    other = make_office("Công an xã")
    with time_machine.travel(START, tick=False):
        case = make_case(State.IN_PROGRESS)
    with time_machine.travel(START + timedelta(days=29), tick=False):
        service.hand_over(db, staff.officer, case, other, "Việc an ninh.")
        db.flush()
    now = START + timedelta(days=30)
    found = ledger.shares(ledger.stretches(events_of(db, "case", case.id), now))
    days = {share.office_id: share.days for share in found if share.holder is Holder.OFFICE}
    assert days == {staff.office.id: 29.0, other.id: 1.0}


@pytest.mark.parametrize("office_id", [None, 77])
@pytest.mark.parametrize("act", sorted(LOOKS))
def test_what_moves_nothing_takes_no_time_from_anybody(act, office_id):
    """A message that went out names no office, a promise the one that keeps it."""
    told = [
        Told(START, State.IN_PROGRESS, 1),
        Told(START + timedelta(days=1), State.IN_PROGRESS, office_id, act),
    ]
    found = ledger.shares(ledger.stretches(told, START + timedelta(days=5)))
    assert [(share.holder, share.office_id, share.days) for share in found] == [
        (Holder.OFFICE, 1, 5.0)
    ]


def test_mail_to_the_sender_takes_no_time_from_the_office(db, make_case, settings, staff):
    with time_machine.travel(START, tick=False):
        case = make_case(State.IN_PROGRESS, email="lan@example.vn")
        mail.notice(db, settings, {"case": case.number, "notice": "accepted"})
        db.flush()
    told = events_of(db, "case", case.id)
    assert told[-1].act == "mailed"
    found = ledger.shares(ledger.stretches(told, START + timedelta(days=3)))
    assert [(share.office_id, share.days) for share in found if share.length] == [
        (staff.office.id, 3.0)
    ]


def test_a_promise_kept_by_another_office_is_no_fault(db, make_case, staff, make_office):
    case = make_case(State.IN_PROGRESS)
    commitments.add(db, staff.officer, case, "Sửa dây.", clock.today() + timedelta(days=3))
    service.submit(db, staff.officer, case, "Đã thay ba bóng đèn trong sáng nay.")
    service.approve(db, staff.head, case)
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    service.hand_over(db, staff.officer, case, make_office("Công an xã"), "Việc an ninh.")
    commitments.keep(db, staff.officer, commitments.made_by(db, case)[0], "Đã sửa dây hôm nay.")
    db.commit()
    assert list(evidence.faults(db)) == []


def test_the_senders_own_time_is_the_senders(db, make_case):
    with time_machine.travel(START, tick=False):
        case = make_case(State.WAITING)
    with time_machine.travel(START + timedelta(days=3), tick=False):
        service.reply(db, HOLDER, case, "Số 12.")
        db.flush()
    found = ledger.shares(
        ledger.stretches(events_of(db, "case", case.id), START + timedelta(days=4))
    )
    assert {share.holder: share.days for share in found if share.length} == {
        Holder.SENDER: 3.0,
        Holder.OFFICE: 1.0,
    }


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 5_000), st.sampled_from([*State, None]), st.sampled_from([None, 1, 2, 3])
    ),
    min_size=1,
    max_size=20,
)


@given(EVENTS)
def test_the_stretches_cover_the_open_time_without_gap_or_overlap(rows):
    minutes = sorted(row[0] for row in rows)
    told = [
        Told(START + timedelta(minutes=at), state and state.value, office)
        for at, (_, state, office) in zip(minutes, rows, strict=True)
    ]
    now = START + timedelta(days=30)
    found = ledger.stretches(told, now)
    for one, other in itertools.pairwise(found):
        assert one.since <= one.until <= other.since
    known = [event for event in told if event.state]
    spans = [other.at - one.at for one, other in itertools.pairwise(known)]
    spans += [now - known[-1].at] if known else []
    rows = zip(known, spans, strict=True)
    spent = sum((span for event, span in rows if State(event.state) in OPEN), timedelta(0))
    assert sum((share.length for share in ledger.shares(found)), timedelta(0)) == spent
