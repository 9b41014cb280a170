"""The folder of an index: commits, readers, crashes, damage and traps."""

import pickle
import random
import stat
from pathlib import Path

import pytest

from search import WhooshIndex, engine
from search.seal import NAME, strangers
from tests.search.conftest import KEY
from tests.search.makers import SHELF, document, refs


@pytest.fixture
def open_index(folder):
    opened = []

    def opener(where=folder, key=KEY):
        opened.append(WhooshIndex(where, key=key))
        return opened[-1]

    yield opener
    for index in opened:
        index.close()


def test_a_new_index_is_private_empty_and_wants_to_be_filled(open_index, folder):
    index = open_index()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert index.find("dân chủ").total == 0
    assert index.refs() == {}
    assert index.rebuild_needed
    index.refill(SHELF)
    assert not index.rebuild_needed
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in folder.glob("*.seg")} == {0}


def test_the_files_of_many_commits_are_merged(index, folder):
    for turn in range(20):
        index.put([document(f"x:{turn}", "Lịch tiêm chủng")])
    assert len(list(folder.glob("*.seg"))) < 10
    index.optimise()
    assert len(list(folder.glob("*.seg"))) == 1
    assert index.find("tiêm chủng").total == 20


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
