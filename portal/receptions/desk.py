"""Pages for those who prepare the reception: enter days, see who comes, mark who came."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.accounts.forms import attempt
from portal.errors import NotFound
from portal.permissions import Action
from portal.receptions import service, wording
from portal.receptions.forms import DayForm, OffForm, span
from portal.receptions.rules import MARKS, State
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.session import db, written

bp = Blueprint("receptions_desk", __name__, url_prefix="/quan-tri/tiep-cong-dan")
bp.after_request(private)


@bp.get("")
@requires(Action.RECEPTION_MANAGE)
def index() -> ResponseReturnValue:
    """List the days, and say which month has too few."""
    return render_template(
        "receptions_desk/index.html",
        rows=service.days(db(), actor()),
        short=service.short_months(db()),
        span=span,
        today=clock.today(),
    )


@bp.route("/moi", methods=["GET", "POST"])
@requires(Action.RECEPTION_MANAGE)
@keeps_text
def enter() -> ResponseReturnValue:
    """Enter a day."""
    form = DayForm()
    if attempt(form, lambda: service.enter(db(), actor(), form.facts())):
        flash(gettext("Đã ghi buổi tiếp. Bà con đặt lịch được ngay."))
        return redirect(url_for(".index"), 303)
    return render_template("receptions_desk/enter.html", form=form), form.status()


@bp.get("/<int:day_id>")
@requires(Action.RECEPTION_MANAGE)
def show(day_id: int) -> ResponseReturnValue:
    """Show who comes; that names were looked at is written down before the page is sent."""
    day = service.day_by(db(), actor(), day_id)
    with written() as session:
        service.look(session, actor(), service.day_by(session, actor(), day_id))
    return render_template(
        "receptions_desk/show.html",
        day=day,
        span=span,
        states=wording.STATES,
        tags=wording.TAGS,
        markable=day.held_on <= clock.today() and day.called_off_reason is None,
    )


@bp.post("/luot/<int:turn_id>")
@requires(Action.RECEPTION_MANAGE)
def mark(turn_id: int) -> ResponseReturnValue:
    """Write down whether somebody came."""
    asked = request.form.get("state", "")
    if asked not in MARKS:
        raise NotFound
    turn = service.mark(db(), actor(), turn_id, State(asked))
    return redirect(url_for(".show", day_id=turn.day_id), 303)


@bp.route("/<int:day_id>/huy", methods=["GET", "POST"])
@requires(Action.RECEPTION_MANAGE)
@keeps_text
def call_off(day_id: int) -> ResponseReturnValue:
    """Say that a day does not take place."""
    day = service.day_by(db(), actor(), day_id)
    form = OffForm()
    if attempt(form, lambda: service.call_off(db(), actor(), day, form.reason.data)):
        flash(gettext("Đã báo hoãn trên trang. Xin gọi cho những người đã đặt và để lại số."))
        return redirect(url_for(".show", day_id=day.id), 303)
    page = render_template("receptions_desk/call_off.html", form=form, day=day, span=span)
    return page, form.status()
