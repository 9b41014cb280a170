"""The words suggestions rest on: each list, what came with the portal, what the authority made."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField

from portal.accounts import service as accounts
from portal.cases import noticing, phrases, suggesting, wording
from portal.cases.kinds import ALL
from portal.cases.suggesting import Proposal
from portal.errors import Invalid, NotFound
from portal.i18n import N_
from portal.permissions import Action
from portal.triage.rules import Sensitive, built_in
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.session import db

LONGEST_TRIED = 5_000
SENSITIVE = {
    "denunciation": N_("Tố cáo, nói thẳng"),
    "accusation": N_("Lời cáo buộc"),
    "accused": N_("Người bị cáo buộc"),
    "complaint": N_("Khiếu nại"),
}


class PhraseForm(PortalForm):
    """One more phrase."""

    phrase = StringField(
        _("Thêm từ, cụm từ hoặc địa danh"),
        validators=[Required(_("Xin gõ cụm từ.")), AtMost(phrases.LONGEST)],
    )


class TryForm(PortalForm):
    """A text to see what it would seem to be."""

    text = TextAreaField(
        _("Thử một ý kiến"),
        validators=[Required(_("Xin gõ vài dòng để thử.")), AtMost(LONGEST_TRIED)],
        render_kw={"rows": 3},
    )


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the desk."""
    bp.add_url_rule("/tu-goi-y", view_func=show, endpoint="phrases")
    bp.add_url_rule("/tu-goi-y", view_func=add, endpoint="add_phrase", methods=["POST"])
    for path, view in (("bo-qua", leave_out), ("thu", try_out), ("<int:entry_id>/go", strike)):
        bp.add_url_rule(f"/tu-goi-y/{path}", view_func=view, methods=["POST"])


@requires(Action.PROCEDURE_MANAGE)
def show() -> ResponseReturnValue:
    """Show one list, or all there are to choose from."""
    return _page()


@requires(Action.PROCEDURE_MANAGE)
@keeps_text
def add() -> ResponseReturnValue:
    """Let one more phrase count."""
    form, name = PhraseForm(), _chosen()
    if not form.validate_on_submit():
        return _page(form), form.status()
    try:
        phrases.add(db(), actor(), name, form.phrase.data)
    except Invalid as refusal:
        form.phrase.errors = [gettext(refusal.advice)]
        return _page(form), refusal.status
    return _done(gettext("Đã thêm “%(phrase)s”.", phrase=form.phrase.data), name)


@requires(Action.PROCEDURE_MANAGE)
def leave_out() -> ResponseReturnValue:
    """Let a phrase that came with the portal count no more."""
    name, phrase = _chosen(), request.form.get("phrase", "")
    phrases.leave_out(db(), actor(), name, phrase)
    return _done(gettext("“%(phrase)s” không tính nữa.", phrase=phrase), name)


@requires(Action.PROCEDURE_MANAGE)
def strike(entry_id: int) -> ResponseReturnValue:
    """Take an entry of the authority back."""
    entry = phrases.strike(db(), actor(), entry_id)
    return _done(gettext("Đã gỡ mục “%(phrase)s”.", phrase=entry.phrase), entry.name)


@requires(Action.PROCEDURE_MANAGE)
@keeps_text
def try_out() -> ResponseReturnValue:
    """Say what a text would seem to be, and why; nothing is kept."""
    form = TryForm()
    if not form.validate_on_submit():
        return _page(trying=form), form.status()
    return _page(trying=form, tried=suggesting.propose(db(), form.text.data))


def lists() -> dict[str, list[tuple[str, str]]]:
    """Return the lists there are, by what they are for: name and title of each."""
    kinds = [kind.slug for kind in ALL if built_in(f"kinds.{kind.slug}")]
    return {
        gettext("Lĩnh vực"): [(f"fields.{row.slug}", row.name) for row in accounts.topics(db())],
        gettext("Loại ý kiến"): [(f"kinds.{slug}", wording.kind_name(slug)) for slug in kinds],
        gettext("Khiếu nại, tố cáo"): [
            (f"sensitive.{name}", gettext(title)) for name, title in SENSITIVE.items()
        ],
        gettext("Khẩn cấp"): [
            (f"urgent.{call}", gettext(title)) for call, title in noticing.CALLS.items()
        ],
    }


def _titles() -> dict[str, str]:
    return {name: title for rows in lists().values() for name, title in rows}


def _chosen() -> str:
    """Return the list the address names; raise NotFound for one there is not."""
    name = request.args.get("muc", "")
    if name not in _titles():
        raise NotFound
    return name


def _page(
    form: PhraseForm | None = None, trying: TryForm | None = None, tried: Proposal | None = None
) -> str:
    name = _chosen() if "muc" in request.args else ""
    standing = phrases.entries(db(), actor(), name)
    left_out = {row.phrase for row in standing if not row.counts}
    return render_template(
        "cases_desk/phrases.html",
        name=name,
        title=_titles().get(name, ""),
        lists=lists(),
        standing=standing,
        came=[phrase for phrase in built_in(name) if phrase not in left_out] if name else [],
        may_leave_out=phrases.may_leave_out(name),
        form=form or PhraseForm(formdata=None),
        trying=trying or TryForm(formdata=None),
        tried=tried,
        said=_said(tried) if tried else [],
    )


def _said(found: Proposal) -> list[tuple[str, str, str]]:
    """Return what was found in words: claim, finding, the words it rests on."""
    read, titles = found.read, _titles()
    none = gettext("không rõ")
    plain = read.sensitive is Sensitive.NONE
    sensitive = none if plain else wording.kind_name(read.sensitive.value)
    findings: dict[str, Any] = {
        "kind": (gettext("Loại ý kiến"), wording.kind_name(read.kind) if read.kind else none),
        "field": (gettext("Lĩnh vực"), titles.get(f"fields.{read.field}", none)),
        "sensitive": (gettext("Khiếu nại, tố cáo"), sensitive),
        "urgent": (gettext("Khẩn cấp"), ", ".join(read.calls) or none),
    }
    rows = [(*found, ", ".join(read.reasons.get(key, ()))) for key, found in findings.items()]
    office = found.office.name if found.office else none
    return [*rows, (gettext("Cơ quan"), office, "")]


def _done(message: str, name: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".phrases", muc=name), 303)
