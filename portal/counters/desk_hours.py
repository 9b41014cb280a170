"""Pages for administrators: when the counters are open."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.forms import attempt
from portal.counters import opening, service
from portal.counters.forms import HoursForm
from portal.counters.hours import UNSAID
from portal.counters.models import Counter
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.session import db

bp = Blueprint("hours_desk", __name__, url_prefix="/quan-tri/gio-lam-viec")


@bp.route("", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def everywhere() -> ResponseReturnValue:
    """Write down the hours of every counter that has none of its own."""
    return _edit(None)


@bp.route("/<code>", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def counter(code: str) -> ResponseReturnValue:
    """Write down the hours of one counter."""
    return _edit(service.counter_by(db(), actor(), code))


@bp.post("/<code>/theo-don-vi")
@requires(Action.COUNTER_MANAGE)
def as_everywhere(code: str) -> ResponseReturnValue:
    """Let a counter keep the authority's hours again."""
    opening.forget(db(), actor(), service.counter_by(db(), actor(), code))
    flash(gettext("Quầy theo giờ chung của đơn vị."))
    return redirect(url_for("hours_desk.counter", code=code), 303)


def _edit(found: Counter | None) -> ResponseReturnValue:
    own = opening.kept(db(), found)
    form = HoursForm().offer(own or opening.kept(db(), None) or UNSAID)
    if attempt(form, lambda: opening.keep(db(), actor(), found, form.facts())):
        flash(gettext("Đã lưu giờ làm việc."))
        return redirect(url_for("counters_desk.index"), 303)
    page = render_template("counters_desk/hours.html", form=form, counter=found, own=bool(own))
    return page, form.status()
