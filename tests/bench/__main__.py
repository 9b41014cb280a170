"""`make bench`: each main public page and one submission against a bare Flask view, in one run.

Prints, for each page, answers a second, milliseconds at the median and the 95th percentile, and how
many bare answers one costs; then what a first visit to each page weighs over the wire.
"""

import gzip
import http.client
import re
import sys
import tempfile
import urllib.request
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urljoin

from tests.bench.load import Figures, ask, repeat
from tests.live import Live, free_port, live_portal, running

SECONDS = 3.0
PAGES = (
    "/",
    "/van-ban",
    "/tim-kiem?q=ke+hoach+dan+chu",
    "/gop-y",
    "/y-kien",
    "/minh-bach",
    "/co-quan",
)
LIMIT_KB = 60
SENDERS = count()


def main() -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        live_portal(Path(folder) / "data", PORTAL_TRUSTED_PROXIES="1") as live,
    ):
        port = free_port()
        command = [sys.executable, "-m", "tests.bench.bare", str(port)]
        with running(command, f"http://127.0.0.1:{port}/", live.environment):
            yardstick = ask(port, "/", SECONDS)
            _speed(live, yardstick)
        _weight(live)


def _speed(live: Live, yardstick: Figures) -> None:
    print(f"\n{'page':34} {'a second':>9} {'median ms':>10} {'p95 ms':>8} {'x bare':>7}")
    _row("a bare Flask view", yardstick, yardstick)
    for page in PAGES:
        _row(page, ask(live.port, page, SECONDS), yardstick)
    document = re.search(r'href="(/van-ban/[^"?#]+)"', _read(live.url + "/van-ban"))
    if document:
        _row("/van-ban/<a document>", ask(live.port, document[1], SECONDS), yardstick)
    _row("form opened and sent (durable)", repeat(live.port, _submit, SECONDS), yardstick)


def _row(name: str, found: Figures, yardstick: Figures) -> None:
    ratio = found.median / yardstick.median if yardstick.median else 0
    failed = f"  {found.failures} failed" if found.failures else ""
    print(f"{name:34} {found.rate:9.0f} {found.median:10.2f} {found.p95:8.2f} {ratio:7.1f}{failed}")


def _submit(connection: http.client.HTTPConnection) -> bool:
    connection.request("GET", "/gop-y")
    page = connection.getresponse().read().decode()
    fields = {name: _value(page, name) for name in ("csrf_token", "form_token")} | {
        "kind": "reflection",
        "subject": "Đèn đường",
        "text": "Đèn đường trước chợ hỏng ba hôm nay.",
    }
    connection.request(
        "POST",
        "/gop-y",
        urlencode(fields),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            # Everybody from an address of their own, as seen through a trusted proxy.
            "X-Forwarded-For": f"10.{next(SENDERS) % 200}.0.1",
        },
    )
    answer = connection.getresponse()
    answer.read()
    return answer.status == 303


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def _weight(live: Live) -> None:
    print(f"\n{'a first visit over the wire':34} {'page':>8} {'all KB':>8}   (at most {LIMIT_KB})")
    for page in PAGES:
        html = _read(live.url + page)
        parts = set(re.findall(r'(?:src|href)="(/(?:tai-san|static)/[^"]+)"', html))
        packed = len(gzip.compress(html.encode(), 6))
        whole = packed + sum(_bytes(urljoin(live.url, part)) for part in parts)
        print(f"{page:34} {packed / 1000:8.1f} {whole / 1000:8.1f}")


def _bytes(url: str) -> int:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return len(answer.read())


def _read(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


main()
