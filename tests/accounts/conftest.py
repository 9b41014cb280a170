"""Makers for officials who sign in by the page."""

import re

import pytest

from portal.accounts import service
from portal.permissions import Role

PASSWORD = "con mèo nằm cạnh bếp"


@pytest.fixture
def make_member(db, make_official):
    """Make an official who has a password."""

    def make(*roles: Role, **changes):
        official = make_official(*roles, **changes)
        service.set_password(db, official, PASSWORD)
        db.commit()
        return official

    return make


@pytest.fixture
def administrator(make_member, browser, sign_in):
    """An administrator, signed in for real in `browser`."""
    official = make_member(Role.ADMINISTRATOR, name="Trần Văn Quản")
    sign_in(browser, official)
    return official


@pytest.fixture
def cookie(app):
    """Read the sign-in cookie of a browser."""

    def read(browser) -> str | None:
        found = browser.client.get_cookie("portal")
        return found and found.value

    return read


def link_in(page: str) -> str:
    """Return the path of the one-time link a page or a command shows."""
    return re.search(r"/thiet-lap/[\w-]+", page)[0]
