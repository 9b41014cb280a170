"""Pages for officials: what citizens think of the counters of their office."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.permissions import Action
from portal.ratings import figures, reports
from portal.web.access import actor, requires
from portal.web.forms import tidy
from portal.web.session import db

bp = Blueprint("ratings_desk", __name__)

LOOK_BACK = timedelta(days=90)


@bp.get("/quan-tri/danh-gia")
@requires(Action.RATING_READ)
def index() -> ResponseReturnValue:
    """Show the scores of the last three months and the words, never fewer than five together."""
    today = clock.today()
    since = today - LOOK_BACK
    counters = figures.counters_read_by(db(), actor())
    rows = [
        {
            "counter": counter,
            "scores": figures.scores(db(), since, today, counter_id=counter.id),
            "words": figures.words(db(), actor(), counter),
        }
        for counter in counters
    ]
    return render_template("ratings_desk/index.html", rows=rows, since=since, today=today)


@bp.get("/quan-tri/danh-gia/ngoai-quy-dinh")
@requires(Action.EXTRA_READ)
def extra() -> ResponseReturnValue:
    """List what people say they were asked for beyond the rules."""
    rows = reports.reports(db(), actor())
    return render_template("ratings_desk/extra.html", rows=rows)


@bp.post("/quan-tri/danh-gia/ngoai-quy-dinh/<int:report_id>")
@requires(Action.EXTRA_SETTLE)
def settle_extra(report_id: int) -> ResponseReturnValue:
    """Write down what came of one of them."""
    reports.settle(db(), actor(), report_id, tidy(request.form.get("outcome", "")))
    flash(gettext("Đã ghi kết quả xem xét."))
    return redirect(url_for("ratings_desk.extra"), 303)
