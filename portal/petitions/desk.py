"""Pages of moderators: what waits, who has it, what is decided, and signatures that look odd."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.forms import attempt
from portal.accounts.models import Official
from portal.errors import Invalid, NotFound
from portal.history.service import events_of
from portal.permissions import Action, allowed
from portal.petitions import (
    anomalies,
    counts,
    deciding,
    desk_counter,
    duties,
    moderation,
    reading,
    starting,
    wording,
)
from portal.petitions.anomalies import Choice
from portal.petitions.desk_forms import (
    OutcomeForm,
    RefuseForm,
    ScheduleForm,
    SettingsForm,
    SweepForm,
    WhichForm,
)
from portal.petitions.models import KIND, Petition
from portal.petitions.rules import BY_SLUG, Duty, Standing, State
from portal.petitions.stepping import settings_of
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.session import db, files, settings

bp = Blueprint("petitions_desk", __name__, url_prefix="/quan-tri/kien-nghi")
bp.after_request(private)
desk_counter.join(bp)


@bp.get("")
@requires(Action.PETITION_READ)
def index() -> ResponseReturnValue:
    """List what waits for a moderator, then everything that is public."""
    found = reading.shelf(db(), "all", request.args.get("trang", 1, type=int))
    waiting = moderation.waiting(db())
    return render_template(
        "petitions_desk/index.html",
        waiting=[(one, moderation.due_on(db(), one)) for one in waiting],
        found=found,
        counts=counts.counts(db(), found.petitions),
        page_url=lambda page: url_for(".index", trang=page),
        which=WhichForm(formdata=None),
        today=clock.today(),
        wording=wording,
    )


@bp.get("/<int:number>")
@requires(Action.PETITION_READ)
def show(number: int) -> ResponseReturnValue:
    """Show one petition with all that was done."""
    return _page(_petition(number))


@bp.post("/<int:number>/nhan")
@requires(Action.PETITION_MODERATE)
def claim(number: int) -> ResponseReturnValue:
    """Take it to look at."""
    seen = request.form.get("seen", type=int)
    moderation.claim(db(), actor(), _petition(number), seen=seen)
    flash(gettext("Quý vị đang xem kiến nghị này. Người khác mở trang sẽ thấy tên quý vị."))
    return redirect(url_for(".show", number=number), 303)


@bp.post("/<int:number>/cong-khai")
@requires(Action.PETITION_MODERATE)
def admit(number: int) -> ResponseReturnValue:
    """Let everyone read and sign it."""
    moderation.admit(db(), actor(), _petition(number), settings=settings(), files=files())
    flash(gettext("Kiến nghị đã được công khai và nhận chữ ký."))
    return redirect(url_for(".show", number=number), 303)


@bp.post("/<int:number>/khong-nhan")
@requires(Action.PETITION_MODERATE)
@keeps_text
def refuse(number: int) -> ResponseReturnValue:
    """Decide against it, with a reason."""
    petition, form = _petition(number), RefuseForm()
    form.offer()
    if not form.validate():
        return _page(petition, refusal=form, status=form.status())
    try:
        moderation.refuse(db(), actor(), petition, form.refusal())
    except Invalid as wrong:
        form.same_as.errors = [gettext(wrong.advice)]
        return _page(petition, refusal=form, status=wrong.status)
    flash(gettext("Đã ghi là không nhận; lý do được công khai."))
    return redirect(url_for(".show", number=number), 303)


@bp.get("/<int:number>/chu-ky")
@requires(Action.PETITION_MODERATE)
def odd(number: int) -> ResponseReturnValue:
    """Show what many signatures have in common."""
    petition = _petition(number)
    return render_template(
        "petitions_desk/odd.html",
        petition=petition,
        standings=counts.standings(db(), petition),
        groups=anomalies.groups(db(), actor(), petition),
        sweeps=anomalies.sweeps(db(), petition),
        wording=wording,
    )


@bp.route("/<int:number>/chu-ky/<mark>/<value>/<into>", methods=["GET", "POST"])
@requires(Action.PETITION_MODERATE)
@keeps_text
def sweep(number: int, mark: str, value: str, into: str) -> ResponseReturnValue:
    """Show what judging a group together would do; do it, with a reason."""
    petition = _petition(number)
    if into not in set(Standing):
        raise NotFound
    choice = Choice(mark, value, Standing(into))
    many = anomalies.preview(db(), petition, choice)
    form = SweepForm()
    if form.validate_on_submit():
        seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else 0
        done = anomalies.sweep(
            db(), actor(), petition, choice, form.reason.data,
            seen=seen, settings=settings(), files=files(),
        )  # fmt: skip
        flash(gettext("Đã xử lý %(count)s chữ ký. Có thể hoàn lại ở trang này.", count=done.count))
        return redirect(url_for(".odd", number=number), 303)
    form.seen.data = str(many)
    page = render_template(
        "petitions_desk/sweep.html",
        petition=petition,
        form=form,
        many=many,
        into=into,
        mark=mark,
        count=counts.count(db(), petition).online,
        wording=wording,
    )
    return page, form.status()


@bp.post("/<int:number>/hoan-lai/<int:sweep_id>")
@requires(Action.PETITION_MODERATE)
def unsweep(number: int, sweep_id: int) -> ResponseReturnValue:
    """Undo what was judged together."""
    back = anomalies.undo(db(), actor(), _petition(number), sweep_id)
    flash(gettext("Đã hoàn lại %(count)s chữ ký như trước.", count=back))
    return redirect(url_for(".odd", number=number), 303)


@bp.route("/<int:number>/doi-thoai", methods=["GET", "POST"])
@requires(Action.PETITION_SCHEDULE)
@keeps_text
def dialogue(number: int) -> ResponseReturnValue:
    """Say when the people are heard, and afterwards what came of it."""
    petition = _petition(number)
    row = duties.duty_by(petition, Duty.DIALOGUE)
    held = row.held_on is not None and row.held_on <= clock.today()
    form = OutcomeForm(obj=row) if held else ScheduleForm(obj=row)
    if form.validate_on_submit():
        try:
            if held:
                duties.conclude(db(), actor(), row, form.outcome.data)
            else:
                duties.schedule(db(), actor(), row, form.held_on.data, form.place.data)
        except Invalid as wrong:
            form.first.errors = [gettext(wrong.advice)]
        else:
            flash(gettext("Đã lưu; mọi người đọc được ở trang của kiến nghị."))
            return redirect(url_for(".show", number=number), 303)
    page = render_template("petitions_desk/dialogue.html", petition=petition, form=form, held=held)
    return page, form.status()


@bp.route("/quy-dinh", methods=["GET", "POST"])
@requires(Action.PETITION_MANAGE)
@keeps_text
def decide() -> ResponseReturnValue:
    """Set how many supporters, how long, and what so many signatures oblige whom to."""
    form = SettingsForm()
    form.offer(accounts.offices(db()))
    if not form.is_submitted():
        form.fill(settings_of(db()), duties.thresholds(db()))
    if attempt(form, lambda: deciding.decide(db(), actor(), form.facts(), form.measures())):
        flash(gettext("Đã lưu. Mốc đã đạt trước đây giữ nguyên."))
        return redirect(url_for(".decide"), 303)
    page = render_template("petitions_desk/decide.html", form=form, duties=Duty, wording=wording)
    return page, form.status()


def counted() -> dict[str, int]:
    """Return what waits for a moderator, by the page it stands on."""
    if not allowed(actor(), Action.PETITION_MODERATE):
        return {}
    return {"petitions_desk.index": len(moderation.waiting(db()))}


def _petition(number: int) -> Petition:
    found = db().get(Petition, number)
    if found is None or found.state in {State.PENDING, State.GATHERING, State.LAPSED}:
        raise NotFound  # what nobody asked us to read yet
    return found


def _page(
    petition: Petition, *, refusal: RefuseForm | None = None, status: int = 200
) -> ResponseReturnValue:
    form = refusal or RefuseForm(formdata=None)
    form.offer()
    taken = db().get(Official, petition.moderator_id) if petition.moderator_id else None
    page = render_template(
        "petitions_desk/show.html",
        petition=petition,
        taken=taken,
        mine=taken is not None and taken.id == actor().official_id,
        due_on=moderation.due_on(db(), petition),
        alike=starting.alike(db(), f"{petition.action} {petition.background}", petition),
        count=counts.count(db(), petition),
        standings=counts.standings(db(), petition),
        form=form,
        reason=BY_SLUG.get(petition.reason or ""),
        events=_events(petition),
        wording=wording,
        dialogue=reading.duty_of(petition, Duty.DIALOGUE),
    )
    return page, status


def _events(petition: Petition) -> list[dict[str, object]]:
    """Return what was done to `petition` and by whom."""
    found = events_of(db(), KIND, petition.id)
    people = {event.official_id for event in found if event.official_id}
    names = {one: db().get(Official, one) for one in people}
    return [
        {
            "at": event.at,
            "act": wording.ACTS[event.act],
            "who": person.name if (person := names.get(event.official_id or 0)) else None,
        }
        for event in found
        if event.act in wording.ACTS  # what only the log is told of stays there
    ]
