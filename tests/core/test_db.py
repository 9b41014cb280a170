from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, StatementError

from portal import migrations
from portal.accounts.models import Topic
from portal.db import connect, make_sessions, transaction
from portal.outbox.models import Effect


@pytest.fixture
def url(tmp_path):
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    migrations.upgrade(url)
    return url


@pytest.mark.parametrize(
    ("pragma", "value"), [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1)]
)
def test_every_connection_is_durable(url, pragma, value):
    engine = connect(url)
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_writer_takes_the_lock_at_once_and_the_next_is_told(url):
    first, second = (make_sessions(connect(url, lock_seconds=0.1)) for _ in range(2))
    with first() as writer:
        writer.execute(text("SELECT 1"))
        with second() as late, pytest.raises(OperationalError, match="locked"):
            late.execute(text("SELECT 1"))
        with second(writes=False) as reader:
            assert reader.execute(text("SELECT 1")).scalar() == 1


def test_raising_leaves_nothing(url):
    sessions = make_sessions(connect(url))

    def fail(session):
        with transaction(session):
            session.add(Topic(slug="x", name="x"))
            session.flush()
            raise RuntimeError

    with sessions() as session, pytest.raises(RuntimeError):
        fail(session)
    with sessions(writes=False) as session:
        assert session.get(Topic, 1) is None


def test_instants_come_back_aware_and_in_utc(db):
    hanoi = datetime(2026, 11, 21, 7, 30, tzinfo=timezone(timedelta(hours=7)))
    effect = Effect(kind="x", payload={}, promised_at=hanoi, run_at=hanoi)
    db.add(effect)
    db.flush()
    db.expire(effect)
    assert effect.run_at == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    assert effect.run_at.tzinfo is UTC


def test_a_naive_instant_is_our_mistake(db):
    naive = datetime(2026, 11, 21, 7, 30)  # noqa: DTZ001 - that is the mistake
    db.add(Effect(kind="x", payload={}, promised_at=naive, run_at=naive))
    with pytest.raises(StatementError, match="naive"):
        db.flush()
