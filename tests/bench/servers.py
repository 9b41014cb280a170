"""`python -m tests.bench.servers`: what decided the choice of the server (docs/adr/0003).

The same bare Flask view behind waitress, gunicorn and granian, in one run: answers a second, and
how many of ten ordinary posts get through while slow clients send their bodies byte by byte.
"""

import contextlib
import os
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.bench.load import ask
from tests.live import free_port, running

SECONDS = 3.0
SLOW = (0, 40, 500)
ORDINARY = 10
PATIENCE = 8


def commands(port: int) -> dict[str, list[str]]:
    """Return how each server is started with eight threads on `port`."""
    python = [sys.executable, "-m"]
    return {
        "waitress": [*python, "tests.bench.bare", str(port)],
        "gunicorn gthread": [
            *python,
            "gunicorn",
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"),
            *("--no-control-socket", "--log-level", "error", "tests.bench.bare:app"),
        ],
        "granian": [
            *python,
            "granian",
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--blocking-threads", "8", "--log-level", "error", "tests.bench.bare:app"),
        ],
    }


def main() -> None:
    """Measure and print."""
    heads = [f"{slow} slow" for slow in SLOW]
    print(f"{'server':18} {'a second':>9} {'x waitress':>11}  posts of 10 through: {heads}")
    first = 0.0
    for name in commands(0):
        port = free_port()
        url = f"http://127.0.0.1:{port}/"
        with running(commands(port)[name], url, dict(os.environ)):
            rate = ask(port, "/", SECONDS).rate
            first = first or rate
            through = [ordinary_posts(port, slow) for slow in SLOW]
        print(f"{name:18} {rate:9.0f} {rate / first:11.2f}  {through}")


def ordinary_posts(port: int, slow: int) -> int:
    """Return how many of ten ordinary posts are answered while `slow` clients dawdle."""
    with contextlib.ExitStack() as stack:
        for _ in range(slow):
            with contextlib.suppress(OSError):
                stack.enter_context(dawdler(port))
        time.sleep(1)
        with ThreadPoolExecutor(ORDINARY) as pool:
            return sum(pool.map(post, [port] * ORDINARY))


@contextlib.contextmanager
def dawdler(port: int) -> Iterator[socket.socket]:
    """Yield a client that has sent half its request and never comes to the end."""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as client:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
        client.sendall(head)
        yield client


def post(port: int) -> bool:
    """Return whether an ordinary post is answered while anybody would still wait."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", data=b"a=1")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    main()
