"""Serving the portal: one web process with threads, and one worker beside it.

Waitress was chosen by measuring (docs/adr/0003): it reads a request whole before a thread takes it,
so slow clients do not hold up others.
"""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import waitress

from portal.app import LARGEST_REQUEST, create_app
from portal.config import Settings
from portal.db import refuse_hasty
from portal.memory import keep_in_memory

log = logging.getLogger("portal")

STOP_SECONDS = 10
MEMORY = Path("/dev/shm")  # noqa: S108 - a large form never touches a disk before it is sealed
PAUSE_SECONDS = 2
HOW = {
    "threads": 8,
    "connection_limit": 1_000,  # so that hundreds of slow clients do not keep others out
    "channel_timeout": 60,
    "max_request_body_size": LARGEST_REQUEST + 1_000_000,
    "asyncore_use_poll": True,
    "ident": None,
}


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to end; a worker runs as long as the server does."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    keep_in_memory()  # sealed text passes through here
    app = create_app(settings)
    refuse_hasty(app.extensions["sessions"])
    signal.signal(signal.SIGTERM, _end)
    tempfile.tempdir = _memory()
    with _worker(settings):
        waitress.serve(
            app,
            host=host,
            port=port,
            # Whoever sits behind a proxy we trust has the proxy's word; others are not heard.
            clear_untrusted_proxy_headers=not settings.trusted_proxies,
            **HOW,
        )


def _memory() -> str | None:
    """Return a folder that is memory, for what is too large while it arrives; None without one."""
    return str(MEMORY) if os.access(MEMORY, os.W_OK) else None


def _end(_number: int, _frame: object) -> None:
    """Leave as on Ctrl-C, so that the worker is ended too."""
    raise SystemExit


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    """Keep one worker running until the block ends; one that dies is followed by another."""
    environment = os.environ | {
        "PORTAL_DATA": str(settings.data.resolve()),
        "PORTAL_PUBLIC_URL": settings.public_url,
    }
    command = [sys.executable, "-m", "portal", "work", "--beside", str(os.getpid())]
    leaving = threading.Event()
    workers: list[subprocess.Popen[bytes]] = []

    def attend() -> None:
        while not leaving.is_set():
            worker = subprocess.Popen(command, env=environment)  # noqa: S603 - our own command, no words of others
            workers.append(worker)
            status = worker.wait()
            if not leaving.wait(PAUSE_SECONDS):
                log.warning("the worker ended with %s and is started again", status)

    attendant = threading.Thread(target=attend, daemon=True)
    attendant.start()
    try:
        yield
    finally:
        leaving.set()
        _stop(workers[-1:])
        attendant.join(STOP_SECONDS)


def _stop(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        worker.terminate()
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
