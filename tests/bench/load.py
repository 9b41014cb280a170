"""Asking a server on this machine, again and again, and saying how that went."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

CLIENTS = 4


@dataclass(frozen=True)
class Figures:
    """What one measurement gave: answers a second, and milliseconds at the median and 95 %."""

    rate: float
    median: float
    p95: float
    failures: int


def ask(port: int, path: str, seconds: float, headers: dict[str, str] | None = None) -> Figures:
    """Return how fast `path` is answered to a few clients that keep their connections."""

    def once(connection: http.client.HTTPConnection) -> bool:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        answer.read()
        return answer.status < 400

    return repeat(port, once, seconds)


def repeat(
    port: int, once: Callable[[http.client.HTTPConnection], bool], seconds: float
) -> Figures:
    """Return how fast `once` runs when a few clients repeat it for `seconds`."""
    times: list[float] = []
    failures: list[int] = []
    until = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            if once(connection):
                times.append(time.perf_counter() - begun)
            else:
                failures.append(1)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    times.sort()
    if not times:
        return Figures(0, 0, 0, len(failures))
    return Figures(
        rate=len(times) / spent,
        median=statistics.median(times) * 1000,
        p95=times[int(len(times) * 0.95)] * 1000,
        failures=len(failures),
    )
