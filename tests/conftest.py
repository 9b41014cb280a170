"""Fixtures every test may use.

`db` touches a database; a test that takes neither it nor `browser` is pure. The same tests run on
SQLite (the default) and on PostgreSQL (PORTAL_TEST_DATABASE=postgresql://…).
"""

import os
import re
import secrets
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, migrations
from portal.accounts import identity
from portal.accounts.models import Authority, Office, Official, OfficialRole, Topic
from portal.app import configure, create_app
from portal.config import Settings
from portal.counters import rules
from portal.counters.models import Counter, CounterToken
from portal.db import connect, make_sessions
from portal.keys import Ring
from portal.permissions import Actor, Role
from portal.web import limits
from tests.postgresql import fresh_database

hypothesis.settings.register_profile("portal", deadline=None)  # a test never asserts a time
hypothesis.settings.load_profile("portal")

MASTER_KEY = "11" * 32
TEMPLATES = FileSystemBytecodeCache()  # compiled once, not once for each test's portal


def pytest_collection_modifyitems(config, items):
    """Begin with the browser, which takes longest; leave to SQLite what touches no database."""
    if os.environ.get("PORTAL_TEST_DATABASE"):
        pure = [item for item in items if not _meets_the_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _meets_the_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("chromium") is None)


def _meets_the_database(item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("postgresql", "redis", "chromium"))
    return marked or "database_url" in item.fixturenames


@pytest.fixture(scope="session")
def database_url(tmp_path_factory):
    server = os.environ.get("PORTAL_TEST_DATABASE", "")
    if not server:
        yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'portal.db'}"
        return
    with fresh_database(server) as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url, tmp_path_factory):
    migrations.upgrade(database_url)
    ring = Ring(tmp_path_factory.mktemp("keys") / "ring")
    engine = connect(database_url, ring=ring).execution_options(writes=True)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine):
    """A connection whose every commit is undone when the test ends."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def sessions(connection):
    """The factory the portal gets: each session new, all inside the test's transaction."""

    def make(*, writes: bool = True) -> Session:
        return Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    return make


@pytest.fixture
def db(sessions):
    with sessions() as session:
        session.add(Authority(id=1, name="Ủy ban nhân dân xã Vân Khê", short_name="Xã Vân Khê"))
        session.commit()
        yield session


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(data=tmp_path / "data", key=MASTER_KEY, public_url="http://localhost")


@pytest.fixture(scope="session")
def routed(tmp_path_factory):
    """The portal put together once: binding some two hundred addresses takes longer than a page."""
    app = create_app(Settings(data=tmp_path_factory.mktemp("routed"), key=MASTER_KEY))
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


@pytest.fixture
def app(db, sessions, settings, routed):
    """The portal as a test finds it: nothing is left of whatever another test did with it."""
    kept = dict(routed.extensions), dict(routed.config)
    set_up(routed, settings, sessions)
    yield routed
    for now, before in zip((routed.extensions, routed.config), kept, strict=True):
        now.clear()
        now.update(before)


@pytest.fixture
def own_app(db, sessions, settings):
    """A portal of this test alone, for one that adds addresses of its own."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = TEMPLATES
    set_up(app, settings, sessions)
    return app


def set_up(app, settings, sessions):
    configure(app, settings)
    limits.init_app(app)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["sessions"] = sessions


@pytest.fixture
def own_sessions(engine, tmp_path):
    """Sessions on a database of this test alone, whose commits are real."""
    if engine.dialect.name == "sqlite":
        url = f"sqlite:///{tmp_path / 'own.db'}"
        migrations.upgrade(url)
        yield make_sessions(connect(url, 30, engine.dialect.ring))
        return
    with fresh_database(engine.url.render_as_string(hide_password=False)) as url:
        migrations.upgrade(url)
        own = connect(url, 30, engine.dialect.ring)
        yield make_sessions(own)
        own.dispose()


@pytest.fixture
def browser(app) -> "Browser":
    return Browser(app.test_client())


class Browser:
    """A person at a page: opens it, fills its form, sends it, tokens and all."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.url = ""
        self.reply = None

    def be(self, actor: Actor) -> None:
        """Sign in as `actor`, past the sign-in page."""
        self.client.application.extensions["identify"] = lambda: actor

    def open(self, url: str, **kwargs):
        self.url = url
        self.reply = self.client.get(url, **kwargs)
        return self.reply

    def token(self, name: str) -> str | None:
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.reply.text) or re.search(
            rf'value="([^"]*)"[^>]*name="{name}"', self.reply.text
        )
        return found and found[1]

    def send(self, _url: str = "", _follow: bool = False, **answers):
        tokens = {name: self.token(name) for name in ("csrf_token", "form_token")}
        data = {name: value for name, value in tokens.items() if value} | answers
        self.reply = self.client.post(
            _url or self.url,
            data=data,
            follow_redirects=_follow,
            content_type="multipart/form-data",
        )
        for reply in (*self.reply.history, self.reply):
            reply.request.environ["wsgi.input"].close()  # werkzeug spools large forms to a file
        return self.reply


