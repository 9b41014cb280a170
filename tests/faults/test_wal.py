"""On PostgreSQL no answer leaves before its transaction is in the flushed part of the log.

The server is shared and keeps its settings; what is broken on purpose is one session's own.
"""

import os
import secrets

import pytest
from sqlalchemy import event, text

from portal import migrations
from portal.app import create_app
from portal.config import Settings
from portal.db import connect
from tests.faults.people import value_of
from tests.postgresql import fresh_database

SENDINGS = 12
SERVER = os.environ.get("PORTAL_TEST_DATABASE", "")


class Watch:
    """Compares, as each answer is handed out, what was written with what is on the disk."""

    def __init__(self, app, database):
        self.begun = None
        self.flushed_too_late = []
        self.outside = connect(database).execution_options(isolation_level="AUTOCOMMIT")
        engine = app.extensions["sessions"]().get_bind()
        # The event comes before COMMIT is sent: its own record will lie behind this place.
        event.listen(engine, "commit", self.note)
        self.answer, app.wsgi_app = app.wsgi_app, self

    def note(self, connection):
        self.begun = connection.exec_driver_sql("SELECT pg_current_wal_insert_lsn()").scalar()

    def __call__(self, environ, start_response):
        def look(status, *rest):
            if environ["REQUEST_METHOD"] == "POST" and status.startswith("303"):
                with self.outside.connect() as raw:
                    wanted = text("SELECT pg_current_wal_flush_lsn() > CAST(:begun AS pg_lsn)")
                    on_disk = raw.scalar(wanted, {"begun": self.begun})
                self.flushed_too_late.append(not on_disk)
            return start_response(status, *rest)

        return self.answer(environ, look)


def answers(folder, *, hasty):
    """Return of each item sent whether its answer came before the disk."""
    with fresh_database(SERVER) as database:
        settings = Settings(data=folder, key=secrets.token_hex(32), database_url=database)
        migrations.upgrade(settings.database)
        app = create_app(settings)
        engine = app.extensions["sessions"]().get_bind()
        if hasty:
            event.listen(engine, "begin", careless)
        watch = Watch(app, database)
        client = app.test_client()
        for number in range(SENDINGS):
            page = client.get("/gop-y").text
            sent = {name: value_of(page, name) for name in ("csrf_token", "form_token")}
            words = {"kind": "reflection", "subject": "Đèn", "text": f"Đèn số {number} hỏng"}
            came_from = {"REMOTE_ADDR": f"10.0.{number}.1"}
            assert client.post("/gop-y", data=sent | words, environ_base=came_from).location
        watch.outside.dispose()
        engine.dispose()
    return watch.flushed_too_late


def careless(connection):
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


@pytest.mark.postgresql
@pytest.mark.skipif(not SERVER, reason="needs a PostgreSQL server")
def test_what_is_acknowledged_was_in_the_flushed_log_before(tmp_path):
    assert answers(tmp_path, hasty=False) == [False] * SENDINGS


@pytest.mark.postgresql
@pytest.mark.skipif(not SERVER, reason="needs a PostgreSQL server")
def test_the_look_from_outside_notices_a_server_that_does_not_wait(tmp_path):
    """The negative control; others on the same server flush the log too, so not each is caught."""
    found = answers(tmp_path, hasty=True)
    assert (len(found), any(found)) == (SENDINGS, True)
