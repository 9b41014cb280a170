"""What citizens of the journeys do more than once: write, send, look up."""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys.person import Person

CODE = r"[0-9A-Z]{28}"
WORDS = "Đèn đường trước nhà văn hóa hỏng đã ba tối, trẻ con đi học về rất khó thấy đường."


@dataclass(frozen=True)
class Ticket:
    """What a citizen takes home."""

    number: str
    code: str


def tell(person: Person, mark: str, *, words: str = WORDS, public: bool = False) -> None:
    """Fill in a reflection without sending it."""
    person.open("/gop-y")
    write(person, mark, words)
    if public:
        person.main.locator("[name=publish]").check()


def write(person: Person, mark: str, words: str = WORDS) -> None:
    """Write the words of a reflection into the form that is open."""
    person.main.locator("[name=kind][value=reflection]").check()
    person.fill("text", f"{words} {mark}")
    person.fill("subject", f"Đèn đường hỏng, {mark}")


def send(person: Person) -> Ticket:
    """Send what is filled in; return the receipt's number and code."""
    person.main.locator("form [type=submit]").click()
    expect(person.page.locator("#receipt-number")).to_be_visible()
    code = "".join(person.text_of("#tracking-code").split())
    return Ticket(person.text_of("#receipt-number"), code)


def look_up(person: Person, ticket: Ticket) -> None:
    """Open one's own item with its code."""
    person.open("/tra-cuu")
    person.fill("code", ticket.code)
    person.main.locator("form [type=submit]").click()
    expect(person.main).to_have_attribute("data-state", re.compile("."))


def act(person: Person, name: str, words: str = "", *, part: str = "") -> None:
    """Do one thing to one's own item, or a part: reply, satisfied, dispute, withdraw, consent."""
    form = f"form[action='/tra-cuu/{name}']:has([name=part][value='{part}'])"
    person.unfold(f"{form} button")
    if words:
        person.main.locator(f"{form} [name=words]").fill(words)
    person.main.locator(f"{form} button").click()
