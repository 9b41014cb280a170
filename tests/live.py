"""A portal that really runs: its own folder, database, server and worker, on loopback."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 90


@dataclass(frozen=True)
class Live:
    """A running portal: where it answers, where it keeps its things, and how to command it.

    Attributes:
        server: the process that serves pages; the worker is its child.

    """

    url: str
    port: int
    data: Path
    environment: dict[str, str]
    server: subprocess.Popen[bytes] | None = None

    def portal(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the `portal` command against the same data."""
        return subprocess.run(
            [sys.executable, "-m", "portal", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
        )


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = START_SECONDS) -> None:
    """Return when `url` answers; raise when the process ends first or time runs out."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            msg = f"the server ended with {process.returncode}"
            raise RuntimeError(msg)
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    msg = f"{url} does not answer"
    raise TimeoutError(msg)


@contextmanager
def running(
    command: list[str], url: str, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` until the block ends; begin when `url` answers."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(url, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def live_portal(data: Path, *, demo: bool = True, **settings: str) -> Iterator[Live]:
    """Yield a running portal in `data`, with the demonstration authority when `demo`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "PORTAL_DATA": str(data),
        "PORTAL_PUBLIC_URL": url,
        "PORTAL_KEY": secrets.token_hex(32),
        **settings,
    }
    live = Live(url, port, data, environment)
    live.portal("init")
    if demo:
        live.portal("demo")
    command = [sys.executable, "-m", "portal", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with running(command, f"{url}/healthz", environment) as server:
        yield replace(live, server=server)
