"""Pages for administrators: the questions after the faces, tried out and put into force."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.forms import attempt
from portal.counters import editions, service
from portal.counters.edition_forms import BeginForm, EditionForm, QuestionForm, typed
from portal.counters.kinds import KINDS, AnswerKind, Stored, kind_of
from portal.counters.models import Counter, QuestionEdition
from portal.counters.questions import FIRST_OWN
from portal.errors import NotFound
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.filters import in_english
from portal.web.session import db

bp = Blueprint("editions_desk", __name__, url_prefix="/quan-tri/quay/bo-cau-hoi")


@bp.get("")
@requires(Action.COUNTER_MANAGE)
def index() -> ResponseReturnValue:
    """List the editions with where they are asked, the latest first."""
    counters = _counters()
    rows = [
        {
            "edition": edition,
            "open": editions.is_open(db(), edition.number),
            "asked": [one for one in counters if editions.asked_at(db(), one) == edition],
            "coming": _coming(edition.number, counters),
        }
        for edition in reversed(editions.every(db()))
    ]
    return render_template("editions_desk/index.html", rows=rows, first_own=FIRST_OWN)


@bp.route("/<int:number>/chep", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def copy(number: int) -> ResponseReturnValue:
    """Begin a new edition with the questions of another."""
    source = editions.by_number(db(), number)
    form = EditionForm()
    made: list[QuestionEdition] = []
    if attempt(
        form,
        lambda: made.append(editions.copy(db(), actor(), source, form.pair(), in_english)),
    ):
        flash(gettext("Đã chép. Bây giờ sửa từng câu, rồi xem thử."))
        return redirect(url_for("editions_desk.show", number=made[0].number), 303)
    return render_template("editions_desk/name.html", form=form, source=source), form.status()


@bp.get("/<int:number>")
@requires(Action.COUNTER_MANAGE)
def show(number: int) -> ResponseReturnValue:
    """Show the questions of an edition; those of an open one can be changed."""
    edition = editions.by_number(db(), number)
    return render_template(
        "editions_desk/show.html",
        edition=edition,
        open=editions.is_open(db(), number),
        own=number >= FIRST_OWN,
        coming=_coming(number, _counters()),
        kinds=KINDS,
        kind_of=kind_of,
    )


@bp.route("/<int:number>/ten", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def rename(number: int) -> ResponseReturnValue:
    """Call an open edition otherwise."""
    row = editions.row_by(db(), number)
    form = EditionForm(obj=row)
    if attempt(form, lambda: editions.rename(db(), actor(), row, form.pair())):
        return _done(number, gettext("Đã đổi tên."))
    return render_template("editions_desk/name.html", form=form, source=None), form.status()


@bp.route("/<int:number>/cau/moi/<kind>", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def add(number: int, kind: str) -> ResponseReturnValue:
    """Add a question with answers of a kind."""
    if kind not in set(AnswerKind):
        raise NotFound
    return _edit(number, AnswerKind(kind), QuestionForm(), "")


@bp.route("/<int:number>/cau/<name>", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def edit(number: int, name: str) -> ResponseReturnValue:
    """Change a question of an open edition."""
    stored = _question(editions.row_by(db(), number), name)
    return _edit(number, AnswerKind(stored["kind"]), QuestionForm(data=typed(stored)), name)


@bp.post("/<int:number>/cau/<name>/<any(len, xuong, bo):way>")
@requires(Action.COUNTER_MANAGE)
def shift(number: int, name: str, way: str) -> ResponseReturnValue:
    """Ask a question earlier or later, or no more."""
    row = editions.row_by(db(), number)
    if way == "bo":
        editions.drop(db(), actor(), row, name)
        return _done(number, gettext("Đã bỏ câu hỏi."))
    editions.move(db(), actor(), row, name, -1 if way == "len" else 1)
    return redirect(url_for("editions_desk.show", number=number) + f"#cau-{name}", 303)


@bp.get("/<int:number>/xem-thu")
@requires(Action.COUNTER_MANAGE)
def preview(number: int) -> ResponseReturnValue:
    """Show an edition page by page as a citizen meets it; nothing is kept."""
    edition = editions.by_number(db(), number)
    after = request.args.get("sau", "")
    question = edition.after(after)
    return render_template(
        "editions_desk/preview.html",
        edition=edition,
        question=question,
        begun="sau" in request.args,
        step=edition.questions.index(question) + 1 if question else 0,
    )


@bp.route("/<int:number>/dua-vao-dung", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def begin(number: int) -> ResponseReturnValue:
    """Let counters ask an edition from a day on."""
    edition = editions.by_number(db(), number)
    counters = [counter for counter in _counters() if counter.active]
    form = BeginForm().offer(counters)

    def act() -> None:
        chosen = [counter for counter in counters if counter.id in form.counters.data]
        editions.begin(db(), actor(), number, chosen, form.from_day.data)

    if attempt(form, act):
        return _done(number, gettext("Đã hẹn ngày. Câu trả lời cũ giữ nguyên nghĩa."))
    page = render_template("editions_desk/begin.html", form=form, edition=edition)
    return page, form.status()


@bp.post("/<int:number>/thoi")
@requires(Action.COUNTER_MANAGE)
def call_off(number: int) -> ResponseReturnValue:
    """Take back that counters are going to ask an edition."""
    editions.call_off(db(), actor(), number)
    return _done(number, gettext("Đã bỏ hẹn."))


@bp.post("/<int:number>/cat")
@requires(Action.COUNTER_MANAGE)
def discard(number: int) -> ResponseReturnValue:
    """Throw an open edition away, or no longer offer one that was asked."""
    editions.discard(db(), actor(), editions.row_by(db(), number))
    flash(gettext("Đã ghi."))
    return redirect(url_for("editions_desk.index"), 303)


def _edit(number: int, kind: AnswerKind, form: QuestionForm, name: str) -> ResponseReturnValue:
    row = editions.row_by(db(), number)
    form.of(kind)
    if attempt(form, lambda: editions.put(db(), actor(), row, form.facts(), name)):
        return _done(number, gettext("Đã lưu câu hỏi."))
    page = render_template(
        "editions_desk/question.html",
        form=form,
        edition=editions.by_number(db(), number),
        kind=KINDS[kind],
        name=name,
    )
    return page, form.status()


def _question(row: QuestionEdition, name: str) -> Stored:
    stored: list[Stored] = row.questions["questions"]
    found = next((one for one in stored if one["name"] == name), None)
    if found is None:
        raise NotFound
    return found


def _counters() -> list[Counter]:
    return service.counters(db(), actor())


def _coming(number: int, counters: list[Counter]) -> list[tuple[Counter, object]]:
    return [
        (counter, turn.from_day)
        for counter in counters
        for turn in editions.coming(counter)
        if turn.edition == number
    ]


def _done(number: int, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("editions_desk.show", number=number), 303)
