"""What was given up is shown, and tried again when an administrator says so."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.history.models import Event
from portal.outbox.models import Effect
from portal.permissions import Role

PAGE = "/quan-tri/he-thong"


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
    assert browser.send(f"{PAGE}/thu-lai").status_code == 303
    db.expire_all()
    assert (given_up.failed_at, given_up.attempts) == (None, 0)
    last = db.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (last.act, last.facts) == ("try_again", {"count": 1})


def test_an_inspector_only_looks(browser, db, given_up, make_official, actor_of):
    browser.be(actor_of(make_official(Role.INSPECTOR)))
    page = browser.open(PAGE)
    assert (page.status_code, "thu-lai" in page.text) == (200, False)
    assert browser.send(f"{PAGE}/thu-lai").status_code == 403
    db.expire_all()
    assert given_up.failed_at is not None
