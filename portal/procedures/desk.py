"""Pages for administrators: the working calendar, and the time limits."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock, law
from portal.accounts.forms import attempt
from portal.permissions import Action
from portal.procedures import overview, service, wording
from portal.procedures.forms import DayForm, EndForm, PromiseForm, StrikeForm
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.session import db

bp = Blueprint("procedures_desk", __name__, url_prefix="/quan-tri")
bp.after_request(private)

YEARS_AROUND = 2


@bp.get("/lich-lam-viec")
@requires(Action.CALENDAR_MANAGE)
def days() -> ResponseReturnValue:
    """Show the days off and worked of one year, each with what says so."""
    this_year = clock.today().year
    asked = request.args.get("nam", this_year, int)
    near = range(this_year - YEARS_AROUND, this_year + YEARS_AROUND + 1)
    year = asked if asked in near else this_year
    return render_template(
        "procedures_desk/days.html",
        rows=overview.year(db(), actor(), year),
        year=year,
        tabs=[
            {
                "label": str(one),
                "url": url_for(".days", nam=one),
                "current": one == year,
                "count": None,
            }
            for one in near
        ],
    )


@bp.route("/lich-lam-viec/moi", methods=["GET", "POST"])
@requires(Action.CALENDAR_MANAGE)
@keeps_text
def enter_day() -> ResponseReturnValue:
    """Enter a day by a notice."""
    form = DayForm().offer()
    if attempt(form, lambda: service.enter_day(db(), actor(), form.facts())):
        return _done(
            gettext("Đã ghi ngày này. Các hạn còn mở đang được tính lại."),
            url_for(".days", nam=form.on.data.year),
        )
    return render_template("procedures_desk/day.html", form=form), form.status()


@bp.route("/lich-lam-viec/<int:day_id>/go", methods=["GET", "POST"])
@requires(Action.CALENDAR_MANAGE)
@keeps_text
def strike_day(day_id: int) -> ResponseReturnValue:
    """Take an entry back, after saying what that does."""
    entered = service.day_by(db(), actor(), day_id)
    form = StrikeForm()
    notice = form.notice.data
    if attempt(form, lambda: service.strike_day(db(), actor(), entered, notice)):
        return _done(
            gettext("Đã gỡ. Hạn đã hẹn với người dân không bị rút ngắn."),
            url_for(".days", nam=entered.on.year),
        )
    page = render_template("procedures_desk/strike.html", form=form, entered=entered)
    return page, form.status()


@bp.get("/thoi-han")
@requires(Action.PROCEDURE_MANAGE)
def terms() -> ResponseReturnValue:
    """Show every limit as it stands today, and those the authority set itself."""
    today = clock.today()
    return render_template(
        "procedures_desk/terms.html",
        rows=overview.limits(db(), actor(), today),
        promises=service.promises(db(), actor()),
        titles={term.code: wording.term_title(term) for term in law.terms()},
        today=today,
    )


@bp.route("/thoi-han/moi", methods=["GET", "POST"])
@requires(Action.PROCEDURE_MANAGE)
@keeps_text
def set_term() -> ResponseReturnValue:
    """Let the authority set a limit of its own."""
    today = clock.today()
    form = PromiseForm().offer(overview.terms_on(today), today)
    if form.code.data is None:
        form.code.data = request.args.get("ma", "")
    if attempt(form, lambda: service.set_term(db(), actor(), form.facts())):
        return _done(gettext("Đã ghi thời hạn của cơ quan."), url_for(".terms"))
    return render_template("procedures_desk/term.html", form=form), form.status()


@bp.route("/thoi-han/<int:promise_id>/ket-thuc", methods=["GET", "POST"])
@requires(Action.PROCEDURE_MANAGE)
@keeps_text
def end_term(promise_id: int) -> ResponseReturnValue:
    """Say until when a limit of the authority's own holds."""
    made = service.promise_by(db(), actor(), promise_id)
    form = EndForm()

    def end() -> None:
        service.end_term(db(), actor(), made, form.last_day.data, form.document.data)

    if attempt(form, end):
        return _done(gettext("Đã ghi ngày cuối áp dụng."), url_for(".terms"))
    page = render_template("procedures_desk/end_term.html", form=form, title=_title(made.code))
    return page, form.status()


@bp.context_processor
def words() -> dict[str, Any]:
    """Give the templates their words."""
    return {"wording": wording}


def _title(code: str, on: date | None = None) -> str:
    return wording.term_title(law.term(code, on or clock.today()))


def _done(message: str, url: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url, 303)
