"""What lists and counts ask is answered from an index, on SQLite as it says itself."""

import pytest
from sqlalchemy import event

from portal.cases import agenda, service
from portal.cases.rules import State
from portal.cases.service import Filters, PublicFilters
from portal.permissions import Action, allowed


@pytest.fixture
def scanned(db):
    """Return the questions asked meanwhile for which whole rows of a large table are scanned."""
    if db.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what is in the tables, and here they are empty")
    asked = []

    def note(_connection, _cursor, statement, values, _context, _many):
        if statement.startswith("SELECT") and (statement, values) not in asked:
            asked.append((statement, values))

    def make(act):
        event.listen(db.get_bind(), "before_cursor_execute", note)
        act()
        event.remove(db.get_bind(), "before_cursor_execute", note)
        raw = db.connection()
        return [
            statement
            for statement, values in asked
            if "0 = 1" not in statement  # what the permission table leaves nothing of
            for row in raw.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            if row[3] in {f"SCAN {table}" for table in ("cases", "events", "case_words", "letters")}
        ]

    return make


@pytest.mark.parametrize("who", ["officer", "head", "dispatcher", "moderator"])
def test_lists_and_the_day_scan_no_table(db, make_case, staff, scanned, who):
    actor = getattr(staff, who)
    for state in State:
        make_case(state, agreed=True)

    def read():
        agenda.agenda(db, actor)
        agenda.waiting_for(db, actor)
        for filters in (
            Filters(),
            Filters(due="overdue"),
            Filters(state=State.CLOSED),
            Filters(office_id=staff.office.id),
            Filters(kind="question", topic_id=1),
            Filters(words="den duong"),
        ):
            service.desk_items(db, actor, filters)
            service.desk_counts(db, actor, filters)
        if allowed(actor, Action.CASE_MODERATE):
            service.to_moderate(db, actor)
            service.by_visibility(db)
        for public in (PublicFilters(), PublicFilters(office=staff.office.slug, year=2026)):
            service.published(db, public)
            service.public_counts(db, public)

    assert scanned(read) == []
