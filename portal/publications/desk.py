"""Pages for editors: read a file, check the reading, publish, withdraw."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.accounts.models import Office
from portal.errors import Invalid, NotFound
from portal.i18n import N_
from portal.permissions import Action
from portal.publications import attachments, catalogue, revising, revisions, service
from portal.publications.checking import check_form, show_check
from portal.publications.doubting import open_doubts
from portal.publications.facets import address_with, facet_groups, filters_asked
from portal.publications.forms import (
    AttachForm,
    ReasonForm,
    RevisionForm,
    UploadForm,
)
from portal.publications.importing import Unreadable
from portal.publications.models import Publication
from portal.publications.refusals import (
    KnownFile,
    TakenElsewhere,
)
from portal.publications.rules import Standing
from portal.publications.saving import save
from portal.publications.views import words
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.session import db, files
from portal.web.uploads import read_files

bp = Blueprint("publications_desk", __name__, url_prefix="/quan-tri/van-ban")

MOST_FIELDS = 20_000  # a plan of 40 pages has some 200 sections and 100 tasks
STANDINGS = {
    Standing.DRAFT: N_("Bản nháp"),
    Standing.PUBLISHED: N_("Đã công bố"),
    Standing.SUPERSEDED: N_("Bản cũ"),
    Standing.WITHDRAWN: N_("Đã gỡ"),
}


@bp.get("")
@requires(Action.PUBLICATION_EDIT)
def index() -> ResponseReturnValue:
    """List what the editor's offices have drafted, published and withdrawn."""
    filters = filters_asked()
    standing = _standing_asked()
    number = request.args.get("trang", 1, type=int)
    page = catalogue.desk_list(db(), actor(), filters, number, standing=standing)
    return render_template(
        "publications_desk/index.html",
        page=page,
        standing=standing,
        standings=STANDINGS,
        counts=catalogue.counts_by_standing(db(), actor()),
        groups=facet_groups(page, filters),
        page_url=lambda number: address_with(trang=number),
        open_doubts=open_doubts,
        **words(),
    )


@bp.route("/moi", methods=["GET", "POST"])
@requires(Action.PUBLICATION_EDIT)
@keeps_text
def add() -> ResponseReturnValue:
    """Read a file into a draft; one that cannot be read is refused with the reason."""
    form = UploadForm().offer(_own_offices())
    if not form.validate_on_submit():
        return render_template("publications_desk/add.html", form=form), form.status()
    sent = form.file.data
    office = db().get_one(Office, form.office.data)
    content = sent.read()
    known = service.imported(db(), content)
    try:
        found = service.import_file(db(), files(), actor(), office, sent.filename, content)
    except (Unreadable, TakenElsewhere) as refusal:
        form.file.errors = [gettext(refusal.advice)]
        return render_template("publications_desk/add.html", form=form), refusal.status
    flash(_said_of(known, found))
    return redirect(url_for("publications_desk.check", publication_id=found.id), 303)


@bp.route("/<int:publication_id>", methods=["GET", "POST"])
@requires(Action.PUBLICATION_EDIT)
@keeps_text
def check(publication_id: int) -> ResponseReturnValue:
    """Put the reading right beside the original, save it, publish it."""
    request.max_form_parts = MOST_FIELDS
    publication = service.read_for_editing(db(), actor(), publication_id)
    if publication.standing in {Standing.WITHDRAWN, Standing.SUPERSEDED}:
        return redirect(url_for("publications.show", slug=publication.slug))
    form = check_form(publication)
    if request.method == "POST" and request.form.get("more"):
        form.add_row(request.form["more"])
        return show_check(publication, form)
    if not form.validate_on_submit():
        return show_check(publication, form, form.status())
    return save(publication, form)


@bp.route("/<int:publication_id>/ban-moi", methods=["GET", "POST"])
@requires(Action.PUBLICATION_EDIT)
@keeps_text
def revise(publication_id: int) -> ResponseReturnValue:
    """Begin the next version of a published document, from a file or from its own words."""
    former = service.read_for_editing(db(), actor(), publication_id)
    waiting = revisions.draft_of(db(), former)
    if waiting is not None:
        flash(gettext("Bản mới của văn bản này đang được chuẩn bị. Đây là bản nháp đó."))
        return redirect(url_for("publications_desk.check", publication_id=waiting.id), 303)
    form = RevisionForm()
    if not form.validate_on_submit():
        page = render_template("publications_desk/revise.html", publication=former, form=form)
        return page, form.status()
    try:
        draft = _begin(former, form)
    except (Unreadable, KnownFile) as refusal:
        form.file.errors = [gettext(refusal.advice)]
        page = render_template("publications_desk/revise.html", publication=former, form=form)
        return page, refusal.status
    flash(gettext("Đây là bản nháp của bản mới. Bản đang công bố vẫn giữ nguyên."))
    return redirect(url_for("publications_desk.check", publication_id=draft.id), 303)


