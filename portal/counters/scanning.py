"""Whether a request for a counter's page is somebody who scanned its code. Pure.

Told from what the request says of itself, kept nowhere. It is no proof: a program that calls itself
a telephone counts as one, and a telephone that calls itself nothing does not.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

MACHINES = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|externalhit|facebookcatalog|whatsapp|telegram|slack|viber/"
    r"|curl|wget|python|okhttp|java/|go-http|libwww|httpclient|monitor|scanner|uptime",
    re.IGNORECASE,
)
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


class Scan(StrEnum):
    """Who asks for the page."""

    PERSON = "person"
    MACHINE = "machine"
    NOBODY = "nobody"  # came from a page of ours, or loaded the page again


def scan_of(headers: Mapping[str, str], host: str) -> Scan:
    """Return who asks, by the request's `headers`; `host` is our own."""
    if _from_us(headers, host) or _again(headers):
        return Scan.NOBODY
    agent = headers.get("User-Agent", "")
    machine = (
        any(headers.get(name) for name in AHEAD)
        or headers.get("Sec-Fetch-Dest", "document") != "document"
        or not agent
        or MACHINES.search(agent)
    )
    return Scan.MACHINE if machine else Scan.PERSON


def _from_us(headers: Mapping[str, str], host: str) -> bool:
    ours = headers.get("Sec-Fetch-Site", "") in {"same-origin", "same-site"}
    return ours or urlsplit(headers.get("Referer", "")).netloc == host != ""


def _again(headers: Mapping[str, str]) -> bool:
    return headers.get("Cache-Control", "") in {"max-age=0", "no-cache"}
