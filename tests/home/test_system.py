"""What was given up is shown, and tried again when an administrator says so."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.cases.models import Contact
from portal.history.models import Event
from portal.home import health
from portal.home.failures import masked
from portal.outbox.models import Effect
from portal.permissions import Role

PAGE = "/quan-tri/he-thong"
FAILED = f"{PAGE}/viec-loi"


@pytest.fixture
def given_up(db):
    now = clock.now()
    effect = Effect(
        kind="mail.case", payload={}, promised_at=now, run_at=now, attempts=13, failed_at=now,
        error="SMTPServerDisconnected",
    )  # fmt: skip
    db.add(effect)
    db.commit()
    return effect


def test_an_administrator_lets_it_be_tried_again(browser, db, given_up, make_official, actor_of):
    browser.be(actor_of(make_official(Role.ADMINISTRATOR)))
    assert "SMTPServerDisconnected" in browser.open(PAGE).text
    browser.open(FAILED)
    assert browser.send(f"{PAGE}/thu-lai").status_code == 303
    db.expire_all()
    assert (given_up.failed_at, given_up.attempts) == (None, 0)
    last = db.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (last.act, last.facts) == ("try_again", {"count": 1})


def test_what_could_lose_or_spill_words_is_told(browser, db, monkeypatch, make_official, actor_of):
    browser.be(actor_of(make_official(Role.ADMINISTRATOR)))
    monkeypatch.setattr(health, "swaps", lambda: ["/dev/sda2"])
    page = browser.open(PAGE).text
    assert ("/dev/sda2" in page, "synchronous_commit" in page) == (True, False)
    monkeypatch.setattr(health, "hasty", lambda _session: ["synchronous_commit"])
    assert "synchronous_commit" in browser.open(PAGE).text


def test_an_inspector_only_looks(browser, db, given_up, make_official, actor_of):
    browser.be(actor_of(make_official(Role.INSPECTOR)))
    for url in (PAGE, FAILED):
        page = browser.open(url)
        assert (page.status_code, "thu-lai" in page.text) == (200, False)
    for act in (
        "thu-lai",
        "bo-thu",
        f"viec-loi/{given_up.id}/thu-lai",
        f"viec-loi/{given_up.id}/bo",
    ):
        assert browser.send(f"{PAGE}/{act}").status_code == 403
    db.expire_all()
    assert given_up.failed_at is not None


def test_each_failure_says_what_for_whom_how_often_and_why(
    browser, db, given_up, make_item, make_official, actor_of
):
    case = make_item()
    case.contact = Contact(email="nguyen.van.an@example.vn")
    given_up.payload = {"case": case.number, "notice": "answered", "event": 1}
    db.commit()
    browser.be(actor_of(make_official(Role.ADMINISTRATOR)))
    page = browser.open(FAILED).text
    for told in (case.number, "n•••@example.vn", "SMTPServerDisconnected", "13"):
        assert told in page
    assert "nguyen.van.an" not in page
    assert browser.send(f"{FAILED}/{given_up.id}/bo").status_code == 303
    db.expire_all()
    assert given_up.done_at is not None
    last = db.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (last.act, last.facts) == ("give_up", {"count": 1, "effect": given_up.id})
    assert case.number not in browser.open(FAILED).text


def test_one_that_is_no_failure_is_not_found(browser, given_up, make_official, actor_of):
    browser.be(actor_of(make_official(Role.ADMINISTRATOR)))
    browser.open(FAILED)
    assert browser.send(f"{FAILED}/{given_up.id + 1}/thu-lai").status_code == 404


def test_an_address_keeps_its_first_letter_and_its_server():
    assert masked("lan@example.vn") == "l•••@example.vn"
    assert masked("") == ""
