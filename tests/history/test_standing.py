"""Whatever tells of lateness, promises, judgements, letters and sealed items, changed by hand."""

# ruff: noqa: S608 - it writes into our own tables, with our own words
from datetime import timedelta

from sqlalchemy import text

from portal import clock
from portal.cases import commitments, drafting, erasing, evidence
from portal.cases.commands import OPERATOR
from portal.cases.models import Case
from portal.history import rows, standing
from portal.history.models import Event, Salt
from portal.history.sealing import write_older

# Each is one hand in the database: the table, what is set, and on which rows.
HANDS = (
    ("case_clocks", "met_on = due_on", "met_on > due_on"),
    ("case_clocks", "stopped_on = due_on", "met_on IS NULL"),
    ("case_clocks", "overdue_on = NULL", "overdue_on IS NOT NULL AND span <> 'answer'"),
    ("case_clocks", "due_on = '2031-01-01'", "span = 'accept'"),
    ("case_clocks", "started_on = '2020-01-01'", "1 = 1"),
    ("case_clocks", "counted_on = '2020-01-01'", "1 = 1"),
    ("case_clocks", "days = days + 1", "1 = 1"),
    ("case_clocks", "basis = 'Luật khác'", "1 = 1"),
    ("case_clocks", "DELETE", "span = 'judge'"),
    ("clock_changes", "signed_name = 'Ai đó'", "change = 'extension'"),
    ("clock_changes", "after = '2031-01-01'", "1 = 1"),
    ("clock_changes", "DELETE", "change = 'pause'"),
    ("cases", "due_on = '2031-01-01'", "1 = 1"),
    ("cases", "paused_on = '2026-01-01'", "paused_on IS NULL"),
    ("cases", "overdue_on = NULL", "overdue_on IS NOT NULL"),
    ("cases", "judgement = 'yes'", "judgement = 'no'"),
    ("cases", "kind = 'praise'", "1 = 1"),
    ("cases", "received_at = '2026-11-27 08:00:00.000000'", "1 = 1"),
    ("cases", "answered_at = '2026-11-27 08:00:00.000000'", "answered_at IS NOT NULL"),
    ("cases", "joined_to_id = NULL", "joined_to_id IS NOT NULL"),
    ("cases", "handler_id = NULL", "handler_id IS NOT NULL"),
    ("cases", "declined = declined + 1", "1 = 1"),
    ("cases", "urgent = NOT urgent", "1 = 1"),
    ("cases", "bound = NOT bound", "1 = 1"),
    ("letters", "at = '2026-01-01 08:00:00.000000'", "1 = 1"),
    ("letters", "official_id = NULL", "official_id IS NOT NULL"),
    ("letters", "case_id = (SELECT max(id) FROM cases)", "purpose = 'answer'"),
    ("commitments", "due_on = '2031-01-01'", "1 = 1"),
    ("commitments", "first_due_on = '2031-01-01'", "1 = 1"),
    ("commitments", "overdue_on = NULL", "overdue_on IS NOT NULL"),
    ("commitments", "text = 'Sẽ xem xét'", "1 = 1"),
    ("commitments", "public_text = 'Sẽ xem xét'", "1 = 1"),
    ("commitments", "evidence = 'Xong', kept_on = made_on", "kept_on IS NULL"),
    ("commitments", "DELETE", "kept_on IS NULL"),
    ("commitment_changes", "reason = 'Vì mưa'", "1 = 1"),
    ("commitment_changes", "DELETE", "1 = 1"),
    ("answer_sources", "DELETE", "1 = 1"),
    ("answer_files", "sha256 = 'abc'", "1 = 1"),
    ("answer_files", "DELETE", "1 = 1"),
    ("case_files", "stored_as = 'cases/abc'", "1 = 1"),
    ("public_wordings", "DELETE", "1 = 1"),
    ("sealed_items", "state = 'answered'", "1 = 1"),
    ("sealed_items", "sha256 = 'abc'", "1 = 1"),
    ("sealed_items", "received_on = '2031-01-01'", "1 = 1"),
    ("sealed_items", "DELETE", "1 = 1"),
    ("sealed_handlers", "DELETE", "1 = 1"),
    ("sealing_keys", "public = 'abc'", "1 = 1"),
    ("term_promises", "days = 90", "1 = 1"),
    ("term_promises", "DELETE", "1 = 1"),
    ("calendar_days", "name = 'Nghỉ'", "1 = 1"),
    ("log_salts", "DELETE", "subject = 'case.rows'"),
)
AFTER = {  # rows that point to those a hand takes away
    "commitments": ("commitment_changes", "answer_files"),
    "sealed_items": ("sealed_handlers",),
}


