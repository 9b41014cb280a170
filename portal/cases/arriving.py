"""A citizen's form as it comes in: its token, its files, what is wrong, what it amounts to."""

from dataclasses import dataclass

from flask import request
from flask_babel import get_locale, gettext

from portal import clock
from portal.accounts import service as accounts
from portal.cases.forms import WriteForm
from portal.cases.service import Submission
from portal.web import csrf, tokens, uploads
from portal.web.csrf import STALE
from portal.web.forms import tidy
from portal.web.session import db, files, settings
from portal.web.uploads import Staged


@dataclass(kw_only=True)
class Sheet:
    """One form as filled in.

    Attributes:
        waiting: the files that arrived with it, now or in an earlier try.
        seconds: how long the form was open, None when its token says nothing.

    """

    form: WriteForm
    waiting: list[Staged]
    seconds: float | None = None

    def submission(self) -> Submission:
        """Return what is handed in."""
        form = self.form
        return Submission(
            kind=form.kind.data,
            subject=form.subject.data,
            text=form.text.data,
            form_token=form.form_token.data,
            topic=form.topic.data or "",
            counter_token=form.counter.data or "",
            publication=form.publication.data or "",
            section=form.section.data or "",
            name=form.name.data or "",
            phone=form.phone.data or "",
            email=form.email.data or "",
            agreed=form.publish.data,
            files=tuple(found.file for found in self.waiting),
            language=str(get_locale()),
            filled_seconds=self.seconds,
            honeypot=bool(form.website.data),
            insists=form.ordinary.data,
            channel=form.channel.data if "channel" in form else "",
        )


def blank(form_class: type[WriteForm] = WriteForm) -> Sheet:
    """Return a fresh form, filled in as far as the link that led here says."""
    form = form_class(formdata=None)
    form.offer(accounts.topics(db()))
    form.kind.data = _asked("kind") or ("comment" if "van-ban" in request.args else None)
    form.topic.data = _asked("linh-vuc")
    form.publication.data = _asked("van-ban")
    form.section.data = _asked("muc")
    form.counter.data = _asked("quay")
    form.shown.data = ""
    form.form_token.data = tokens.new_form_token(settings())
    return Sheet(form=form, waiting=[])


def read(form_class: type[WriteForm] = WriteForm) -> Sheet:
    """Return the form as sent; its files are on disk before the database is asked anything."""
    form = form_class()
    sheet = Sheet(form=form, waiting=[])
    stale = _read_token(sheet)
    refusals = _take_files(sheet)
    form.offer(accounts.topics(db()))
    form.validate()
    if stale and not form.csrf_token.errors:
        form.form_token.errors = [gettext(STALE)]
    form.files.errors = [gettext(word.message, **word.values) for word in refusals]
    form.files.too_long = any(word.too_large for word in refusals)
    return sheet


def renew(sheet: Sheet, message: str) -> None:
    """Make the form a new one with the same content, and say why."""
    sheet.form.form_token.data = tokens.new_form_token(settings())
    sheet.form.form_token.errors = [message]
    uploads.stage(
        files(), settings(), sheet.form.form_token.data, [kept.file for kept in sheet.waiting]
    )
    sheet.waiting = uploads.staged(files(), settings(), sheet.form.form_token.data)


def _asked(name: str) -> str:
    return str(tidy(request.args.get(name, "")))


def _read_token(sheet: Sheet) -> bool:
    """Take the form's one-time token, or give it a new one; return whether that was needed."""
    field = sheet.form.form_token
    try:
        sent = tokens.read_form_token(settings(), field.data or "")
    except ValueError:
        before = field.data or ""
        field.data = tokens.new_form_token(settings())
        sheet.waiting = _waiting(sheet.form, before)
        return True
    sheet.seconds = (clock.now() - sent.issued_at).total_seconds()
    sheet.waiting = _waiting(sheet.form, sent.text)
    return False


def _take_files(sheet: Sheet) -> tuple[uploads.Refusal, ...]:
    """Put what came with this try beside what came before; return what was not taken."""
    before = [kept.file for kept in sheet.waiting]
    if not csrf.genuine():
        return ()  # a form that cannot be taken fills no disk
    arrived = uploads.read_files(request.files.getlist("files"), already=before)
    token = sheet.form.form_token.data
    uploads.stage(files(), settings(), token, [*before, *arrived.files])
    sheet.waiting = _waiting(sheet.form, token)
    return arrived.refusals


def _waiting(form: WriteForm, token: str) -> list[Staged]:
    return uploads.chosen(
        files(),
        settings(),
        token,
        shown=form.shown.data or "",
        kept=request.form.getlist("kept"),
    )
