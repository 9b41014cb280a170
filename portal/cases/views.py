"""Pages for citizens: write, keep the receipt, see what was answered, the lawful channel."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

import qr
from portal import clock
from portal.accounts import service as accounts
from portal.cases import (
    arriving,
    certificates,
    codes,
    explaining,
    following,
    noticing,
    phrases,
    public_answers,
    service,
    shelves,
    tickets,
    wording,
    wordings,
)
from portal.cases.arriving import Sheet
from portal.cases.kinds import OFFERED, Kind
from portal.cases.noticing import Noticed
from portal.cases.rules import OPEN
from portal.cases.service import PublicFilters
from portal.errors import AlreadySent, NotFound
from portal.i18n import N_
from portal.law import Term
from portal.procedures import service as procedures
from portal.web import limits
from portal.web.access import actor, public
from portal.web.carrying import SENT_BEFORE
from portal.web.csrf import keeps_text
from portal.web.filters import size, weekday
from portal.web.forms import tidy
from portal.web.headers import private
from portal.web.session import db, files, settings

bp = Blueprint("cases", __name__)
following.join(bp)
public_answers.join(bp)

ASKED_FIRST = 422
DEFAULT_TERM = "feedback.answer"
GONE = N_(
    "Biên nhận chỉ mở được trong 15 phút sau khi gửi. Quý vị vẫn tra cứu được bằng mã đã ghi."
)


@bp.get("/gop-y")
@public
def write() -> ResponseReturnValue:
    """Show the form, filled in as far as the link that led here says."""
    return _form(arriving.blank())


@bp.post("/gop-y")
@public
@keeps_text
def send() -> ResponseReturnValue:
    """Take what was written and lead to its receipt, or show the form again."""
    sheet = arriving.read()
    if sheet.form.errors:
        return private(make_response(_form(sheet), sheet.form.status()))
    noticed = noticing.notice(sheet.form.subject.data, sheet.form.text.data, phrases.own(db()))
    if sheet.form.asks(noticed):
        return private(make_response(_form(sheet, noticed), ASKED_FIRST))
    limits.refuse_flood("items")
    sent = service.as_first_sent(db(), settings(), sheet.submission(), tickets.presented())
    try:
        service.open_case(db(), actor(), sent, settings=settings(), files=files())
    except AlreadySent as refusal:
        arriving.renew(sheet, _(SENT_BEFORE))
        return private(make_response(_form(sheet), refusal.status))
    answer = private(make_response(redirect(url_for("cases.receipt"), 303)))
    tickets.hand_out(answer, sent.form_token, url_for("cases.write"))
    return answer


@bp.get("/gop-y/bien-nhan")
@public
def receipt() -> ResponseReturnValue:
    """Show number and code, for a quarter of an hour, to the browser that sent the form."""
    form_token = tickets.presented()
    code = codes.make(settings(), form_token) if form_token else ""
    case = service.case_by_code(db(), settings(), code)
    if case is None:
        raise NotFound(GONE)
    owed = service.owed_answer(case) or case.clocks[0]
    page = render_template(
        "cases/receipt.html",
        calls=noticing.notice(case.subject, case.text, phrases.own(db())).calls,
        case=case,
        code=code,
        due=weekday(case.due_on),
        counting=explaining.how_counted(owed),
        standing=explaining.standing(owed),
        kind=wording.kind_name(case.kind),
        leaf=certificates.leaf_of(db(), case),
        qr=Markup(qr.svg(settings().public_url + url_for("cases.look_up"))),  # noqa: S704 - drawn by us
    )
    return private(make_response(page))


@bp.post("/gop-y/bien-nhan")
@public
def finish() -> ResponseReturnValue:
    """Leave nothing of the visit in the browser."""
    return tickets.leave(url_for("cases.write"))


@bp.get("/y-kien")
@public
def published() -> ResponseReturnValue:
    """List what was answered and may be shown, narrowed by kind, office and year."""
    filters = PublicFilters(
        kind=tidy(request.args.get("loai")) or None,
        office=tidy(request.args.get("co-quan")) or None,
        year=request.args.get("nam", type=int),
        page=request.args.get("trang", 1, type=int),
    )
    found = service.published(db(), filters)
    return render_template(
        "cases/published.html",
        found=found,
        items=shelves.items(found),
        groups=shelves.groups(service.public_counts(db(), filters), accounts.offices(db())),
        clear=url_for("cases.published") if shelves.narrowed(filters) else None,
        page_url=lambda page: shelves.address(trang=page),
        feed_url=url_for("cases.feed", **public_answers.narrowing()),
    )


@bp.get("/y-kien/<number>")
@public
def published_item(number: str) -> ResponseReturnValue:
    """Show one published item in its public words."""
    case = service.published_item(db(), tidy(number))
    return render_template(
        "cases/published_item.html",
        case=case,
        kind=wording.kind_name(case.kind),
        state=wording.state_of(case),
        disputed=service.is_disputed(case),
        looked_at=case.state in OPEN,
        answering=wordings.answered_by(case),
        today=clock.today(),
        along=wordings.along(db(), case),
        publication=service.about(db(), publication=case.publication.slug).publication
        if case.publication
        else None,
    )


@bp.get("/khieu-nai-to-cao")
@public
def lawful_channel() -> ResponseReturnValue:
    """Explain where complaints and denunciations are handed in, which this portal does not take."""
    return render_template("cases/lawful_channel.html")


def _form(sheet: Sheet, noticed: Noticed | None = None) -> str:
    form = sheet.form
    meant = service.about(
        db(),
        counter=form.counter.data or "",
        publication=form.publication.data or "",
        section=form.section.data or "",
    )
    form.shown.data = ",".join(kept.token for kept in sheet.waiting)
    limits = {kind.slug: _limit(kind) for kind in OFFERED}
    limit = limits.get(form.kind.data, limits[OFFERED[0].slug])
    return render_template(
        "cases/write.html",
        form=form,
        about=meant,
        noticed=noticed,
        kept=[
            {"token": kept.token, "name": kept.name, "size": size(kept.size)}
            for kept in sheet.waiting
        ],
        kinds={kind.slug: _card(kind, limits[kind.slug]) for kind in OFFERED},
        due=weekday(limit.due_on(clock.today(), procedures.calendar(db()))),
        standing=_(explaining.STANDINGS[limit.standing]),
    )


def _limit(kind: Kind) -> Term:
    return procedures.term(db(), kind.answer_term or DEFAULT_TERM, clock.today())


def _card(kind: Kind, limit: Term) -> dict[str, str]:
    """Return what helps choosing `kind`: what it is, how soon it is answered."""
    length = explaining.days_of(limit)
    promise = _("Trả lời trong %(length)s.", length=length)
    return {"text": f"{_(kind.description)} {promise}", "icon": kind.icon}
