"""`portal import`, from a shell's point of view."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from portal.config import Settings
from portal.db import transaction
from portal.publications import service
from portal.publications.commands import import_files
from portal.publications.models import Publication, Task
from portal.publications.rules import Standing
from tests.publications.importing.test_unseen import pdf, white


@dataclass
class Console:
    """What `portal` hands to its commands, inside the test's transaction."""

    settings: Settings
    sessions: Any

    @contextmanager
    def session(self, *, writes: bool = True):
        with self.sessions(writes=writes) as session, transaction(session):
            yield session


@pytest.fixture
def run(settings, sessions):
    def call(*arguments):
        return CliRunner().invoke(
            import_files, [str(value) for value in arguments], obj=Console(settings, sessions)
        )

    return call


@pytest.fixture
def nowhere():
    """A console whose database nobody may touch."""

    class Nowhere:
        settings = None

        def session(self, **_: object) -> None:
            pytest.fail("the database was asked for")

    return Nowhere()


def test_the_five_plans_are_published_by_one_command(run, db, make_office, plans):
    make_office()
    result = run(*sorted(plans.glob("*.txt")), "--publish")
    assert result.exit_code == 0, result.output
    standings = list(db.scalars(select(Publication.standing)))
    assert standings == [Standing.PUBLISHED] * 5
    assert db.scalar(select(func.count(Task.id))) == 17 + 7 + 10 + 23
    assert result.stdout.count("published") == 5


def test_running_again_makes_no_doubles(run, db, make_office, plans):
    make_office()
    files = sorted(plans.glob("*.txt"))
    run(*files)
    again = run(*files, "--publish")
    assert again.exit_code == 0
    assert again.stdout.count("already there") == 5
    assert set(db.scalars(select(Publication.standing))) == {Standing.PUBLISHED}


def test_one_bad_file_does_not_stop_the_others(run, db, make_office, tmp_path, make_text):
    make_office()
    good, bad, missing = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    good.write_bytes(make_text())
    bad.write_bytes(b"\x00\x01\x02" * 500)
    result = run(bad, missing, good)
    assert result.exit_code == 1
    assert result.stdout.count("refused") == 2
    assert db.scalar(select(func.count(Publication.id))) == 1


def test_a_file_is_imported_for_the_office_named(run, db, make_office, tmp_path, make_text):
    make_office()
    office = make_office(code="VHXH")
    (tmp_path / "a.txt").write_bytes(make_text())
    assert run(tmp_path / "a.txt", "--office", "VHXH").exit_code == 0
    assert db.scalar(select(Publication.office_id)) == office.id
    assert run(tmp_path / "a.txt", "--office", "NOPE").exit_code == 2


def test_without_an_office_nothing_is_imported(run, db, tmp_path, make_text):
    (tmp_path / "a.txt").write_bytes(make_text())
    result = run(tmp_path / "a.txt")
    assert result.exit_code == 1
    assert db.scalar(select(Publication)) is None


def test_a_dry_run_prints_one_object_and_asks_no_database(nowhere, tmp_path, make_text):
    (tmp_path / "a.txt").write_bytes(make_text())
    arguments = ["--dry-run", "--json", str(tmp_path / "a.txt")]
    result = CliRunner().invoke(import_files, arguments, obj=nowhere)
    assert result.exit_code == 0
    reading = json.loads(result.stdout)
    assert reading["doc_number"] == "41/KH-UBND"
    assert reading["tasks"][0]["lead"] == "Trung tâm Phục vụ hành chính công"


def test_a_dry_run_names_what_a_person_should_look_at(nowhere, tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(white))
    said = (
        CliRunner().invoke(import_files, ["--dry-run", str(tmp_path / "a.pdf")], obj=nowhere).stdout
    )
    assert "ok  a.pdf" in said
    assert "faint-text  1  Trang 1 có chữ" in said


def test_a_dry_run_of_a_bad_file_fails_with_the_reason_beside_the_json(nowhere, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    arguments = ["--dry-run", "--json", str(tmp_path / "a.txt")]
    result = CliRunner().invoke(import_files, arguments, obj=nowhere)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a.txt" in result.stderr


def test_json_without_a_dry_run_is_a_usage_error(run, tmp_path):
    assert run(tmp_path / "a.txt", "--json").exit_code == 2


def test_two_hundred_files_are_imported_past_a_bad_one_and_again_without_doubles(
    run, db, make_office, tmp_path, make_text
):
    make_office()
    for number in range(1, 201):
        content = make_text(title=f"Việc thứ {number}", number=f"{number}/KH-UBND")
        (tmp_path / f"{number:03}.txt").write_bytes(content)
    (tmp_path / "100.txt").write_bytes(b"\x00\x01\x02" * 500)
    files = sorted(tmp_path.glob("*.txt"))
    first = run(*files, "--publish")
    assert first.exit_code == 1
    lines = first.stdout.splitlines()
    assert [line.split()[1] for line in lines] == [path.name for path in files]
    assert [line.split()[0] for line in lines].count("published") == 199
    assert lines[99].startswith("refused    100.txt")
    again = run(*files, "--publish")
    assert again.stdout.count("already there") == 199
    assert db.scalar(select(func.count(Publication.id))) == 199


def test_a_file_that_breaks_the_reader_does_not_stop_the_others(
    run, db, make_office, tmp_path, make_text, monkeypatch
):
    make_office()
    import_file = service.import_file

    def broken(session, files, actor, office, name, content):
        if name == "a.txt":
            raise RecursionError
        return import_file(session, files, actor, office, name, content)

    monkeypatch.setattr(service, "import_file", broken)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(make_text(title=name))
    result = run(tmp_path / "a.txt", tmp_path / "b.txt")
    assert result.exit_code == 1
    assert result.stdout.startswith("refused    a.txt")
    assert db.scalar(select(func.count(Publication.id))) == 1


def test_where_two_people_publish_the_console_only_drafts(
    db, sessions, settings, make_office, tmp_path, make_text
):
    make_office()
    (tmp_path / "a.txt").write_bytes(make_text())
    console = Console(replace(settings, four_eyes=True), sessions)
    arguments = [str(tmp_path / "a.txt"), "--publish"]
    result = CliRunner().invoke(import_files, arguments, obj=console)
    assert result.exit_code == 0
    assert "hai người" in result.stderr
    assert db.scalar(select(Publication.standing)) is Standing.DRAFT
