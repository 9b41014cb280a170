"""A running portal, a real browser, and the people who walk through it.

The whole story runs once at the width of a phone and once at that of a desk. Under PostgreSQL only
the short journey of test_other_services.py is walked: pages do not depend on the database.
"""

import os
import secrets
import shutil

import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from portal.config import Settings
from portal.demo.people import password_of
from tests.journeys.person import ARGUMENTS, Person, Visit
from tests.live import Live, live_portal

ON_POSTGRESQL = "PORTAL_TEST_DATABASE" in os.environ
collect_ignore_glob = (
    ["test_[!o]*.py"] if ON_POSTGRESQL else ["test_other_services.py"]
)  # everything else is walked on SQLite

EXIF_MAKE, EXIF_PLACE = 0x010F, 0x8825
SIZES = {"phone": (360, 740), "desk": (1280, 900)}


@pytest.fixture(scope="package")
def chromium():
    """Debian's Chromium, without a voice to the outside."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and CI walks every journey")
        pytest.skip("no Chromium here: the browser journeys are left out")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=ARGUMENTS,
            # As people have it: going back shows the page as it was left.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def live(tmp_path_factory):
    """The demonstration authority, served with its worker."""
    with live_portal(tmp_path_factory.mktemp("portal")) as live:
        yield live


@pytest.fixture(params=SIZES, scope="module")
def size(request) -> tuple[int, int]:
    """A phone's screen, then a desk's."""
    return SIZES[request.param]


@pytest.fixture(scope="module")
def passwords(live):
    """Return the demonstration password of an official."""
    settings = Settings(data=live.data, key=live.environment["PORTAL_KEY"], public_url=live.url)
    return lambda user_name: password_of(settings, user_name)


@pytest.fixture(scope="module")
def badges() -> dict:
    """What keeps officials signed in from one test to the next."""
    return {}


@pytest.fixture
def visit(chromium: Browser, live: Live, passwords, badges):
    """The browsers of one test; at its end nothing may have gone wrong behind the pages."""
    visit = Visit(chromium, live.url, passwords, badges)
    yield visit
    visit.close()


@pytest.fixture
def citizen(visit, size) -> Person:
    """Somebody with no account and no scripts, as on an old phone or a locked-down one."""
    return visit.person(size, scripts=False)


@pytest.fixture
def resident(visit, size) -> Person:
    """Somebody with an ordinary browser."""
    return visit.person(size)


@pytest.fixture
def official(visit, size):
    """Return an official of the demonstration, signed in, by user name."""
    return lambda user_name: visit.official(user_name, size)


@pytest.fixture
def mark() -> str:
    """A word nobody else writes, to tell this test's things from those of others."""
    return f"mốc {secrets.token_hex(3)}"


@pytest.fixture
def photographs(tmp_path):
    """Two photographs as a telephone takes them: they know where, when and with what."""
    paths = [tmp_path / "den-duong.jpg", tmp_path / "cot-den.jpg"]
    for at, path in enumerate(paths):
        exif = Image.Exif()
        exif[EXIF_MAKE] = "VanKheCam"
        exif.get_ifd(EXIF_PLACE).update(
            {1: "N", 2: (21.0, 5.0, 12.0), 3: "E", 4: (106.0, 30.0, 1.0)}
        )
        # No two tests send the same picture, which would be kept but once.
        Image.new("RGB", (64, 48), (90 * at, *secrets.token_bytes(2))).save(path, exif=exif)
    return paths
