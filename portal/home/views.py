"""Pages that look across every feature."""

from typing import cast

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.service import office_by
from portal.cases import kinds
from portal.cases.explaining import days_of
from portal.home import (
    figures_file,
    figures_page,
    health,
    news,
    office_tree,
    periods,
    promised,
    search_page,
    sitemap,
)
from portal.home import search_feed as following
from portal.home.figures import office_row, report
from portal.home.searching import search as ask
from portal.permissions import VISITOR
from portal.procedures import service as procedures
from portal.publications import catalogue, types
from portal.publications.feed import Feed
from portal.web.access import actor, public
from portal.web.session import db, settings
from search import Index

bp = Blueprint("home", __name__)

EXAMPLE = "kế hoạch dân chủ"
CLOSED = (
    "/quan-tri",
    "/dang-nhap",
    "/thiet-lap",
    "/tra-cuu",
    "/gop-y/",
    "/q/",
    "/tim-kiem",
    "/kien-nghi/chu-ky",
)


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """Show the three doors and what is new."""
    return render_template(
        "home/front.html",
        news=news.news(db()),
        days_left=news.days_left,
        kinds=types.BY_SLUG,
        case_kinds=kinds.BY_SLUG,
        told=figures_page.told,
        example=EXAMPLE,
    )


@bp.get("/tim-kiem")
@public
def search() -> ResponseReturnValue:
    """Show what answers a question."""
    wish = search_page.wish_of(request.args, actor())
    results = ask(db(), _index(), wish)
    return render_template(
        "home/search.html",
        wish=wish,
        names=search_page.NAMES,
        results=results,
        shown=search_page.shown(results, wish),
        groups=search_page.groups(db(), results, wish),
        address=lambda **changes: search_page.address(wish, **changes),
        example=EXAMPLE,
    )


@bp.get("/tim-kiem.json")
@public
def search_json() -> ResponseReturnValue:
    """Give the same answer to programs."""
    wish = search_page.wish_of(request.args, actor())
    return jsonify(search_page.answer(ask(db(), _index(), wish), wish))


@bp.get("/tim-kiem.atom")
@public
def search_feed() -> ResponseReturnValue:
    """Let anybody follow a question: what answers it, the newest first, in Vietnamese."""
    wish = following.public_wish(search_page.wish_of(request.args))
    authority = accounts.authority(db())
    about = Feed(
        title=f"{authority.name}: {wish.query or 'mọi nội dung'}",
        author=authority.name,
        site=settings().public_url,
        narrowing={},
    )
    found = following.as_atom(about, ask(db(), _index(), wish), wish)
    answer = Response(found, mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/minh-bach")
@public
def figures() -> ResponseReturnValue:
    """Show how the authority answers and how people rate it."""
    period = periods.period(request.args.get("ky", ""), clock.today())
    found = report(db(), period)
    return render_template(
        "home/figures.html",
        report=found,
        period=period,
        page=figures_page,
        choices=periods.CHOICES,
        promised=promised.items(promised.promises(db(), period).total),
    )


@bp.get("/minh-bach.csv")
@public
def figures_csv() -> ResponseReturnValue:
    """Give the same figures for spreadsheets."""
    period = periods.period(request.args.get("ky", ""), clock.today())
    answer = Response(figures_file.as_csv(report(db(), period)), mimetype="text/csv")
    name = f"so-lieu-{period.since.isoformat()}-{period.until.isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/co-quan")
@public
def offices() -> ResponseReturnValue:
    """Show who answers for what."""
    return render_template(
        "home/offices.html", tree=office_tree.tree(db()), former=office_tree.former(db())
    )


@bp.get("/co-quan/<slug>")
@public
def office(slug: str) -> ResponseReturnValue:
    """Show one office: what it does, what it published, how it answers."""
    found = office_by(db(), slug=slug)
    period = periods.period(periods.USUAL, clock.today())
    return render_template(
        "home/office.html",
        office=found,
        former=office_tree.is_former(found),
        successor=office_tree.successor(db(), found),
        topics=office_tree.topics_of(db(), found),
        counters=office_tree.counters_of(db(), found),
        documents=catalogue.latest(db(), VISITOR, office_id=found.id),
        kinds=types.BY_SLUG,
        row=office_row(db(), period, found),
        promised=promised.items(promised.of_office(db(), period, found.id)),
        period=period,
        page=figures_page,
    )


@bp.get("/huong-dan")
@public
def guide() -> ResponseReturnValue:
    """Explain in plain words how the portal is used, with the time limits as they stand today."""
    today = clock.today()
    return render_template(
        "home/guide.html",
        example=EXAMPLE,
        answer=days_of(procedures.term(db(), "feedback.answer", today)),
        second_look=days_of(procedures.term(db(), "feedback.second_look", today)),
    )


@bp.get("/quyen-rieng-tu")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept, who sees it and for how long."""
    return render_template("home/privacy.html")


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Say that this process answers; asks nothing of the database."""
    return _plain("ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Say whether this node can serve; 503 names the part that cannot."""
    faults = health.faults(db(), settings())
    return (_plain(", ".join(faults)), 503) if faults else _plain("ok")


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Lead browsers that look in the old place to the drawing."""
    return redirect(url_for("static", filename="img/favicon.svg"), 301)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Tell search engines what is nobody's business but the visitor's."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    return _plain(f"User-agent: *\n{closed}Sitemap: {settings().public_url}/sitemap.xml\n")


@bp.get("/sitemap.xml")
@public
def site_map() -> ResponseReturnValue:
    """Name every public page for search engines."""
    paths = sitemap.paths(db())
    text = render_template("home/sitemap.xml", paths=paths, site=settings().public_url)
    return Response(text, mimetype="application/xml")


def _index() -> Index:
    return cast("Index", current_app.extensions["index"])


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain", headers={"Cache-Control": "no-store"})
