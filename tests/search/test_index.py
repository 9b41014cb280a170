"""What every engine keeps and forgets: commits, readers, crashes."""

import os
import random
import signal
import threading
import time

import pytest

from tests.search.makers import SHELF, document, refs


def test_put_replaces_the_document_of_the_same_ref(index):
    index.put([document("van-ban:3", "Thông báo lịch tiêm chủng")])
    assert index.find("muỗi").total == 1
    assert refs(index.find("tiêm chủng")) == ["van-ban:3"]
    assert len(index.refs()) == len(SHELF)


def test_the_last_of_one_ref_in_one_batch_counts(index):
    index.put([document("x:1", "cam quýt"), document("x:1", "bưởi")])
    assert index.find("quýt").total == 0
    assert refs(index.find("bưởi")) == ["x:1"]


def test_a_fingerprint_changes_with_the_document(index):
    before = index.refs()
    index.put([document("van-ban:3", "Thông báo khác"), SHELF[0]])
    changed = {ref for ref, print_ in index.refs().items() if before[ref] != print_}
    assert changed == {"van-ban:3"}


def test_what_is_dropped_is_gone(index):
    index.drop(["van-ban:1", "khong-co:1"])
    assert "van-ban:1" not in refs(index.find(""))
    assert index.find("quét mã QR").total == 0
    assert "van-ban:1" not in index.refs()
    index.drop(list(index.refs()))
    assert index.find("").total == 0


def test_clearing_empties_and_refilling_holds_exactly_what_is_given(index):
    index.clear()
    assert (index.find("").total, index.rebuild_needed) == (0, False)
    index.refill(SHELF[:2])
    assert set(index.refs()) == {"van-ban:1", "van-ban:2"}


def test_a_refill_that_fails_leaves_the_old_index(index):
    def broken():
        yield document("x:1", "dở dang")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        index.refill(broken())
    assert len(index.refs()) == len(SHELF)
    index.put([document("x:2", "sau đó")])
    assert refs(index.find("sau đó")) == ["x:2"]


def test_many_commits_and_merges_lose_and_double_nothing(index, monkeypatch):
    monkeypatch.setattr("search.postgres_writing.FAN", 3)
    index.clear()
    expected = {}
    chance = random.Random(7)  # noqa: S311 -- a walk, not a secret
    for turn in range(60):
        batch = [document(f"x:{chance.randrange(40)}", f"Việc{turn}") for _ in range(3)]
        index.put(batch)
        expected.update({one.ref: one.title for one in batch})
        gone = f"x:{chance.randrange(40)}"
        index.drop([gone])
        expected.pop(gone, None)
    assert set(index.refs()) == set(expected)
    for ref, title in expected.items():
        assert ref in refs(index.find(title, size=100))
    assert index.find("").total == len(expected)
    index.optimise()
    assert index.find("").total == len(expected)


def test_a_reader_in_another_process_sees_a_commit(index, python):
    code = "for line in sys.stdin: print(*refs(index.find(line.strip())), flush=True)"
    with python(code) as reader:

        def ask(query):
            reader.stdin.write(query + "\n")
            reader.stdin.flush()
            return reader.stdout.readline().split()

        assert ask("tiêm chủng") == []
        index.put([document("x:1", "Lịch tiêm chủng")])
        assert ask("tiêm chủng") == ["x:1"]
        index.drop(["x:1"])
        assert ask("tiêm chủng") == []
        reader.stdin.close()
        assert reader.wait(30) == 0


def test_another_process_writes_what_this_one_finds(index, python):
    with python("index.put([document('x:1', 'Lịch tiêm chủng')])") as writer:
        assert writer.wait(60) == 0
    assert refs(index.find("tiêm chủng")) == ["x:1"]


def test_threads_read_while_one_writes(index):
    failures, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            try:
                page = index.find("dân chủ cơ sở", size=50)
                assert "van-ban:1" in refs(page)
            except BaseException as error:  # noqa: BLE001 -- carried to the main thread
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(15):
        index.put([document(f"x:{turn % 4}", f"Dân chủ ở cơ sở {turn}")])
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []


@pytest.mark.parametrize("moment", range(4))
def test_a_killed_writer_leaves_the_old_index_or_the_new(index, python, moment):
    code = "print('go', flush=True)\nfor n in range(10**6): index.put([document(f'x:{n}', 'Họp')])"
    with python(code) as writer:
        assert writer.stdout.readline() == "go\n"
        time.sleep(0.03 + moment * 0.017)
        os.kill(writer.pid, signal.SIGKILL)
    assert not index.rebuild_needed
    held = index.refs()
    added = sorted(int(ref[2:]) for ref in held if ref.startswith("x:"))
    assert added == list(range(len(added)))
    assert len(held) == len(SHELF) + len(added)
    index.put([document("y:1", "Sau khi tắt máy")])
    assert refs(index.find("sau khi tắt máy")) == ["y:1"]
