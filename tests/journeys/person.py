"""Somebody at a browser: what they open, read, fill in and press."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Request, StorageState, expect

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000  # milliseconds until a page is taken to be broken
WORKER_SECONDS = 90  # a fresh demonstration gives the worker hundreds of things at once
expect.set_options(timeout=PATIENCE)


class Person:
    """One person with a browser of their own: cookies, size, language."""

    def __init__(self, page: Page, url: str) -> None:
        """Sit down at `page`; what goes wrong behind it is collected in `troubles`."""
        self.page, self.url = page, url
        self.troubles: list[str] = []
        self.status = 0
        page.set_default_timeout(PATIENCE)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.troubles.append(f"script failed: {error}"))
        page.on("request", self._watch)
        page.on("response", self._note)

    @property
    def main(self) -> Locator:
        """The content of the page."""
        return self.page.locator("#main")

    @property
    def state(self) -> str | None:
        """The state the page says its thing is in."""
        return self.main.get_attribute("data-state")

    @property
    def path(self) -> str:
        """The address of the page, without the host."""
        return self.page.url.removeprefix(self.url)

    def open(self, path: str) -> None:
        """Go to an address of the portal."""
        self.page.goto(self.url + path)

    def back(self) -> None:
        """Go back to the page before, which the browser kept as it was left."""
        self.page.go_back(wait_until="commit")
        expect(self.main).to_be_visible()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Press the link called `name` in the content of the page."""
        self.main.get_by_role("link", name=name).first.click()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button called `name` in the content of the page."""
        self.main.get_by_role("button", name=name, exact=isinstance(name, str)).click()

    def fill(self, name: str, words: str) -> None:
        """Write `words` into the field the form calls `name`."""
        self.main.locator(f"[name={name}]").fill(words)

    def unfold(self, holding: str) -> None:
        """Open the fold that holds what `holding` selects, where it is not open anyway."""
        if not self.main.locator(holding).first.is_visible():
            fold = self.main.locator("details", has=self.page.locator(holding))
            fold.locator("summary").first.click()

    def move(self, name: str) -> None:
        """Press the button of the desk that asks for the move `name`."""
        self.main.locator(f"button[name=move][value={name}]").click()

    def choose_file(self, name: str, *files: Path) -> None:
        """Add files to the field the form calls `name`."""
        self.main.locator(f"input[name={name}]").set_input_files(files)

    def sees(self, words: str | re.Pattern[str]) -> None:
        """Fail unless `words` stand in the content of the page."""
        expect(self.main).to_contain_text(words)

    def text_of(self, selector: str) -> str:
        """Return what stands in the one element `selector` finds."""
        return self.page.locator(selector).inner_text().strip()

    def open_until(self, path: str, selector: str) -> Locator:
        """Reload `path` until `selector` finds something: the worker takes its time."""
        until = time.monotonic() + WORKER_SECONDS
        found = self.page.locator(selector)
        while True:
            self.open(path)
            if found.count() or time.monotonic() > until:
                expect(found.first).to_be_attached()
                return found
            time.sleep(0.3)

    def focused(self) -> Locator:
        """Return what has the focus."""
        return self.page.locator(":focus")

    def _listen(self, message) -> None:
        # A page with an error status is one of the portal's answers, and Chromium logs it.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(f"console of {self.page.url}: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", "about:")):
            self.troubles.append(f"asked another host: {request.url}")

    def _note(self, response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status
        elif response.status >= 400:
            self.troubles.append(f"{response.status} for {response.url}")
        if response.status >= 500:
            self.troubles.append(f"{response.status} for {response.url}")


class Visit:
    """Everybody in one test."""

    def __init__(
        self,
        chromium: Browser,
        url: str,
        passwords: Callable[[str], str],
        badges: dict[str, StorageState],
    ) -> None:
        """Let people come to the portal at `url`; `badges` are the sign-ins of earlier tests."""
        self._chromium, self._url, self._passwords = chromium, url, passwords
        self._badges = badges
        self._people: list[Person] = []

    def person(
        self,
        size: tuple[int, int],
        *,
        scripts: bool = True,
        language: str = "vi-VN",
        scheme: str = "light",
        badge: StorageState | None = None,
    ) -> Person:
        """Return somebody with a fresh browser."""
        context = self._chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            locale=language,
            color_scheme=scheme,
            storage_state=badge,
            reduced_motion="reduce",  # where the focus goes, the page is at once
        )
        person = Person(context.new_page(), self._url)
        self._people.append(person)
        return person

    def official(self, user_name: str, size: tuple[int, int], **manner: str) -> Person:
        """Return an official who has signed in, now or in an earlier test."""
        if user_name not in self._badges:
            first = self.sign_in(user_name, size)
            self._badges[user_name] = first.page.context.storage_state()
        return self.person(size, badge=self._badges[user_name], **manner)

    def sign_in(self, user_name: str, size: tuple[int, int]) -> Person:
        """Return an official who has signed in just now."""
        person = self.person(size)
        person.open("/dang-nhap")
        person.fill("user_name", user_name)
        person.fill("password", self._passwords(user_name))
        person.main.locator("form button[type=submit]").click()
        expect(person.page.locator("body.body--desk")).to_be_attached()
        return person

    def close(self) -> None:
        """Send everybody home; fail when something went wrong behind a page."""
        for person in self._people:
            person.page.context.close()
        troubles = [trouble for person in self._people for trouble in person.troubles]
        assert not troubles, "\n".join(troubles)
