"""Pages for officials: what is still owed, disclosures, their postings and proof."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

import qr
from portal import clock
from portal.accounts import service as accounts
from portal.accounts.forms import attempt
from portal.accounts.models import Office
from portal.disclosures import agenda, desk_duties, postings, register, service, wording
from portal.disclosures.arriving import Sheet, read_posting, take_proofs
from portal.disclosures.forms import DisclosureForm, EndForm, LinkForm, ProofForm, ReasonForm
from portal.disclosures.models import Disclosure, Duty
from portal.disclosures.periods import Rhythm, span_of
from portal.disclosures.rules import LASTING
from portal.disclosures.service import DisclosureFacts
from portal.disclosures.views import document_link, words
from portal.errors import NotFound
from portal.permissions import Action, allowed
from portal.publications.rules import Audience, Standing
from portal.web.access import actor, may, requires
from portal.web.csrf import keeps_text
from portal.web.filters import size
from portal.web.headers import attach, private
from portal.web.session import db, files, settings

bp = Blueprint("disclosures_desk", __name__, url_prefix="/quan-tri/cong-khai")
desk_duties.join(bp)

SANDBOX = "default-src 'none'; sandbox"


@bp.get("")
@requires(Action.DISCLOSURE_READ)
def index() -> ResponseReturnValue:
    """List what the official's offices still owe, what hangs, what was recorded."""
    return render_template(
        "disclosures_desk/index.html",
        agenda=agenda.agenda(db(), actor()),
        may_record=may(Action.DISCLOSURE_RECORD),
        may_manage=may(Action.DISCLOSURE_MANAGE),
        **words(),
    )


@bp.route("/moi", methods=["GET", "POST"])
@requires(Action.DISCLOSURE_RECORD)
@keeps_text
def create() -> ResponseReturnValue:
    """Open a disclosure for a duty and a period, or a free one."""
    duty = _duty_asked()
    if duty is None and "tu-do" not in request.args:
        wanted = agenda.choosable(db())
        return render_template("disclosures_desk/choose.html", duties=wanted, **words())
    form = _disclosure_form(duty)
    opened: list[Disclosure] = []
    if attempt(form, lambda: opened.append(_open(form, duty))):
        flash(gettext("Đã mở lần công khai. Xin ghi từng hình thức đã thực hiện."))
        return redirect(url_for("disclosures_desk.show", disclosure_id=opened[0].id), 303)
    page = render_template("disclosures_desk/create.html", form=form, duty=duty, **words())
    return page, form.status()


@bp.get("/<int:disclosure_id>")
@requires(Action.DISCLOSURE_READ)
def show(disclosure_id: int) -> ResponseReturnValue:
    """Show a disclosure with each form that is asked for and each posting."""
    disclosure = service.read_disclosure(db(), actor(), disclosure_id)
    return render_template(
        "disclosures_desk/show.html",
        disclosure=disclosure,
        entry=register.entry(disclosure),
        link=document_link(disclosure),
        may_record=_may_record(disclosure),
        lasting=LASTING,
        size=size,
        **words(),
    )


@bp.route("/<int:disclosure_id>/hinh-thuc", methods=["GET", "POST"])
@requires(Action.DISCLOSURE_RECORD)
@keeps_text
def post(disclosure_id: int) -> ResponseReturnValue:
    """Record that it was made public in one form; files stay while the form is put right."""
    disclosure = service.read_disclosure(db(), actor(), disclosure_id)
    sheet = read_posting(accounts.official(db(), actor()).name)
    if request.method == "POST" and not sheet.form.errors and attempt_posting(disclosure, sheet):
        flash(gettext("Đã ghi nhận hình thức công khai."))
        return redirect(url_for("disclosures_desk.show", disclosure_id=disclosure.id), 303)
    page = render_template(
        "disclosures_desk/post.html", form=sheet.form, kept=sheet.kept(), disclosure=disclosure,
        **words(),
    )  # fmt: skip
    return page, sheet.form.status()


