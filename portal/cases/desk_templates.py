"""Templates of answers, and which kinds of item need a head's approval."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.accounts.models import Office
from portal.cases import answer_templates, approval
from portal.cases.answer_forms import ApprovalForm, TemplateForm
from portal.cases.answer_models import AnswerTemplate
from portal.cases.kinds import ALL
from portal.permissions import Action, Scope, allowed, scope_of
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.session import db


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the desk."""
    both = ["GET", "POST"]
    bp.add_url_rule("/mau-tra-loi", view_func=templates)
    bp.add_url_rule("/mau-tra-loi/moi", view_func=create_template, methods=both)
    bp.add_url_rule("/mau-tra-loi/<int:template_id>", view_func=edit_template, methods=both)
    bp.add_url_rule(
        "/mau-tra-loi/<int:template_id>/dung", view_func=retire_template, methods=["POST"]
    )
    bp.add_url_rule("/duyet-tra-loi", view_func=approvals, methods=both)


@requires(Action.TEMPLATE_MANAGE)
def templates() -> ResponseReturnValue:
    """List the templates whoever asks may change."""
    return render_template(
        "cases_desk/templates.html", templates=answer_templates.manageable(db(), actor())
    )


@requires(Action.TEMPLATE_MANAGE)
@keeps_text
def create_template() -> ResponseReturnValue:
    """Keep a new template."""
    form = _form()
    if not form.validate_on_submit():
        page = render_template("cases_desk/template.html", form=form, template=None)
        return page, form.status()
    office = db().get(Office, int(form.office.data)) if form.office.data else None
    answer_templates.create(db(), actor(), office, form.title.data, form.text.data)
    return _done(gettext("Đã thêm mẫu “%(title)s”.", title=form.title.data))


@requires(Action.TEMPLATE_MANAGE)
@keeps_text
def edit_template(template_id: int) -> ResponseReturnValue:
    """Change a template."""
    template = answer_templates.template_by(db(), actor(), template_id)
    form = _form(template)
    form.office.validators = []
    form.office.validate_choice = False
    if not form.validate_on_submit():
        page = render_template("cases_desk/template.html", form=form, template=template)
        return page, form.status()
    answer_templates.edit(db(), actor(), template, form.title.data, form.text.data)
    return _done(gettext("Đã lưu mẫu “%(title)s”.", title=form.title.data))


@requires(Action.TEMPLATE_MANAGE)
def retire_template(template_id: int) -> ResponseReturnValue:
    """Offer a template no more, or again."""
    template = answer_templates.template_by(db(), actor(), template_id)
    active = request.form.get("active") == "1"
    answer_templates.retire(db(), actor(), template, active=active)
    return _done(gettext("Đã lưu mẫu “%(title)s”.", title=template.title))


@requires(Action.OFFICE_MANAGE)
@keeps_text
def approvals() -> ResponseReturnValue:
    """Decide for which kinds a head approves the answers."""
    needed = approval.needed_by_kind(db())
    form = ApprovalForm(data={"kinds": [slug for slug, yes in needed.items() if yes]})
    form.kinds.choices = [(kind.slug, gettext(kind.title)) for kind in ALL]
    if not form.validate_on_submit():
        return render_template("cases_desk/approvals.html", form=form), form.status()
    for slug in needed:
        approval.decide(db(), actor(), slug, needed=slug in form.kinds.data)
    flash(gettext("Đã lưu việc duyệt câu trả lời."))
    return redirect(url_for(".approvals"), 303)


def _form(template: AnswerTemplate | None = None) -> TemplateForm:
    given = {"title": template.title, "text": template.text} if template else {}
    everywhere = scope_of(actor(), Action.TEMPLATE_MANAGE) is Scope.EVERYWHERE
    mine = [
        office
        for office in accounts.offices(db())
        if allowed(actor(), Action.TEMPLATE_MANAGE, AnswerTemplate(office_id=office.id))
    ]
    return TemplateForm(data=given).offer(mine, everybody=everywhere)


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".templates"), 303)
