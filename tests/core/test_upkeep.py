import pytest

from portal import migrations, upkeep
from portal.cases import service as cases
from portal.config import Settings
from portal.db import connect, make_sessions, transaction
from portal.files import open_files
from portal.permissions import VISITOR
from portal.web.tokens import new_form_token

PHOTO = cases.NewFile(name="anh.png", media_type="image/png", content=b"\x89PNG and more")


def store(settings):
    return open_files("", settings.data / "files")


@pytest.fixture
def settings(tmp_path):
    settings = Settings(data=tmp_path / "here", public_url="http://localhost")
    settings.data.mkdir()
    migrations.upgrade(settings.database)
    return settings


@pytest.fixture
def sent(settings):
    """The receipt of one item with a photo."""
    submission = cases.Submission(
        kind="reflection",
        subject="Đèn đường",
        text="Đèn hỏng",
        form_token=new_form_token(settings),
        email="lan@example.vn",
        files=(PHOTO,),
    )
    with (
        make_sessions(connect(settings.database, ring=settings.keys))() as session,
        transaction(session),
    ):
        return cases.open_case(
            session, VISITOR, submission, settings=settings, files=store(settings)
        )


def look(settings):
    with make_sessions(connect(settings.database, ring=settings.keys))(writes=False) as session:
        return upkeep.check(session, store(settings))


def test_a_sound_installation_is_found_sound(settings, sent):
    found = look(settings)
    assert (found.items, found.files, found.sound) == (1, 1, True)


def test_a_missing_file_is_named(settings, sent):
    (name,) = store(settings).names("")
    store(settings).drop(name)
    found = look(settings)
    assert (found.missing, found.sound) == ([name], False)


def test_an_altered_file_is_named(settings, sent):
    (name,) = store(settings).names("")
    store(settings).put(name, b"other")
    assert look(settings).altered == [name]


def test_an_upload_nobody_speaks_of_does_no_harm(settings, sent):
    store(settings).put("staged/x", b"x")
    found = look(settings)
    assert (found.orphans, found.sound) == (["staged/x"], True)


def test_what_was_backed_up_comes_back_whole_and_its_code_opens(settings, sent, tmp_path):
    copied = list(upkeep.backup(settings, tmp_path / "copy"))
    assert len(copied) == 2
    assert (tmp_path / "copy" / upkeep.RING).stat().st_mode & 0o077 == 0
    there = Settings(data=tmp_path / "there", public_url="http://localhost")
    list(upkeep.restore(there, tmp_path / "copy"))
    assert look(there).sound
    with make_sessions(connect(there.database, ring=there.keys))(writes=False) as session:
        case = cases.case_by_code(session, there, sent.code)
        assert (case.number, case.contact.email) == (sent.case.number, "lan@example.vn")


def test_a_damaged_backup_is_refused_and_nothing_is_changed(settings, sent, tmp_path):
    copy = tmp_path / "copy"
    list(upkeep.backup(settings, copy))
    photo = next(path for path in (copy / "files").rglob("*") if path.is_file())
    photo.write_bytes(photo.read_bytes()[:-1] + b"!")
    there = Settings(data=tmp_path / "there")
    with pytest.raises(upkeep.Damaged, match="damaged at files/"):
        list(upkeep.restore(there, copy))
    assert not there.data.exists()


def test_half_a_backup_is_refused(settings, sent, tmp_path):
    copy = tmp_path / "copy"
    list(upkeep.backup(settings, copy))
    (copy / upkeep.MANIFEST).unlink()
    with pytest.raises(upkeep.Damaged, match="manifest"):
        list(upkeep.restore(Settings(data=tmp_path / "there"), copy))


def test_nothing_in_use_is_written_over(settings, sent, tmp_path):
    list(upkeep.backup(settings, tmp_path / "copy"))
    with pytest.raises(upkeep.Damaged, match="not empty"):
        list(upkeep.restore(settings, tmp_path / "copy"))
    with pytest.raises(upkeep.Damaged, match="not empty"):
        list(upkeep.backup(settings, tmp_path / "copy"))
