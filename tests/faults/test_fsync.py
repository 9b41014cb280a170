"""No answer leaves before what it promises is on the disk, seen from outside by strace."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from portal import db, migrations
from portal.config import Settings
from portal.keys import CONTACTS
from tests.faults.kills import web_node
from tests.faults.people import Writer
from tests.live import ROOT, free_port

SENDINGS = 12
CALLS = "trace=fsync,fdatasync,recvfrom,sendto"
READ = re.compile(r'recvfrom\(\d+<[^>]*>, "POST /gop-y ')
ANSWER = re.compile(r'sendto\(\d+<[^>]*>, "HTTP/1\.1 303 ')
SYNC = re.compile(r"^(\d+)\s+f(?:data)?sync\(\d+<([^>]*)>")
RESUMED = re.compile(r"^(\d+)\s+<\.\.\. f(?:data)?sync resumed>")


@pytest.fixture
def strace():
    path = shutil.which("strace")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("strace is missing")
        pytest.skip("no strace here: the order of fsync and answer is left out")
    return path


def serve(settings, port, *, hasty):
    """What the traced process does; `hasty` is the negative control: SQLite waits for no disk."""
    if hasty:
        careful = db._prepare_sqlite  # noqa: SLF001 - the control breaks exactly this

        def careless(connection, record):
            careful(connection, record)
            connection.execute("PRAGMA synchronous=OFF")

        db._prepare_sqlite = careless  # noqa: SLF001 - as above
    web_node(settings, port)


def traced(strace, folder, *, hasty):
    """Return what strace saw of a server while somebody sent items one after another."""
    settings = Settings(data=folder / "data")
    settings.data.mkdir()
    migrations.upgrade(settings.database)
    settings.keys.current(CONTACTS)  # made now: the first use of a key is on the disk too
    port, seen = free_port(), folder / "trace"
    program = (
        "from pathlib import Path; from portal.config import Settings;"
        "from tests.faults.test_fsync import serve;"
        f"serve(Settings(data=Path({str(settings.data)!r})), {port}, hasty={hasty})"
    )
    watch = [strace, "-f", "-y", "-qq", "--seccomp-bpf", "-s", "32", "-e", CALLS, "-o", str(seen)]
    command = [*watch, sys.executable, "-c", program]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        writer = Writer(port, threading.Event())
        for _ in range(SENDINGS):
            writer.write()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
    assert len(writer.taken) == SENDINGS
    return seen.read_text("utf-8", "replace").splitlines()


def too_early(lines):
    """Return how many items were answered, and how many of them before the database was synced."""
    answered, early, synced, begun = 0, 0, False, {}
    for line in lines:
        if READ.search(line):
            synced = False
        elif sync := SYNC.search(line):
            begun[sync[1]] = sync[2]
            synced |= line.endswith("= 0") and "portal.db" in sync[2]
        elif resumed := RESUMED.search(line):
            synced |= line.endswith("= 0") and "portal.db" in begun.get(resumed[1], "")
        elif ANSWER.search(line):
            answered += 1
            early += not synced
    return answered, early


def test_what_is_acknowledged_was_on_the_disk_before(strace, tmp_path):
    answered, early = too_early(traced(strace, tmp_path, hasty=False))
    assert (answered >= SENDINGS, early) == (True, 0)


def test_the_look_from_outside_notices_a_database_that_does_not_wait(strace, tmp_path):
    """The negative control: were this to pass, the test above would mean nothing."""
    answered, early = too_early(traced(strace, tmp_path, hasty=True))
    assert answered >= SENDINGS
    assert early == answered
