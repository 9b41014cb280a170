import pytest

from portal.web.language import inner_path


@pytest.mark.parametrize(
    ("asks", "lang"),
    [("vi", "vi"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("fr", "vi"), ("", "vi")],
)
def test_the_browsers_language_is_followed(browser, asks, lang):
    assert f'<html lang="{lang}">' in browser.open("/", headers={"Accept-Language": asks}).text


def test_the_visitors_choice_wins_and_returns_to_the_page(browser):
    browser.open("/van-ban")
    reply = browser.send("/ngon-ngu", lang="en", next="/van-ban")
    assert (reply.status_code, reply.headers["Location"]) == (302, "/van-ban")
    assert '<html lang="en">' in browser.open("/", headers={"Accept-Language": "vi"}).text


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "",
        "van-ban",
        "/a\r\nX: 1",
        "/\t/evil.example",
        "/ /evil.example",
    ],
)
def test_nobody_is_sent_away_from_the_site(address):
    assert inner_path(address) == "/"
