"""What the address of a list asks for, and the ways offered to narrow it."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.i18n import N_
from portal.permissions import Action, allowed
from portal.publications import catalogue
from portal.publications.catalogue import Filters, Order
from portal.publications.rules import Audience
from portal.publications.types import BY_SLUG, KINDS
from portal.web.access import actor
from portal.web.session import db

# How each filter is called in addresses.
NAMES = {
    "kind": "loai",
    "issuer": "ban-hanh",
    "office": "co-quan",
    "topic": "linh-vuc",
    "year": "nam",
    "audience": "doi-tuong",
}
ORDER = "sap-xep"
ORDERS = {
    Order.NEWEST: N_("Mới ban hành"),
    Order.LATEST: N_("Mới đăng"),
    Order.OLDEST: N_("Cũ nhất trước"),
    Order.NUMBER: N_("Theo số"),
}
AUDIENCES = {Audience.PUBLIC: N_("Mọi người"), Audience.INTERNAL: N_("Nội bộ cơ quan")}


def filters_asked() -> Filters:
    """Return how the address narrows the list; what makes no sense narrows nothing."""
    said = {name: request.args.get(asked, "") for name, asked in NAMES.items()}
    return Filters(
        kind=said["kind"],
        issuer=said["issuer"],
        office=said["office"],
        topic=said["topic"],
        year=request.args.get(NAMES["year"], type=_year),
        audience=request.args.get(NAMES["audience"], type=Audience),
    )


def order_asked() -> Order:
    """Return the order the address asks for; what makes no sense asks for nothing."""
    return request.args.get(ORDER, Order.NEWEST, type=Order)


def address_with(**changes: Any) -> str:
    """Return the address of this list with other filters or another page; None takes one away."""
    endpoint = request.endpoint or "publications.index"
    return url_for(endpoint, **(request.view_args or {}), **asked_with(**changes))


def asked_with(**changes: Any) -> dict[str, Any]:
    """Return what the address asks for, pages aside, with `changes`."""
    kept = {name: value for name, value in request.args.items() if name != "trang"}
    changed = {**kept, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return {name: value for name, value in changed.items() if value not in {None, ""}}


def narrowing(filters: Filters) -> dict[str, Any]:
    """Return `filters` as an address says them, always in one order and nothing else beside."""
    said = {asked: getattr(filters, name) for name, asked in NAMES.items()}
    return {name: value for name, value in said.items() if value}


def called(filters: Filters) -> str:
    """Return `filters` in words, in Vietnamese whoever asks: "Kế hoạch, 2026"; "" for none."""
    offices = {office.slug: office.name for office in accounts.offices(db())}
    topics = catalogue.topic_names(db()) if filters.topic else {}
    said = (
        BY_SLUG[filters.kind].title if filters.kind in BY_SLUG else filters.kind,
        topics.get(filters.topic, filters.topic),
        filters.issuer,
        offices.get(filters.office, filters.office),
        filters.year,
    )
    return ", ".join(str(value) for value in said if value)


def order_tabs() -> list[dict[str, Any]]:
    """Return the orders as the tabs component takes them."""
    current = order_asked()
    return [
        {
            "label": gettext(label),
            "url": address_with(**{ORDER: None if order is Order.NEWEST else order.value}),
            "current": order is current,
            "count": None,
        }
        for order, label in ORDERS.items()
    ]


def facet_groups(page: catalogue.Page, filters: Filters) -> list[dict[str, Any]]:
    """Return the facets of a list as the component takes them; one without values is left out."""
    offices = {office.slug: office.name for office in accounts.offices(db())}
    kinds = {kind.slug: gettext(kind.title) for kind in KINDS}
    audiences = {value.value: gettext(label) for value, label in AUDIENCES.items()}
    years = catalogue.by_year(page.facets["year"])
    groups = [
        _group(gettext("Loại văn bản"), "kind", page.facets["kind"], kinds, filters.kind),
        _group(
            gettext("Lĩnh vực"),
            "topic",
            page.facets["topic"],
            catalogue.topic_names(db()),
            filters.topic,
        ),
        _group(gettext("Cơ quan ban hành"), "issuer", page.facets["issuer"], {}, filters.issuer),
        _group(gettext("Cơ quan đăng"), "office", page.facets["office"], offices, filters.office),
        _group(gettext("Năm"), "year", years, {}, filters.year),
    ]
    if allowed(actor(), Action.DESK_READ):
        said = {value.value: count for value, count in page.facets["audience"].items()}
        groups.append(_group(gettext("Ai được xem"), "audience", said, audiences, filters.audience))
    return [group for group in groups if group["options"]]


def _group(
    title: str, name: str, counts: Any, labels: dict[str, str], current: Any
) -> dict[str, Any]:
    options = [
        {
            "label": labels.get(value, str(value)),
            "url": address_with(**{NAMES[name]: None if value == current else value}),
            "count": count,
            "current": value == current,
        }
        for value, count in counts.items()
    ]
    return {"title": title, "options": options}


def _year(text: str) -> int:
    year = int(text)
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the years a calendar has
        raise ValueError(text)
    return year
