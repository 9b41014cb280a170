"""How the installation itself is doing, for its administrator."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.home import health
from portal.permissions import Action
from portal.web.access import requires
from portal.web.session import db, settings

bp = Blueprint("home_desk", __name__)


@bp.get("/quan-tri/he-thong")
@requires(Action.SYSTEM_READ)
def system() -> ResponseReturnValue:
    """Show what waits, what failed, and whether search and mail work."""
    condition = health.condition(db(), settings(), current_app.extensions["index"])
    return render_template("home_desk/system.html", condition=condition)
