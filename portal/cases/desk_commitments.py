"""What the offices promised: the list, and each promise with its evidence."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.cases import commitment_lists, commitments, enclosures
from portal.cases.answer_forms import KeepForm, PutOffForm
from portal.cases.answer_models import Commitment
from portal.errors import Invalid
from portal.permissions import Action, allowed
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.session import db, files
from portal.web.uploads import read_files


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the desk."""
    bp.add_url_rule("/cam-ket", view_func=ledger, endpoint="commitments")
    bp.add_url_rule("/cam-ket/<int:commitment_id>", view_func=show, endpoint="commitment")
    bp.add_url_rule(
        "/cam-ket/<int:commitment_id>/xong",
        view_func=keep,
        methods=["POST"],
        endpoint="keep_commitment",
    )
    bp.add_url_rule(
        "/cam-ket/<int:commitment_id>/doi-ngay",
        view_func=put_off,
        methods=["POST"],
        endpoint="put_off_commitment",
    )


@requires(Action.CASE_READ)
def ledger() -> ResponseReturnValue:
    """List what was promised: late, soon due, still open, kept."""
    office_id = request.args.get("co-quan", type=int)
    chosen: dict[str, Any] = {"co-quan": office_id}
    return render_template(
        "cases_desk/commitments.html",
        ledger=commitment_lists.ledger(db(), actor(), office_id, request.args.get("trang", 1, int)),
        offices=[row for row in accounts.offices(db()) if _may_read(row.id)],
        office_id=office_id,
        page_url=lambda page: url_for(".commitments", **chosen, trang=page),
    )


@requires(Action.CASE_READ)
def show(commitment_id: int) -> ResponseReturnValue:
    """Show one promise, and what may be done with it."""
    return _page(commitments.commitment_by(db(), actor(), commitment_id))


@requires(Action.CASE_HANDLE)
@keeps_text
def keep(commitment_id: int) -> ResponseReturnValue:
    """Mark a promise as kept."""
    row = commitments.commitment_by(db(), actor(), commitment_id)
    form = KeepForm()
    arrived = read_files(request.files.getlist("files"))
    refused = [gettext(word.message, **word.values) for word in arrived.refusals]
    if not form.validate_on_submit() or refused:
        form.files.errors = [*form.files.errors, *refused]
        return _page(row, keep=form), form.status()
    kept = (enclosures.keep_file(files(), actor(), row.case, file) for file in arrived.files)
    try:
        commitments.keep(db(), actor(), row, form.evidence.data, kept)
    except Invalid as refusal:
        form.evidence.errors = [gettext(refusal.advice)]
        return _page(row, keep=form), refusal.status
    flash(gettext("Đã ghi việc cam kết đã xong; người đã hỏi được báo tin."))
    return redirect(url_for(".commitment", commitment_id=row.id), 303)


@requires(Action.CASE_APPROVE)
@keeps_text
def put_off(commitment_id: int) -> ResponseReturnValue:
    """Promise a later day."""
    row = commitments.commitment_by(db(), actor(), commitment_id)
    form = PutOffForm()
    if not form.validate_on_submit():
        return _page(row, put_off=form), form.status()
    try:
        commitments.put_off(db(), actor(), row, form.later.data, form.why.data)
    except Invalid as refusal:
        form.later.errors = [gettext(refusal.advice)]
        return _page(row, put_off=form), refusal.status
    flash(gettext("Đã dời ngày; ngày hẹn trước vẫn được giữ, người đã hỏi được báo tin."))
    return redirect(url_for(".commitment", commitment_id=row.id), 303)


def _page(row: Commitment, keep: KeepForm | None = None, put_off: PutOffForm | None = None) -> str:
    running = row.kept_on is None
    return render_template(
        "cases_desk/commitment.html",
        row=row,
        sent=keep or put_off,
        keep=(keep or KeepForm(formdata=None))
        if running and allowed(actor(), Action.CASE_HANDLE, row)
        else None,
        put_off=(put_off or PutOffForm(formdata=None))
        if running and allowed(actor(), Action.CASE_APPROVE, row)
        else None,
        delaying=put_off is not None,
    )


def _may_read(office_id: int) -> bool:
    return allowed(actor(), Action.CASE_READ, Commitment(office_id=office_id))
