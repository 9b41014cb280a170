"""Pages for officials: what citizens think of the counters of their office."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.permissions import Action
from portal.ratings import figures
from portal.web.access import actor, requires
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
