"""A process that holds sealed text leaves no core behind when it dies."""

import os
import resource
import signal
import sys

import pytest

from portal import memory

DIE = """
import ctypes, os, resource
from portal.memory import keep_in_memory
os.chdir({folder!r})
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
if {careful}:
    keep_in_memory()
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
    assert ctypes.CDLL(None).prctl(3) == 0 or os.uname().sysname != "Linux"
os.kill(os.getpid(), {number})
"""


def death(folder, *, careful):
    """Return how a process ended that was told to abort: its signal, and whether it left a core."""
    program = DIE.format(folder=str(folder), careful=careful, number=int(signal.SIGABRT))
    pid = os.posix_spawn(sys.executable, [sys.executable, "-c", program], os.environ)
    status = os.waitpid(pid, 0)[1]
    return os.WTERMSIG(status), os.WCOREDUMP(status)


def test_a_careful_process_leaves_no_core(tmp_path):
    assert death(tmp_path, careful=True) == (signal.SIGABRT, False)
    assert list(tmp_path.iterdir()) == []


def test_any_other_process_would_leave_one(tmp_path):
    """The negative control: were no core ever left here, the test above would mean nothing."""
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine leaves no cores")
    number, left = death(tmp_path, careful=False)
    assert number == signal.SIGABRT
    if not left:
        pytest.skip("this machine leaves no cores")


def test_swap_is_told_where_there_is_some(tmp_path, monkeypatch):
    told = tmp_path / "swaps"
    monkeypatch.setattr(memory, "SWAPS", told)
    assert memory.swaps() == []
    told.write_text("Filename\tType\tSize\n/dev/sda2   partition\t8388604\n/swap file 10\n")
    assert memory.swaps() == ["/dev/sda2", "/swap"]
