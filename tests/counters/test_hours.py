"""When a counter is open: said on a page, shown at the counter, and what is rated outside it."""

from datetime import date, datetime, time

import pytest

from portal import clock
from portal.counters import opening
from portal.counters.hours import UNSAID, Hours, is_near
from portal.permissions import VISITOR, Role
from portal.ratings import service
from portal.ratings.weighing import Flag

HOLIDAY, SWAP = date(2026, 9, 2), date(2026, 11, 29)
CALENDAR = clock.Calendar(holidays=frozenset({HOLIDAY}), swaps=frozenset({SWAP}))
OFFICE = Hours(
    morning=(time(7, 30), time(11, 30)),
    afternoon=(time(13, 30), time(17)),
    mornings=frozenset(range(6)),
    afternoons=frozenset(range(5)),
)
PAGE = "/quan-tri/gio-lam-viec"
TYPED = {
    "morning_opens": "07:00",
    "morning_closes": "11:00",
    "mornings": ["0", "1"],
    "afternoon_opens": "13:00",
    "afternoon_closes": "16:30",
    "afternoons": ["0"],
}


def at(*when):
    return datetime(*when, tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("kept", "when", "near"),
    [
        (UNSAID, at(2026, 11, 25, 7), True),
        (UNSAID, at(2026, 11, 25, 17, 59), True),
        (UNSAID, at(2026, 11, 25, 18), False),
        (UNSAID, at(2026, 11, 25, 6, 59), False),
        (UNSAID, at(2026, 11, 28, 9), True),  # a Saturday
        (UNSAID, at(2026, 11, 22, 9), False),  # a Sunday
        (UNSAID, at(2026, 9, 2, 9), False),  # a holiday
        (OFFICE, at(2026, 11, 25, 11, 59), True),
        (OFFICE, at(2026, 11, 25, 12), False),
        (OFFICE, at(2026, 11, 25, 13), True),
        (OFFICE, at(2026, 11, 28, 11), True),
        (OFFICE, at(2026, 11, 28, 14), False),  # Saturday afternoon
        (OFFICE, at(2026, 11, 29, 14), True),  # a Sunday worked in exchange, by Monday's hours
    ],
)
def test_hours_are_those_of_the_counter_and_half_an_hour_around(kept, when, near):
    assert is_near(kept, when, CALENDAR) is near


def test_a_counter_keeps_its_own_hours_before_the_authoritys(db, keeper, make_counter):
    counter, other = make_counter(), make_counter()
    assert opening.hours_of(db, counter) == UNSAID
    opening.keep(db, keeper, None, UNSAID)
    opening.keep(db, keeper, counter, OFFICE)
    assert (opening.told(db, counter), opening.told(db, other)) == (OFFICE, UNSAID)
    opening.forget(db, keeper, counter)
    assert opening.told(db, counter) == UNSAID


def test_what_is_rated_outside_the_counters_hours_is_flagged(db, keeper, make_counter):
    counter, other = make_counter(), make_counter()
    opening.keep(db, keeper, counter, OFFICE)
    with clock.at(at(2026, 11, 25, 12, 30)):
        found = [
            service.rate(
                db, VISITOR, one, service.Given(score=5, answers={}, words="", form_mark=one.code)
            )
            for one in (counter, other)
        ]
    assert [Flag.OUTSIDE_HOURS in one.flags for one in found] == [True, False]


def test_the_administrator_writes_hours_and_the_counter_shows_them(as_keeper, db, make_counter):
    counter = make_counter()
    page = f"/q/{counter.tokens[0].token}"
    assert "Hôm nay" not in as_keeper.open(page).text
    as_keeper.open(PAGE)
    assert as_keeper.send(**TYPED).status_code == 303
    as_keeper.open(f"{PAGE}/{counter.code}")
    assert as_keeper.send(**TYPED | {"morning_opens": "06:45"}).status_code == 303
    assert opening.told(db, counter).morning == (time(6, 45), time(11))
    with clock.at(at(2026, 11, 23, 9)):
        assert "06:45–11:00, 13:00–16:30" in as_keeper.open(page).text
    with clock.at(at(2026, 11, 24, 9)):
        assert "13:00" not in as_keeper.open(page).text
    with clock.at(at(2026, 11, 25, 9)):
        assert "Hôm nay quầy nghỉ" in as_keeper.open(page).text
    as_keeper.open(f"{PAGE}/{counter.code}")
    as_keeper.send(f"{PAGE}/{counter.code}/theo-don-vi")
    assert opening.told(db, counter).morning == (time(7), time(11))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"morning_closes": "06:00"}, "morning_closes"),
        ({"afternoon_opens": "10:00"}, "afternoon_opens"),
        ({"morning_opens": "sáng"}, "morning_opens"),
        ({"mornings": [], "afternoons": []}, "mornings"),
        ({"mornings": ["7"]}, "mornings"),
    ],
)
def test_odd_hours_are_said_at_their_field(as_keeper, db, typed, field):
    as_keeper.open(PAGE)
    reply = as_keeper.send(**TYPED | typed)
    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text
    assert opening.kept(db, None) is None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.CLERK])
def test_nobody_else_writes_hours(browser, make_counter, make_official, actor_of, role):
    counter = make_counter()
    browser.be(actor_of(make_official(role, office=counter.office)))
    assert browser.open(PAGE).status_code == 403
    assert browser.open(f"{PAGE}/{counter.code}").status_code == 403
