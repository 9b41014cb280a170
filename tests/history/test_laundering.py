"""What was changed behind the portal's back stays found, whatever the portal writes over it."""

# ruff: noqa: S311, S608 - a die, not a secret; our own tables, with our own words
import random
from datetime import date, timedelta

import pytest
from sqlalchemy import Date, Enum, Integer, String, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.cases import commitments, drafting, erasing, evidence, service
from portal.cases.commands import OPERATOR
from portal.cases.models import Case, CaseClock, Letter
from portal.cases.rules import State
from portal.db import UtcInstant
from portal.errors import PortalError
from portal.history import rows, sealing
from portal.history.models import Event
from portal.permissions import HOLDER
from portal.procedures import service as procedures
from portal.procedures.models import CalendarDay

COPIES = 30
KEYS = {"id", "case_id", "clock_id", "commitment_id", "letter_id", "key_id", "item_id"}


@pytest.fixture
def copy(db, connection):
    """Let a test take back whatever happened since, commits as well."""

    class Copy:
        def __enter__(self):
            db.commit()
            self.savepoint = connection.begin_nested()

        def __exit__(self, *_error):
            db.rollback()
            self.savepoint.rollback()
            db.expunge_all()

    return Copy


def other(column, value):
    """Return a value of the same kind that is not `value`."""
    if isinstance(column.type, Enum):
        return next(name for name in column.type.enums if name != getattr(value, "value", value))
    if isinstance(value, int):
        return not value if isinstance(value, bool) else value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, dict):
        return value | {"other": 1}
    if value is None:
        others = {Date: date(2031, 1, 1), UtcInstant: clock.now(), Integer: 1, String: "khác"}
        return next(new for kind, new in others.items() if isinstance(column.type, kind))
    return f"{value} khác"


def hands(db, kind):
    """Yield every column the log holds of a kind, with table and key of a row that has it."""
    for table in (table for table in rows.tables() if table.belonging.subject == kind):
        first = db.scalars(select(table).order_by(*table.__table__.primary_key)).first()
        for column in rows.columns(table) if first is not None else ():
            pointing = column.foreign_keys or column.name in KEYS
            if not column.primary_key and not pointing:
                key = [getattr(first, one.name) for one in table.__table__.primary_key]
                yield table, tuple(key), column


def alter(db, row, column):
    """Change one column as whoever has the database could."""
    table = type(row).__table__
    value = {column.name: other(column, getattr(row, column.name))}
    db.connection().execute(update(table).where(table.c.id == row.id).values(value))
    db.expire_all()


def faults(db):
    db.commit()
    db.expire_all()
    return [str(fault) for fault in evidence.faults(db)]


def altered(db, kind):
    db.commit()
    return [what for thing in rows.held(db, kind, None)[0].values() for what in thing.altered]


@pytest.mark.parametrize("kind", ["case", "calendar_day", "term_promise", "sealing_key", "sealed"])
def test_a_column_the_portal_writes_anew_stays_found(db, busy, copy, kind):
    tried, missed = 0, []
    for table, key, column in list(hands(db, kind)):
        with copy():
            row = db.get(table, key)
            kept = getattr(row, column.name)
            try:
                alter(db, row, column)
            except IntegrityError:  # that other value is not allowed there
                continue
            tried += 1
            setattr(row, column.name, kept)
            if not [what for _, _, what in altered(db, kind) if what.startswith(column.name)]:
                missed.append((table.__tablename__, column.name))
    assert tried > {"case": 80}.get(kind, 3)
    assert missed == []
    assert faults(db) == []


def transfer(db, staff, case, make_office):
    service.hand_over(db, staff.officer, case, make_office("Phòng Văn hóa"), "Việc của phòng khác.")


def answer(db, staff, case, _make_office):
    service.submit(db, staff.officer, case, "Đã thay bóng đèn khác.")
    service.approve(db, staff.head, case)


def extend(db, staff, case, _make_office):
    service.extend(db, staff.head, case, 3, "Đợi Điện lực.")


def reopen(db, _staff, case, _make_office):
    service.dispute(db, HOLDER, case, "Vẫn tắt.")


