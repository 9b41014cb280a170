"""When a code was last scanned, by day; which poster seems dead, which old one still hangs."""

from datetime import timedelta

import pytest

from portal import clock
from portal.counters import rules

DAY = clock.today()


@pytest.mark.parametrize(
    ("issued", "scanned", "dead"),
    [(20, None, True), (20, 3, False), (20, 15, True), (5, None, False), (14, None, False)],
)
def test_two_quiet_weeks_make_a_poster_look_dead(issued, scanned, dead):
    ago = [days and DAY - timedelta(days=days) for days in (issued, scanned)]
    assert rules.is_dead(ago[0], ago[1], DAY) is dead


@pytest.fixture
def counter(make_counter):
    return make_counter(name="Quầy số 9")


def scan(browser, counter):
    address = f"/q/{counter.tokens[0].token}"
    page = browser.open(address)
    assert f'data-scanned="{address}/da-quet"' in page.text
    return browser.send(f"{address}/da-quet")


def test_the_page_says_that_it_was_scanned_and_a_get_changes_nothing(browser, db, counter):
    browser.open(f"/q/{counter.tokens[0].token}")
    db.refresh(counter.tokens[0])
    assert (counter.tokens[0].scans, counter.tokens[0].scanned_on) == (0, None)
    assert [scan(browser, counter).status_code for _ in range(2)] == [204, 204]
    db.refresh(counter.tokens[0])
    assert (counter.tokens[0].scans, counter.tokens[0].scanned_on) == (2, clock.today())


def test_the_administrator_sees_what_is_scanned_dead_and_still_hangs(as_keeper, db, counter):
    token = counter.tokens[0]
    page = "/quan-tri/quay/ma-da-quet"
    assert "chưa lần nào" in as_keeper.open(page).text
    token.issued_at = clock.now() - timedelta(days=30)
    db.commit()
    assert "hai tuần không ai quét" in as_keeper.open(page).text
    scan(as_keeper, counter)
    assert "đang dùng" in as_keeper.open(page).text
    as_keeper.open(f"/quan-tri/quay/{counter.code}/thay-ma")
    as_keeper.send(reason="Mã bị chụp lại.")
    db.refresh(token)
    token.replaced_at = clock.now() - timedelta(days=2)
    db.commit()
    assert "mã cũ vẫn có người quét" in as_keeper.open(page).text
