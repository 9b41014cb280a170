"""Pages for officials: what citizens think of the counters of their office."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.accounts.forms import attempt
from portal.permissions import Action, allowed
from portal.ratings import figures, notes, reports
from portal.ratings.forms import NoteForm
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
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
            "scores": figures.scores(db(), since, today, counter_ids=[counter.id]),
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


@bp.route("/quan-tri/danh-gia/thay-doi", methods=["GET", "POST"])
@requires(Action.CHANGE_TELL)
@keeps_text
def changes() -> ResponseReturnValue:
    """Tell everybody what was changed because of ratings; list what was told."""
    mine = [
        counter
        for counter in figures.counters_read_by(db(), actor())
        if allowed(actor(), Action.CHANGE_TELL, counter)
    ]
    form = NoteForm().offer(mine)
    if attempt(form, lambda: notes.publish(db(), actor(), form.facts())):
        flash(gettext("Đã công bố điều vừa thay đổi."))
        return redirect(url_for("ratings_desk.changes"), 303)
    told = [note for note in notes.notes(db()) if allowed(actor(), Action.CHANGE_TELL, note)]
    return render_template("ratings_desk/changes.html", form=form, notes=told), form.status()


@bp.post("/quan-tri/danh-gia/thay-doi/<int:note_id>/go")
@requires(Action.CHANGE_TELL)
def withdraw_change(note_id: int) -> ResponseReturnValue:
    """Take one of them out of sight."""
    notes.withdraw(db(), actor(), note_id)
    flash(gettext("Đã gỡ."))
    return redirect(url_for("ratings_desk.changes"), 303)
