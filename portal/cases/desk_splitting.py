"""Splitting a submission with several matters, and putting it together again."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.accounts import service as accounts
from portal.cases import service, splitting
from portal.cases.models import Case
from portal.cases.rules import Move
from portal.cases.split_forms import SplitForm
from portal.cases.suggesting import passages
from portal.cases.telling import sent_as
from portal.errors import IllegalMove, Invalid, PortalError
from portal.permissions import Action, Actor, allowed
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.session import db


@dataclass(frozen=True, kw_only=True)
class Divided:
    """What an item's page shows of the parts it has or belongs to.

    Attributes:
        sent: what its sender sent: the item itself, or the whole it is a part of.
        parts: all parts of that.
        readable: ids of those, whole included, the official may open.
        may_split: whether the official may split the item.
        may_unite: whether the official may put it together again.

    """

    sent: Case
    parts: list[Case]
    readable: frozenset[int]
    may_split: bool
    may_unite: bool


def divided(session: Session, asking: Actor, case: Case) -> Divided:
    """Return what the page of `case` shows `asking` of parts."""
    sent = sent_as(case)
    parts = splitting.parts_of(sent)
    return Divided(
        sent=sent,
        parts=parts,
        readable=frozenset(
            one.id for one in (sent, *parts) if allowed(asking, Action.CASE_READ, one)
        ),
        may_split=Move.SPLIT in service.moves_for(asking, case),
        may_unite=splitting.may_unite(session, asking, case),
    )


def join(bp: Blueprint) -> None:
    """Add the acts of this module to the desk."""
    bp.add_url_rule("/y-kien/<number>/chia-phan", view_func=show, endpoint="split")
    bp.add_url_rule(
        "/y-kien/<number>/chia-phan", view_func=send, methods=["POST"], endpoint="split_up"
    )
    bp.add_url_rule(
        "/y-kien/<number>/nhap-lai", view_func=take_back, methods=["POST"], endpoint="unite"
    )


@requires(Action.CASE_READ)
def show(number: str) -> ResponseReturnValue:
    """Show the sender's words beside a row for each matter, filled in as the words suggest."""
    case = service.read_case(db(), actor(), number)
    if Move.SPLIT not in service.moves_for(actor(), case):
        raise IllegalMove
    form = SplitForm(formdata=None)
    form.propose(passages(db(), case.text)).opened_at(case, 0)
    return _page(case, form)


@requires(Action.CASE_READ)
@keeps_text
def send(number: str) -> ResponseReturnValue:
    """Split the item, give another row, or show the page again with what was typed."""
    case = service.read_case(db(), actor(), number)
    form = SplitForm()
    if Move.SPLIT not in service.moves_for(actor(), case):
        return _page(case, form, IllegalMove()), IllegalMove.status
    if request.form.get("more") and len(form.matters) < splitting.MOST:
        form.matters.append_entry()
        return _page(case, form)
    form.offer(case, accounts.staffed_offices(db()))
    if not form.validate_on_submit():
        return _page(case, form), form.status()
    if form.is_stale(case):
        return _page(case, form, IllegalMove()), IllegalMove.status
    try:
        with db().begin_nested():
            parts = splitting.split(
                db(), actor(), case, form.typed(), nothing_else=form.nothing_else.data
            )
    except (IllegalMove, Invalid) as refusal:
        return _page(case, form, refusal), refusal.status
    flash(gettext("Đã chia %(number)s thành %(count)s phần.", number=case.number, count=len(parts)))
    return redirect(url_for(".item", number=number), 303)


@requires(Action.CASE_READ)
def take_back(number: str) -> ResponseReturnValue:
    """Put the parts together again, as long as no office has done something."""
    case = service.read_case(db(), actor(), number)
    splitting.unite(db(), actor(), case)
    flash(gettext("Đã nhập các phần lại thành một ý kiến."))
    return redirect(url_for(".item", number=number), 303)


def _page(case: Case, form: SplitForm, refusal: PortalError | None = None) -> str:
    form.offer(case, accounts.staffed_offices(db()))
    return render_template(
        "cases_desk/split.html",
        case=case,
        form=form,
        refusal=refusal,
        left=form.left_out() if form.is_submitted() else [],
        may_add=len(form.matters) < splitting.MOST,
    )
