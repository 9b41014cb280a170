"""What programs and people outside rely on stays where it is."""

import json

import pytest
from click.testing import CliRunner

from portal.cli import PLACES, main

ADDRESSES = {
    "/",
    "/van-ban",
    "/van-ban/<slug>",
    "/tim-kiem",
    "/tim-kiem.json",
    "/gop-y",
    "/tra-cuu",
    "/y-kien",
    "/y-kien/<number>",
    "/kien-nghi",
    "/kien-nghi.json",
    "/kien-nghi/<int:number>",
    "/kien-nghi/<int:number>.json",
    "/q/<token>",
    "/co-quan",
    "/co-quan/<slug>",
    "/minh-bach",
    "/dang-nhap",
    "/healthz",
    "/readyz",
}
COMMANDS = {"init", "demo", "serve", "work", "import", "search", "reindex", "routes", "posters"}


def test_no_address_disappears(app):
    assert {rule.rule for rule in app.url_map.iter_rules()} >= ADDRESSES


def test_no_command_disappears():
    assert {name for names in PLACES.values() for name in names} >= COMMANDS


def test_routes_are_told_as_json(tmp_path):
    ran = CliRunner().invoke(
        main, ["routes", "--json"], env={"PORTAL_DATA": str(tmp_path)}, catch_exceptions=False
    )
    rows = json.loads(ran.stdout)
    assert {row["address"] for row in rows} >= ADDRESSES
    assert all(row["access"] for row in rows)


@pytest.mark.parametrize(
    "field", ["kind", "subject", "text", "name", "phone", "email", "publish", "files"]
)
def test_the_form_posts_the_promised_fields(browser, field):
    page = browser.open("/gop-y")
    assert f'name="{field}"' in page.text
    assert browser.token("csrf_token")
    assert browser.token("form_token")


def test_looking_up_posts_the_code(browser):
    assert 'name="code"' in browser.open("/tra-cuu").text