@pytest.fixture
def make_office(db):
    def make(name: str = "Phòng Kinh tế", parent: Office | None = None, **changes) -> Office:
        mark = secrets.token_hex(4)
        fields = {"code": mark, "slug": mark, "valid_from": date(2025, 7, 1)} | changes
        office = Office(name=name, parent_id=parent and parent.id, **fields)
        db.add(office)
        db.commit()
        return office

    return make


@pytest.fixture
def make_official(db, make_office):
    def make(*roles: Role, office: Office | None = None, **changes) -> Official:
        fields = {
            "user_name": secrets.token_hex(4),
            "name": "Nguyễn Thị Lan",
            "title": "Chuyên viên",
            "created_at": clock.now(),
        } | changes
        official = Official(office_id=(office or make_office()).id, **fields)
        official.roles = [OfficialRole(role=role) for role in roles or (Role.OFFICER,)]
        db.add(official)
        db.commit()
        return official

    return make


@pytest.fixture
def actor_of(db):
    """Return the actor an official is."""

    def make(official: Official) -> Actor:
        from portal.accounts.service import actor_for

        return actor_for(db, official)

    return make


@pytest.fixture
def staffed(db, make_official):
    """Let somebody answer in an office, those it passed its work on to, and the one above."""

    def make(office: Office | None) -> None:
        while office is not None:
            working = select(Official).where(Official.office_id == office.id)
            if office.valid_to is None and db.scalar(working.limit(1)) is None:
                make_official(office=office)
            after = office.successor_id or office.parent_id
            office = db.get(Office, after) if after else None

    return make


@pytest.fixture
def make_topic(db, staffed):
    def make(office: Office | None, name: str = "Đường sá, chiếu sáng") -> Topic:
        staffed(office)
        topic = Topic(slug=secrets.token_hex(4), name=name, office_id=office and office.id)
        db.add(topic)
        db.commit()
        return topic

    return make


@pytest.fixture
def make_counter(db, make_office, staffed):
    def make(office: Office | None = None, name: str = "Quầy Hộ tịch") -> Counter:
        mark = secrets.token_hex(4)
        office = office or make_office()
        staffed(office)
        counter = Counter(code=mark, name=name, office_id=office.id)
        counter.tokens = [
            CounterToken(token=rules.new_token(secrets.choice), issued_at=clock.now())
        ]
        db.add(counter)
        db.commit()
        return counter

    return make


@pytest.fixture
def sign_in(app, db):
    """Put a real sign-in of `official` into a browser's cookies; return its secret."""

    def make(browser: Browser, official: Official) -> str:
        from portal.accounts.service import open_session

        secret = open_session(db, official)
        db.commit()
        with app.test_request_context():
            browser.client.set_cookie(identity.cookie_name(), secret)
        return secret

    return make


@pytest.fixture(scope="session")
def plans() -> Path:
    """The folder of the five real plans, which lie beside the project."""
    folder = Path(__file__).parents[2] / "shared" / "plans"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the real plans are missing")
        pytest.skip("the real plans do not lie beside this checkout")
    return folder
