"""`portal unseal` on a machine with nothing but a key, `portal handover` on the portal's."""

import json
import subprocess
import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from portal.files import FolderFiles
from portal.permissions import VISITOR
from portal.sealed import intake, rules
from portal.sealed.commands import handover
from portal.sealed.intake import Sending
from portal.sealed.rules import Content, Enclosed
from portal.web import tokens
from tests.live import ROOT


def portal(*arguments, where, **kwargs):
    environment = {"PATH": "/usr/bin:/bin", "PORTAL_DATA": str(where / "none")}
    return subprocess.run(
        [sys.executable, "-m", "portal", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, **kwargs,
    )  # fmt: skip


@pytest.fixture
def pair(tmp_path):
    """A private key made by the command, and the public half it printed."""
    made = portal(
        "unseal", "--new-key", "--key", str(tmp_path / "rieng.pem"), where=tmp_path, input="\n\n"
    )
    assert made.returncode == 0, made.stderr
    return tmp_path / "rieng.pem", made.stdout.split()[-1]


@pytest.fixture
def bundle(tmp_path, pair):
    content = Content(
        facts={"text": "Ông B nhận tiền."},
        files=(Enclosed(name="../anh.png", media_type="image/png", content=b"\x89PNG\x00"),),
    )
    reply = rules.public_bytes(rules.reply_key("C" * 28)).hex()
    head = {"number": "KIN-ABCDEF", "received_on": "2026-11-27", "reply_key": reply}
    path = tmp_path / "KIN-ABCDEF.sealed"
    path.write_bytes(rules.seal(head, content, bytes.fromhex(pair[1])))
    return path


def test_a_bundle_opens_byte_for_byte(tmp_path, pair, bundle):
    out = tmp_path / "mo"
    opened = portal("unseal", str(bundle), "--key", str(pair[0]), "--to", str(out), where=tmp_path)
    assert opened.returncode == 0, opened.stderr
    assert (out / "KIN-ABCDEF.txt").read_text("utf-8") == "text: Ông B nhận tiền.\n"
    assert (out / "KIN-ABCDEF-1-anh.png").read_bytes() == b"\x89PNG\x00"
    assert not (tmp_path / "none").exists()


def test_the_private_key_is_ours_alone_and_never_written_over(tmp_path, pair):
    assert pair[0].stat().st_mode & 0o077 == 0
    before = pair[0].read_bytes()
    again = portal("unseal", "--new-key", "--key", str(pair[0]), where=tmp_path, input="\n\n")
    assert again.returncode == 1
    assert pair[0].read_bytes() == before


def test_an_answer_is_made_for_the_sender_alone(tmp_path, pair, bundle):
    words = tmp_path / "tra-loi.txt"
    words.write_text("Đã chuyển cơ quan điều tra.", "utf-8")
    made = portal(
        "unseal", str(bundle), "--key", str(pair[0]), "--to", str(tmp_path), "--answer", str(words),
        where=tmp_path,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    sealed = (tmp_path / "KIN-ABCDEF.answer").read_bytes()
    _head, content = rules.unseal(sealed, rules.reply_key("C" * 28))
    assert content.facts["answer"] == "Đã chuyển cơ quan điều tra."


@pytest.mark.parametrize("spoil", ["cut", "other key", "no bundle"])
def test_what_cannot_be_opened_is_said_without_a_traceback(tmp_path, pair, bundle, spoil):
    key = pair[0]
    if spoil == "cut":
        bundle.write_bytes(bundle.read_bytes()[:-9])
    elif spoil == "no bundle":
        bundle.write_bytes(b"PK\x03\x04")
    else:
        key = tmp_path / "khac.pem"
        portal("unseal", "--new-key", "--key", str(key), where=tmp_path, input="\n\n")
    said = portal(
        "unseal", str(bundle), "--key", str(key), "--to", str(tmp_path / "x"), where=tmp_path
    )
    assert said.returncode == 1
    assert said.stderr.startswith("Error: ")
    assert "Traceback" not in said.stderr


@pytest.fixture
def hand_over(db, settings, tmp_path):
    """Run `portal handover` against the database of the test."""
    here = SimpleNamespace(settings=settings, session=lambda **_how: nullcontext(db))
    where = ["--to", str(tmp_path / "out"), "--receiver", "Thanh tra tỉnh"]
    return lambda number: CliRunner().invoke(handover, [number, *where], obj=here)


def test_handing_over_an_item_that_is_not_here_says_so(hand_over):
    result = hand_over("KIN-XXXXXX")
    assert result.exit_code == 1
    assert "no such item here" in result.output


def test_handing_over_writes_the_bundle_and_a_receipt(
    db, settings, tmp_path, key, loc, private_key, hand_over
):
    sending = Sending(
        form_token=tokens.new_form_token(settings), content=Content(facts={"text": "tin báo"})
    )
    files = FolderFiles(settings.data / "files")
    item = intake.receive(db, VISITOR, sending, settings=settings, files=files)
    result = hand_over(item.number)
    assert result.exit_code == 0, result.output
    receipt = json.loads((tmp_path / "out" / f"{item.number}.json").read_text())
    assert receipt["receiver"] == "Thanh tra tỉnh"
    bundle = (tmp_path / "out" / f"{item.number}.sealed").read_bytes()
    assert rules.unseal(bundle, private_key)[1].facts == {"text": "tin báo"}
    assert item.state == "transferred"
