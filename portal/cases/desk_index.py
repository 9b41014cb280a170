"""The list of cases on the desk, and the filters an official keeps for it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField

from portal.cases import desk_list, saved_filters, service
from portal.errors import Invalid
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.session import db

LONGEST_NAME = 60


class SaveForm(PortalForm):
    """Under what name the filter is kept."""

    name = StringField(
        _("Lưu bộ lọc này với tên"),
        validators=[Required(_("Xin đặt tên cho bộ lọc.")), AtMost(LONGEST_NAME)],
    )


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the desk."""
    bp.add_url_rule("/y-kien", view_func=index)
    bp.add_url_rule("/y-kien/bo-loc", view_func=filters)
    bp.add_url_rule("/y-kien/bo-loc", view_func=save_filter, methods=["POST"])
    bp.add_url_rule("/y-kien/bo-loc/<int:filter_id>/bo", view_func=drop_filter, methods=["POST"])


@requires(Action.CASE_READ)
def index() -> ResponseReturnValue:
    """List what the official may read, narrowed by what stands in the address."""
    return _index(SaveForm(formdata=None))


@requires(Action.CASE_READ)
def filters() -> ResponseReturnValue:
    """List the official's own filters."""
    return render_template("cases_desk/filters.html", saved=saved_filters.saved(db(), actor()))


@requires(Action.CASE_READ)
@keeps_text
def save_filter() -> ResponseReturnValue:
    """Keep what the address narrows the list to."""
    form = SaveForm()
    if not form.validate_on_submit():
        return _index(form), form.status()
    taken = desk_list.filter_form(db(), actor(), request.args).taken()
    try:
        saved_filters.save(db(), actor(), form.name.data, taken)
    except Invalid as refusal:
        form.name.errors = [gettext(refusal.advice)]
        return _index(form), refusal.status
    flash(gettext("Đã lưu bộ lọc “%(name)s”.", name=form.name.data))
    return redirect(desk_list.page_url(taken)(1), 303)


@requires(Action.CASE_READ)
def drop_filter(filter_id: int) -> ResponseReturnValue:
    """Forget one of the official's own filters."""
    name = saved_filters.drop(db(), actor(), filter_id)
    flash(gettext("Đã bỏ bộ lọc “%(name)s”.", name=name))
    return redirect(url_for(".filters"), 303)


def _index(saving: SaveForm) -> str:
    form = desk_list.filter_form(db(), actor(), request.args)
    taken = form.taken()
    wanted = desk_list.filters(taken, request.args.get("trang", 1, int))
    counts = service.desk_counts(db(), actor(), wanted)
    return render_template(
        "cases_desk/index.html",
        form=form,
        taken=taken,
        found=service.desk_items(db(), actor(), wanted, counts),
        tabs=desk_list.state_tabs(taken, counts),
        several=desk_list.several_offices(actor()),
        narrowed=bool(taken.keys() & desk_list.MORE),
        page_url=desk_list.page_url(taken),
        saving=saving,
        saved=saved_filters.saved(db(), actor()),
    )
