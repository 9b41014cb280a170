"""When a code was last scanned, by day; which poster seems dead, which old one still hangs."""

from datetime import timedelta

import pytest

from portal import clock
from portal.counters import rules
from portal.counters.scanning import Scan, scan_of

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


PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
ZALO = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Zalo iOS/617"


def scan(browser, counter, path="", **headers):
    said = {"User-Agent": PHONE} | {name.replace("_", "-"): text for name, text in headers.items()}
    reply = browser.open(f"/q/{counter.tokens[0].token}{path}", headers=said)
    reply.close()  # it is counted when the page has been sent
    return reply


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ({}, Scan.PERSON),
        ({"User-Agent": ZALO, "Sec-Fetch-Site": "none"}, Scan.PERSON),
        ({"Referer": "https://zalo.example/"}, Scan.PERSON),
        ({"Sec-Fetch-Site": "same-origin"}, Scan.NOBODY),
        ({"Referer": "https://vankhe.example/"}, Scan.NOBODY),
        ({"Cache-Control": "max-age=0"}, Scan.NOBODY),
        ({"Sec-Purpose": "prefetch;prerender"}, Scan.MACHINE),
        ({"X-Moz": "prefetch"}, Scan.MACHINE),
        ({"Sec-Fetch-Dest": "empty"}, Scan.MACHINE),
        ({"User-Agent": ""}, Scan.MACHINE),
        ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, Scan.MACHINE),
        ({"User-Agent": "facebookexternalhit/1.1"}, Scan.MACHINE),
        ({"User-Agent": "curl/8.5"}, Scan.MACHINE),
    ],
)
def test_people_are_told_from_machines_and_from_our_own_links(said, by):
    assert scan_of({"User-Agent": PHONE} | said, "vankhe.example") is by


def test_a_scan_counts_without_scripts_by_day_and_number_alone(browser, db, counter):
    for _ in range(2):
        assert "Set-Cookie" not in scan(browser, counter).headers
    scan(browser, counter, User_Agent="Googlebot/2.1")
    scan(browser, counter, "?ma=ABCD-EFGH")
    scan(browser, counter, "/thu-tuc")
    browser.client.head(f"/q/{counter.tokens[0].token}", headers={"User-Agent": PHONE}).close()
    token = counter.tokens[0]
    db.refresh(token)
    assert (token.scans, token.machine_scans, token.scanned_on) == (2, 1, clock.today())


def test_a_machine_does_not_make_a_poster_look_alive(browser, db, counter):
    scan(browser, counter, Sec_Purpose="prefetch")
    db.refresh(counter.tokens[0])
    assert counter.tokens[0].scanned_on is None


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
