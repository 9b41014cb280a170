"""Guessing is slowed, nobody is locked out, and a storm of guesses holds nothing up."""

import threading

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.accounts import rules, service, slowdown
from portal.accounts.models import Topic
from portal.errors import Unavailable
from portal.permissions import Role

from .conftest import PASSWORD

WRONG = "sai mật khẩu rồi"


@pytest.fixture
def guess(app):
    """Check a password as the sign-in page does, from an address."""

    def make(user_name, password=WRONG, place="10.0.0.1"):
        asked_from = {"REMOTE_ADDR": place}
        with app.test_request_context("/dang-nhap", method="POST", environ_base=asked_from):
            return slowdown.check_password(user_name, password)

    return make


def exhaust(guess, user_name: str, place: str = "10.0.0.1") -> int:
    """Guess until told to wait; return how many guesses were heard."""
    for heard in range(1000):
        try:
            guess(user_name, place=place)
        except slowdown.TriedTooOften:
            return heard
    return 1000


def test_five_wrong_passwords_ask_for_a_minute(guess, make_member):
    member = make_member(user_name="lan")
    assert exhaust(guess, "lan") == 5
    with pytest.raises(slowdown.TriedTooOften) as refusal:
        guess("lan", PASSWORD)
    assert refusal.value.minutes == 1
    assert member.active


def test_the_wait_grows_with_the_guesses_and_the_right_password_works_after_it(guess, make_member):
    make_member(user_name="lan")
    start = clock.now().timestamp()
    waits = []
    with time_machine.travel(start, tick=False) as at:
        for _ in range(4):
            exhaust(guess, "lan")
            with pytest.raises(slowdown.TriedTooOften) as refusal:
                guess("lan")
            waits.append(refusal.value.minutes)
            at.shift(refusal.value.minutes * 60 + 1)
        assert waits == [1, 10, 1, 60]
        assert guess("lan", PASSWORD).user_name == "lan"


def test_guessing_one_account_leaves_the_others_alone(guess, make_member):
    make_member(user_name="lan")
    make_member(user_name="hoa")
    for _ in range(100):
        try:
            guess("lan")
        except slowdown.TriedTooOften:
            continue
    assert guess("hoa", PASSWORD).user_name == "hoa"


def test_a_guesser_elsewhere_does_not_keep_the_official_out(guess, make_member):
    make_member(user_name="lan")
    exhaust(guess, "lan", place="203.0.113.9")
    assert guess("lan", PASSWORD, place="10.0.0.1").user_name == "lan"


def test_guesses_from_many_addresses_are_slowed_together(guess, make_member):
    make_member(user_name="lan")
    heard = sum(exhaust(guess, "lan", place=f"203.0.113.{n}") for n in range(6))
    assert heard == rules.FROM_EVERYWHERE[0][0]


def test_an_unknown_name_is_slowed_like_a_known_one(guess, make_member):
    make_member(user_name="lan")
    assert exhaust(guess, "lan") == exhaust(guess, "khong-co-ai")


def test_capitals_do_not_start_the_count_again(guess, make_member):
    make_member(user_name="lan")
    exhaust(guess, "lan")
    with pytest.raises(slowdown.TriedTooOften):
        guess("LAN")


def test_right_passwords_are_not_counted(guess, make_member):
    make_member(user_name="lan")
    for _ in range(12):
        assert guess("lan", PASSWORD)


def test_two_hash_two_wait_and_the_next_is_asked_to_come_back():
    inside, leave, running, most = [], threading.Event(), [0], [0]
    lock = threading.Lock()

    def hash_slowly():
        with slowdown.room_to_hash():
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            inside.append(True)
            leave.wait(10)
            with lock:
                running[0] -= 1

    threads = [threading.Thread(target=hash_slowly) for _ in range(4)]
    for thread in threads:
        thread.start()
    while slowdown.WAITING._value:  # noqa: SLF001 - nothing else tells that all four are in
        pass
    with pytest.raises(Unavailable), slowdown.room_to_hash():
        pass
    leave.set()
    for thread in threads:
        thread.join()
    assert most == [2]
    assert len(inside) == 4


def test_a_full_house_says_so_and_keeps_the_user_name(browser, make_member):
    make_member(user_name="lan")
    browser.open("/dang-nhap")
    taken = [slowdown.WAITING.acquire(blocking=False) for _ in range(4)]
    try:
        reply = browser.send(user_name="lan", password=PASSWORD)
    finally:
        for _ in filter(None, taken):
            slowdown.WAITING.release()
    assert reply.status_code == 503
    assert 'value="lan"' in reply.text
    assert PASSWORD not in reply.text


def test_the_database_can_be_written_while_a_password_is_checked(tmp_path, monkeypatch):
    """On a real file: a check that takes long must not hold the lock."""
    from portal import migrations
    from portal.accounts.models import Authority
    from portal.app import create_app
    from portal.config import Settings
    from portal.db import transaction

    settings = Settings(data=tmp_path, key="11" * 32, lock_seconds=0.2)
    migrations.upgrade(settings.database)
    app = create_app(settings)
    sessions = app.extensions["sessions"]
    with sessions() as session, transaction(session):
        session.add(Authority(id=1, name="Xã", short_name="Xã"))
    client = app.test_client()
    client.set_cookie("portal", "an-old-cookie-makes-the-request-read-first")
    page = client.get("/dang-nhap").text
    checked = service.check_password

    def check_while_others_write(session, user_name, password):
        with sessions() as other, transaction(other):
            other.add(Topic(slug="x", name="written meanwhile"))
        return checked(session, user_name, password)

    monkeypatch.setattr(service, "check_password", check_while_others_write)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    reply = client.post("/dang-nhap", data={"csrf_token": token, "user_name": "a", "password": "b"})
    assert reply.status_code == 422
    with sessions(writes=False) as session:
        assert session.scalar(select(Topic.name)) == "written meanwhile"


def test_changing_the_password_is_slowed_too(browser, make_member, sign_in):
    member = make_member(Role.OFFICER)
    sign_in(browser, member)
    answers = {"password": "sai rồi", "new_password": "một câu hoàn toàn khác hẳn"}
    answers["new_password_again"] = answers["new_password"]
    browser.open("/quan-tri/mat-khau")
    assert [browser.send(**answers).status_code for _ in range(6)] == [422] * 5 + [429]
