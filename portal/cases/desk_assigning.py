"""The page on which a dispatcher assigns several cases at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.cases import assigning
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.session import db

SUGGESTED = "goi-y"  # each to the office its words speak for


def join(bp: Blueprint) -> None:
    """Add the page to the desk."""
    bp.add_url_rule("/phan-cong", view_func=show, endpoint="assign_many")
    bp.add_url_rule("/phan-cong", view_func=send, methods=["POST"], endpoint="assigned_many")


@requires(Action.CASE_DISPATCH)
def show() -> ResponseReturnValue:
    """List what nobody answers for yet."""
    return render_template(
        "cases_desk/assign.html",
        rows=assigning.waiting(db(), actor()),
        offices=accounts.offices(db()),
        suggested=SUGGESTED,
    )


@requires(Action.CASE_DISPATCH)
def send() -> ResponseReturnValue:
    """Assign what was ticked, to one office or each to the one suggested."""
    rows = {str(row.case.id): row for row in assigning.waiting(db(), actor())}
    chosen = [rows[key] for key in request.form.getlist("chosen") if key in rows]
    gone = len(set(request.form.getlist("chosen"))) - len(chosen)
    to = request.form.get("office", "")
    offices = {str(office.id): office for office in accounts.offices(db())}
    if not chosen or (to != SUGGESTED and to not in offices):
        flash(gettext("Xin đánh dấu ý kiến và chọn một cơ quan. Chưa có gì thay đổi."), "warning")
        return redirect(url_for(".assign_many"), 303)
    done, left = assigning.assign_all(
        db(),
        actor(),
        [(row.case, request.form.get(f"version-{row.case.id}", "")) for row in chosen],
        {
            row.case.id: office
            for row in chosen
            if (office := row.office if to == SUGGESTED else offices[to]) is not None
        },
    )
    if done:
        flash(gettext("Đã phân công %(count)s ý kiến.", count=done))
    if left or gone:
        said = gettext(
            "%(count)s ý kiến chưa phân công: không có gợi ý, hoặc vừa có người làm bước khác.",
            count=len(left) + gone,
        )
        flash(said, "warning")
    return redirect(url_for(".assign_many"), 303)
