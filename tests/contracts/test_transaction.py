"""Returning from a view commits; raising rolls back. Nothing else does either."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Topic
from portal.errors import IllegalMove
from portal.web.access import public
from portal.web.session import db as session

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("error", "status"), [(None, 200), (IllegalMove(), 409), (ZeroDivisionError(), 500)]
)
def test_only_a_view_that_returns_is_kept(own_app, db, error, status):
    @public
    def view():
        session().add(Topic(slug="kept", name="kept?"))
        session().flush()
        if error:
            raise error
        return "ok"

    own_app.add_url_rule("/try", "try", view)
    assert own_app.test_client().get("/try").status_code == status
    db.rollback()
    assert db.scalar(select(func.count(Topic.id))) == (1 if error is None else 0)


def test_there_is_one_commit_in_the_portal():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "portal").rglob("*.py")
        if ".commit()" in path.read_text("utf-8")
    ]
    assert found == ["portal/db.py"]


def test_the_log_cannot_be_changed(db):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    from portal.history.service import record
    from portal.permissions import VISITOR

    record(db, VISITOR, ("case", 1), "received")
    db.flush()
    for statement in ("UPDATE events SET act = 'nothing'", "DELETE FROM events"):
        with pytest.raises(DBAPIError, match="kept for ever"), db.begin_nested():
            db.execute(text(statement))
