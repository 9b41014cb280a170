"""The page of the log, its proofs, and a receipt checked without the portal."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import upkeep
from portal.accounts import witnesses
from portal.db import refuse_hasty
from portal.files import open_files
from portal.history import heads, log, merkle
from portal.history.models import Event, Head
from portal.outbox.service import waiting
from portal.permissions import Role
from tests.history.tampering import Tamperer

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_receipt.py"
LOG = "/minh-bach/nhat-ky"


@pytest.fixture
def ring(settings):
    """The keys of the portal whose pages are opened."""
    return settings.keys


@pytest.fixture
def certificate(browser, db, send, grow):
    """What the look-up page hands out for an item, before and after the tree has it."""

    def make(code):
        browser.open("/tra-cuu")
        browser.send(code=code)
        return json.loads(browser.send("/tra-cuu/xac-nhan", code=code).text)

    return make


def verify(certificate, folder, *arguments):
    path = folder / "certificate.json"
    path.write_text(json.dumps(certificate), "utf-8")
    command = [sys.executable, str(VERIFIER), str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_receipt_is_checked_without_the_portal(certificate, send, grow, db, ring, tmp_path):
    receipt = send(subject="Đèn đường", email="lan@example.vn")
    assert verify(certificate(receipt.code), tmp_path).returncode == 2  # not in the tree yet
    grow()
    found = certificate(receipt.code)
    assert "lan@example.vn" not in json.dumps(found)
    fits = verify(found, tmp_path, "--head", found["head"])
    assert (fits.returncode, "FITS" in fits.stdout) == (0, True), fits.stdout
    name = f"case:{receipt.case.id}:said"
    for change, complaint in (
        ({"event": found["event"].replace("received", "withdraw")}, "hash printed"),
        ({"path": [*found["path"][:-1], "00" * 32], "index": 0}, "not under this head"),
        ({"keys": dict.fromkeys(found["keys"], "11" * 32)}, "signature"),
        ({"covered": {name: found["covered"][name] | {"value": ["khác", "", ""]}}}, "recorded"),
    ):
        wrong = verify(found | change, tmp_path)
        assert wrong.returncode == 1, change
        assert complaint in wrong.stdout


def test_a_receipt_no_longer_fits_when_its_event_is_taken_out(
    certificate, send, grow, db, ring, tmp_path
):
    send()
    receipt = send()
    send()
    grow()
    found = certificate(receipt.code)
    hand = Tamperer(db, None)
    hand.unlock()
    hand.do("DELETE FROM log_leaves WHERE hash = :leaf", leaf=found["leaf"])
    hand.do("DELETE FROM events WHERE id = :at", at=json.loads(found["event"])["id"])
    hand._forget_beyond(0, events=False)  # noqa: SLF001 - as a rewriter would
    db.expire_all()
    rewritten = heads.as_line(log.signed(log.extend_fully(db, ring)))
    assert verify(found, tmp_path).returncode == 0
    assert verify(found, tmp_path, "--head", rewritten).returncode != 0


def test_the_verifier_is_short_and_stands_alone():
    lines = VERIFIER.read_text("utf-8").splitlines()
    assert len(lines) <= 200
    assert not [line for line in lines if "import portal" in line or "from portal" in line]
    spec = importlib.util.spec_from_file_location("verify_receipt", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    leaves = [merkle.leaf_hash(bytes([at])) for at in range(7)]
    tree, kept = merkle.Growing(), {}
    for at, leaf in enumerate(leaves):
        kept[0, at] = leaf
        kept |= {(level, index): made for level, index, made in tree.add(leaf)}
    path = merkle.inclusion(lambda level, index: kept[level, index], 6, 7)
    assert module.root_from(leaves[6], 6, 7, path) == tree.root()


def test_the_verifier_can_be_fetched(browser):
    reply = browser.open(f"{LOG}/verify_receipt.py")
    assert reply.data == VERIFIER.read_bytes()
    assert "attachment" in reply.headers["Content-Disposition"]


def test_the_page_explains_and_finds_a_line(browser, db, send, grow, make_office):
    assert "chưa có dấu niêm nào" in browser.open(LOG).text
    leaf = _leaf_on_receipt(browser)
    assert "Chưa thấy dòng này" in browser.open(f"{LOG}?leaf={leaf}").text
    head = grow()
    page = browser.open(f"{LOG}?leaf={leaf}").text
    assert "Dòng này có trong nhật ký" in page
    assert heads.as_line(log.signed(head)) in page
    assert "64 ký tự" in browser.open(f"{LOG}?leaf=xyz").text


def _leaf_on_receipt(browser):
    browser.open("/gop-y")
    browser.send(kind="comment", subject="Chợ", text="Xin thêm thùng rác ở chợ.", _follow=True)
    found = re.search(r"nhat-ky\?leaf=([0-9a-f]{64})", browser.reply.text)
    assert found, browser.reply.text
    return found[1]


def test_proofs_are_there_for_programs(browser, db, send, grow):
    send()
    first = grow()
    send()
    second = grow()
    told = browser.open(f"{LOG}.json").json
    assert [head["size"] for head in told["heads"]] == [second.size, first.size]
    grown = browser.open(f"{LOG}.json?first={first.size}&second={second.size}").json
    older, newer = (
        (end["size"], bytes.fromhex(end["root"])) for end in (grown["first"], grown["second"])
    )
    assert older[1].hex() == first.root
    assert merkle.is_consistent(older, newer, [bytes.fromhex(step) for step in grown["proof"]])
    assert browser.open(f"{LOG}.json?first=0").status_code == 422
    assert browser.open(f"{LOG}.json?first=1&second=99").status_code == 422
    assert browser.open(f"{LOG}.json?leaf=x").status_code == 422
    assert browser.open(f"{LOG}.json?leaf={'0' * 64}").status_code == 404


def test_inspectors_are_told_the_head_once_a_day(db, send, grow, make_official, settings):
    official = make_official(Role.INSPECTOR, email="thanhtra@example.vn")
    make_official(Role.INSPECTOR, email="")
    assert witnesses.tell_all(db) == 0  # nothing to tell yet
    send()
    head = grow()
    assert (witnesses.tell_all(db), witnesses.tell_all(db)) == (1, 0)
    db.flush()
    (payload,) = waiting(db, witnesses.EFFECT)
    notice = witnesses.notice(db, settings, payload)
    assert notice.to == official.email
    assert heads.read_line(notice.text) == log.signed(db.get(Head, head.number))
    assert db.scalar(select(Event).where(Event.act == "witnessed"))
    official.active = False
    assert witnesses.notice(db, settings, payload) is None


def test_a_head_is_read_however_a_mail_wraps_it(db, send, grow):
    send()
    line = heads.as_line(log.signed(grow()))
    wrapped = "> " + "\n".join([f"Kính gửi, {line[:60]}", line[60:130], line[130:]])
    assert heads.as_line(heads.read_line(wrapped)) == line
    bare = heads.read_line(f"7:{'ab' * 32}")
    assert (bare.stated.size, bare.signature) == (7, "")
    with pytest.raises(ValueError, match="no head"):
        heads.read_line("xin chào")


def test_a_hasty_database_is_refused_at_the_start_and_found_by_the_check(sessions, db, tmp_path):
    refuse_hasty(sessions)
    if db.get_bind().dialect.name != "postgresql":
        return
    with sessions() as session:
        session.connection().exec_driver_sql("SET synchronous_commit = off")

        def hasty_sessions(*, writes=True):
            return session

        with pytest.raises(SystemExit, match="synchronous_commit"):
            refuse_hasty(hasty_sessions)
        found = upkeep.check(session, open_files("", tmp_path))
        assert (found.sound, "synchronous_commit" in found.database) == (False, True)
        session.connection().exec_driver_sql("SET synchronous_commit = on")
