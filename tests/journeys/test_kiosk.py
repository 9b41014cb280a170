"""The tablet at the counter: on, off and on the line again; idle; without scripts."""

import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from portal.counters.questions import EDITIONS, USUAL
from tests.journeys.inspection import faults

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

TABLET = (1024, 768)


@pytest.fixture
def base(live):
    """The tablet's address at the second counter, whose code no other test replaces."""
    wanted = (
        "SELECT token FROM counter_tokens JOIN counters ON counters.id = counter_id"
        " WHERE code = 'Q3' AND replaced_at IS NULL"
    )
    with closing(sqlite3.connect(live.data / "portal.db")) as database:
        (token,) = database.execute(wanted).fetchone()
    return f"/q/{token}/may-tinh-bang/"


def kept(live, words):
    with closing(sqlite3.connect(live.data / "portal.db")) as database:
        return database.execute(
            "SELECT count(*) FROM ratings WHERE words = ?", (words,)
        ).fetchone()[0]


def rate(person, words):
    person.main.locator("button[name=score][value='4']").click()
    person.main.locator("[data-step=attitude] [data-answer]").first.click()
    for question in EDITIONS[USUAL].questions[1:]:
        person.main.locator(f"[data-step={question.name}] [data-next]").click()
    person.fill("words", words)
    person.main.locator("[data-step=words] [data-next]").click()
    expect(person.main.locator("[data-step=thanks]")).to_be_visible()


def until(said):
    end = time.monotonic() + 15
    while not said() and time.monotonic() < end:
        time.sleep(0.1)
    assert said()


def test_ratings_wait_without_a_line_and_arrive_once(visit, live, base, mark):
    tablet = visit.person(TABLET)
    tablet.open(base)
    expect(tablet.page.locator("[data-ready]")).to_be_attached()
    assert not faults(tablet.page, [TABLET, (360, 740)])
    tablet.page.context.set_offline(True)
    rate(tablet, mark)
    tablet.open(base)  # switched off and on again, still without a line
    expect(tablet.main.locator("button[name=score]").first).to_be_visible()
    assert kept(live, mark) == 0
    tablet.page.context.set_offline(False)
    tablet.page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: kept(live, mark) == 1)
    tablet.open(base)
    rate(tablet, f"{mark} nữa")
    until(lambda: kept(live, f"{mark} nữa") == 1)
    assert kept(live, mark) == 1
    tablet.troubles.clear()  # a browser without a line says so


def test_after_a_minute_it_forgets_and_keeps_what_was_tapped(visit, live, base, mark):
    tablet = visit.person(TABLET)
    tablet.page.clock.install()
    tablet.open(base)
    expect(tablet.page.locator("[data-ready]")).to_be_attached()
    tablet.main.locator("button[name=score][value='5']").click()
    expect(tablet.main.locator("[data-step=attitude]")).to_be_visible()
    tablet.page.clock.fast_forward(61_000)
    expect(tablet.main.locator("[data-step=faces]")).to_be_visible()
    expect(tablet.main.locator("[data-step=attitude]")).to_be_hidden()


def test_without_scripts_it_is_an_ordinary_form(visit, base):
    tablet = visit.person(TABLET, scripts=False)
    tablet.open(base)
    tablet.main.locator("button[name=score][value='3']").click()
    assert tablet.status == 200
    expect(tablet.main.locator(".counter__answer").first).to_be_visible()
    assert tablet.page.locator("a:visible").count() == 0
