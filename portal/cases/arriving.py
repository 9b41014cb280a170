"""A citizen's form as it comes in: its token, its files, what is wrong, what it amounts to."""

from dataclasses import dataclass

from flask import request
from flask_babel import get_locale

from portal.accounts import service as accounts
from portal.cases.forms import WriteForm
from portal.cases.service import Submission
from portal.web import carrying, tokens
from portal.web.forms import tidy
from portal.web.session import db, settings
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
    carried = carrying.carry(form)
    form.offer(accounts.topics(db()))
    form.validate()
    carrying.complain(form, carried)
    return Sheet(form=form, waiting=carried.waiting, seconds=carried.seconds)


def renew(sheet: Sheet, message: str) -> None:
    """Make the form a new one with the same content, and say why."""
    sheet.waiting = carrying.renew(sheet.form, sheet.waiting, message)


def _asked(name: str) -> str:
    return str(tidy(request.args.get(name, "")))
