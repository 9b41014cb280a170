"""People who write to a portal that may die under their hands, and send again when it did."""

import http.client
import random
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

SECONDS = 10
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Acknowledged:
    """An item whose receipt was shown."""

    number: str
    code: str
    text: str


@dataclass
class Writer:
    """Somebody who sends one item after another until told to stop; sends again until it is taken.

    Attributes:
        port: where the portal answers.
        stop: set when nobody begins a new item any more.
        taken: the items acknowledged.
        tries: how often something was sent.

    """

    port: int
    stop: threading.Event
    taken: list[Acknowledged] = field(default_factory=list)
    tries: int = 0

    def run(self) -> None:
        """Write until told to stop; then finish what was begun."""
        while not self.stop.is_set():
            self.write()

    def write(self) -> None:
        """Send one item until its receipt is shown."""
        text = f"Bóng đèn {secrets.token_hex(12)} bị hỏng"
        page = self._until(lambda: self._get("/gop-y"))
        sent = {
            "kind": "reflection",
            "subject": "Đèn hỏng",
            "text": text,
            "email": "nguoi.dan@example.vn",
            **{name: value_of(page, name) for name in ("csrf_token", "form_token")},
        }
        receipt = self._until(lambda: self._send(urlencode(sent)))
        number = re.search(r'id="receipt-number"[^>]*>([^<]+)<', receipt)
        code = re.search(r'id="tracking-code"[^>]*>(.*?)</output>', receipt, re.DOTALL)
        assert number, receipt[:500]
        assert code, receipt[:500]
        self.taken.append(Acknowledged(number[1], re.sub(r"<[^>]+>|\s", "", code[1]), text))

    def open(self, code: str) -> str:
        """Return the page a code opens."""
        page = self._get("/tra-cuu")
        body = urlencode({"csrf_token": value_of(page, "csrf_token"), "code": code})
        return self._ask("POST", "/tra-cuu", body)[0]

    def _until(self, act) -> str:
        """Do `act` until the portal lives to answer."""
        while True:
            try:
                return act()
            except (OSError, http.client.HTTPException):
                time.sleep(random.uniform(0.02, 0.2))  # noqa: S311 - patience, not a secret

    def _get(self, path: str) -> str:
        return self._ask("GET", path)[0]

    def _send(self, body: str) -> str:
        self.tries += 1
        _page, cookie = self._ask("POST", "/gop-y", body, expected=303)
        return self._ask("GET", "/gop-y/bien-nhan", cookie=cookie)[0]

    def _ask(
        self, method: str, path: str, body: str = "", cookie: str = "", expected: int = 200
    ) -> tuple[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            headers = (FORM if body else {}) | ({"Cookie": cookie} if cookie else {})
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 500:
            raise ConnectionError(answer.status)  # "try again in a moment" is no acknowledgement
        assert answer.status == expected, (answer.status, page[:2000])
        return page, (answer.getheader("Set-Cookie") or "").partition(";")[0]


def value_of(page: str, name: str) -> str:
    """Return the value of the hidden field `name`."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or re.search(
        rf'value="([^"]*)"[^>]*name="{name}"', page
    )
    assert found, name
    return found[1]
