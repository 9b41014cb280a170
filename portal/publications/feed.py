"""A list of documents as an Atom feed (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from portal import clock
from portal.publications.models import Publication
from portal.publications.rules import without_controls
from portal.publications.types import BY_SLUG

ATOM = "http://www.w3.org/2005/Atom"
FOUNDED = "2025"  # a year in which the authority held its name; it only makes the names unique


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a feed is about.

    Attributes:
        title: of the feed.
        author: whose documents these are.
        site: the address citizens see, no slash at its end.
        narrowing: the filters as the address says them.

    """

    title: str
    author: str
    site: str
    narrowing: dict[str, Any]

    def address(self, path: str) -> str:
        """Return the address of `path` with the same filters."""
        return f"{self.site}{path}" + (f"?{urlencode(self.narrowing)}" if self.narrowing else "")

    def name(self, path: str) -> str:
        """Return a name for `path` that stays when pages move (RFC 4151)."""
        return f"tag:{urlsplit(self.site).hostname},{FOUNDED}:{path}"


def as_atom(feed: Feed, publications: Iterable[Publication]) -> bytes:
    """Return the feed.

    Args:
        feed: what it is about.
        publications: public ones only, the latest first.

    """
    shown = list(publications)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    query = urlencode(sorted(feed.narrowing.items()))
    say(root, "id", feed.name(f"/van-ban?{query}" if query else "/van-ban"))
    say(root, "title", feed.title)
    say(root, "updated", instant(max((row.changed_at for row in shown), default=None)))
    say(SubElement(root, "author"), "name", feed.author)
    SubElement(root, "link", rel="self", href=feed.address("/van-ban.atom"))
    SubElement(root, "link", rel="alternate", href=feed.address("/van-ban"))
    for publication in shown:
        _entry(root, feed, publication)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _entry(root: Element, feed: Feed, publication: Publication) -> None:
    entry = SubElement(root, "entry")
    path = f"/van-ban/{publication.slug}"
    kind = BY_SLUG[publication.kind].title
    head = " ".join(filter(None, (kind, publication.number)))
    say(entry, "id", feed.name(path))
    say(entry, "title", f"{head}: {publication.title}")
    say(entry, "updated", instant(publication.changed_at))
    say(entry, "published", instant(publication.published_at))
    say(entry, "summary", publication.title)
    SubElement(entry, "category", term=publication.kind, label=kind)
    SubElement(entry, "link", rel="alternate", type="text/html", href=f"{feed.site}{path}")
    for file in publication.files:
        SubElement(
            entry,
            "link",
            rel="enclosure",
            type=file.media_type,
            length=str(file.size),
            href=f"{feed.site}{path}/tep/{file.id}",
            title=without_controls(file.name),
        )


def say(parent: Element, name: str, text: str) -> None:
    """Add an element of `text` to `parent`."""
    SubElement(parent, name).text = without_controls(text)


def instant(at: datetime | None) -> str:
    """Return `at` as feeds write it; today's beginning when nothing ever happened."""
    # A feed nothing was ever published in still has to say when that was so.
    at = at or clock.now().replace(hour=0, minute=0, second=0)
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
