"""One short walk on PostgreSQL, its search index in it, and Redis: sent, accepted, found again."""

import os
import secrets

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from portal.db import connect
from tests.journeys.telling import look_up, send, tell
from tests.live import live_portal

pytestmark = [pytest.mark.chromium, pytest.mark.postgresql, pytest.mark.xdist_group("chromium")]


@pytest.fixture(scope="module")
def own_database():
    """The address of a database of our own on the test server."""
    server = os.environ["PORTAL_TEST_DATABASE"]
    name = f"portal_journey_{secrets.token_hex(4)}"
    admin = connect(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{server.rpartition('/')[0]}/{name}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="module")
def live(tmp_path_factory, own_database):
    """The demonstration authority on PostgreSQL, its rate limits in Redis."""
    services = {"PORTAL_DATABASE_URL": own_database, "PORTAL_SEARCH_ENGINE": "postgresql"}
    if "PORTAL_TEST_REDIS" in os.environ:
        services["PORTAL_LIMITS_URL"] = os.environ["PORTAL_TEST_REDIS"]
    with live_portal(tmp_path_factory.mktemp("portal"), **services) as live:
        yield live


@pytest.fixture(scope="module")
def size():
    return (360, 740)


def test_an_item_is_sent_accepted_and_followed_on_postgresql(citizen, official, mark):
    tell(citizen, mark)
    citizen.unfold("[name=topic]")
    citizen.main.locator("[name=topic]").select_option(label="Đất đai")
    ticket = send(citizen)
    officer = official("oanh.ttk")
    officer.open(f"/quan-tri/y-kien/{ticket.number}")
    officer.move("accept")
    expect(officer.main).to_have_attribute("data-state", "in_progress")
    look_up(citizen, ticket)
    assert citizen.state == "in_progress"


def test_what_the_worker_put_into_the_database_is_found(citizen, own_database):
    citizen.open_until("/tim-kiem?q=dan+chu+o+co+so", "#main mark")
    expect(citizen.main.locator("mark").first).to_be_visible()
    engine = connect(own_database)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM search.documents")) > 1
    engine.dispose()


def test_a_wrong_code_is_counted_and_refused_kindly_on_redis(citizen):
    citizen.open("/tra-cuu")
    citizen.fill("code", "AAAA BBBB CCCC")
    citizen.main.locator("form [type=submit]").click()
    assert citizen.status == 404
    expect(citizen.main.locator("#code-error")).to_be_visible()
