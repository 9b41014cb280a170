"""Pages for clerks: one-time codes that prove a visit, and how many were served."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from portal import clock
from portal.accounts import service as accounts
from portal.counters.models import Counter
from portal.errors import NotFound
from portal.permissions import Action, allowed
from portal.ratings import proof, slips
from portal.ratings.forms import ServedForm, SlipsForm
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.session import db, settings

bp = Blueprint("visits_desk", __name__, url_prefix="/quan-tri/ma-luot")


@bp.get("")
@requires(Action.VISIT_ISSUE)
def index() -> ResponseReturnValue:
    """List the counters the asker hands out codes for."""
    today = clock.today()
    found = db().scalars(select(Counter).where(Counter.active).order_by(Counter.code))
    served = proof.served(db(), today.replace(day=1), today)
    rows = [
        (counter, served.get(counter.id, 0))
        for counter in found
        if allowed(actor(), Action.VISIT_ISSUE, counter)
    ]
    return render_template("visits_desk/index.html", rows=rows, today=today)


@bp.get("/<code>")
@requires(Action.VISIT_ISSUE)
def counter(code: str) -> ResponseReturnValue:
    """Show the two forms of one counter."""
    return _page(_counter(code), SlipsForm(), ServedForm(on=clock.today()))


@bp.post("/<code>/in")
@requires(Action.VISIT_ISSUE)
@keeps_text
def issue(code: str) -> ResponseReturnValue:
    """Give a sheet of fresh codes as a PDF; each sheet has others."""
    found, form = _counter(code), SlipsForm()
    if not form.validate():
        return _page(found, form, ServedForm(formdata=None, on=clock.today())), form.status()
    codes = proof.issue(db(), actor(), found, form.count.data, settings())
    content = slips.sheet(settings(), accounts.authority(db()), found, codes)
    answer = private(Response(content, mimetype="application/pdf"))
    name = f"ma-luot-{found.code}-{clock.today()}.pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.post("/<code>/phuc-vu")
@requires(Action.VISIT_ISSUE)
@keeps_text
def count_served(code: str) -> ResponseReturnValue:
    """Write down how many were served on a day."""
    found, form = _counter(code), ServedForm()
    if not form.validate():
        return _page(found, SlipsForm(formdata=None), form), form.status()
    proof.count_served(db(), actor(), found, form.on.data, form.visits.data)
    flash(gettext("Đã ghi số lượt phục vụ."))
    return redirect(url_for("visits_desk.counter", code=code), 303)


def _counter(code: str) -> Counter:
    found = db().scalar(select(Counter).where(Counter.code == code, Counter.active))
    if found is None or not allowed(actor(), Action.VISIT_ISSUE, found):
        raise NotFound
    return found


def _page(found: Counter, slips_form: SlipsForm, served_form: ServedForm) -> Response:
    page = render_template(
        "visits_desk/counter.html", counter=found, slips=slips_form, served=served_form
    )
    return make_response(page)
