"""The page that shows which offices pass items on."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.cases.bounces import bounces
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.session import db

DAYS = 90


def join(bp: Blueprint) -> None:
    """Add the page to the desk."""
    bp.add_url_rule("/chuyen-tiep", view_func=show, endpoint="bounces")


@requires(Action.CASE_READ)
def show() -> ResponseReturnValue:
    """Count what was passed on and declined in the last ninety days, office by office."""
    first_day = clock.today() - timedelta(days=DAYS)
    since = clock.end_of(first_day - timedelta(days=1))
    return render_template(
        "cases_desk/bounces.html", rows=bounces(db(), actor(), since), first_day=first_day
    )