def attempt_posting(disclosure: Disclosure, sheet: Sheet) -> bool:
    """Return whether the posting was recorded with its files; a refusal stands at its field."""
    return sheet.attempt(
        lambda: postings.record_posting(
            db(), files(), actor(), disclosure, sheet.form.facts(), sheet.new_files()
        )
    )


@bp.route("/hinh-thuc/<int:posting_id>/ket-thuc", methods=["GET", "POST"])
@requires(Action.DISCLOSURE_RECORD)
@keeps_text
def end(posting_id: int) -> ResponseReturnValue:
    """Record the day a posting was taken down."""
    posting = postings.posting_of(db(), actor(), posting_id)
    form = EndForm(ended_on=clock.today())
    if attempt(form, lambda: postings.end_posting(db(), actor(), posting, form.ended_on.data)):
        flash(gettext("Đã ghi ngày kết thúc."))
        return _back(posting.disclosure)
    page = render_template("disclosures_desk/end.html", form=form, posting=posting, **words())
    return page, form.status()


@bp.route("/hinh-thuc/<int:posting_id>/minh-chung", methods=["GET", "POST"])
@requires(Action.DISCLOSURE_RECORD)
@keeps_text
def prove(posting_id: int) -> ResponseReturnValue:
    """Put photos or files to a posting."""
    posting = postings.posting_of(db(), actor(), posting_id)
    form = ProofForm()
    new = take_proofs(form)
    if new and form.validate_on_submit():
        postings.add_proofs(db(), files(), actor(), posting, new)
        flash(gettext("Đã lưu minh chứng."))
        return _back(posting.disclosure)
    page = render_template("disclosures_desk/prove.html", form=form, posting=posting, **words())
    return page, form.status()


@bp.route("/hinh-thuc/<int:posting_id>/ghi-nham", methods=["GET", "POST"])
@requires(Action.DISCLOSURE_RECORD)
@keeps_text
def strike(posting_id: int) -> ResponseReturnValue:
    """Take out of the count a posting that was written down by mistake."""
    posting = postings.posting_of(db(), actor(), posting_id)
    form = ReasonForm()
    if attempt(form, lambda: postings.strike(db(), actor(), posting, form.reason.data)):
        flash(gettext("Đã bỏ hình thức ghi nhầm; sổ vẫn giữ lý do."))
        return _back(posting.disclosure)
    page = render_template(
        "disclosures_desk/reason.html", form=form, disclosure=posting.disclosure,
        title=gettext("Bỏ hình thức ghi nhầm"), about=wording.FORMS[posting.form], **words(),
    )  # fmt: skip
    return page, form.status()


@bp.route("/<int:disclosure_id>/van-ban", methods=["GET", "POST"])
@requires(Action.DISCLOSURE_RECORD)
@keeps_text
def link(disclosure_id: int) -> ResponseReturnValue:
    """Tie a disclosure to the document on this portal."""
    disclosure = service.read_disclosure(db(), actor(), disclosure_id)
    form = LinkForm(obj=disclosure).offer(service.linkable(db(), actor(), disclosure.audience))
    chosen = form.publication_id.data
    if attempt(form, lambda: service.link(db(), actor(), disclosure, chosen)):
        flash(gettext("Đã nối với văn bản."))
        return _back(disclosure)
    page = render_template(
        "disclosures_desk/link.html", form=form, disclosure=disclosure, **words()
    )
    return page, form.status()


@bp.route("/<int:disclosure_id>/huy", methods=["GET", "POST"])
@requires(Action.DISCLOSURE_RECORD)
@keeps_text
def cancel(disclosure_id: int) -> ResponseReturnValue:
    """Take a disclosure out of the register that was opened by mistake."""
    disclosure = service.read_disclosure(db(), actor(), disclosure_id)
    form = ReasonForm()
    if attempt(form, lambda: service.cancel(db(), actor(), disclosure, form.reason.data)):
        flash(gettext("Đã bỏ khỏi sổ công khai; lý do vẫn được giữ."))
        return redirect(url_for("disclosures_desk.index"), 303)
    page = render_template(
        "disclosures_desk/reason.html", form=form, disclosure=disclosure,
        title=gettext("Bỏ khỏi sổ công khai"), about=wording.title_of(disclosure), **words(),
    )  # fmt: skip
    return page, form.status()


