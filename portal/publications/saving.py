"""What becomes of a check form that was sent: saved, published, or shown again with the reason."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.errors import Invalid, PortalError
from portal.publications import service
from portal.publications.checking import last_editor, show_check
from portal.publications.forms import CheckForm
from portal.publications.models import Publication
from portal.publications.refusals import (
    EditedMeanwhile,
    SecondPersonNeeded,
    TooShort,
    Unconfirmed,
)
from portal.web.access import actor
from portal.web.filters import day
from portal.web.session import db, settings


def save(publication: Publication, form: CheckForm) -> ResponseReturnValue:
    """Save what was typed, publish it when asked to; a refusal stands at its field."""
    # As sent, never as it stands now: a form cut short on its way must not empty a document.
    sent = request.form.get("version", "")
    version = int(sent) if sent.isdecimal() else 0
    try:
        service.edit(
            db(),
            actor(),
            publication.id,
            form.content(),
            version=version,
            four_eyes=settings().four_eyes,
            confirmed=form.confirmed.data,
        )
    except PortalError as refusal:
        return _refused(publication, form, refusal)
    if request.form.get("then") != "publish":
        flash(gettext("Đã lưu."))
        return redirect(url_for("publications_desk.check", publication_id=publication.id), 303)
    return _publish(publication, form)


def _refused(
    publication: Publication, form: CheckForm, refusal: PortalError
) -> ResponseReturnValue:
    """Show the page again with why nothing was saved, at its place."""
    if isinstance(refusal, EditedMeanwhile):
        # Sent again, the form now means "in spite of the other version".
        form.version.data = str(publication.version)
        form.let_go_of({section.anchor for section in publication.sections})
        return show_check(publication, form, refusal.status, last_editor(publication))
    if isinstance(refusal, TooShort):
        form.comments_until.errors = [_lawful(refusal)]
    elif isinstance(refusal, Unconfirmed):
        form.confirmed.errors = [gettext("Chưa lưu. Xin xác nhận các điểm này trước.")]
        return show_check(publication, form, refusal.status, asked=refusal.found)
    elif isinstance(refusal, Invalid):
        form.form_errors.append(gettext(refusal.advice))
    else:
        raise refusal
    return show_check(publication, form, refusal.status)


def _publish(publication: Publication, form: CheckForm) -> ResponseReturnValue:
    """Publish what was just saved, or say who or what it waits for."""
    try:
        service.publish(
            db(),
            actor(),
            publication.id,
            four_eyes=settings().four_eyes,
            confirmed=form.confirmed.data,
        )
    except SecondPersonNeeded:
        flash(gettext("Đã lưu. Bản này chờ một người khác xem lại và công bố."))
        return redirect(url_for("publications_desk.check", publication_id=publication.id), 303)
    except Unconfirmed as refusal:
        form.version.data = str(publication.version)
        form.confirmed.errors = [gettext("Đã lưu, chưa công bố. Xin xác nhận các điểm này trước.")]
        return show_check(publication, form, refusal.status)
    return redirect(url_for("publications.show", slug=publication.slug), 303)


def _lawful(refusal: TooShort) -> Any:
    return gettext(
        "Luật Thực hiện dân chủ ở cơ sở, Điều 28: lấy ý kiến ít nhất 20 ngày. "
        "Sớm nhất là ngày %(day)s.",
        day=day(refusal.first_day),
    )
