"""A form with files that may arrive more than once: its one-time token, and what waits under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext

from portal import clock
from portal.i18n import N_
from portal.web import csrf, tokens, uploads
from portal.web.csrf import STALE
from portal.web.session import files, settings
from portal.web.uploads import Staged

SENT_BEFORE = N_(
    "Mẫu này đã được gửi một lần với nội dung khác; bản gửi trước được giữ nguyên."
    " Muốn gửi nội dung dưới đây thành một ý kiến mới, xin bấm gửi lần nữa."
)


@dataclass(kw_only=True)
class Carried:
    """What came with one try.

    Attributes:
        waiting: the files that arrived, now or in an earlier try.
        refusals: a word about each that was not taken.
        stale: whether the form had to be given another token.
        seconds: how long the form was open, None when its token says nothing.

    """

    waiting: list[Staged]
    refusals: tuple[uploads.Refusal, ...] = ()
    stale: bool = False
    seconds: float | None = None


def carry(form: Any) -> Carried:
    """Take token and files of a form with `form_token`, `shown` and `files`, before it is checked.

    The files are on disk when this returns; those of a token that is too old go on under a new one.
    """
    before, seconds = form.form_token.data or "", None
    try:
        sent = tokens.read_form_token(settings(), before)
    except ValueError:
        form.form_token.data = tokens.new_form_token(settings())
        carried = Carried(waiting=_waiting(form, before), stale=True)
    else:
        seconds = (clock.now() - sent.issued_at).total_seconds()
        carried = Carried(waiting=_waiting(form, sent.text), seconds=seconds)
    if csrf.genuine():  # a form that cannot be taken fills no disk
        earlier = [kept.file for kept in carried.waiting]
        arrived = uploads.read_files(request.files.getlist("files"), already=earlier)
        carried.refusals = arrived.refusals
        token = form.form_token.data
        uploads.stage(files(), settings(), token, [*earlier, *arrived.files])
        carried.waiting = _waiting(form, token)
    return carried


def complain(form: Any, carried: Carried) -> None:
    """Say at its field, after the form was checked, what was wrong with token and files."""
    if carried.stale and not form.csrf_token.errors:
        form.form_token.errors = [gettext(STALE)]
    form.files.errors = [gettext(word.message, **word.values) for word in carried.refusals]
    form.files.too_long = any(word.too_large for word in carried.refusals)


def renew(form: Any, waiting: Sequence[Staged], message: str) -> list[Staged]:
    """Make the form a new one with the same content, and say why; return its files."""
    form.form_token.data = tokens.new_form_token(settings())
    form.form_token.errors = [message]
    token = form.form_token.data
    uploads.stage(files(), settings(), token, [kept.file for kept in waiting])
    return uploads.staged(files(), settings(), token)


def _waiting(form: Any, token: str) -> list[Staged]:
    return uploads.chosen(
        files(),
        settings(),
        token,
        shown=form.shown.data or "",
        kept=request.form.getlist("kept"),
    )
