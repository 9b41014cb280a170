"""Pages for officials: what is due, one item, its answer."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.cases import (
    agenda,
    commitments,
    desk_answer,
    desk_assigning,
    desk_bounces,
    desk_commitments,
    desk_enclosures,
    desk_index,
    desk_joining,
    desk_list,
    desk_phrases,
    desk_splitting,
    desk_templates,
    desk_today,
    desk_words,
    downloads,
    drafting,
    explaining,
    service,
    wording,
)
from portal.cases.desk_forms import MoveForm
from portal.cases.desk_item import Shown, form_sent, item_page
from portal.cases.desk_review import moderation_page, reviewed
from portal.cases.models import Case
from portal.cases.release_forms import HideForm, ReleaseForm
from portal.errors import IllegalMove, Invalid, NotFound, PortalError
from portal.permissions import Action, allowed
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.session import db

bp = Blueprint("cases_desk", __name__, url_prefix="/quan-tri")
bp.after_request(private)
desk_enclosures.join(bp)
desk_commitments.join(bp)
desk_templates.join(bp)
desk_joining.join(bp)
desk_splitting.join(bp)
desk_assigning.join(bp)
desk_bounces.join(bp)
desk_index.join(bp)
desk_phrases.join(bp)

Act = Callable[[Case, Any], None]

# What the button `move` sends, and the act it asks for; each act permits for itself.
ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "assign": lambda case, form: service.assign(db(), actor(), case, form.chosen()),
        "accept": lambda case, _form: service.accept(db(), actor(), case),
        "ask": lambda case, form: service.ask(db(), actor(), case, form.words()),
        "hand_over": lambda case, form: service.hand_over(
            db(), actor(), case, form.chosen(), form.words()
        ),
        "decline": lambda case, form: service.decline(db(), actor(), case, form.words()),
        "decide": lambda case, form: service.decide(
            db(), actor(), case, form.chosen(), form.words()
        ),
        "refuse": lambda case, form: service.refuse(db(), actor(), case, form.words()),
        "extend": lambda case, form: service.extend(
            db(), actor(), case, form.days.data, form.words()
        ),
        "resume": lambda case, _form: service.resume(db(), actor(), case),
        "draft": desk_answer.save,
        "template": desk_answer.insert_template,
        "enclose": desk_answer.save_before_enclosing,
        "submit": desk_answer.submit,
        "send": desk_answer.send,
        "progress": lambda case, form: drafting.tell_progress(db(), actor(), case, form.words()),
        "note": lambda case, form: drafting.note(db(), actor(), case, form.words()),
        "return": lambda case, form: service.return_draft(db(), actor(), case, form.words()),
        "approve": lambda case, _form: service.approve(db(), actor(), case),
        "correct": lambda case, form: service.approve(db(), actor(), case, form.words()),
    }
)


@bp.get("/")
@requires(Action.DESK_READ)
def today() -> ResponseReturnValue:
    """Show the day of whoever asks, what is owed first on top."""
    if not allowed(actor(), Action.CASE_READ):
        return render_template("cases_desk/today.html", agenda=None, doors=desk_today.doors())
    found = agenda.agenda(db(), actor())
    return render_template(
        "cases_desk/today.html",
        agenda=found,
        numbers=desk_today.numbers(found),
        urgent=desk_today.urgent(found),
        rest=desk_today.rest(found),
        several=desk_list.several_offices(actor()),
        promised=commitments.owed_now(db(), actor()),
    )


@bp.get("/y-kien/<number>")
@requires(Action.CASE_READ)
def item(number: str) -> ResponseReturnValue:
    """Show one case with its history and what may be done with it."""
    return _show(service.read_case(db(), actor(), number), Shown())


@bp.post("/y-kien/<number>")
@requires(Action.CASE_READ)
@keeps_text
def move(number: str) -> ResponseReturnValue:
    """Make the move that was asked for, or show the page again with what was typed."""
    case = service.read_case(db(), actor(), number)
    name = request.form.get("move", "")
    if name not in ACTS:
        raise NotFound
    form = form_sent(db(), case, name)
    if not form.is_stale(case) and not form.validate_on_submit():
        return _show(case, Shown(sent=form)), form.status()
    refusal = _attempt(case, form, lambda: ACTS[name](case, form))
    if refusal is not None:
        return _show(case, Shown(sent=form, refusal=refusal)), refusal.status
    done = "approve" if name == "correct" else name
    if name == "enclose":
        return redirect(url_for(".enclosures", number=number), 303)
    flash(gettext(desk_words.DONE[done], number=case.number))
    stays = allowed(actor(), Action.CASE_READ, case)
    return redirect(url_for(".item", number=number) if stays else url_for(".today"), 303)


@bp.post("/y-kien/<number>/lien-he")
@requires(Action.CONTACT_READ)
def contact(number: str) -> ResponseReturnValue:
    """Show how to reach the sender; the history keeps who looked."""
    case = service.read_case(db(), actor(), number)
    found = service.read_contact(db(), actor(), case)
    db().flush()
    return _show(case, Shown(contact=found, contact_opened=True))


@bp.get("/y-kien/<number>/tep/<int:file_id>")
@requires(Action.CASE_READ)
def file(number: str, file_id: int) -> ResponseReturnValue:
    """Hand out one file of a case, to be kept and never to be run in the page."""
    case = service.read_case(db(), actor(), number)
    try:
        return downloads.download(service.file_of(case, file_id))
    except FileNotFoundError:
        raise NotFound from None


@bp.get("/kiem-duyet")
@requires(Action.CASE_MODERATE)
def moderation() -> ResponseReturnValue:
    """List what waits for a decision, what is public, and what was decided against."""
    view, page = request.args.get("xem", ""), request.args.get("trang", 1, int)
    return render_template(
        "cases_desk/moderation.html", page=moderation_page(db(), actor(), view, page)
    )


@bp.get("/kiem-duyet/<number>")
@requires(Action.CASE_MODERATE)
def review(number: str) -> ResponseReturnValue:
    """Show one case beside the words proposed for everyone."""
    return _review(service.read_case(db(), actor(), number))


@bp.post("/kiem-duyet/<number>")
@requires(Action.CASE_MODERATE)
@keeps_text
def release(number: str) -> ResponseReturnValue:
    """Show the case to everyone, in the words that were sent."""
    form = ReleaseForm()
    return _decide(
        number,
        "release",
        form,
        lambda case: service.release(
            db(),
            actor(),
            case,
            subject=form.public_subject.data,
            text=form.public_text.data,
            answer=form.public_answer.data,
            beside=form.beside(),
            reason=form.change_reason.data or "",
        ),
    )


@bp.post("/kiem-duyet/<number>/khong-cong-khai")
@requires(Action.CASE_MODERATE)
@keeps_text
def hide(number: str) -> ResponseReturnValue:
    """Keep the case from being shown, or take it back."""
    form = HideForm()
    return _decide(
        number, "hide", form, lambda case: service.hide(db(), actor(), case, form.words())
    )


def desk_counts() -> dict[str, int]:
    """Return what waits behind the entries of the officials' menu, by endpoint."""
    waiting = {
        "cases_desk.today": agenda.waiting_for(db(), actor()),
        "cases_desk.moderation": agenda.waiting_for_moderation(db(), actor()),
        "cases_desk.commitments": commitments.broken_now(db(), actor()),
    }
    return {endpoint: count for endpoint, count in waiting.items() if count}