def faults(db):
    db.expire_all()
    return [str(fault) for fault in evidence.faults(db)]


def test_what_the_portal_wrote_itself_stands(db, busy, grow, ring):
    grow()
    assert list(evidence.everything(db, ring)) == []
    elsewhere = {"reception", "reception_day"}  # tests/receptions
    assert {table.belonging.subject for table in rows.tables()} - elsewhere == {
        event.subject.removesuffix(".rows")
        for event in db.query(Event).where(Event.subject.endswith(".rows"))
    }


def test_every_column_changed_by_hand_is_found(db, busy):
    missed = []
    for table, change, where in HANDS:
        copy = db.begin_nested()
        if db.get_bind().dialect.name == "sqlite":
            db.execute(text("PRAGMA defer_foreign_keys = ON"))
        chosen = f"SELECT id FROM {table} WHERE {where}" if change == "DELETE" else ""
        for child in AFTER.get(table, ()) if chosen else ():
            key = "item_id" if child == "sealed_handlers" else "commitment_id"
            db.execute(text(f"DELETE FROM {child} WHERE {key} IN ({chosen})"))
        verb = f"DELETE FROM {table}" if change == "DELETE" else f"UPDATE {table} SET {change}"
        touched = db.execute(text(f"{verb} WHERE {where}")).rowcount
        if not touched or not faults(db):
            missed.append((table, change, touched))
        copy.rollback()
    assert missed == []
    assert faults(db) == []


def test_a_row_put_in_by_hand_is_found(db, busy):
    somebody = "SELECT item_id, (SELECT min(id) FROM officials) FROM sealed_handlers"
    db.execute(text(f"INSERT INTO sealed_handlers (item_id, official_id) {somebody}"))
    assert [fault for fault in faults(db) if "was put in" in fault]


def test_what_happens_to_a_row_later_does_not_cover_up_for_a_hand(db, busy, staff):
    db.execute(text("UPDATE cases SET received_at = answered_at WHERE answered_at IS NOT NULL"))
    db.expire_all()
    drafting.note(db, staff.officer, busy, "Đã gọi Điện lực.")
    commitments.add(db, staff.officer, busy, "Sửa dây.", clock.today() + timedelta(days=3))
    db.commit()
    assert [fault for fault in faults(db) if "received_at was altered" in fault]


def test_nobody_begins_anew_by_taking_the_salt_away(db, busy, staff):
    db.execute(text("DELETE FROM log_salts WHERE subject = 'case.rows'"))
    db.execute(text("UPDATE cases SET overdue_on = NULL"))
    db.expire_all()
    drafting.note(db, staff.officer, busy, "Đã gọi Điện lực.")
    db.commit()
    while write_older(db):
        db.commit()
    assert [fault for fault in faults(db) if "written down anew" in fault]


def test_what_is_taken_back_with_a_savepoint_is_not_written_down(db, busy, staff):
    before = db.query(Event).count()
    copy = db.begin_nested()
    with db.begin_nested():
        busy.urgent = True
    copy.rollback()
    with db.begin_nested():
        commitments.add(db, staff.officer, busy, "Sửa dây.", clock.today() + timedelta(days=3))
    db.commit()
    assert db.query(Event).count() == before + 1
    row = commitments.drafted(db, busy)[0]
    commitments.drop(db, staff.officer, busy, row.id)
    db.commit()
    assert faults(db) == []


def test_a_database_from_before_is_written_down_once(db, busy):
    """As `portal init` and `portal run` do after the tables were brought up to date."""
    if db.get_bind().dialect.name == "sqlite":
        db.execute(text("DROP TRIGGER events_no_delete"))
    else:
        db.execute(text("ALTER TABLE events DISABLE TRIGGER ALL"))
    db.execute(text("DELETE FROM events WHERE subject LIKE '%.rows'"))
    db.execute(text("DELETE FROM log_salts WHERE subject LIKE '%.rows'"))
    assert faults(db)
    while write_older(db):
        db.commit()
    assert faults(db) == []
    busy.urgent = not busy.urgent
    db.commit()
    assert faults(db) == []
    assert standing.unwritten(db, "case") == []


def test_an_erased_case_begins_anew_and_tells_nothing_of_before(db, busy):
    old = db.query(Salt).where(Salt.subject == "case.rows", Salt.subject_id == busy.id).one().value
    for _ in range(2):
        erasing.erase(db, OPERATOR, db.get(Case, busy.id), "Đơn", letters=True)
        db.commit()
        assert faults(db) == []
    assert old not in {salt.value for salt in db.query(Salt)}
    assert db.get(Case, busy.id).overdue_on
