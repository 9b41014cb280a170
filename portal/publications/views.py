"""Pages for readers: the list of documents and each document."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts import service as accounts
from portal.errors import NotFound
from portal.permissions import VISITOR, Action, allowed
from portal.publications import catalogue, facets, revisions, service
from portal.publications.catalogue import Filters, Order
from portal.publications.citations import Groups, cited_groups, citing_groups
from portal.publications.comparison import compare as compared
from portal.publications.feed import Feed, as_atom
from portal.publications.metadata import as_csv
from portal.publications.models import Publication, PublicationFile
from portal.publications.paper import set_out
from portal.publications.plain_text import as_text
from portal.publications.refusals import Withdrawn
from portal.publications.rules import Standing, is_open, is_visible
from portal.publications.types import BY_SLUG
from portal.web.access import actor, public
from portal.web.headers import attach, private
from portal.web.session import db, files, settings

bp = Blueprint("publications", __name__)
log = logging.getLogger("portal")

IN_FEED = 50


@bp.get("/van-ban")
@public
def index() -> ResponseReturnValue:
    """List the documents: those open for comment first, then the newest."""
    filters = facets.filters_asked()
    number = request.args.get("trang", 1, type=int)
    page = catalogue.published(db(), actor(), filters, number, order=facets.order_asked())
    return render_template(
        "publications/index.html",
        page=page,
        orders=facets.order_tabs(),
        groups=facets.facet_groups(page, filters),
        narrowed=filters != Filters(),
        table_url=url_for("publications.table", **facets.asked_with()),
        feed_url=url_for("publications.feed", **facets.narrowing(filters)),
        page_url=lambda number: facets.address_with(trang=number),
        **words(),
    )


@bp.get("/van-ban.csv")
@public
def table() -> ResponseReturnValue:
    """Hand out the metadata of the same list as a table (Nghị định 42/2022, Điều 4)."""
    filters, order = facets.filters_asked(), facets.order_asked()
    found = catalogue.every(db(), actor(), filters, order=order)
    answer = Response(as_csv(found, _address_of), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="van-ban.csv")
    answer.headers["Cache-Control"] = "private, no-cache"
    if not allowed(actor(), Action.DESK_READ):
        return answer
    log.info("official %s exported %s documents", actor().official_id, len(found))
    return private(answer)


@bp.get("/van-ban.atom")
@public
def feed() -> ResponseReturnValue:
    """Hand out what was published last as a feed, in Vietnamese, the same for whoever asks."""
    filters = facets.filters_asked()
    found = catalogue.every(db(), VISITOR, filters, order=Order.LATEST, limit=IN_FEED)
    authority = accounts.authority(db())
    # Where nothing is found, the words may be anybody's.
    narrowed = facets.called(filters) if found else ""
    about = Feed(
        title=": ".join(filter(None, (f"Văn bản của {authority.name}", narrowed))),
        author=authority.name,
        site=settings().public_url,
        narrowing=facets.narrowing(filters),
    )
    answer = Response(as_atom(about, found), mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/van-ban/<slug>")
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
    if publication.slug != slug:
        return redirect(url_for("publications.show", slug=publication.slug))
    versions = revisions.visible(db(), actor(), publication)
    page = render_template(
        "publications/show.html",
        publication=publication,
        paper=set_out(publication),
        groups=_citations(publication),
        say=_say_address(publication),
        versions=versions,
        later=_later(versions, publication),
        gone=_gone(publication, versions),
        relying=current_app.extensions["relying"](publication),
        **words(),
    )
    return _guarded(publication, Response(page))


@bp.get("/van-ban/<slug>.txt")
@public
def text(slug: str) -> ResponseReturnValue:
    """Hand out the words of a document as plain text."""
    publication = service.read_publication(db(), actor(), slug)
    words = as_text(publication, _citations(publication), _address_of(publication))
    answer = Response(words, mimetype="text/plain")
    name = f"{publication.slug}.txt"
    attach(answer, name)
    answer.headers["Cache-Control"] = "private, no-cache"
    return _guarded(publication, answer)


@bp.get("/van-ban/<slug>/so-sanh")
@public
def compare(slug: str) -> ResponseReturnValue:
    """Show what this version says otherwise than another, by default the one before it."""
    later = service.read_publication(db(), actor(), slug)
    before = request.args.get("voi", later.revision - 1, type=int)
    versions = revisions.visible(db(), actor(), later)
    readable = (row for row in versions if row.standing is not Standing.WITHDRAWN)
    former = next((row for row in readable if row.revision == before), None)
    if former is None or former is later:
        raise NotFound
    page = render_template(
        "publications/compare.html",
        former=former,
        later=later,
        comparison=compared(former, later),
        **words(),
    )
    answer = _guarded(later, Response(page))
    return _guarded(former, answer)


@bp.get("/van-ban/<slug>/tep/<int:file_id>")
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


def _guarded(publication: Publication, answer: Response) -> Response:
    """Return the answer, marked as private unless everyone may see what it shows."""
    standing = publication.standing
    shown = Standing.PUBLISHED if standing is Standing.SUPERSEDED else standing
    return answer if is_visible(shown, publication.audience) else private(answer)


def _citations(publication: Publication) -> list[Groups]:
    """Return what the document cites and what cites it, as far as the reader may see it."""
    cited = catalogue.cited(db(), actor(), publication)
    citing = catalogue.citing(db(), actor(), publication)
    return [cited_groups(publication, cited), citing_groups(publication, citing)]


def _later(versions: list[Publication], publication: Publication) -> Publication | None:
    """Return the published version that took this one's place, if the reader may see it."""
    shown = (row for row in versions if row.standing is Standing.PUBLISHED)
    found = next(shown, None)
    return found if found and found.revision > publication.revision else None


def _gone(publication: Publication, versions: list[Publication]) -> list[tuple[str, str, str]]:
    """Return anchor, name and address of what stood in former versions and stands no more.

    Links to those sections and tasks lead to the page still; it says where they can be read.
    """
    here = {anchor for anchor, _name in _named(publication)}
    found: dict[str, tuple[str, str, str]] = {}
    for row in versions:
        if row.revision < publication.revision and row.standing is Standing.SUPERSEDED:
            page = url_for("publications.show", slug=row.slug)
            for anchor, name in _named(row):
                if anchor not in here and name:
                    found.setdefault(anchor, (anchor, name, f"{page}#{anchor}"))
    return list(found.values())


def _named(publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield the address and the name of everything one can link to in a document."""
    for section in publication.sections:
        yield section.anchor, " ".join(filter(None, (section.label, section.title)))
    for task in publication.tasks:
        yield task.anchor, task.task


def _address_of(publication: Publication, file: PublicationFile | None = None) -> str:
    """Return where everyone finds the document, or one of its files."""
    path = (
        url_for("publications.file", slug=publication.slug, file_id=file.id)
        if file
        else url_for("publications.show", slug=publication.slug)
    )
    return f"{settings().public_url}{path}"


def _say_address(publication: Publication) -> Any:
    """Return the address of the form about a section, as a function of its anchor."""
    # Asked once for each of perhaps a thousand sections, so the router is asked once for all.
    whole = url_for("cases.write", **{"van-ban": publication.slug})  # type: ignore[arg-type]  # the query

    def say(anchor: str | None = None) -> str:
        return f"{whole}&{urlencode({'muc': anchor})}" if anchor else whole

    return say