@bp.context_processor
def words() -> dict[str, Any]:
    """Give the desk's templates their words, and what day it is."""
    return {
        "desk_words": desk_words,
        "explaining": explaining,
        "wording": wording,
        "today": clock.today(),
    }


def _show(case: Case, shown: Shown) -> str:
    page = item_page(db(), actor(), case, shown)
    return render_template("cases_desk/item.html", page=page, case=case, shown=shown)


def _attempt(case: Case, form: MoveForm, act: Callable[[], None]) -> PortalError | None:
    """Do `act`; return why it could not be done, with everything as it was before."""
    if form.is_stale(case):
        return IllegalMove()
    try:
        with db().begin_nested():
            act()
    except (IllegalMove, Invalid) as refusal:
        return refusal
    return None


def _decide(
    number: str, name: str, form: MoveForm, act: Callable[[Case], None]
) -> ResponseReturnValue:
    case = service.read_case(db(), actor(), number)
    if not form.is_stale(case) and not form.validate_on_submit():
        return _review(case, form), form.status()
    refusal = _attempt(case, form, lambda: act(case))
    if refusal is not None:
        form.opened_at(case, 0)
        return _review(case, form, refusal), refusal.status
    flash(gettext(desk_words.DONE[name], number=number))
    return redirect(url_for(".moderation"), 303)


def _review(case: Case, sent: MoveForm | None = None, refusal: PortalError | None = None) -> str:
    page = reviewed(db(), case, sent)
    return render_template("cases_desk/review.html", page=page, case=case, refusal=refusal)
