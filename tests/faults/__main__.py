"""`make faults`: 200 kills under writers on each database; exit 1 when anything was lost."""

import os
import sys
import tempfile
from pathlib import Path

from tests.everything import POSTGRESQL, postgresql_answers
from tests.faults.kills import kill_under_writers
from tests.postgresql import fresh_database

KILLS = 200


def main() -> int:
    """Kill, count, tell, on each database there is; return the exit status for the shell."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    whole = _killed("SQLite", kills, "")
    if not postgresql_answers():
        print(f"left out: PostgreSQL at {POSTGRESQL}")
        return 0 if whole and not os.environ.get("CI") else 1
    with fresh_database(POSTGRESQL) as database:
        whole &= _killed("PostgreSQL", kills, database)
    return 0 if whole else 1


def _killed(name: str, kills: int, database: str) -> bool:
    """Return whether nothing acknowledged was lost on one database."""
    print(f"=== {name}")
    with tempfile.TemporaryDirectory() as folder:
        found = kill_under_writers(
            Path(folder) / "data", kills, seed=20261127, database=database, tell=_tell
        )
    print(
        f"\n{found.kills} kills, {found.acknowledged} receipts after {found.tries} sendings:"
        f" lost {len(found.lost)}, doubled {len(found.doubled)},"
        f" without event {len(found.unrecorded)}; database {'sound' if found.sound else 'broken'}"
    )
    print(found.verified)
    return found.whole and found.acknowledged > 0


def _tell(line: str) -> None:
    print(f"\r{line} …", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
