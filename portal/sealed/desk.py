"""Pages of those named to open sealed items, and of who looks after the public keys.

A page that is only looked at cannot write, so a look is written down in a transaction of its own,
which is on disk before the page is sent. A refusal takes back all its request did, so it is written
down after that, and still before it is sent.
"""

from datetime import date

from flask import (
    Blueprint,
    Response,
    after_this_request,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.cases import service as cases
from portal.errors import Invalid, NotFound
from portal.permissions import Action, Actor
from portal.sealed import deadlines, recipients, service, slipping, wording
from portal.sealed.forms import AnswerForm, FetchForm, KeyForm
from portal.sealed.models import SealedItem
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import attach, private
from portal.web.session import SAFE_METHODS, db, files, settings, written

bp = Blueprint("sealed_desk", __name__, url_prefix="/quan-tri/kin")
bp.after_request(private)


@bp.get("")
@requires(Action.SEALED_READ)
def index() -> ResponseReturnValue:
    """List what the official is named for."""
    with written() as session:
        items = service.items_for(session, actor())
        rows = [(item, *_dated(session, item)) for item in items]
    return render_template(
        "sealed_desk/index.html", rows=rows, states=wording.STATES, tags=wording.TAGS
    )


@bp.get("/<number>")
@requires(Action.DESK_READ)
def show(number: str) -> ResponseReturnValue:
    """Show what is known of one item without opening it, and everyone who looked."""
    return _item(_mine(number))


@bp.post("/<number>/lay")
@requires(Action.DESK_READ)
@keeps_text
def fetch(number: str) -> ResponseReturnValue:
    """Hand out the bundle, after a word why."""
    item = _mine(number)
    form = FetchForm()
    if not form.validate():
        return _item(item, fetch=form, status=form.status())
    bundle = service.fetch(db(), actor(), item, form.purpose.data, files())
    response = Response(bundle, mimetype="application/octet-stream")
    return attach(response, f"{number}.sealed")


@bp.post("/<number>/tra-loi")
@requires(Action.DESK_READ)
@keeps_text
def answer(number: str) -> ResponseReturnValue:
    """Take an answer that was sealed elsewhere."""
    item = _mine(number)
    form = AnswerForm()
    if not form.validate():
        return _item(item, answer=form, status=form.status())
    try:
        service.answer(
            db(), actor(), item, form.file.data.read(service.LARGEST_ANSWER + 1), files()
        )
    except Invalid as refusal:
        form.file.errors = [gettext(refusal.advice)]
        return _item(item, answer=form, status=refusal.status)
    flash(gettext("Đã nhận bản trả lời. Chỉ người giữ mã tra cứu mở được."))
    return redirect(url_for(".show", number=number), 303)


@bp.post("/chuyen/<number>")
@requires(Action.CASE_READ)
def slip_in(number: str) -> ResponseReturnValue:
    """Take an item that is a denunciation out of the ordinary lists."""
    case = cases.read_case(db(), actor(), number)
    try:
        with db().begin_nested():
            why = request.form.get("why", "")
            slipping.slip_in(db(), actor(), case, why, settings=settings(), files=files())
    except Invalid as refusal:
        flash(gettext(refusal.advice), "warning")
        return redirect(url_for("cases_desk.item", number=number), 303)
    flash(gettext("Đã khóa nội dung và xóa khỏi danh sách. Chỉ người được giao mở được."))
    return redirect(url_for("cases_desk.today"), 303)


@bp.route("/khoa", methods=["GET", "POST"])
@requires(Action.SEALED_MANAGE)
@keeps_text
def keys() -> ResponseReturnValue:
    """List the public keys; take a new one into use."""
    form = KeyForm()
    if form.validate_on_submit():
        try:
            recipients.add_key(db(), actor(), form.public.data, form.owner.data)
        except Invalid as refusal:
            form.public.errors = [gettext(refusal.advice)]
        else:
            flash(gettext("Khóa đã được dùng. Cổng nhận nội dung gửi kín."))
            return redirect(url_for(".keys"), 303)
    page = render_template(
        "sealed_desk/keys.html",
        form=form,
        keys=recipients.keys(db(), actor()),
        in_use=recipients.key_in_use(db()),
        people=recipients.confidants(db()),
    )
    return page, form.status()


@bp.post("/khoa/<int:key_id>/thoi")
@requires(Action.SEALED_MANAGE)
def retire(key_id: int) -> ResponseReturnValue:
    """Take a key out of use."""
    recipients.retire_key(db(), actor(), key_id)
    flash(gettext("Khóa không còn được dùng. Bản đã nhận vẫn mở được bằng khóa riêng của nó."))
    return redirect(url_for(".keys"), 303)


def _mine(number: str) -> SealedItem:
    """Return an item the official is named for; any other is NotFound; the look is written down."""
    asking = actor()
    item = service.named_for(db(), asking, number)
    if item is None:
        after_this_request(lambda response: _refused(asking, number, response))
        raise NotFound
    if request.method in SAFE_METHODS:
        with written() as session:
            service.look(session, asking, number)
    return item


def _dated(session: Session, item: SealedItem) -> tuple[date, bool]:
    """Return by when something is decided about the item, and whether that day passed."""
    return deadlines.due_on(session, item), deadlines.is_late(session, item)


def _refused(asking: Actor, number: str, response: Response) -> Response:
    with written() as session:
        service.look(session, asking, number)
    return response


def _item(
    item: SealedItem,
    *,
    fetch: FetchForm | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "sealed_desk/item.html",
        item=item,
        fetch=fetch or FetchForm(formdata=None),
        answer=answer or AnswerForm(formdata=None),
        events=service.told(db(), item),
        owed=_dated(db(), item),
        states=wording.STATES,
        tags=wording.TAGS,
        acts=wording.ACTS,
    )
    return page, status
