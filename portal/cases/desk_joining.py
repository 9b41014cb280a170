"""Joining a case to another about the same matter, and taking it out again."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.cases import erasing, joining, service
from portal.cases.choosing_forms import JoinForm
from portal.cases.models import Case
from portal.cases.sealing_forms import SealingForm
from portal.cases.suggesting import similar
from portal.errors import Invalid
from portal.i18n import N_
from portal.permissions import Action, Actor
from portal.web.access import actor, requires
from portal.web.session import db

CHANGED = N_("Ý kiến vừa có thay đổi. Xin xem lại rồi gộp.")


@dataclass(frozen=True, kw_only=True)
class Together:
    """What an item's page shows of others about the same matter.

    Attributes:
        lead: the case it is answered with, None while it stands alone.
        joined: the cases still answered with it.
        form: what it may be joined to; offers nothing where it may not.
        may: whether the official may join it or take it out.
        sealing: the form that moves it to the sealed lane, None for those who may not.

    """

    lead: Case | None
    joined: list[Case]
    form: JoinForm
    may: bool
    sealing: SealingForm | None


def together(session: Session, asking: Actor, case: Case) -> Together:
    """Return what the page of `case` shows `asking` of others about the same matter."""
    lead, others = joining.leading(session, case), joining.joined(session, case)
    may = joining.may_join(asking, case)
    alone = may and lead is None and not others
    numbers = list(similar(session, f"{case.subject} {case.text}", case)) if alone else []
    found = joining.candidates(session, asking, case, numbers)
    return Together(
        lead=lead,
        joined=others,
        form=JoinForm(formdata=None, version=str(case.version)).offer(found),
        may=may,
        sealing=SealingForm(formdata=None) if erasing.may_take_out(session, asking, case) else None,
    )


def join(bp: Blueprint) -> None:
    """Add the acts of this module to the desk."""
    bp.add_url_rule("/y-kien/<number>/gop", view_func=take_in, methods=["POST"], endpoint="join")
    bp.add_url_rule(
        "/y-kien/<number>/tach-ra", view_func=take_out, methods=["POST"], endpoint="part"
    )


@requires(Action.CASE_READ)
def take_in(number: str) -> ResponseReturnValue:
    """Join a case to the one that was chosen or whose number was typed."""
    case = service.read_case(db(), actor(), number)
    form = JoinForm()
    try:
        _refuse_stale(case, form)
        with db().begin_nested():
            lead = joining.join(db(), actor(), case, form.wanted(), sure=form.read.data)
    except Invalid as refusal:
        flash(gettext(refusal.advice), "warning")
    else:
        flash(gettext("Đã gộp vào %(number)s; người gửi giữ mã và hạn riêng.", number=lead.number))
    return redirect(url_for(".item", number=number), 303)


@requires(Action.CASE_READ)
def take_out(number: str) -> ResponseReturnValue:
    """Let a joined case be answered alone again."""
    case = service.read_case(db(), actor(), number)
    joining.part(db(), actor(), case)
    flash(gettext("Đã tách ra. Ý kiến được trả lời riêng."))
    return redirect(url_for(".item", number=number), 303)


def _refuse_stale(case: Case, form: JoinForm) -> None:
    """Raise Invalid when the case is no longer as the page with the form showed it."""
    if form.version.data != str(case.version):
        raise Invalid(CHANGED)
