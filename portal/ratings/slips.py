"""Slips with the one-time code of a visit, as the sheet a clerk prints and cuts."""

from collections.abc import Iterable

from portal.accounts.models import Authority
from portal.config import Settings
from portal.counters import rules, service
from portal.counters.models import Counter
from qr.labels import SLIPS, Label, pdf
from qr.layout import Caption

# Handed to everybody who was served, so in both languages whatever the reader's.
INVITATION = ("Quét mã để đánh giá lần phục vụ này.", "Scan to rate this visit. No name asked.")


def sheet(
    settings: Settings, authority: Authority, counter: Counter, codes: Iterable[str]
) -> bytes:
    """Return the slips of a counter as a PDF."""
    address = service.address_of(settings, counter)
    labels = [
        Label(
            url=f"{address}?ma={rules.shown(code)}",
            title=counter.name,
            code=rules.shown(code),
            lines=INVITATION,
            colour=authority.brand_colour,
        )
        for code in codes
    ]
    title = f"Phiếu mã lượt phục vụ: {counter.name}"
    return pdf(labels, SLIPS, Caption(title=title, author=authority.name))