OPEN = "met_on IS NULL AND stopped_on IS NULL AND span = 'answer'"
# The state a case is in, a hand and its trace, an act that builds on it, what is put back after it.
BUILT_ON = (
    (State.IN_PROGRESS, "case_clocks", "due_on", "'2031-01-01'", OPEN, transfer),
    (
        State.IN_PROGRESS,
        "cases",
        "handler_id",
        "(SELECT max(id) FROM officials)",
        "1 = 1",
        transfer,
    ),
    (State.IN_PROGRESS, "case_clocks", "started_on", "'2026-01-05'", OPEN, extend),
    (State.IN_PROGRESS, "case_clocks", "due_on", "'2031-01-01'", OPEN, extend),
    (State.IN_PROGRESS, "case_clocks", "due_on", "'2031-01-01'", OPEN, answer),
    (State.IN_PROGRESS, "cases", "kind", "'question'", "1 = 1", answer),
    (State.ANSWERED, "cases", "answered_at", "'2031-01-01 08:00:00.000000'", "1 = 1", reopen),
    (State.ANSWERED, "letters", "official_id", "NULL", "1 = 1", reopen),
)


def test_an_act_that_builds_on_an_altered_value_leaves_its_trace(
    db, make_case, make_office, staff, copy
):
    ids = {state: make_case(state).id for state in (State.IN_PROGRESS, State.ANSWERED)}
    for state, table, column, value, which, act in BUILT_ON:
        mine = "id" if table == "cases" else "case_id"
        where = f"{mine} = {ids[state]} AND {which}"
        with copy():
            case = db.get(Case, ids[state])
            kept = db.execute(text(f"SELECT id, {column} FROM {table} WHERE {where}")).all()
            db.execute(text(f"UPDATE {table} SET {column} = {value} WHERE {where}"))
            db.expire_all()
            act(db, staff, case, make_office)
            db.commit()
            for key, held in kept:  # and all is put back before anybody looks
                back = text(f"UPDATE {table} SET {column} = :held WHERE id = :key")
                db.execute(back, {"held": held, "key": key})
            found = [fault for fault in faults(db) if f"{column} was altered behind" in fault]
            assert len(found) == len(kept), (column, act.__name__)
    assert faults(db) == []


def test_rows_taken_out_or_put_in_stay_found_when_their_number_is_given_again(
    db, busy, staff, copy
):
    busy_id = busy.id
    sealing.begin(db)
    with copy():
        db.execute(text("DELETE FROM clock_changes"))
        last = db.scalar(select(func.max(CaseClock.id)))
        db.execute(text(f"DELETE FROM case_clocks WHERE id = {last}"))
        db.expire_all()
        drafting.note(db, staff.officer, db.get(Case, busy_id), "Đã gọi Điện lực.")
        service.extend(db, staff.head, db.query(Case).filter_by(state="in_progress").all()[-1], 2,
                       "Mưa.")  # fmt: skip
        assert [fault for fault in faults(db) if f"case_clocks {last}: " in fault]
    with copy():
        columns = [column.name for column in Letter.__table__.columns if column.name != "id"]
        names = ", ".join(columns)
        db.execute(text(f"INSERT INTO letters (id, {names}) SELECT 99999, {names} FROM letters"
                        f" WHERE case_id = {busy_id} AND purpose = 'answer'"))  # fmt: skip
        db.expire_all()
        drafting.note(db, staff.officer, db.get(Case, busy_id), "Đã gọi Điện lực.")
        db.commit()
        db.execute(text("DELETE FROM letters WHERE id = 99999"))
        assert [fault for fault in faults(db) if "letters 99999: had been put in" in fault]


def test_a_thing_put_in_is_found_after_acts_and_after_an_upgrade(db, busy, copy):
    sealing.begin(db)
    with copy():
        names = "kind, name, notice, entered_at, struck_notice"
        db.execute(text(f'INSERT INTO calendar_days (id, "on", {names})'
                        f" SELECT 777, '2027-04-01', {names} FROM calendar_days"))  # fmt: skip
        assert sealing.write_older(db) + sealing.cover_older(db) == 0
        db.get(CalendarDay, 777).struck_at = clock.now()
        assert [fault for fault in faults(db) if "calendar_days 777: had been put in" in fault]


