"""The folder of an index: commits, readers, crashes, damage and traps."""

import os
import pickle
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from search import WhooshIndex, engine
from search.seal import NAME, strangers
from tests.search.conftest import KEY
from tests.search.makers import SHELF, document, refs

ROOT = Path(__file__).parents[2]


def python(code, *arguments):
    """A Python process of its own that runs `code` beside the tests."""
    start = "import sys; from pathlib import Path; from search import WhooshIndex\n"
    start += "from tests.search.makers import SHELF, document, refs\n"
    start += f"index = WhooshIndex(Path(sys.argv[1]), key={KEY!r})\n"
    command = [sys.executable, "-W", "error", "-c", start + code, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_a_new_index_is_private_empty_and_wants_to_be_filled(open_index, folder):
    index = open_index()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert index.find("dân chủ").total == 0
    assert index.refs() == {}
    assert index.rebuild_needed
    index.refill(SHELF)
    assert not index.rebuild_needed
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in folder.glob("*.seg")} == {0}


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


def test_many_commits_and_merges_lose_and_double_nothing(open_index, folder):
    index, expected = open_index(), {}
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
    assert len(list(folder.glob("*.seg"))) < 10
    index.optimise()
    assert len(list(folder.glob("*.seg"))) == 1
    assert index.find("").total == len(expected)


def test_a_reader_in_another_process_sees_a_commit(index, folder):
    code = "for line in sys.stdin: print(*refs(index.find(line.strip())), flush=True)"
    with python(code, folder) as reader:

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


def test_another_process_writes_what_this_one_finds(index, folder):
    with python("index.put([document('x:1', 'Lịch tiêm chủng')])", folder) as writer:
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


@pytest.mark.parametrize("moment", range(6))
def test_a_killed_writer_leaves_the_old_index_or_the_new(index, folder, moment):
    code = "print('go', flush=True)\nfor n in range(10**6): index.put([document(f'x:{n}', 'Họp')])"
    with python(code, folder) as writer:
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


def trap(path):
    """A pickle that leaves a mark at `path` when somebody reads it."""

    class Trap:
        def __reduce__(self):
            return (Path.touch, (path,))

    return pickle.dumps(Trap(), 2)


def test_a_planted_pickle_does_not_run(index, folder, open_index, tmp_path):
    mark = tmp_path / "ran"
    pickle.loads(trap(mark))  # noqa: S301 -- shows that the trap works
    mark.unlink()
    genuine = {path.name: path.read_bytes() for path in folder.iterdir()}
    for name in [*genuine, "_MAIN_99.toc", "MAIN_zzzz.seg"]:
        if name == "MAIN_WRITELOCK":
            continue
        for planted in (trap(mark), _spliced(genuine.get(name, b""), trap(mark))):
            (folder / name).write_bytes(planted)
            opened = open_index()
            opened.find("dân chủ")
            opened.put([document("x:1", "Họp")])
            opened.refill(SHELF)
            assert refs(opened.find("quét mã QR")) == ["van-ban:1"]
            genuine = {path.name: path.read_bytes() for path in folder.iterdir()} | genuine
    assert not mark.exists()


def _spliced(genuine, planted):
    """A genuine file with the trap in place of its first pickle."""
    at = genuine.find(b"\x80\x02")
    return genuine[: max(at, 0)] + planted


def test_a_damaged_file_gives_an_empty_index_that_asks_to_be_refilled(index, folder, open_index):
    chance = random.Random(3)  # noqa: S311 -- damage, not a secret
    for turn in range(40):
        index.refill(SHELF)
        victims = [path for path in folder.iterdir() if path.name != "MAIN_WRITELOCK"]
        _damage(chance.choice(sorted(victims)), turn % 4, chance)
        opened = open_index()
        assert opened.rebuild_needed
        assert opened.find("dân chủ").total == 0
        opened.refill(SHELF)
        assert not opened.rebuild_needed
        assert refs(opened.find("quét mã QR")) == ["van-ban:1"]
        opened.close()


