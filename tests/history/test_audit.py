"""`portal audit`: every event of one item."""

from contextlib import nullcontext
from types import SimpleNamespace

from click.testing import CliRunner

from portal.cases import service
from portal.home.audit import audit


def told(db, *arguments):
    """Run the command; return what it says."""
    context = SimpleNamespace(session=lambda **_how: nullcontext(db))
    return CliRunner().invoke(audit, arguments, obj=context)


def test_an_item_tells_its_moves_and_who_read_the_contact(db, make_case, staff):
    case = make_case(email="lan@example.vn")
    service.read_contact(db, staff.officer, case)
    db.flush()
    said = told(db, "--item", case.number)
    assert said.exit_code == 0
    assert "contact_read" in said.output
    assert "lan@example.vn" not in said.output


def test_there_is_no_such_item(db):
    assert told(db, "--item", "YK-2026-999999").exit_code == 2