@bp.route("/<int:publication_id>/tep", methods=["GET", "POST"])
@requires(Action.PUBLICATION_EDIT)
@keeps_text
def kept_files(publication_id: int) -> ResponseReturnValue:
    """Put files beside the original, or take them away, while it is a draft."""
    publication = service.read_for_editing(db(), actor(), publication_id)
    form = AttachForm()
    arrived = read_files(request.files.getlist("files"))
    if form.validate_on_submit() and not arrived.refusals:
        try:
            return _change_files(publication, arrived.files)
        except Invalid as refusal:
            form.files.errors = [gettext(refusal.advice)]
    refused = [gettext(row.message, **row.values) for row in arrived.refusals]
    form.files.errors = [*form.files.errors, *refused]
    page = render_template(
        "publications_desk/files.html", publication=publication, form=form, **words()
    )
    return page, form.status()


@bp.route("/<int:publication_id>/go", methods=["GET", "POST"])
@requires(Action.PUBLICATION_PUBLISH)
@keeps_text
def withdraw(publication_id: int) -> ResponseReturnValue:
    """Take a published document away, with a reason everyone can read."""
    publication = service.read_for_editing(db(), actor(), publication_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        page = render_template(
            "publications_desk/withdraw.html", publication=publication, form=form
        )
        return page, form.status()
    service.withdraw(db(), actor(), publication_id, form.reason.data)
    flash(gettext("Đã gỡ văn bản. Địa chỉ cũ nay nói rõ ai gỡ, khi nào và vì sao."))
    return redirect(url_for("publications_desk.index"), 303)


@bp.route("/<int:publication_id>/xoa", methods=["GET", "POST"])
@requires(Action.PUBLICATION_EDIT)
def delete(publication_id: int) -> ResponseReturnValue:
    """Ask once more, then forget a draft."""
    publication = service.read_for_editing(db(), actor(), publication_id)
    if request.method == "GET":
        return render_template("publications_desk/delete.html", publication=publication)
    service.delete_draft(db(), actor(), publication_id)
    flash(gettext("Đã xóa bản nháp. Có thể nhập lại tệp khi cần."))
    return redirect(url_for("publications_desk.index"), 303)


def _begin(former: Publication, form: RevisionForm) -> Publication:
    """Return the draft of the next version, from the file sent or from the former's words."""
    sent = form.file.data
    if not sent:
        return revising.revise_from_text(db(), files(), actor(), former.id)
    return revising.revise_from_file(db(), files(), actor(), former.id, sent.filename, sent.read())


def _change_files(publication: Publication, new: Any) -> ResponseReturnValue:
    """Take away the file whose button was pressed, or put the new ones beside the original."""
    chosen = request.form.get("remove", type=int)
    if chosen is not None:
        attachments.detach(db(), actor(), publication.id, chosen)
        flash(gettext("Đã bỏ tệp."))
    elif new:
        attachments.attach(db(), files(), actor(), publication.id, new)
        flash(gettext("Đã thêm tệp."))
    address = url_for("publications_desk.kept_files", publication_id=publication.id)
    return redirect(address, 303)


def _own_offices() -> list[Office]:
    own = actor().offices
    return [office for office in accounts.offices(db()) if office.id in own]


def _standing_asked() -> Standing:
    try:
        return Standing(request.args.get("tinh-trang", Standing.DRAFT))
    except ValueError:
        raise NotFound from None


def _said_of(known: Publication | None, found: Publication) -> str:
    if known is not None:
        said = N_("Tệp này đã được nhập trước đó. Đây là văn bản đã có.")
    elif found.warnings:
        said = N_("Đã đọc xong. Xin xem các chỗ cần kiểm tra trước khi công bố.")
    else:
        said = N_("Đã đọc xong. Xin so lại với bản gốc trước khi công bố.")
    return str(gettext(said))
