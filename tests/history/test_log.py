"""The tree over the log: complete, in order, signed, and never changed."""

import hashlib
import json

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.cases.rules import State
from portal.history import heads, kept, log, merkle
from portal.history.models import Branch, Event, Head, Leaf, Salt
from portal.history.service import record
from portal.keys import HEADS
from portal.permissions import VISITOR


def some(db, count=1):
    for _ in range(count):
        record(db, VISITOR, ("authority", 1), "described")
    db.commit()


def test_every_event_gets_its_place_and_the_head_its_signature(db, ring, grow):
    some(db, 5)
    head = grow()
    ids = list(db.scalars(select(Leaf.event_id).order_by(Leaf.position)))
    assert ids == list(db.scalars(select(Event.id).order_by(Event.id)))
    signed = log.signed(head)
    assert heads.is_genuine(signed, heads.public_keys(ring))
    assert heads.read_line(heads.as_line(signed)) == signed
    assert grow() is head


def test_an_event_committed_late_is_placed_after_what_came_before_it(db, grow):
    """On PostgreSQL a lower id can be committed later."""
    some(db, 3)
    first = grow()
    late = Event(id=10_000, at=first.at, subject="x", subject_id=1, act="y", facts={})
    db.add(late)
    db.commit()
    grow()
    db.add(Event(id=9_999, at=first.at, subject="x", subject_id=1, act="y", facts={}))
    db.commit()
    grow()
    assert list(db.scalars(select(Leaf.event_id).order_by(Leaf.position)))[-2:] == [10_000, 9_999]


def test_heads_go_on_from_each_other_and_a_new_key_signs_on(db, ring, grow):
    some(db, 3)
    first = grow()
    ring.add(HEADS)
    some(db, 4)
    second = grow()
    assert second.key_id != first.key_id
    keys = heads.public_keys(ring)
    assert all(heads.is_genuine(log.signed(head), keys) for head in (first, second))
    proof = merkle.consistency(log.nodes(db), first.size, second.size)
    older, newer = ((head.size, bytes.fromhex(head.root)) for head in (first, second))
    assert merkle.is_consistent(older, newer, proof)


@pytest.mark.parametrize("column", [column.name for column in log.COLUMNS])
def test_every_column_of_an_event_counts(db, column):
    row = [1, *("1" if name.name == column else None for name in log.COLUMNS)]
    other = [1, *("2" if name.name == column else None for name in log.COLUMNS)]
    assert log.canonical(row) != log.canonical(other)


def test_an_event_is_hashed_the_same_on_both_databases(db):
    """The bytes are spelled out, so that a change of them is a decision."""
    event = record(db, VISITOR, ("authority", 1), "described", state="thế")
    event.nonce = "00" * 16
    db.flush()
    told = json.loads(log.content_of(db, event.id))
    assert told == {
        "id": str(event.id),
        "at": f"{event.at:%Y-%m-%d %H:%M:%S.%f}",
        "subject": "authority",
        "subject_id": "1",
        "act": "described",
        "state": "thế",
        "official_id": None,
        "office_id": None,
        "facts": "{}",
        "nonce": "00" * 16,
    }


@pytest.mark.parametrize("table", [Event, Leaf, Branch, Head])
def test_nothing_in_the_log_can_be_changed_replaced_or_taken_away(db, grow, table):
    some(db, 2)
    grow()
    name = table.__tablename__
    column = list(table.__table__.columns)[-1]
    ways = [update(table).values({column: "x"}), delete(table)]
    if db.get_bind().dialect.name == "sqlite":
        ways.append(text(f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}"))  # noqa: S608
        key = ", ".join(f'"{key.name}"' for key in table.__table__.primary_key)
        ways.append(
            text(
                f"INSERT INTO {name} SELECT * FROM {name} WHERE true"  # noqa: S608
                f" ON CONFLICT ({key}) DO UPDATE SET {column.name} = 'x'"
            )
        )
    else:
        ways.append(text(f"TRUNCATE {name} CASCADE"))
    for way in ways:
        with pytest.raises(DBAPIError, match="kept for ever"), db.begin_nested():
            db.execute(way)


def test_a_hash_says_nothing_without_its_salt_and_the_words_say_all_with_it(db, make_case):
    case = make_case(email="lan@example.vn")
    event = db.scalars(select(Event).where(Event.act == "received")).one()
    hashes = event.facts["hashes"]
    assert set(hashes) == {f"case:{case.id}:said", f"case:{case.id}:contact"}
    salt = kept.salts(db, "case", case.id)["said"].value
    said = [case.subject, case.text, case.place]
    assert kept.hash_of(salt, said) == hashes[f"case:{case.id}:said"]
    canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    assert hashlib.sha256(canonical).hexdigest() not in json.dumps(event.facts)
    assert case.text not in json.dumps(event.facts, ensure_ascii=False)


def test_words_are_covered_once_by_the_event_that_brings_them(db, make_case):
    make_case(State.CLOSED)
    names = [name for event in db.scalars(select(Event)) for name in event.facts.get("hashes", {})]
    salts = list(db.scalars(select(Salt).where(Salt.subject.in_(("case", "letter")))))
    assert len(names) == len(set(names)) == len(salts)
