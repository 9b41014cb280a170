import os

import pytest

from tests.faults.kills import kill_under_writers
from tests.postgresql import fresh_database

SERVER = os.environ.get("PORTAL_TEST_DATABASE", "")


@pytest.fixture
def own_database():
    """A database of this test alone: what killed processes leave is nobody else's."""
    if not SERVER:
        yield ""
        return
    with fresh_database(SERVER) as url:
        yield url


@pytest.mark.usefixtures("database_url")  # so that the run on PostgreSQL takes it too
def test_nothing_acknowledged_is_lost_when_server_and_worker_are_killed(tmp_path, own_database):
    """The short run; `make faults` kills two hundred times."""
    kills = 3 if SERVER else 8
    found = kill_under_writers(tmp_path / "data", kills, seed=8, database=own_database)
    assert found.acknowledged > kills
    assert found.whole, found
