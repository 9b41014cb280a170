"""Pages for administrators: the list of duties, each with what it rests on, to be confirmed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.forms import attempt
from portal.disclosures import duties
from portal.disclosures.forms import DutyForm, typed_from
from portal.disclosures.types import BY_SLUG
from portal.disclosures.views import words
from portal.permissions import Action
from portal.publications.forms import Mistakes
from portal.web.access import actor, may, requires
from portal.web.csrf import keeps_text
from portal.web.session import db


def join(bp: Blueprint) -> None:
    """Add these pages to the desk of disclosures."""
    both = ["GET", "POST"]
    bp.add_url_rule("/nghia-vu", "duties", index)
    bp.add_url_rule("/nghia-vu/nap", "load", load, methods=["POST"])
    bp.add_url_rule("/nghia-vu/moi", "add_duty", add, methods=both)
    bp.add_url_rule("/nghia-vu/<int:duty_id>", "edit_duty", edit, methods=both)


@requires(Action.DISCLOSURE_READ)
def index() -> ResponseReturnValue:
    """List every duty with its limit, forms, and what each rests on."""
    return render_template(
        "disclosures_desk/duties.html",
        duties=duties.all_duties(db(), actor()),
        groups=BY_SLUG,
        may_manage=may(Action.DISCLOSURE_MANAGE),
        **words(),
    )


@requires(Action.DISCLOSURE_MANAGE)
def load() -> ResponseReturnValue:
    """Add the duties by law that are not there yet."""
    count = duties.load(db(), actor())
    flash(gettext("Đã nạp %(count)s nội dung theo luật.", count=count))
    return redirect(url_for("disclosures_desk.duties"), 303)


@requires(Action.DISCLOSURE_MANAGE)
@keeps_text
def add() -> ResponseReturnValue:
    """Add a duty of the authority's own."""
    form = _form(DutyForm(data=typed_from(None, clock.today())))
    if attempt(form, lambda: duties.add(db(), actor(), form.facts())):
        return _done(gettext("Đã thêm nội dung phải công khai."))
    return _page(form), form.status()


@requires(Action.DISCLOSURE_MANAGE)
@keeps_text
def edit(duty_id: int) -> ResponseReturnValue:
    """Put a duty right, give it to an office, confirm what it rests on."""
    duty = duties.duty_by(db(), actor(), duty_id)
    form = _form(DutyForm(data=typed_from(duties.facts_of(duty), clock.today())))
    if attempt(form, lambda: duties.edit(db(), actor(), duty, form.facts())):
        return _done(gettext("Đã lưu nội dung phải công khai."))
    return _page(form, duty.title), form.status()


def _form(form: DutyForm) -> DutyForm:
    return form.offer(accounts.offices(db()))


def _page(form: DutyForm, title: str | None = None) -> str:
    return render_template(
        "disclosures_desk/duty.html", form=form, title=title, mistakes=Mistakes(form), **words()
    )


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("disclosures_desk.duties"), 303)