@bp.get("/minh-chung/<int:proof_id>")
@requires(Action.DISCLOSURE_READ)
def proof(proof_id: int) -> ResponseReturnValue:
    """Hand out a photo or file as an attachment no browser runs anything of."""
    found = postings.proof_of(db(), actor(), proof_id)
    answer = Response(files().get(found.stored_as), mimetype=found.media_type)
    attach(answer, found.name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return private(answer)


@bp.get("/<int:disclosure_id>/to-niem-yet")
@requires(Action.DISCLOSURE_READ)
def sheet(disclosure_id: int) -> ResponseReturnValue:
    """Show the sheet for the notice board: what it is, until when it hangs, and its QR code."""
    disclosure = service.read_disclosure(db(), actor(), disclosure_id)
    linked = disclosure.publication
    gone = linked is not None and linked.standing is Standing.WITHDRAWN
    path = document_link(disclosure) if register.is_public(disclosure) and not gone else None
    if path is None and disclosure.duty is not None and disclosure.audience is Audience.PUBLIC:
        path = url_for("disclosures.duty", slug=disclosure.duty.slug)
    url = settings().public_url + path if path else None
    return render_template(
        "disclosures_desk/sheet.html",
        disclosure=disclosure,
        board=agenda.board_posting(disclosure),
        days=agenda.board_days(disclosure),
        url=url,
        short=url and url.partition("://")[2],
        drawing=Markup(qr.svg(url)) if url else None,  # noqa: S704 - drawn by us, no text in it
        **words(),
    )


def _duty_asked() -> Duty | None:
    key = request.args.get("nghia-vu", type=int)
    if key is None:
        return None
    found = db().get(Duty, key)
    if found is None:
        raise NotFound
    return found


def _disclosure_form(duty: Duty | None) -> DisclosureForm:
    periods = agenda.periods_open(duty, clock.today()) if duty else []
    asked = request.args.get("ky", "")
    office = duty.office_id if duty and duty.office_id in actor().offices else actor().home
    form = DisclosureForm(period=asked, office_id=office)
    if asked and asked not in periods:
        periods = [*periods, asked] if _is_period(duty, asked) else periods
    if duty is not None:
        del form.audience  # the duty says who may see it
    audience = duty.audience if duty is not None else None
    return form.offer(periods, service.linkable(db(), actor(), audience), _own_offices())


def _is_period(duty: Duty | None, key: str) -> bool:
    try:
        span_of(duty.rhythm if duty else Rhythm.EVENT, key)
    except ValueError:
        return False
    return True


def _open(form: DisclosureForm, duty: Duty | None) -> Disclosure:
    facts = DisclosureFacts(
        duty_id=duty.id if duty else None,
        office_id=form.office_id.data,
        decided_on=form.decided_on.data,
        period=form.period.data or "",
        title=form.title.data,
        publication_id=form.publication_id.data,
        audience=duty.audience if duty else Audience(form.audience.data),
    )
    return service.open_disclosure(db(), actor(), facts)


def _own_offices() -> list[Office]:
    own = actor().offices
    return [office for office in accounts.offices(db()) if office.id in own]


def _may_record(disclosure: Disclosure) -> bool:
    return disclosure.cancelled_at is None and allowed(
        actor(), Action.DISCLOSURE_RECORD, disclosure
    )


def _back(disclosure: Disclosure) -> ResponseReturnValue:
    return redirect(url_for("disclosures_desk.show", disclosure_id=disclosure.id), 303)
