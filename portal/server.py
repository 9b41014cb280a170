"""Serving the portal: one web process with threads, and one worker beside it.

Waitress was chosen by measuring (docs/adr/0003): it reads a request whole before a thread takes it,
so slow clients do not hold up others.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import waitress

from portal.app import LARGEST_REQUEST, create_app
from portal.config import Settings

STOP_SECONDS = 10
HOW = {
    "threads": 8,
    "connection_limit": 1_000,  # so that hundreds of slow clients do not keep others out
    "channel_timeout": 60,
    "max_request_body_size": LARGEST_REQUEST + 1_000_000,
    "asyncore_use_poll": True,
    "clear_untrusted_proxy_headers": True,
    "ident": None,
}


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to end; a worker runs as long as the server does."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    app = create_app(settings)
    with _worker(settings):
        waitress.serve(app, host=host, port=port, **HOW)


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    environment = os.environ | {
        "PORTAL_DATA": str(settings.data.resolve()),
        "PORTAL_PUBLIC_URL": settings.public_url,
    }
    command = [sys.executable, "-m", "portal", "work"]
    worker = subprocess.Popen(command, env=environment)  # noqa: S603 - our own command, no words of others
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
