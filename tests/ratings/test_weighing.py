"""The written rule: what is odd counts less, nothing is refused, a code outweighs it all."""

from datetime import datetime

import pytest
from sqlalchemy import select

from portal import clock
from portal.permissions import VISITOR
from portal.ratings import arriving, rules, service, weighing
from portal.ratings.models import Rating
from portal.ratings.weighing import Flag
from portal.web import limits


def at(*when):
    return datetime(*when, tzinfo=clock.VIETNAM)


def test_every_flag_has_its_rule():
    assert {rule.flag for rule in weighing.RULES} == set(Flag)
    assert all(0 <= rule.weight < weighing.FULL for rule in weighing.RULES)


@pytest.mark.parametrize(
    ("flags", "verified", "weight"),
    [
        ((), False, 100),
        ((Flag.OUTSIDE_HOURS,), False, 50),
        ((Flag.OUTSIDE_HOURS, Flag.BURST), False, 25),
        ((Flag.REPEAT, Flag.BURST), False, 0),
        ((Flag.REPEAT, Flag.BURST), True, 100),
    ],
)
def test_the_heaviest_doubt_holds_and_a_code_outweighs_it(flags, verified, weight):
    assert weighing.weight(flags, verified=verified) == weight


def test_a_mean_comes_with_its_interval():
    assert rules.mean((0, 0, 0, 0, 0)) is None
    assert rules.margin((0, 0, 0, 0, 1)) is None
    assert rules.mean((1, 0, 0, 0, 1)) == 3
    assert rules.margin((50, 0, 0, 0, 50)) == pytest.approx(0.394, abs=0.001)
    assert rules.margin((0, 0, 0, 0, 50)) == 0


@pytest.fixture
def address(make_counter):
    return f"/q/{make_counter().tokens[0].token}"


def flags(db):
    return [set(row.split()) for row in db.scalars(select(Rating.flags).order_by(Rating.id))]


def come(client, address, score="5", **where):
    """Rate as somebody with a browser of their own."""
    import re

    page = client.get(address, **where).text
    form = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]
        for name in ("csrf_token", "form_token")
    }
    return client.post(address, data=form | {"score": score}, **where)


def test_the_same_browser_counts_once_in_half_an_hour(app, db, address):
    client = app.test_client()
    assert [come(client, address).status_code for _ in range(2)] == [200, 200]
    assert Flag.REPEAT not in flags(db)[0]
    assert Flag.REPEAT in flags(db)[1]
    assert db.scalars(select(Rating.weight).order_by(Rating.id)).all()[1] == 0


def test_three_hundred_behind_one_address_are_all_taken_and_bursts_are_flagged(
    app, db, make_counter
):
    counter = make_counter()

    def rate(number, network):
        with app.test_request_context(environ_base={"REMOTE_ADDR": network}):
            seen = arriving.flags(counter, kiosk=False)
            limits.refuse_flood("ratings", counter.code)
        given = service.Given(score=4, answers={}, words="", form_mark=str(number), flags=seen)
        return service.rate(db, VISITOR, counter, given)

    taken = [rate(number, "203.0.113.9") for number in range(300)]
    assert sum(Flag.BURST in one.flags for one in taken) == 288
    assert Flag.BURST not in rate(300, "203.0.113.10").flags


def test_the_offices_own_network_weighs_half(app, db, address, settings):
    from dataclasses import replace

    app.extensions["settings"] = replace(settings, office_networks="198.51.100.0/24, 2001:db8::/32")
    for network in ("198.51.100.7", "2001:db8:1::9", "203.0.113.9"):
        come(app.test_client(), address, environ_base={"REMOTE_ADDR": network})
    assert [Flag.OWN_NETWORK in row for row in flags(db)] == [True, True, False]


def test_a_streak_begins_with_the_tenth_in_a_row(db, make_counter):
    counter = make_counter()
    with clock.at(at(2026, 11, 25, 10, 30)):
        for number in range(10):
            given = service.Given(score=5, answers={}, words="", form_mark=str(number))
            rating = service.rate(db, VISITOR, counter, given)
            assert (Flag.STREAK in rating.flags) == (number == 9)


def test_a_machine_that_answers_within_a_second_weighs_a_quarter(app, db, address):
    import time_machine as machine

    with machine.travel(clock.now(), tick=False):
        come(app.test_client(), address)
    assert Flag.FAST in flags(db)[0]


def test_one_person_sending_again_completes_no_five(db, make_counter):
    counter = make_counter()
    with clock.at(at(2026, 11, 25, 10, 30)):
        for number in range(9):
            again = frozenset({Flag.REPEAT} if number else ())
            given = service.Given(
                score=number % 5 + 1, answers={}, words="", form_mark=str(number), flags=again
            )
            service.rate(db, VISITOR, counter, given)
    assert set(db.scalars(select(Rating.shown_from))) == {None}
