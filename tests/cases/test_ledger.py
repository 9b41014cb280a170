"""Every hour of a case belongs to somebody, whatever happens to it."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.cases import ledger, service
from portal.cases.ledger import Holder
from portal.cases.rules import OPEN, State
from portal.history.service import events_of
from portal.permissions import HOLDER

START = datetime(2026, 11, 2, 2, tzinfo=UTC)


@dataclass
class Told:
    at: datetime
    state: str | None
    office_id: int | None


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
