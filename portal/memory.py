"""Keeping what lies in memory there: no core on a disk, no look from beside; whether swap is on."""

import ctypes
import resource
import sys
from pathlib import Path

SWAPS = Path("/proc/swaps")
PR_SET_DUMPABLE = 4  # linux/prctl.h


def keep_in_memory() -> None:
    """Let no crash of this process write its memory to a disk, nor another process read it.

    The limit also holds for the processes it starts. A kernel that pipes cores to a program does
    not look at the limit, so on Linux the process is made not dumpable besides; each new program
    has to ask for that itself.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def swaps() -> list[str]:
    """Return the files and devices memory may be written to when it runs short."""
    try:
        lines = SWAPS.read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return []
    return [line.split()[0] for line in lines if line.strip()]
