"""Pages of clerks: sheets of paper, and signers who come or call to confirm."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.cases.downloads import SANDBOX
from portal.errors import Invalid, NotFound
from portal.i18n import N_
from portal.permissions import Action
from portal.petitions import counts, papers
from portal.petitions.desk_forms import SheetForm, StrikeForm, VouchForm
from portal.petitions.models import Petition
from portal.petitions.rules import CONFIRMABLE, State
from portal.petitions.stepping import settings_of
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import attach
from portal.web.media import NewFile
from portal.web.session import LARGEST_ROW, db, files, settings
from portal.web.uploads import read_files

NOBODY = N_("Không có chữ ký nào chờ xác nhận với cách liên hệ này.")
TICK = N_("Xin đối chiếu rồi đánh dấu.")


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the desk."""
    both = ["GET", "POST"]
    bp.add_url_rule("/<int:number>/giay", view_func=paper, methods=both)
    bp.add_url_rule("/<int:number>/giay/<int:sheet_id>", view_func=scan)
    bp.add_url_rule("/<int:number>/giay/<int:sheet_id>/bo", view_func=strike, methods=both)
    bp.add_url_rule("/xac-nhan", view_func=which)
    bp.add_url_rule("/<int:number>/xac-nhan", view_func=vouch, methods=both)


@requires(Action.PETITION_ENTER)
@keeps_text
def paper(number: int) -> ResponseReturnValue:
    """Enter a sheet of paper; list those entered."""
    petition = _open(number)
    form = SheetForm()
    form.offer(settings_of(db()).villages.splitlines())
    if form.validate_on_submit():
        scanned = _scan(form)
        if not form.errors and _enter(petition, form, scanned):
            flash(gettext("Đã nhập %(count)s chữ ký trên giấy.", count=form.count.data))
            return redirect(url_for("petitions_desk.paper", number=number), 303)
    page = render_template(
        "petitions_desk/paper.html",
        petition=petition,
        form=form,
        sheets=papers.sheets(db(), petition),
        count=counts.count(db(), petition),
    )
    return page, form.status()


@requires(Action.PETITION_ENTER)
def scan(number: int, sheet_id: int) -> ResponseReturnValue:
    """Hand out the scan of a sheet."""
    sheet = papers.sheet_by(db(), actor(), _open(number), sheet_id)
    if sheet.stored_as is None:
        raise NotFound
    answer = Response(files().get(sheet.stored_as), mimetype=sheet.media_type)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return attach(answer, sheet.name)


@requires(Action.PETITION_ENTER)
@keeps_text
def strike(number: int, sheet_id: int) -> ResponseReturnValue:
    """Take a sheet out of the count."""
    sheet = papers.sheet_by(db(), actor(), _open(number), sheet_id)
    form = StrikeForm()
    if form.validate_on_submit():
        papers.strike(db(), actor(), sheet, form.reason.data)
        flash(gettext("Tờ này không còn được tính."))
        return redirect(url_for("petitions_desk.paper", number=number), 303)
    page = render_template("petitions_desk/strike.html", sheet=sheet, form=form, number=number)
    return page, form.status()


@requires(Action.PETITION_ENTER)
def which() -> ResponseReturnValue:
    """Lead to the petition somebody at the counter speaks of."""
    number = request.args.get("so", type=int)
    if number is None or number > LARGEST_ROW:
        raise NotFound
    return redirect(url_for("petitions_desk.vouch", number=number), 303)


@requires(Action.PETITION_ENTER)
@keeps_text
def vouch(number: int) -> ResponseReturnValue:
    """Confirm for somebody who stands here or calls."""
    petition = db().get(Petition, number)
    if petition is None or petition.state not in {*CONFIRMABLE, State.PENDING}:
        raise NotFound
    form, found = VouchForm(), None
    if form.validate_on_submit():
        found = papers.find(db(), actor(), petition, form.contact.data, settings=settings())
        if found is None:
            form.contact.errors = [gettext(NOBODY)]
        elif form.sure.data:
            papers.vouch(db(), actor(), found, settings=settings(), files=files())
            flash(gettext("Đã xác nhận. Chữ ký được tính."))
            return redirect(url_for("petitions_desk.vouch", number=number), 303)
        elif "sure" in request.form or request.form.get("shown"):
            form.sure.errors = [gettext(TICK)]
    page = render_template("petitions_desk/vouch.html", petition=petition, form=form, found=found)
    return page, form.status() if form.errors else 200


def _open(number: int) -> Petition:
    found = db().get(Petition, number)
    if found is None or found.state not in {State.OPEN, State.CLOSED}:
        raise NotFound
    return found


def _scan(form: SheetForm) -> NewFile | None:
    arrived = read_files(request.files.getlist("scan"))
    form.scan.errors = [gettext(word.message, **word.values) for word in arrived.refusals]
    return arrived.files[0] if arrived.files else None


def _enter(petition: Petition, form: SheetForm, scanned: NewFile | None) -> bool:
    """Return whether the sheet was entered; what is wrong stands at its field."""
    known = settings_of(db()).villages.splitlines()
    village = form.village.data if form.village.data in known else ""
    try:
        papers.enter(
            db(), actor(), petition,
            count=form.count.data or 0, village=village, scan=scanned,
            settings=settings(), files=files(),
        )  # fmt: skip
    except Invalid as wrong:
        at = form.count if wrong.advice == papers.HOW_MANY else form.scan
        at.errors = [gettext(wrong.advice)]
        return False
    return True
