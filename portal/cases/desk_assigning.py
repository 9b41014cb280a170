"""The page on which a dispatcher assigns several cases at once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.cases import assigning
from portal.cases.choosing_forms import AssignManyForm
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.session import db


def join(bp: Blueprint) -> None:
    """Add the page to the desk."""
    bp.add_url_rule("/phan-cong", view_func=show, endpoint="assign_many")
    bp.add_url_rule("/phan-cong", view_func=send, methods=["POST"], endpoint="assigned_many")


@requires(Action.CASE_DISPATCH)
def show() -> ResponseReturnValue:
    """List what nobody answers for yet."""
    return render_template("cases_desk/assign.html", form=_form())


@requires(Action.CASE_DISPATCH)
def send() -> ResponseReturnValue:
    """Assign what was ticked, to one office or each to the one suggested."""
    form = _form()
    if not form.whole:
        flash(gettext("Xin đánh dấu ý kiến và chọn một cơ quan. Chưa có gì thay đổi."), "warning")
        return redirect(url_for(".assign_many"), 303)
    done = assigning.assign_all(db(), actor(), form.taken())
    left = len(set(form.chosen.data)) - done
    if done:
        flash(gettext("Đã phân công %(count)s ý kiến.", count=done))
    if left:
        said = gettext(
            "%(count)s ý kiến chưa phân công: không có gợi ý, hoặc vừa có người làm bước khác.",
            count=left,
        )
        flash(said, "warning")
    return redirect(url_for(".assign_many"), 303)


def _form() -> AssignManyForm:
    return AssignManyForm().offer(assigning.waiting(db(), actor()), accounts.staffed_offices(db()))