def test_neither_erasing_nor_a_savepoint_taken_back_covers_up(db, busy, staff, copy):
    busy_id = busy.id
    db.execute(text("UPDATE cases SET overdue_on = NULL"))
    db.expire_all()
    with copy():
        erasing.erase(db, OPERATOR, db.get(Case, busy_id), "Đơn", letters=True)
        assert [fault for fault in faults(db) if "overdue_on was altered behind" in fault]
    with copy():
        found = db.get(Case, busy_id)
        with db.begin_nested() as taken_back:
            found.urgent = not found.urgent
            db.flush()
            taken_back.rollback()
        found.overdue_on = clock.today()
        drafting.note(db, staff.officer, db.get(Case, busy_id), "Đã gọi Điện lực.")
        assert [fault for fault in faults(db) if "overdue_on was altered behind" in fault]


def test_a_calendar_altered_while_somebody_counts_by_it_is_found(db, busy, copy, make_case):
    db.execute(text("UPDATE calendar_days SET \"on\" = '2027-03-02'"))
    db.expire_all()
    db.info.pop(procedures.KEPT, None)
    make_case()
    db.execute(text("UPDATE calendar_days SET \"on\" = '2027-03-01'"))
    assert [fault for fault in faults(db) if "on was altered behind" in fault]


def test_an_honest_day_leaves_no_suspicion(db, busy, make_case, staff, make_office):
    sealing.begin(db)
    for act in (extend, transfer):
        act(db, staff, make_case(State.IN_PROGRESS), make_office)
    case = make_case(State.IN_PROGRESS)
    answer(db, staff, case, make_office)
    reopen(db, staff, case, make_office)
    assert faults(db) == []
    assert not db.scalars(select(Event).where(Event.act == rows.ALTERED)).all()


def note(db, staff, case, _make_office):
    drafting.note(db, staff.officer, case, "Đã gọi Điện lực.")


def promise(db, staff, case, _make_office):
    commitments.add(db, staff.officer, case, "Sửa dây.", clock.today() + timedelta(days=3))


def touch(db, _staff, case, _make_office):
    case.urgent = not case.urgent


def test_whatever_a_hand_does_before_any_act_it_is_found(db, busy, staff, make_office, copy):
    die, missed = random.Random(40), []
    columns = list(hands(db, "case"))
    for number in range(COPIES):
        with copy():
            table, key, column = die.choice(columns)
            row = db.get(table, key)
            kept = {column.name: getattr(row, column.name)}
            case_id = db.scalar(select(rows.owner_of(table)).where(table.id == row.id))
            if not strike(db, die, row, column):
                continue
            for act in (die.choice([transfer, answer, extend, reopen, note, promise]), touch):
                try:
                    act(db, staff, db.get(Case, case_id), make_office)
                    db.commit()
                    break
                except (PortalError, IntegrityError, LookupError, AttributeError):
                    db.rollback()
            else:
                continue  # nothing was built on it
            if die.random() < 0.5:
                back = update(table.__table__).where(table.id == key[0]).values(kept)
                db.connection().execute(back)
            if not faults(db):
                missed.append((number, table.__tablename__, column.name, act.__name__))
    assert missed == []


def strike(db, die, row, column):
    """Alter a column, take a row out or put one in; return whether the database let it happen."""
    table, way = type(row).__table__, die.choice(["alter", "alter", "delete", "insert"])
    try:
        if way == "alter" or table.name == "cases":
            alter(db, row, column)
        elif way == "delete":
            db.connection().execute(delete(table).where(table.c.id == row.id))
        else:
            held = {one.name: getattr(row, one.name) for one in table.columns}
            held |= {"id": 99_999} | ({"stored_as": "x"} if "stored_as" in held else {})
            db.connection().execute(insert(table).values(held))
    except IntegrityError:
        return False
    db.commit()
    db.expire_all()
    return True
