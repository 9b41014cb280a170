"""Documents published before versions came are kept, with all that points to them."""

import sqlite3
from contextlib import closing

import pytest
from alembic import command

from portal import migrations

BEFORE, AFTER = "0002", "0003"


@pytest.fixture
def old(tmp_path):
    """A database of the time before versions, with one document and a section of it."""
    path = tmp_path / "old.db"
    configuration = migrations.configuration(f"sqlite:///{path}")
    command.upgrade(configuration, BEFORE)
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript("""
            INSERT INTO offices (id, code, slug, name, short_name, duties, phone, email, position,
                valid_from) VALUES (1, 'VP', 'vp', 'Văn phòng', '', '', '', '', 0, '2025-07-01');
            INSERT INTO officials (id, user_name, name, title, email, active, office_id, created_at)
                VALUES (4, 'lan', 'Lan', '', '', 1, 1, '2026-01-01');
            INSERT INTO publications (id, slug, standing, audience, kind, number, number_key, title,
                issuer, place, dated_on, signer_name, signer_role, signer_authority, office_id,
                source_name, source_hash, source_text, recipients, reporting_deadlines, warnings,
                created_at, changed_at, published_at, version)
                VALUES (7, 'ke-hoach', 'published', 'public', 'ke-hoach', '', '', 'Kế hoạch', '',
                '', '2026-01-01', '', '', '', 1, 'a.txt', 'abc', '', '[]', '[]', '[]',
                '2026-01-01', '2026-01-01', '2026-01-01', 1);
            INSERT INTO sections (id, publication_id, position, anchor, depth, label, title, blocks)
                VALUES (1, 7, 0, 'i', 1, 'I', 'Mục đích', '[]');
            INSERT INTO publication_files (id, publication_id, name, media_type, size, sha256,
                stored_as) VALUES (1, 7, 'a.txt', 'text/plain', 3, 'abc', 'publications/1');
            INSERT INTO events (at, subject, subject_id, act, official_id, facts)
                VALUES ('2026-01-01', 'publication', 7, 'import', 4, '{}');
        """)
    return path, configuration


def asked(path, question):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def test_a_published_document_is_the_first_version_of_itself(old):
    path, configuration = old
    command.upgrade(configuration, AFTER)
    kept = "SELECT id, slug, title, revision, origin_id, prepared_by_id FROM publications"
    assert asked(path, kept) == [(7, "ke-hoach", "Kế hoạch", 1, None, 4)]
    assert asked(path, "SELECT anchor FROM sections WHERE publication_id = 7") == [("i",)]
    assert asked(path, "SELECT publication_id, original FROM publication_files") == [(7, 1)]
    assert asked(path, "PRAGMA foreign_key_check") == []


def test_going_back_keeps_the_document_too(old):
    path, configuration = old
    command.upgrade(configuration, AFTER)
    command.downgrade(configuration, BEFORE)
    assert asked(path, "SELECT id, slug, standing FROM publications") == [
        (7, "ke-hoach", "published"),
    ]
    assert asked(path, "SELECT publication_id FROM sections") == [(7,)]
