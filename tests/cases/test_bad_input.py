"""What is sent wrongly, on purpose or not: a clear answer, and nothing typed is lost."""

import logging
import sqlite3
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal import migrations
from portal.accounts.models import Authority
from portal.app import create_app
from portal.cases import codes
from portal.cases.models import Case
from portal.cases.rules import State
from portal.config import Settings
from portal.db import connect, make_sessions, transaction
from portal.errors import NotAllowed
from portal.web import tokens
from portal.web.refusals import show_refusal
from tests.cases.conftest import typed_by_hand
from tests.conftest import Browser

WORDS = {"kind": "comment", "subject": "Chợ", "text": "Xin thêm thùng rác ở chợ."}
NASTY = (
    "<script>alert(1)</script>",
    "'; DROP TABLE cases; --",
    '" onfocus="alert(1)" autofocus x="',
    "{{ 7*7 }}${7*7}",
    "</textarea><img src=x onerror=alert(1)>",
    "%(office)s %s",
)


@pytest.fixture
def count(db):
    return lambda: db.scalar(select(func.count(Case.id)))


def test_a_text_of_five_megabytes_is_too_long_and_comes_back_whole(browser, count):
    text = "Đường hỏng. " * 400_000
    browser.open("/gop-y")
    reply = browser.send(**WORDS | {"text": text})
    assert reply.status_code == 413
    assert text.strip() in reply.text
    assert "20.000" in reply.text
    assert count() == 0


@pytest.mark.parametrize("name", ["form_token", "csrf_token"])
@pytest.mark.parametrize("value", ["", "forged", "a.b.c", "a" * 32 + ".0.x", "đ.đ.đ"])
def test_a_forged_token_is_refused_with_the_text_kept_and_a_fresh_one_given(
    browser, count, name, value
):
    browser.open("/gop-y")
    reply = browser.send(**WORDS | {name: value})
    assert reply.status_code == 422
    assert WORDS["text"] in reply.text
    assert count() == 0
    assert browser.send(**WORDS).status_code == 303
    assert count() == 1


def test_an_expired_form_is_sent_again_with_one_tap(browser, count):
    with time_machine.travel("2026-11-16 09:00+07:00", tick=False) as traveller:
        browser.open("/gop-y")
        traveller.shift(tokens.FORM_LIFE + timedelta(minutes=6))
        reply = browser.send(**WORDS)
        assert reply.status_code == 422
        assert WORDS["text"] in reply.text
        assert browser.send(**WORDS).status_code == 303
    assert count() == 1


def test_a_form_from_another_site_is_refused_with_the_text_kept(browser, count):
    browser.open("/gop-y")
    sent = {name: browser.token(name) for name in ("csrf_token", "form_token")} | WORDS
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        reply = browser.client.post("/gop-y", data=sent, headers=header)
        assert reply.status_code == 422
        assert WORDS["text"] in reply.text
    assert count() == 0


@pytest.mark.parametrize("missing", list(WORDS))
def test_a_field_that_is_missing_altogether_is_named(browser, count, missing):
    browser.open("/gop-y")
    reply = browser.send(**{name: value for name, value in WORDS.items() if name != missing})
    assert reply.status_code == 422
    assert f'id="{missing}-error"' in reply.text
    assert count() == 0


@pytest.mark.parametrize("nasty", NASTY)
def test_code_typed_into_any_field_is_shown_and_never_run(browser, nasty):
    browser.open("/gop-y")
    fields = ("subject", "text", "name", "phone", "email", "kind", "topic", "website")
    hidden = ("publication", "section", "counter", "shown", "kept")
    reply = browser.send(**dict.fromkeys((*fields, *hidden), nasty))
    assert reply.status_code == 422
    assert "<script>alert" not in reply.text
    assert "<img src=x" not in reply.text
    assert 'onfocus="alert' not in reply.text.replace("&#34;", "&quot;")
    assert "49" not in reply.text.partition("<textarea")[2].partition("</textarea>")[0]


