"""What answers a question as an Atom feed (RFC 4287): the newest first, public things only."""

from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement, tostring

from portal.home.search_page import address, passage
from portal.home.searching import Found, Results, Wish
from portal.permissions import VISITOR
from portal.publications.feed import ATOM, Feed, instant, say

PATH = "/tim-kiem"
IN_FEED = 30


def public_wish(wish: Wish) -> Wish:
    """Return `wish` as anybody would have it followed."""
    return replace(wish, order="date", page=1, size=IN_FEED, actor=VISITOR)


def as_atom(feed: Feed, results: Results, wish: Wish) -> bytes:
    """Return what was found for `wish`."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    asked = address(wish, page=None, order="relevance")
    say(root, "id", feed.name(asked))
    say(root, "title", feed.title)
    say(root, "updated", instant(max((found.place.at for found in results.found), default=None)))
    say(SubElement(root, "author"), "name", feed.author)
    SubElement(root, "link", rel="self", href=feed.site + asked.replace(PATH, f"{PATH}.atom", 1))
    SubElement(root, "link", rel="alternate", href=feed.site + asked)
    for found in results.found:
        _entry(root, feed, found, results.page.understood or wish.query)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _entry(root: Element, feed: Feed, found: Found, query: str) -> None:
    place = found.place
    entry = SubElement(root, "entry")
    head = " ".join(filter(None, (place.kind, place.number)))
    say(entry, "id", feed.name(place.url))
    say(entry, "title", f"{head}: {place.title}")
    say(entry, "updated", instant(place.at))
    say(entry, "summary", "".join(segment.text for segment in passage(found, query)))
    url = feed.site + place.url_of(found.hit.anchor)
    SubElement(entry, "link", rel="alternate", type="text/html", href=url)
