from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.outbox import service
from portal.outbox.models import Effect


@pytest.fixture
def done():
    return []


@pytest.fixture
def handlers(done):
    def fail(_session, _payload):
        msg = "no mail server, and the address was secret@example.vn"
        raise OSError(msg)

    return {"note": lambda _session, payload: done.append(payload["n"]), "fail": fail}


def keep(sessions, handlers, rounds=20):
    while rounds and service.keep_one(sessions, handlers, "test"):
        rounds -= 1


def test_what_was_promised_is_done_once_in_order(db, sessions, handlers, done):
    for n in range(3):
        service.promise(db, "note", n=n)
    db.commit()
    keep(sessions, handlers)
    assert done == [0, 1, 2]
    assert service.backlog(db) == 0


def test_a_promise_of_a_transaction_that_fails_is_none(db, sessions, handlers, done):
    undone = db.begin_nested()
    service.promise(db, "note", n=1)
    undone.rollback()
    db.commit()
    keep(sessions, handlers)
    assert done == []


def test_a_bad_effect_does_not_stop_the_others_and_says_nothing_personal(
    db, sessions, handlers, done
):
    service.promise(db, "fail")
    service.promise(db, "note", n=1)
    db.commit()
    keep(sessions, handlers)
    assert done == [1]
    db.expire_all()
    failed = db.scalar(select(Effect).where(Effect.kind == "fail"))
    assert (failed.attempts, failed.error) == (1, "OSError")
    assert failed.run_at > clock.now()


def test_after_enough_tries_it_is_given_up_and_shown(db, sessions, handlers):
    service.promise(db, "fail")
    db.commit()
    with time_machine.travel(clock.now(), tick=False) as time:
        for _ in range(service.MOST_ATTEMPTS):
            service.keep_one(sessions, handlers, "test")
            time.shift(timedelta(days=1))
    db.expire_all()
    assert [effect.kind for effect in service.failures(db)] == ["fail"]
    assert service.backlog(db) == 0


def test_a_worker_that_died_loses_its_lease(db, sessions, handlers, done):
    service.promise(db, "note", n=7)
    db.commit()
    assert service.claim(db, "dead") is not None
    db.commit()
    keep(sessions, handlers)
    assert done == []
    with time_machine.travel(clock.now() + service.LEASE + timedelta(seconds=1)):
        keep(sessions, handlers)
    assert done == [7]


def test_what_waits_can_be_asked_for(db):
    service.promise(db, "search.put", ref="van-ban:1")
    service.promise(db, "mail.case", case="x")
    db.flush()
    assert service.waiting(db, "search.") == [{"ref": "van-ban:1"}]
