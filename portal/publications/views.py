"""Pages for readers: the list of documents and each document."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.accounts import service as accounts
from portal.publications import catalogue, service
from portal.publications.catalogue import Filters
from portal.publications.models import Publication, PublicationFile
from portal.publications.paper import set_out
from portal.publications.refusals import Withdrawn
from portal.publications.rules import is_open, is_visible
from portal.publications.types import BY_SLUG, KINDS
from portal.web.access import actor, public
from portal.web.headers import private
from portal.web.session import db, files

bp = Blueprint("publications", __name__, url_prefix="/van-ban")

# How each filter is called in addresses.
NAMES = {"kind": "loai", "office": "co-quan", "year": "nam"}
OLDEST = "cu-nhat"


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """List the documents: those open for comment first, then the newest."""
    filters = filters_asked()
    oldest = request.args.get("sap-xep") == OLDEST
    page = catalogue.published(db(), actor(), filters, _page_asked(), oldest_first=oldest)
    return render_template(
        "publications/index.html",
        page=page,
        oldest=oldest,
        groups=facet_groups(page, filters),
        narrowed=filters != Filters(),
        url=address_with,
        page_url=lambda number: address_with(trang=number),
        **words(),
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show one document, or say who withdrew it, when and why."""
    try:
        publication = service.read_publication(db(), actor(), slug)
    except Withdrawn as gone:
        page = render_template(
            "publications/withdrawn.html", publication=gone.publication, **words()
        )
        return page, gone.status
    page = render_template(
        "publications/show.html",
        publication=publication,
        paper=set_out(publication),
        cited=catalogue.cited(db(), actor(), publication),
        citing=catalogue.citing(db(), actor(), publication),
        say=_say_address(publication),
        **words(),
    )
    return (
        page if is_visible(publication.standing, publication.audience) else private(Response(page))
    )


@bp.get("/<slug>/tep/<int:file_id>")
@public
def file(slug: str, file_id: int) -> ResponseReturnValue:
    """Hand out a file of a document; it is saved, never opened inside our pages."""
    found = service.read_publication_file(db(), actor(), slug, file_id)
    return as_attachment(found, files().get(found.stored_as))


def as_attachment(found: PublicationFile, content: bytes) -> Response:
    """Return the file as an answer no browser runs anything of (UPL-1)."""
    answer = send_file(
        BytesIO(content),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.name,
        etag=found.sha256,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def words() -> dict[str, Any]:
    """Return what pages of documents ask again and again."""
    return {"kinds": BY_SLUG, "today": clock.today(), "is_open": is_open}


def filters_asked() -> Filters:
    """Return how the address narrows the list; what makes no sense narrows nothing."""
    return Filters(
        kind=request.args.get(NAMES["kind"], ""),
        office=request.args.get(NAMES["office"], ""),
        year=request.args.get(NAMES["year"], type=_year),
    )


def address_with(**changes: Any) -> str:
    """Return the address of this list with other filters or another page; None takes one away."""
    kept = {name: value for name, value in request.args.items() if name != "trang"}
    changed = {**kept, **{name.replace("_", "-"): value for name, value in changes.items()}}
    asked = {name: value for name, value in changed.items() if value not in {None, ""}}
    return url_for(request.endpoint or "publications.index", **(request.view_args or {}), **asked)


def facet_groups(page: catalogue.Page, filters: Filters) -> list[dict[str, Any]]:
    """Return the facets of a list as the component takes them."""
    offices = {office.slug: office.name for office in accounts.offices(db())}
    kinds = {kind.slug: gettext(kind.title) for kind in KINDS}
    years = catalogue.by_year(page.facets["year"])
    return [
        _group(gettext("Loại văn bản"), "kind", page.facets["kind"], kinds, filters.kind),
        _group(gettext("Cơ quan đăng"), "office", page.facets["office"], offices, filters.office),
        _group(gettext("Năm"), "year", years, {}, filters.year),
    ]


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


def _say_address(publication: Publication) -> Any:
    """Return the address of the form about a section, as a function of its anchor."""

    def say(anchor: str | None = None) -> str:
        asked: dict[str, Any] = {"van-ban": publication.slug, "muc": anchor}
        return url_for("cases.write", **asked)

    return say


def _page_asked() -> int:
    return request.args.get("trang", 1, type=int)


def _year(text: str) -> int:
    year = int(text)
    if not 1 <= year <= 9999:  # noqa: PLR2004 - the years a calendar has
        raise ValueError(text)
    return year
