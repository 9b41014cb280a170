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
    assert [effect.kind for effect in service.troubled(db, 10)] == ["fail"]
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


@pytest.fixture
def troubled(db):
    """Leave a letter and something else that failed, each once given up and once still tried."""

    def make(kind, *, over, leased=False):
        now = clock.now()
        effect = Effect(
            kind=kind,
            payload={},
            promised_at=now,
            run_at=now + timedelta(hours=1),
            attempts=3,
            error="OSError",
            failed_at=now if over else None,
            lease_until=now + service.LEASE if leased else None,
        )
        db.add(effect)
        db.flush()
        return effect

    return make


def test_only_letters_are_given_up_all_at_once_only_those_tried_no_more(db, troubled):
    letter, tried = troubled("mail.case", over=True), troubled("mail.case", over=False)
    index = troubled("search.put", over=True)
    assert service.give_up(db, index.id) == 0
    assert service.give_up(db) == 1
    assert (letter.done_at is None, tried.done_at, index.done_at) == (False, None, None)
    assert service.give_up(db, tried.id) == 1
    assert service.troubled(db, 10) == [index]
    assert service.waiting(db, "search.") == [{}]


def test_what_a_worker_has_in_hand_is_left_to_it(db, troubled):
    held = troubled("mail.case", over=False, leased=True)
    assert (service.give_up(db, held.id), service.try_again(db, held.id)) == (0, 0)


def test_one_is_tried_again_at_once_and_the_others_wait(db, sessions, troubled, done):
    first, second = troubled("note", over=True), troubled("note", over=False)
    first.payload = second.payload = {"n": 1}
    assert service.try_again(db, first.id) == 1
    db.commit()
    keep(sessions, {"note": lambda _session, payload: done.append(payload["n"])})
    assert done == [1]
    db.expire_all()
    assert service.troubled(db, 10) == [second]
    assert service.troubled_count(db) == 1
