import pytest
from sqlalchemy import delete, select

from portal.cases import erasing, service
from portal.cases.models import Case
from portal.cases.service import Filters
from portal.cases.word_index import CaseWord, words_of
from portal.permissions import Actor, Role


@pytest.fixture
def found(db, staff):
    """Return the numbers found by what is typed into the desk's search box."""

    def by(words: str) -> set[str]:
        page = service.desk_items(db, staff.dispatcher, Filters(words=words))
        assert page.total == len(page.cases)
        counts = service.desk_counts(db, staff.dispatcher, Filters(words=words))
        assert sum(counts.states.values()) == page.total
        return {case.number for case in page.cases}

    return by


def test_a_number_is_found_whole_in_part_and_without_its_noughts():
    assert words_of("yk-2026-000042 den duong") == {
        "yk-2026-000042", "yk", "2026", "000042", "42", "den", "duong",
    }  # fmt: skip


def test_words_are_found_by_how_they_begin(found, make_case):
    case = make_case(subject="Đèn đường tổ 7", text="Hỏng từ 12/3, biển số 36A-123.45!")
    for typed in ("ĐÈN", "duo", "den  duong", case.number, case.number[:9].lower(), "36a", "hong!"):
        assert found(typed) == {case.number}, typed
    assert found(case.number.rpartition("-")[2].lstrip("0")) == {case.number}
    for typed in ("uong", "den khong", "%", "_", "'", "\\", "d" * 5_000, "7 8"):
        assert found(typed) == set(), typed


def test_a_word_of_two_letters_is_meant_as_it_stands(found, make_case):
    case = make_case(text="Cho hỏi giấy tờ ở đâu")
    make_case(text="Ong đốt ở trường")
    assert found("o dau") == {case.number}


def test_common_words_are_found_like_rare_ones(found, make_case, monkeypatch):
    monkeypatch.setattr("portal.cases.word_index.FEW", 1)
    cases = {make_case(text="Rác ở chợ").number for _ in range(3)}
    assert found("rac cho") == cases


def test_nothing_is_found_by_the_words_of_an_erased_case(db, found, make_case):
    case = make_case(text="Nhà ông Ưởm ở cuối xóm")
    assert found("uom") == {case.number}
    administrator = Actor(roles=frozenset({Role.ADMINISTRATOR}), official_id=None)
    erasing.erase(db, administrator, case, "Người gửi yêu cầu")
    db.flush()
    assert found("uom") == set()
    assert found(case.number) == {case.number}
    left = db.scalars(select(CaseWord.word).where(CaseWord.case_id == case.id))
    assert set(left) == words_of(case.number.lower())


def test_the_migration_finds_the_words_of_what_was_there(db, make_case, monkeypatch):
    from importlib import import_module

    migration = import_module("portal.migrations.versions.0015_lists_that_stay_quick")
    cases = [make_case(text=f"Cầu số {number} gãy") for number in range(3)]
    db.execute(delete(CaseWord))
    monkeypatch.setattr(migration, "BATCH", 2)
    monkeypatch.setattr(migration.op, "get_bind", db.connection, raising=False)
    monkeypatch.setattr(
        migration.op,
        "bulk_insert",
        lambda table, rows: db.execute(table.insert(), rows),
        raising=False,
    )
    migration._fill()  # noqa: SLF001 - the part of it that reads what is there
    for case in cases:
        kept = db.scalars(select(CaseWord.word).where(CaseWord.case_id == case.id))
        assert set(kept) == words_of(db.scalar(select(Case.folded).where(Case.id == case.id)))
