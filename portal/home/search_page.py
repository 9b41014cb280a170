"""The page of results, and the same for programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Office
from portal.cases.documents import KIND as ITEMS
from portal.home.searching import Found, Results, Wish, clean
from portal.i18n import N_
from portal.permissions import VISITOR, Actor
from portal.publications import types as publication_kinds
from portal.publications.documents import Place
from search import Order, Segment, mark, snippet

# facet -> parameter of the address
NAMES = {"kind": "loai", "office": "co-quan", "year": "nam", "audience": "doi-tuong"}
EVERYONE, INTERNAL = N_("Mọi người"), N_("Nội bộ cơ quan")
AUDIENCES = {"public": EVERYONE, "internal": INTERNAL}
BY_DATE = "moi-nhat"
LENGTH = 240  # of a passage, in characters
MORE, ALL_MORE = 6, 200  # further sections named below a result; of the one looked into


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One result; see components/result.html."""

    kind: str
    number: str
    title: Markup
    url: str
    snippet: Markup
    section: Markup
    facts: list[str]
    more: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a facet as a link."""

    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """One facet."""

    title: str
    options: list[Option]


def wish_of(args: Mapping[str, str], actor: Actor = VISITOR) -> Wish:
    """Return what `actor` asks for by the address; what makes no sense in it is left aside."""
    page = args.get("trang", "")
    order: Order = "date" if args.get("xep") == BY_DATE else "relevance"
    filters = {facet: clean(args.get(name, "")) for facet, name in NAMES.items()}
    return Wish(
        query=clean(args.get("q", "")),
        filters={facet: value for facet, value in filters.items() if value},
        order=order,
        page=min(int(page), 10_000) if page.isdecimal() and page.isascii() and page != "0" else 1,
        exactly=args.get("exactly") == "1",
        within=clean(args.get("trong", "")),
        actor=actor,
    )


def address(wish: Wish, **changes: Any) -> str:
    """Return the address of `wish` with `changes`: page, order, exactly, or a facet's value."""
    filters = dict(wish.filters) | {k: v for k, v in changes.items() if k in NAMES}
    order = changes.get("order", wish.order)
    asked = {
        "q": changes.get("query", wish.query),
        **{NAMES[facet]: value for facet, value in filters.items()},
        "trong": changes.get("within", wish.within),
        "xep": BY_DATE if order == "date" else None,
        "exactly": "1" if changes.get("exactly", wish.exactly) else None,
        "trang": changes.get("page"),
    }
    wanted = {name: value for name, value in asked.items() if value}
    return f"{url_for('home.search')}?{urlencode(wanted)}" if wanted else url_for("home.search")


def shown(results: Results, wish: Wish) -> list[Shown]:
    """Return the results as the page shows them, words marked as they are written."""
    query = results.page.understood or wish.query
    most = ALL_MORE if wish.within else MORE
    return [_shown(found, query, most) for found in results.found]


def groups(session: Session, results: Results, wish: Wish) -> list[Group]:
    """Return the facets with their counts as links; a chosen value stays even without hits."""
    offices = {row.slug: row.name for row in session.execute(select(Office.slug, Office.name))}
    facets: dict[str, tuple[str, Callable[[str], str]]] = {
        "kind": (_("Loại"), kind_name),
        "office": (_("Cơ quan"), lambda slug: offices.get(slug, slug)),
        "year": (_("Năm"), str),
        "audience": (_("Ai được xem"), lambda value: str(_(AUDIENCES.get(value, value)))),
    }
    found = [
        Group(title=title, options=_options(facet, label, results, wish))
        for facet, (title, label) in facets.items()
    ]
    return [group for group in found if group.options]


def _options(facet: str, label: Callable[[str], str], results: Results, wish: Wish) -> list[Option]:
    chosen = wish.filters.get(facet)
    counts = dict(results.page.facets.get(facet, {}))
    if chosen is not None:
        counts.setdefault(chosen, 0)
    return [
        Option(
            label=label(value),
            url=address(wish, **{facet: "" if value == chosen else value}),
            count=count,
            current=value == chosen,
        )
        for value, count in counts.items()
        if value
    ]


def kind_name(slug: str) -> str:
    """Return the title of a kind of document or of item."""
    if slug == ITEMS:
        return str(_("Ý kiến đã trả lời"))
    kind = publication_kinds.BY_SLUG.get(slug)
    return str(_(kind.title)) if kind else slug


def rows(results: Results, wish: Wish) -> list[dict[str, Any]]:
    """Return the hits for programs; see contract.md."""
    query = results.page.understood or wish.query
    return [
        {
            "title": found.place.title,
            "url": found.place.url_of(found.hit.anchor),
            "kind": found.place.kind,
            "number": found.place.number,
            "office": found.place.office,
            "year": found.place.year,
            "source": found.place.source,
            "section": found.place.section_of(found.hit.anchor),
            "snippet": "".join(segment.text for segment in passage(found, query)),
        }
        for found in results.found
    ]


def answer(results: Results, wish: Wish) -> dict[str, Any]:
    """Return the whole answer for programs."""
    return {
        "total": results.page.total,
        "page": results.number,
        "pages": results.pages,
        "understood": results.page.understood,
        "loose": results.page.loose,
        "suggested": results.page.suggested,
        "rebuilding": results.rebuilding,
        "facets": {name: dict(counts) for name, counts in results.page.facets.items()},
        "hits": rows(results, wish),
    }


def passage(found: Found, query: str) -> tuple[Segment, ...]:
    """Return the words that answer `query` best, from the part that was found."""
    parts = found.place.parts
    best = parts.get(found.hit.anchor)
    if best is None:
        best = next((part for part in parts.values() if part.text.strip()), None)
    return snippet(best.text, query, length=LENGTH) if best else ()


def _shown(found: Found, query: str, most: int) -> Shown:
    place, hit = found.place, found.hit
    return Shown(
        kind=_(place.kind),
        number=place.number,
        title=marked(mark(place.title, query)),
        url=place.url_of(hit.anchor),
        snippet=marked(passage(found, query)),
        section=marked(mark(_section(found, hit.anchor), query)),
        facts=[fact for fact in (place.office, str(place.year), _whose(place)) if fact],
        more=[
            (_section(found, anchor), place.url_of(anchor))
            for anchor in hit.more[:most]
            if _section(found, anchor)
        ],
    )


def _whose(place: Place) -> str:
    """Return a word for officials where not everyone may see `place`."""
    return str(_(INTERNAL)) if place.internal else ""


def _section(found: Found, anchor: str) -> str:
    """Return how a part is called; our own names of parts in the reader's language."""
    name = found.place.section_of(anchor)
    return str(_(name)) if name else ""


def marked(segments: tuple[Segment, ...]) -> Markup:
    """Return the segments as markup: everything escaped, the words looked for in <mark>."""
    pieces = (
        Markup("<mark>{}</mark>").format(segment.text) if segment.marked else escape(segment.text)
        for segment in segments
    )
    return Markup().join(pieces)
