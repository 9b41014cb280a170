"""A posting's form as it comes in, its files waiting while the rest is put right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext

from portal import clock
from portal.accounts.facts import Unfit
from portal.disclosures.forms import PostingForm
from portal.disclosures.rules import BY_HAND
from portal.web import tokens, uploads
from portal.web.filters import size
from portal.web.media import NewFile
from portal.web.session import files, settings
from portal.web.uploads import Refusal, Staged


@dataclass(kw_only=True)
class Sheet:
    """One form as filled in, with the files that came with it now or in an earlier try."""

    form: PostingForm
    waiting: list[Staged]

    def kept(self) -> list[dict[str, str]]:
        """Return the waiting files as the file picker shows them."""
        return [
            {"token": one.token, "name": one.name, "size": size(one.size)} for one in self.waiting
        ]

    def new_files(self) -> list[NewFile]:
        """Return the files to be kept."""
        return [one.file for one in self.waiting]

    def attempt(self, act: Callable[[], object]) -> bool:
        """Return whether `act` was done; a refusal stands at its field."""
        try:
            act()
        except Unfit as refusal:
            field = self.form[refusal.field]
            field.errors = [*field.errors, gettext(refusal.advice)]
            return False
        return True


def read_posting(name: str) -> Sheet:
    """Return the form as asked for or as sent; `name` is who fills it in."""
    if request.method != "POST":
        form = PostingForm(started_on=clock.today(), done_by=name, shown="")
        asked = request.args.get("hinh-thuc", "")
        if asked in {one.value for one in BY_HAND}:
            form.form.data = asked
        form.form_token.data = tokens.new_form_token(settings())
        return Sheet(form=form, waiting=[])
    form = PostingForm()
    waiting, refusals = _take_files(form)
    form.validate()
    _refuse(form.files, refusals)
    form.shown.data = ",".join(one.token for one in waiting)
    return Sheet(form=form, waiting=waiting)


def take_proofs(form: Any) -> list[NewFile]:
    """Return the files sent for a posting that is there already; refusals stand at the field."""
    if request.method != "POST":
        return []
    arrived = uploads.read_files(request.files.getlist("files"))
    if not arrived.files or arrived.refusals:
        form.validate()
        _refuse(form.files, arrived.refusals)
        if not arrived.refusals:
            form.files.errors = [gettext("Xin chọn ít nhất một ảnh hoặc tệp.")]
        return []
    return list(arrived.files)


def _take_files(form: PostingForm) -> tuple[list[Staged], tuple[Refusal, ...]]:
    token = _token(form)
    before = _waiting(form, token)
    arrived = uploads.read_files(
        request.files.getlist("files"), already=[one.file for one in before]
    )
    uploads.stage(files(), settings(), token, arrived.files)
    return _waiting(form, token), arrived.refusals


def _token(form: PostingForm) -> str:
    """Return the form's one-time token, a new one when the old says nothing."""
    try:
        return tokens.read_form_token(settings(), form.form_token.data or "").text
    except ValueError:
        form.form_token.data = tokens.new_form_token(settings())
        return str(form.form_token.data)


def _waiting(form: PostingForm, token: str) -> list[Staged]:
    return uploads.chosen(
        files(),
        settings(),
        token,
        shown=form.shown.data or "",
        kept=request.form.getlist("kept"),
    )


def _refuse(field: Any, refusals: tuple[Refusal, ...]) -> None:
    field.errors = [gettext(word.message, **word.values) for word in refusals]
    field.too_long = any(word.too_large for word in refusals)