@pytest.mark.parametrize("nasty", NASTY)
def test_code_typed_into_a_submission_stays_text_on_every_page(
    db, browser, make_case, settings, staff, nasty
):
    from portal.cases import service

    token = f"form {nasty}"
    case = make_case(
        State.ANSWERED, form_token=token, subject=nasty, text=nasty, name=nasty, agreed=True
    )
    service.release(db, staff.moderator, case, subject=nasty, text=nasty, answer=nasty)
    db.commit()
    browser.open("/tra-cuu")
    pages = [browser.send("/tra-cuu", code=codes.make(settings, token)).text]
    pages += [browser.open(url).text for url in ("/y-kien", f"/y-kien/{case.number}")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'onfocus="alert' not in page


@pytest.mark.parametrize(
    "query", ["kind=5", "van-ban=1", "quay=x", "muc=%3Cscript%3E", "van-ban=%00", "linh-vuc=9"]
)
def test_a_link_with_nonsense_still_shows_the_form(browser, query):
    reply = browser.open(f"/gop-y?{query}")
    assert reply.status_code == 200
    assert "<script>" not in reply.text


def test_nothing_typed_is_ever_in_a_log(browser, caplog, app):
    caplog.set_level(logging.DEBUG)
    canary = typed_by_hand()
    email = f"{canary}@example.vn"
    browser.open("/gop-y")
    browser.send(**WORDS | {"text": canary, "subject": canary, "name": canary, "email": email})
    browser.open("/gop-y")
    browser.send(kind=canary, subject=canary, text=canary, csrf_token=canary)
    browser.open("/tra-cuu")
    browser.send(code=canary)

    def broken(**_options):
        raise ValueError(canary)

    app.extensions["sessions"] = broken
    browser.client.post("/gop-y", data={"text": canary})
    assert "incident" in caplog.text
    assert "portal/web/session.py" in caplog.text
    assert canary not in caplog.text


def test_a_form_too_long_to_be_shown_whole_is_not_offered_for_sending_again(app):
    sent = WORDS | {f"more-{number}": "chữ gõ dở" for number in range(80)}
    for values, offered in ((WORDS, True), (sent, False)):
        with app.test_request_context("/gop-y", method="POST", data=values):
            page = show_refusal(NotAllowed()).get_data(as_text=True)
        assert WORDS["text"] in page
        assert ("Gửi lại" in page) is offered


@pytest.fixture
def locked(tmp_path):
    """A portal on a database file of its own, and a connection that can lock it."""
    settings = Settings(data=tmp_path, key="11" * 32, public_url="http://localhost")
    settings = Settings(**{**settings.__dict__, "lock_seconds": 0.2})
    migrations.upgrade(settings.database)
    with make_sessions(connect(settings.database))() as session, transaction(session):
        session.add(Authority(id=1, name="Ủy ban nhân dân xã Vân Khê", short_name="Xã Vân Khê"))
    app = create_app(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    lock = sqlite3.connect(tmp_path / "portal.db", isolation_level=None)
    yield app, lock
    lock.close()


def test_a_locked_database_is_said_and_the_same_form_succeeds_afterwards(locked):
    app, lock = locked
    browser = Browser(app.test_client())
    browser.open("/gop-y")
    token = browser.token("form_token")
    lock.execute("BEGIN EXCLUSIVE")
    reply = browser.send("/gop-y", **WORDS)
    assert reply.status_code == 503
    assert int(reply.headers["Retry-After"]) > 0
    assert WORDS["text"] in reply.text
    assert "YK-" not in reply.text
    assert browser.token("form_token") == token
    lock.execute("ROLLBACK")
    reply = browser.send("/gop-y", **WORDS)
    assert reply.status_code == 303
    assert browser.open(reply.location).status_code == 200
    with make_sessions(connect(app.extensions["settings"].database))() as session:
        assert session.scalar(select(func.count(Case.id))) == 1


def test_a_refusal_shows_all_that_was_typed_and_no_secret(locked):
    app, lock = locked
    browser = Browser(app.test_client())
    browser.open("/gop-y")
    lock.execute("BEGIN EXCLUSIVE")
    reply = browser.send("/gop-y", **WORDS, name="Nguyễn Thị Lan", publish="y", topic="duong")
    for typed in (*WORDS.values(), "Nguyễn Thị Lan", 'name="publish"', "duong"):
        assert typed in reply.text
    code = codes.make(app.extensions["settings"], "some form")
    reply = browser.send("/tra-cuu", code=code)
    assert reply.status_code == 503
    assert code not in reply.text


def test_files_sent_while_the_database_is_locked_are_not_asked_for_again(locked):
    import io

    from PIL import Image

    from portal.cases.models import CaseFile

    app, lock = locked
    photo = io.BytesIO()
    Image.new("RGB", (20, 20)).save(photo, "JPEG")
    photo.seek(0)
    browser = Browser(app.test_client())
    browser.open("/gop-y")
    lock.execute("BEGIN EXCLUSIVE")
    reply = browser.send("/gop-y", **WORDS, shown="", files=[(photo, "den.jpg")])
    assert reply.status_code == 503
    lock.execute("ROLLBACK")
    assert browser.send("/gop-y", **WORDS, shown="").status_code == 303
    with make_sessions(connect(app.extensions["settings"].database))() as session:
        assert session.scalar(select(CaseFile.name)) == "den.jpg"
