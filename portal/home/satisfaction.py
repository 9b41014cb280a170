"""How people rate the counters: the page, the file with its dictionary, the screen in the hall."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.counters import editions
from portal.counters import service as counters
from portal.counters.questions import Edition
from portal.home import figures_page, periods, visit_page, visits
from portal.ratings.breakdown import breakdown
from portal.ratings.weighing import RULES
from portal.web.access import public
from portal.web.forms import tidy
from portal.web.headers import attach
from portal.web.session import db

bp = Blueprint("satisfaction", __name__)

USUAL = "quy-nay"


@bp.get("/danh-gia")
@public
def show() -> ResponseReturnValue:
    """Show how visits were rated in a period, everywhere or at one counter."""
    return render_template(
        "satisfaction/show.html",
        report=_report(),
        page=visit_page,
        figures_page=figures_page,
        choices=periods.CHOICES,
        rules=RULES,
    )


@bp.get("/danh-gia.csv")
@public
def as_csv() -> ResponseReturnValue:
    """Give the same as a table for programs."""
    found = _report()
    place = f"-{found.counter.code}" if found.counter else ""
    return _file(visit_page.as_csv(found), f"danh-gia{place}-{found.period.since}.csv")


@bp.get("/danh-gia/tu-dien.csv")
@public
def dictionary() -> ResponseReturnValue:
    """Say what each column of the table means."""
    return _file(visit_page.dictionary_csv(_told_editions()), "danh-gia-tu-dien.csv")


@bp.get("/danh-gia/man-hinh")
@public
def screen() -> ResponseReturnValue:
    """Show today's ratings and what was changed lately, for a screen in the hall."""
    today = clock.today()
    since = periods.last_month(today)[0]
    return render_template(
        "satisfaction/screen.html",
        today=today,
        day=breakdown(db(), today, today),
        month=breakdown(db(), today.replace(day=1), today),
        changes=visits.changes(db(), today, since=since)[:3],
        page=visit_page,
        counters=counters.active_counters(db()),
    )


def _told_editions() -> list[Edition]:
    """Return the editions whose answers may stand in the table: what is being written is not."""
    return [one for one in editions.every(db()) if not editions.is_open(db(), one.number)]


def _report() -> visits.VisitReport:
    slug = request.args.get("ky", USUAL)
    period = periods.period(slug if slug in periods.CHOICES else USUAL, clock.today())
    return visits.report(db(), period, tidy(request.args.get("quay", "")))


def _file(text: str, name: str) -> Response:
    return attach(Response(text, mimetype="text/csv"), name)
