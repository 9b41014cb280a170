"""A small crowd of scripts at once, in real transactions; `tests.bench.petitions` sends more."""

import os
import secrets

import pytest
from sqlalchemy import text

from portal.db import connect
from portal.petitions.rules import LIMITS
from tests.bench.petitions import crowd, own_portal, strangers, variants

MOST = LIMITS[0].most  # of one device within minutes
THREADS = 6


@pytest.fixture
def apart(tmp_path):
    """A portal with a database of its own, where transactions really meet."""
    server = os.environ.get("PORTAL_TEST_DATABASE", "")
    if not server:
        with own_portal(tmp_path) as portal:
            yield portal
        return
    name = f"portal_crowd_{secrets.token_hex(4)}"
    admin = connect(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    with own_portal(tmp_path, f"{server.rpartition('/')[0]}/{name}") as portal:
        yield portal
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def test_one_person_at_many_domains_at_once_has_one_signature_at_each(apart):
    found = crowd(*apart, list(variants(60, 30)), THREADS)
    assert (found.sent, found.kept) == (60, 30)
    assert found.counted <= MOST + THREADS  # those that were under way at the limit
    assert found.flagged
    assert (found.differs, found.swept, found.back) == (0, 30, 30)


def test_people_a_script_makes_up_are_kept_and_not_counted(apart):
    found = crowd(*apart, list(strangers(60, 3)), THREADS)
    assert found.kept == 60
    assert found.counted <= MOST + THREADS
    assert found.doubtful == 60 - found.counted
    assert found.differs == 0
