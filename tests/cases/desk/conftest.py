"""People at the desk: all who may or may not open a page, and forms sent as pages send them."""

import pytest
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import encode_multipart

from portal.cases.models import Case
from portal.permissions import VISITOR, Actor, Role
from portal.web import csrf
from tests.conftest import Browser


@pytest.fixture(scope="session")
def compiled(tmp_path_factory) -> FileSystemBytecodeCache:
    """Keep compiled templates from test to test: compiling costs more than the rest together."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def browser(app, compiled) -> Browser:
    app.jinja_env.bytecode_cache = compiled
    return Browser(app.test_client())


@pytest.fixture
def people(staff, make_office, make_official, actor_of) -> dict[str, Actor]:
    """Return one actor of every sort: the case's own office, another one, and the rest."""
    elsewhere = make_office("Công an xã")
    return {
        "visitor": VISITOR,
        "officer": staff.officer,
        "head": staff.head,
        "other officer": actor_of(make_official(Role.OFFICER, office=elsewhere)),
        "other head": actor_of(make_official(Role.HEAD, office=elsewhere)),
        "dispatcher": staff.dispatcher,
        "moderator": staff.moderator,
        "inspector": actor_of(make_official(Role.INSPECTOR, office=elsewhere)),
        "editor": actor_of(make_official(Role.EDITOR, office=staff.office)),
        "administrator": actor_of(make_official(Role.ADMINISTRATOR, office=staff.office)),
    }


@pytest.fixture
def genuine(app):
    """Return a token as our pages carry it, also for those whose page has no form."""

    def make() -> str:
        with app.test_request_context():
            return csrf.token()

    return make


@pytest.fixture
def at_desk(browser, db):
    """Open the page of a case as somebody; return the browser with the page before it."""

    def make(actor: Actor, case: Case) -> Browser:
        browser.be(actor)
        assert browser.open(address(case)).status_code == 200
        db.expire_all()
        return browser

    return make


@pytest.fixture
def make_move(browser, db, genuine):
    """Send a move as the page of this moment would, whoever asks; return the answer."""

    def make(actor: Actor, case: Case, move: str, **words):
        browser.be(actor)
        kept = {"version": str(case.version), "seen": "0", "csrf_token": genuine()}
        form = {"move": move} | kept | words
        reply = post(browser, address(case), form)
        db.expire_all()
        return reply

    return make


def post(browser: Browser, url: str, form: dict[str, str]):
    """Send `form` whatever page is open; long texts pass through memory, not through a file."""
    boundary, body = encode_multipart(form)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return browser.client.post(url, data=body, content_type=kind)


def address(case: Case) -> str:
    """Return where the desk shows `case`."""
    return f"/quan-tri/y-kien/{case.number}"


def opened(browser: Browser) -> dict[str, str]:
    """Return what every form of the page before `browser` says of the moment it was opened."""
    return {name: browser.token(name) or "" for name in ("version", "seen")}
