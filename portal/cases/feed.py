"""Published items as an Atom feed (RFC 4287) and as JSON: public words, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from portal import clock
from portal.cases.kinds import BY_SLUG
from portal.cases.models import Case
from portal.cases.moderation import is_disputed
from portal.cases.wordings import answered_by
from portal.publications.rules import without_controls

ATOM = "http://www.w3.org/2005/Atom"
FOUNDED = "2025"  # a year in which the authority held its name; it only makes the names unique
PATH = "/y-kien"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a feed is about.

    Attributes:
        site: the address citizens see, no slash at its end.
        narrowing: the filters as the address says them.

    """

    title: str
    author: str
    site: str
    narrowing: dict[str, str]

    def address(self, path: str) -> str:
        """Return the address of `path` with the same filters."""
        return f"{self.site}{path}" + (f"?{urlencode(self.narrowing)}" if self.narrowing else "")

    def name(self, path: str) -> str:
        """Return a name for `path` that stays when pages move (RFC 4151)."""
        return f"tag:{urlsplit(self.site).hostname},{FOUNDED}:{path}"


def as_atom(feed: Feed, cases: Iterable[Case]) -> bytes:
    """Return the feed; `cases` are published ones, the latest answer first."""
    shown = list(cases)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    query = urlencode(sorted(feed.narrowing.items()))
    _say(root, "id", feed.name(f"{PATH}?{query}" if query else PATH))
    _say(root, "title", feed.title)
    _say(
        root,
        "updated",
        _instant(max((row.answered_at for row in shown if row.answered_at), default=None)),
    )
    _say(SubElement(root, "author"), "name", feed.author)
    SubElement(root, "link", rel="self", href=feed.address(f"{PATH}.atom"))
    SubElement(root, "link", rel="alternate", href=feed.address(PATH))
    for case in shown:
        entry = SubElement(root, "entry")
        _say(entry, "id", feed.name(f"{PATH}/{case.number}"))
        _say(entry, "title", case.public_subject or "")
        _say(entry, "updated", _instant(case.answered_at))
        _say(entry, "published", _instant(case.answered_at))
        _say(entry, "summary", case.public_text or "")
        _say(entry, "content", case.public_answer or "")
        SubElement(entry, "category", term=case.kind, label=BY_SLUG[case.kind].title)
        url = f"{feed.site}{PATH}/{case.number}"
        SubElement(entry, "link", rel="alternate", type="text/html", href=url)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def as_rows(feed: Feed, cases: Iterable[Case]) -> dict[str, Any]:
    """Return the same for programs."""
    return {
        "title": feed.title,
        "url": feed.address(PATH),
        "items": [
            {
                "number": case.number,
                "url": f"{feed.site}{PATH}/{case.number}",
                "kind": case.kind,
                "subject": case.public_subject,
                "text": case.public_text,
                "answer": case.public_answer,
                "office": _answering(case),
                "received_on": clock.local_date(case.received_at).isoformat(),
                "answered_on": clock.local_date(case.answered_at).isoformat()
                if case.answered_at
                else None,
                "disputed": is_disputed(case),
                "overdue_on": case.overdue_on.isoformat() if case.overdue_on else None,
            }
            for case in cases
        ],
    }


def _answering(case: Case) -> str | None:
    office = answered_by(case)
    return office.name if office else None


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = without_controls(text)


def _instant(at: datetime | None) -> str:
    # A feed nothing was ever published in still has to say when that was so.
    at = at or clock.now().replace(hour=0, minute=0, second=0)
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
