"""Contacts are encrypted with keys that live elsewhere and can be changed while people write."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import String, select, text, type_coerce

from portal import migrations
from portal.accounts.models import Authority
from portal.cases import service
from portal.cases.models import Case, Contact
from portal.cases.service import Submission
from portal.cli import main
from portal.config import Settings
from portal.db import connect, make_sessions, transaction
from portal.files import open_files
from portal.history import sealing
from portal.keys import CONTACTS, HEADS, Ring, UnknownKey, seal, sealed_with, unseal
from portal.permissions import VISITOR
from portal.web.tokens import new_form_token

PERSON = ("Nguyễn Thị Canary", "0912345678", "canary@example.vn")


def test_a_sealed_value_opens_in_its_own_column_alone(tmp_path):
    ring = Ring(tmp_path / "ring")
    sealed = seal(ring, "contacts.name", "Nguyễn Lan")
    assert "Lan" not in sealed
    assert seal(ring, "contacts.name", "Nguyễn Lan") != sealed
    assert unseal(ring, "contacts.name", sealed) == "Nguyễn Lan"
    with pytest.raises(ValueError, match="altered"):
        unseal(ring, "contacts.email", sealed)
    with pytest.raises(UnknownKey):
        unseal(Ring(tmp_path / "other"), "contacts.name", sealed)


def test_the_ring_is_ours_alone_and_old_keys_still_open(tmp_path):
    ring, other = Ring(tmp_path / "ring"), Ring(tmp_path / "ring")
    sealed = seal(ring, "x", "1")
    assert (tmp_path / "ring").stat().st_mode & 0o077 == 0
    added = other.add(CONTACTS)
    assert ring.current(CONTACTS)[0] == added  # a running process takes it up
    assert unseal(ring, "x", sealed) == "1"
    assert sealed_with(seal(ring, "x", "1")) == added
    assert len(ring.all(HEADS)) == 1


def test_a_ring_from_the_environment_is_not_changed_from_here(tmp_path):
    given = Ring(tmp_path / "ring").as_text()
    ring = Ring(tmp_path / "nowhere", given)
    assert ring.as_text() == given
    with pytest.raises(PermissionError):
        ring.add(CONTACTS)
    assert not (tmp_path / "nowhere").exists()


@pytest.fixture
def settings(tmp_path):
    settings = Settings(data=tmp_path / "here", public_url="http://localhost")
    settings.data.mkdir()
    migrations.upgrade(settings.database)
    with sessions(settings)() as session, transaction(session):
        session.add(Authority(id=1, name="Xã", short_name="Xã"))
    return settings


def sessions(settings):
    return make_sessions(connect(settings.database, ring=settings.keys))


def send(settings, make, person=PERSON):
    name, phone, email = person
    submission = Submission(
        kind="reflection", subject="Đèn", text="Đèn hỏng", form_token=new_form_token(settings),
        name=name, phone=phone, email=email,
    )  # fmt: skip
    with make() as session, transaction(session):
        return service.open_case(
            session, VISITOR, submission, settings=settings,
            files=open_files("", settings.data / "files"),
        )  # fmt: skip


def run(settings, *arguments):
    environment = {"PORTAL_DATA": str(settings.data), "PORTAL_KEY": settings.key}
    return CliRunner().invoke(main, arguments, env=environment)


def bytes_of(settings):
    with sqlite3.connect(settings.data / "portal.db") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return b"".join(path.read_bytes() for path in Path(settings.data).glob("portal.db*"))


def test_no_contact_can_be_read_in_the_file(settings):
    receipt = send(settings, sessions(settings))
    stored = bytes_of(settings)
    assert receipt.case.number.encode() in stored
    assert not [word for word in PERSON if word.encode() in stored]


def test_contacts_from_before_are_encrypted_by_init_and_leave_no_trace(settings):
    send(settings, sessions(settings))
    with sessions(settings)() as session, transaction(session):
        session.execute(text("UPDATE contacts SET name = :a, phone = :b, email = :c"),
                        dict(zip("abc", PERSON, strict=True)))  # fmt: skip
    assert PERSON[2].encode() in bytes_of(settings)
    assert run(settings, "init", "--tables").exit_code == 0
    stored = bytes_of(settings)
    assert not [word for word in PERSON if word.encode() in stored]
    with sessions(settings)(writes=False) as session:
        found = session.scalars(select(Contact)).one()
        assert (found.name, found.phone, found.email) == PERSON


def test_keys_change_under_load_and_every_code_still_opens(settings):
    make = sessions(settings)
    receipts, errors, stop = [], [], threading.Event()

    def write():
        while not stop.is_set():
            try:
                receipts.append(send(settings, make))
                with make(writes=False) as session:
                    opened = service.case_by_code(session, settings, receipts[-1].code)
                    assert opened.contact.email == PERSON[2]
            except Exception as error:  # noqa: BLE001 - every one is told below
                errors.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            ran = run(settings, "keys", "rotate")
            assert ran.exit_code == 0, ran.output
    finally:
        stop.set()
        writer.join()
    assert errors == []
    assert len(settings.keys.all(CONTACTS)) == 4
    with make() as session, transaction(session):
        while sealing.reseal(session, settings.keys):
            pass
    current = settings.keys.current(CONTACTS)[0]
    with make(writes=False) as session:
        stored = session.scalars(select(type_coerce(Contact.email, String)))
        assert {sealed_with(value) for value in stored} == {current}
        assert all(service.case_by_code(session, settings, one.code) for one in receipts)
    assert run(settings, "verify").exit_code == 0


def test_keys_are_listed_without_their_secrets(settings):
    settings.keys.add(HEADS)
    listed = run(settings, "keys", "list").output
    secrets = [
        key.hex() for purpose in (CONTACTS, HEADS) for key in settings.keys.all(purpose).values()
    ]
    assert len(listed.splitlines()) == 3
    assert not [secret for secret in secrets if secret in listed]


def test_cases_from_before_the_log_covered_words_are_covered_by_init(settings):
    send(settings, sessions(settings))
    with sessions(settings)() as session, transaction(session):
        session.execute(text("DELETE FROM log_salts WHERE subject = 'case'"))
    assert "salt is gone" in run(settings, "verify").output
    assert run(settings, "init", "--tables").exit_code == 0
    ran = run(settings, "verify")
    assert (ran.exit_code, "the history is whole" in ran.output) == (0, True), ran.output
    with sessions(settings)(writes=False) as session:
        assert json.dumps(session.scalars(select(Case)).one().version) == "1"