def _damage(path, how, chance):
    """Delete, cut, flip a bit of, or empty the file at `path`."""
    content = bytearray(path.read_bytes())
    if how == 0:
        path.unlink()
        return
    if how == 1:
        content = content[: chance.randrange(len(content))]
    elif how == 2:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content if how != 3 else b"")


def test_damage_while_running_is_noticed_and_written_over(index, folder):
    (folder / NAME).write_bytes(b"not a seal")
    assert index.rebuild_needed
    assert index.find("dân chủ").total == 0
    index.put([document("x:1", "Họp thôn")])
    assert refs(index.find("họp thôn")) == ["x:1"]
    assert index.rebuild_needed
    index.refill(SHELF)
    assert not index.rebuild_needed


def test_an_index_sealed_with_another_key_is_not_opened(index, folder, open_index):
    other = open_index(key=b"another key")
    assert other.rebuild_needed
    assert other.find("").total == 0


def test_an_index_of_another_analysis_is_refilled(index, open_index, monkeypatch):
    monkeypatch.setattr("search.analysis.VERSION", 999)
    assert open_index().rebuild_needed


def test_files_that_are_not_of_an_index_are_left_alone(folder, open_index):
    folder.mkdir()
    (folder / "README.txt").write_text("của người khác")
    (folder / "MAIN_old.seg").write_text("của ai đó")
    open_index().refill(SHELF)
    assert (folder / "README.txt").read_text() == "của người khác"
    assert not (folder / "MAIN_old.seg").exists()


def test_nothing_is_left_lying_about(index, folder):
    for turn in range(8):
        index.put([document("x:1", f"Họp lần {turn}")])
    sealed = {path.name for path in folder.iterdir()} - {NAME, "MAIN_WRITELOCK"}
    assert {path.name for path in strangers(folder)} == sealed
    assert sum(name.endswith(".toc") for name in sealed) == 1


def test_nothing_is_written_outside_the_folder(index, folder, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    seen = set()

    def documents():
        yield document("x:1", "Họp")
        seen.update(path.name[:9] for path in folder.iterdir() if path.is_dir())
        elsewhere.rmdir()
        elsewhere.mkdir(mode=0)

    index.refill(documents())
    elsewhere.chmod(0o700)
    assert seen == {"MAIN_tmp_"}
    assert list(elsewhere.iterdir()) == []
    assert not [path for path in folder.iterdir() if path.is_dir()]


def test_two_indexes_are_written_at_once(open_index, tmp_path):
    indexes = [open_index(tmp_path / name) for name in ("one", "two")]

    def slowly(index, depth):
        for n in range(5):
            yield document(f"x:{depth}{n}", "Họp thôn")
            if not depth and n == 2:
                indexes[1].refill(slowly(indexes[1], 1))

    indexes[0].refill(slowly(indexes[0], 0))
    assert [index.find("họp thôn").total for index in indexes] == [5, 5]


def test_files_are_let_go(open_index, folder):
    index = open_index()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for turn in range(30):
        index.put([document(f"x:{turn}", "Họp")])
        index.find("họp")
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 12


def test_another_distribution_of_the_engine_is_refused(monkeypatch):
    found = {"whoosh": ["Whoosh", "whoosh3"]}
    monkeypatch.setattr("importlib.metadata.packages_distributions", lambda: found)
    with pytest.raises(engine.WrongEngineError, match="whoosh3"):
        engine.check_engine()


def test_another_version_of_the_engine_is_refused(monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda _: "2.7.5")
    with pytest.raises(engine.WrongEngineError, match=r"2\.7\.5"):
        engine.check_engine()


def test_an_index_may_be_named_by_its_engine_alone(folder):
    index = WhooshIndex(folder, key=KEY, memory=1000)
    index.refill(SHELF)
    assert refs(index.find("quét mã QR")) == ["van-ban:1"]
    index.close()
    assert refs(index.find("quét mã QR")) == ["van-ban:1"]
    index.close()
