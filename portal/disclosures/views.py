"""Pages for citizens: the register of disclosures and the history of each duty."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import func, select

from portal import clock
from portal.disclosures import duties, figures, register, wording
from portal.disclosures.models import Disclosure, Duty
from portal.disclosures.periods import Rhythm, span_of
from portal.disclosures.register import Row
from portal.disclosures.rules import Outcome
from portal.disclosures.types import GROUPS, OTHERS
from portal.publications.rules import Standing
from portal.web.access import public
from portal.web.session import db

bp = Blueprint("disclosures", __name__, url_prefix="/cong-khai")

QUARTERS = {"quy-1": 1, "quy-2": 2, "quy-3": 3, "quy-4": 4}
MOST_YEARS = 6


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Show each duty with what was published for the period asked for."""
    today = clock.today()
    years = _years(today)
    year = _year_asked(years, today)
    quarter = request.args.get("ky", "") if request.args.get("ky") in QUARTERS else ""
    since, until = window(year, quarter)
    rows = register.public_rows(db(), since, min(until, today))
    return render_template(
        "disclosures/index.html",
        groups=_grouped(rows),
        figures=figures.completeness(rows),
        total=figures.overall(rows),
        year=year,
        years=years,
        period=wording.period_name(_key(year, quarter)),
        tabs=_tabs(year, quarter, today),
        link=document_link,
        **words(),
    )


@bp.get("/<slug>")
@public
def duty(slug: str) -> ResponseReturnValue:
    """Show what was ever published for one duty, where and when."""
    found = duties.public_duty(db(), slug)
    return render_template(
        "disclosures/duty.html",
        duty=found,
        rows=register.duty_rows(db(), found, public=True),
        link=document_link,
        **words(),
    )


def words() -> dict[str, Any]:
    """Return what pages of the register ask again and again."""
    return {"wording": wording, "Outcome": Outcome, "today": clock.today()}


def window(year: int, quarter: str) -> tuple[date, date]:
    """Return the first and last day of a year or of one of its quarters."""
    if quarter:
        span = span_of(Rhythm.QUARTER, f"{year:04d}-Q{QUARTERS[quarter]}")
    else:
        span = span_of(Rhythm.YEAR, f"{year:04d}")
    return span.since or date.min, span.until or date.max


def document_link(disclosure: Disclosure) -> str | None:
    """Return the address of the document of a disclosure, None when there is none to open."""
    linked = disclosure.publication
    if linked is None or linked.standing is Standing.DRAFT:
        return None
    return url_for("publications.show", slug=linked.slug)


def _grouped(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Return the lines by group; within a group what has something to tell comes first."""
    made = []
    for group in GROUPS:
        own = [row for row in rows if (row.duty.group if row.duty else OTHERS) == group.slug]
        if own:
            own.sort(key=lambda row: row.outcome is Outcome.NOTHING)
            made.append((gettext(group.title), own))
    return made


def _years(today: date) -> list[int]:
    """Return the years the register knows, the latest first."""
    first = db().scalar(select(func.min(Duty.owed_from))) or today
    oldest = db().scalar(select(func.min(Disclosure.decided_on))) or today
    return list(range(today.year, min(first.year, oldest.year) - 1, -1))[:MOST_YEARS]


def _year_asked(years: list[int], today: date) -> int:
    asked = request.args.get("nam", today.year, type=int)
    return asked if asked in years else today.year


def _key(year: int, quarter: str) -> str:
    return f"{year}-Q{QUARTERS[quarter]}" if quarter else str(year)


def _tabs(year: int, quarter: str, today: date) -> list[dict[str, Any]]:
    """Return the year and those of its quarters that have begun, as components/tabs takes them."""
    began = [slug for slug in QUARTERS if window(year, slug)[0] <= today]
    return [
        {
            "label": wording.period_name(_key(year, slug)),
            "url": url_for("disclosures.index", nam=year, ky=slug or None),
            "current": slug == quarter,
            "count": None,
        }
        for slug in ("", *began)
    ]
