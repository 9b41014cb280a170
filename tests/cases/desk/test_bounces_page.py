"""Which offices pass items on, counted from the events."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases import service
from portal.cases.bounces import bounces

PAGE = "/quan-tri/chuyen-tiep"


@pytest.fixture
def police(make_office):
    return make_office("Công an xã")


@pytest.fixture
def bounced(db, staff, make_case, police, make_official, actor_of):
    """Return a case that was handed over, declined, handed over, declined and decided."""
    case = make_case()
    officer = actor_of(make_official(office=police))
    for _turn in range(2):
        service.hand_over(db, staff.officer, case, police, "Việc này của Công an xã.")
        service.decline(db, officer, case, "Không phải.")
    service.decide(db, staff.dispatcher, case, police, "Theo quy chế, việc này của Công an xã.")
    db.commit()
    return case


def told(db, actor, days=90):
    rows = bounces(db, actor, clock.now() - timedelta(days=days))
    return {row.office.name: (row.passed_on, row.declined, row.got, row.decided) for row in rows}


def test_each_office_has_what_it_passed_on_declined_and_got(db, staff, bounced):
    assert told(db, staff.dispatcher) == {
        "Phòng Kinh tế": (2, 0, 0, 0),
        "Công an xã": (0, 2, 2, 1),
    }


def test_an_office_reads_its_own_row_alone(db, staff, bounced):
    assert told(db, staff.head) == {"Phòng Kinh tế": (2, 0, 0, 0)}


def test_what_was_long_ago_is_not_counted(db, staff, bounced):
    assert told(db, staff.dispatcher, days=-1) == {}


def test_the_page_shows_it_and_says_when_there_is_nothing(browser, staff, bounced, make_official):
    browser.be(staff.dispatcher)
    page = browser.open(PAGE)
    assert "Công an xã" in page.text
    assert "Được quyết định giao" in page.text


def test_an_empty_page_is_glad(browser, staff):
    browser.be(staff.dispatcher)
    assert "Không có ý kiến nào bị chuyển qua lại" in browser.open(PAGE).text
