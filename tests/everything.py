"""Run every test: on SQLite with Chromium, then the same suite on PostgreSQL and Redis.

What a missing service leaves out is said at the end; with CI set, a missing one is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import redis

from portal.publications.importing.ocr import can_read_pictures

ROOT = Path(__file__).parents[1]
POSTGRESQL = os.environ.get("PORTAL_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1/postgres")
REDIS = os.environ.get("PORTAL_TEST_REDIS", "redis://127.0.0.1:6379/9")

WITHOUT_DATABASE = ("qr", "publications/importing")  # once is enough for these


def postgresql_answers() -> bool:
    """Return whether the test server of PostgreSQL can be reached."""
    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def redis_answers() -> bool:
    """Return whether the test server of Redis can be reached."""
    try:
        return bool(redis.from_url(REDIS, socket_connect_timeout=3).ping())
    except redis.RedisError:
        return False


def pytest(title: str, *arguments: str, **environment: str) -> int:
    """Run pytest once under a heading; return its exit status."""
    print(f"\n=== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode


def main() -> int:
    """Run all of it; return the exit status for the shell."""
    failed = False
    services = {
        "Chromium (browser journeys)": shutil.which("chromium") is not None,
        "tesseract with Vietnamese (reading scans)": can_read_pictures(),
        f"PostgreSQL at {POSTGRESQL} (the whole suite once more)": postgresql_answers(),
        f"Redis at {REDIS} (shared rate limits)": redis_answers(),
    }
    left_out = [name for name, answers in services.items() if not answers]
    shared = REDIS if redis_answers() else ""
    failed |= pytest("SQLite, Whoosh, local files", PORTAL_TEST_REDIS=shared) != 0
    if postgresql_answers():
        failed |= (
            pytest(
                "PostgreSQL, Redis",
                *(f"--ignore=tests/{folder}" for folder in WITHOUT_DATABASE),
                PORTAL_TEST_DATABASE=POSTGRESQL,
                PORTAL_TEST_REDIS=shared,
            )
            != 0
        )
    for name in left_out:
        print(f"left out: {name}")
    if left_out and os.environ.get("CI"):
        print("a service is missing, which CI does not forgive")
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
