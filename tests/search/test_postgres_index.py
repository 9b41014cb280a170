"""What only an index in PostgreSQL does: many machines, one state for each question, damage."""

import threading

import psycopg
import pytest

from search import WhooshIndex
from search.postgres_index import PostgresIndex, UnreachableIndexError
from search.whoosh_index import LockedIndexError
from tests.bench.corpus import real_documents
from tests.search.conftest import KEY, SERVER
from tests.search.judged import questions
from tests.search.makers import SHELF, document, refs

pytestmark = pytest.mark.postgresql


@pytest.fixture
def open_index(schema):
    """What opens the index as one more machine does."""
    opened = []

    def opener(**options):
        opened.append(PostgresIndex(SERVER, schema=schema, **options))
        return opened[-1]

    yield opener
    for index in opened:
        index.close()


@pytest.fixture
def sql(schema, index):
    """What changes the tables behind the index's back."""

    def run(statement):
        with psycopg.connect(SERVER, options=f"-c search_path={schema}") as connection:
            return connection.execute(statement).rowcount

    return run


def test_both_engines_give_the_same_answers_to_the_judged_questions(open_index, tmp_path):
    documents = list(real_documents())
    engines = WhooshIndex(tmp_path / "index", key=KEY), open_index()
    for engine in engines:
        engine.refill(documents)
    both = {"audiences": {"public", "internal"}, "filters": {"kind": documents[0].kind}}
    for question in list(questions())[::4]:
        one, other = (engine.find(question.text) for engine in engines)
        assert one == other, question.text
    one, other = (engine.find("kế hoạch", page=2, size=3, **both) for engine in engines)
    assert one == other
    engines[0].close()


def test_a_commit_of_one_machine_is_found_by_all(index, open_index):
    others = [open_index() for _ in range(3)]
    for machine in others:
        machine.put([document("x:1", "Lịch tiêm chủng")])
        assert [refs(one.find("tiêm chủng")) for one in (index, *others)] == [["x:1"]] * 4
        machine.drop(["x:1"])
        assert [one.find("tiêm chủng").total for one in (index, *others)] == [0] * 4
    assert len({one.generation for one in (index, *others)}) == 1


def test_an_index_made_anew_shows_nothing_of_the_one_before(index, open_index, sql, schema):
    machine = open_index()
    assert refs(machine.find("quét mã QR")) == ["van-ban:1"]
    sql(f"DROP SCHEMA {schema} CASCADE")
    assert machine.rebuild_needed
    assert machine.find("quét mã QR").total == 0
    machine.put([document("x:1", "Lịch tiêm chủng")])
    assert refs(machine.find("")) == ["x:1"]
    assert machine.find("quét mã QR").total == 0
    assert machine.rebuild_needed


def test_the_old_documents_answer_until_the_last_of_the_new_is_in(index, open_index):
    reader, seen = open_index(), []

    def documents():
        for one in SHELF[:2]:
            yield one
            seen.append(reader.find("").total)

    index.refill(documents())
    assert seen == [len(SHELF)] * 2
    assert reader.find("").total == 2


def test_a_question_sees_one_state_though_another_is_committed_meanwhile(index, open_index):
    writer = open_index()

    class Meddling(str):
        __slots__ = ()

        def strip(self):
            writer.refill(())
            return str(self)

    assert refs(index.find(Meddling("quét mã QR"))) == ["van-ban:1"]
    assert index.find("quét mã QR").total == 0


def test_a_writer_waits_for_another_and_gives_up_in_time(index, open_index):
    other = open_index(patience=0.2)

    def documents():
        with pytest.raises(LockedIndexError):
            other.put([document("x:1", "Họp")])
        yield document("x:2", "Họp")

    index.refill(documents())
    assert refs(index.find("")) == ["x:2"]


def test_writers_at_once_lose_nothing(index, open_index):
    def write(name):
        machine = open_index()
        for turn in range(5):
            machine.put([document(f"{name}:{turn}", "Họp thôn")])

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert index.find("họp thôn").total == 15


def test_what_is_forgotten_is_gone_from_the_tables_as_well(index, sql):
    index.put([document("x:1", "Chim lạ zzcanary")])
    index.drop(["x:1"])
    index.optimise()
    held = "SELECT 1 FROM sets WHERE position('\\x7a7a63616e617279'::bytea in key) > 0"
    assert sql(held) == 0
    assert sql("SELECT 1 FROM words WHERE word ^@ 'zz'") == 0
    assert sql("SELECT 1 FROM segments") == 1


def test_what_is_half_gone_is_merged_away(index, sql):
    index.drop([one.ref for one in SHELF[:3]])
    assert sql("SELECT 1 FROM segments WHERE gone <> ''") == 0
    assert set(index.refs()) == {one.ref for one in SHELF[3:]}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sets SET places = 'zb'::bytea || places",
        "UPDATE sets SET places = substr(places, 1, 1) || 'zzzz'",
        "UPDATE sets SET places = 'q'",
        "UPDATE sets SET places = ''",
        "DELETE FROM documents",
    ],
)
def test_a_damaged_index_says_so_and_is_filled_again(index, open_index, sql, damage):
    assert sql(damage)
    machine = open_index()
    assert machine.find("dân chủ").total == 0
    assert machine.rebuild_needed
    machine.refill(SHELF)
    assert refs(index.find("quét mã QR")) == ["van-ban:1"]
    assert not index.rebuild_needed


def test_an_index_of_another_analysis_is_made_anew(index, open_index, monkeypatch):
    monkeypatch.setattr("search.analysis.VERSION", 999)
    assert index.rebuild_needed
    assert index.find("").total == 0
    machine = open_index()
    assert machine.rebuild_needed
    machine.refill(SHELF)
    assert index.find("").total == len(SHELF)


def test_with_hardly_any_memory_the_answers_are_the_same(index, open_index):
    poor = open_index(memory=1000)
    for query in ("quét mã QR", "phun thuoc diett muoi", "53/KH-UBND", ""):
        assert poor.find(query) == index.find(query)


def test_a_connection_that_broke_is_replaced(index, sql):
    assert index.find("").total == len(SHELF)
    sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND query LIKE '%FROM documents%' AND state = 'idle'"
    )
    assert index.find("").total == len(SHELF)


def test_a_server_that_is_away_is_an_error_of_the_system():
    with pytest.raises(UnreachableIndexError):
        PostgresIndex("postgresql://postgres@127.0.0.1:1/postgres")


@pytest.mark.parametrize("name", ["", "Search", "search;drop", "1search", "search-index"])
def test_a_schema_has_a_plain_name(name):
    with pytest.raises(ValueError, match=name or "^$"):
        PostgresIndex(SERVER, schema=name)


def test_words_that_no_text_of_the_server_can_hold_are_found_all_the_same(index):
    words = "\ud800 \x00 đường\x00làng", "x" * 5000
    index.put([document("x:1", words[0]), document("x:2", "Họp", words[1])])
    assert refs(index.find("đường làng")) == ["x:1"]
    assert index.find("y" * 5000).total == 0
