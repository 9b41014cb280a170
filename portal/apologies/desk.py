"""Pages for officials: the register of letters of apology, and the letter to print."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.forms import attempt
from portal.apologies import rules, service
from portal.apologies.forms import ApologyForm, FinishForm
from portal.apologies.rules import Outcome
from portal.i18n import N_
from portal.permissions import Action, allowed
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.session import db, settings

bp = Blueprint("apologies_desk", __name__, url_prefix="/quan-tri/thu-xin-loi")

OUTCOMES = {
    Outcome.OPEN: N_("chưa đến hẹn"),
    Outcome.KEPT: N_("đúng hẹn lại"),
    Outcome.MISSED: N_("lại trễ"),
}
TAGS = {Outcome.OPEN: "waiting", Outcome.KEPT: "done", Outcome.MISSED: "overdue"}


@bp.get("")
@requires(Action.APOLOGY_READ)
def index() -> ResponseReturnValue:
    """Show the register of a year with what it adds up to."""
    today = clock.today()
    year = request.args.get("nam", today.year, type=int)
    found = service.letters(db(), actor(), year)
    return render_template(
        "apologies_desk/index.html",
        year=year,
        letters=[(one, rules.outcome(one.new_date, one.finished_on, today)) for one in found],
        figures=service.figures(found, today),
        outcomes=OUTCOMES,
        tags=TAGS,
        may_write=allowed(actor(), Action.APOLOGY_WRITE),
        in_time=rules.in_time,
    )


@bp.route("/moi", methods=["GET", "POST"])
@requires(Action.APOLOGY_WRITE)
@keeps_text
def create() -> ResponseReturnValue:
    """Write a letter and lead to the page that prints it."""
    mine = [one for one in accounts.offices(db()) if one.id in actor().offices]
    form = ApologyForm(office_id=actor().home).offer(mine)
    written: list[int] = []

    def write() -> None:
        written.append(service.write(db(), actor(), form.facts(), settings()).id)

    if attempt(form, write):
        return redirect(url_for("apologies_desk.show", letter_id=written[0]), 303)
    return render_template("apologies_desk/letter_form.html", form=form), form.status()


@bp.route("/<int:letter_id>", methods=["GET", "POST"])
@requires(Action.APOLOGY_READ)
@keeps_text
def show(letter_id: int) -> ResponseReturnValue:
    """Show a letter as it is printed; take the day its file was done."""
    letter = service.letter_by(db(), actor(), letter_id)
    form = FinishForm()
    if attempt(form, lambda: service.finish(db(), actor(), letter.id, form.on.data)):
        flash(gettext("Đã ghi ngày có kết quả."))
        return redirect(url_for("apologies_desk.index"), 303)
    page = render_template(
        "apologies_desk/letter.html",
        letter=letter,
        form=form,
        finishes=letter.finished_on is None and allowed(actor(), Action.APOLOGY_WRITE, letter),
    )
    return private(make_response(page, form.status()))
