"""How the installation itself is doing, for its administrator."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.history.service import record
from portal.home import health
from portal.outbox.service import try_again
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.session import db, settings

bp = Blueprint("home_desk", __name__)


@bp.get("/quan-tri/he-thong")
@requires(Action.SYSTEM_READ)
def system() -> ResponseReturnValue:
    """Show what waits, what failed, and whether search and mail work."""
    condition = health.condition(db(), settings(), current_app.extensions["index"])
    return render_template("home_desk/system.html", condition=condition)


@bp.post("/quan-tri/he-thong/thu-lai")
@requires(Action.SYSTEM_MANAGE)
def again() -> ResponseReturnValue:
    """Try once more what was given up, letters that could not be sent above all."""
    count = try_again(db())
    record(db(), actor(), ("system", 1), "try_again", count=count)
    flash(gettext("Đã xếp lại %(count)s việc để thử tiếp.", count=count))
    return redirect(url_for(".system"), 303)
