import gzip

import pytest


@pytest.mark.parametrize("address", ["/", "/gop-y", "/khong-co", "/quan-tri/", "/dang-nhap"])
def test_every_answer_carries_the_strict_headers(browser, address):
    headers = browser.open(address).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers  # plain http here


@pytest.mark.parametrize(
    "address", ["/", "/van-ban", "/gop-y", "/tra-cuu", "/y-kien", "/minh-bach", "/tim-kiem?q=a"]
)
def test_public_pages_set_no_cookie(browser, address):
    reply = browser.open(address)
    assert reply.status_code == 200
    assert "Set-Cookie" not in reply.headers


def test_pages_are_packed_when_the_browser_can(browser):
    packed = browser.open("/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert b"<!doctype html>" in gzip.decompress(packed.data).lower()
    assert "Content-Encoding" not in browser.open("/").headers


def test_the_style_is_kept_for_a_year_under_its_own_name(browser, app):
    asset = app.extensions["assets"]["portal.css"]
    reply = browser.open(f"/tai-san/{asset.address}")
    assert "immutable" in reply.headers["Cache-Control"]
    assert browser.open("/tai-san/portal.000000000000.css").status_code == 404


def test_all_style_together_weighs_at_most_twelve_kilobytes(app):
    assert len(app.extensions["assets"]["portal.css"].packed) <= 12_000
