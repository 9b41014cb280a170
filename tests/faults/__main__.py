"""`make faults`: 200 kills of server and worker under writers; exit 1 when anything was lost."""

import sys
import tempfile
from pathlib import Path

from tests.faults.kills import kill_under_writers

KILLS = 200


def main() -> int:
    """Kill, count, tell; return the exit status for the shell."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with tempfile.TemporaryDirectory() as folder:
        found = kill_under_writers(Path(folder) / "data", kills, seed=20261127, tell=_tell)
    print(
        f"\n{found.kills} kills, {found.acknowledged} receipts after {found.tries} sendings:"
        f" lost {len(found.lost)}, doubled {len(found.doubled)},"
        f" without event {len(found.unrecorded)}; database {'sound' if found.sound else 'broken'}"
    )
    print(found.verified)
    return 0 if found.whole and found.acknowledged else 1


def _tell(line: str) -> None:
    print(f"\r{line} …", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
