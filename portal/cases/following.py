"""Following one's own item with its code: look, reply, judge, withdraw. Everything by POST."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.cases import (
    answering,
    certificates,
    codes,
    commitments,
    explaining,
    service,
    wording,
    wordings,
)
from portal.cases.downloads import download
from portal.cases.forms import CodeForm, FollowForm, WordsForm
from portal.cases.models import Case
from portal.cases.rules import WITH_ANSWER, Move
from portal.errors import IllegalMove, NotFound
from portal.i18n import N_
from portal.permissions import HOLDER, Actor
from portal.web import tokens
from portal.web.access import public
from portal.web.csrf import keeps_text
from portal.web.headers import attach, private
from portal.web.limits import network_of, tries
from portal.web.session import db, settings

# Wrong codes only; a right one is never counted and always opens.
WRONG_CODES = "30/minute"
RETRY_SECONDS = 60

UNKNOWN = N_("Chưa mở được ý kiến nào bằng mã này. Có thể một ký tự bị nhầm; xin xem lại từng ô.")
TOO_OFTEN = N_("Đã có nhiều mã không đúng được nhập từ nơi này. Xin đợi một phút rồi thử lại.")
MOVED_ON = N_(
    "Ý kiến đã chuyển sang bước khác sau khi quý vị mở trang. Dưới đây là tình trạng mới nhất."
)
DONE = {
    "reply": N_("Đã nhận câu trả lời của quý vị. Cảm ơn quý vị."),
    "satisfied": N_("Cảm ơn quý vị đã cho biết."),
    "partly": N_("Cảm ơn quý vị. Điều còn thiếu đã được ghi lại để cơ quan đọc."),
    "dispute": N_("Ý kiến được mở lại; một người khác sẽ xem lại."),
    "withdraw": N_("Ý kiến đã được rút."),
    "consent": N_("Ý kiến không còn được công khai."),
}
Act = Callable[[Session, Actor, Case, str], None]


def _without_words(act: Callable[[Session, Actor, Case], None]) -> Act:
    return lambda session, actor, case, _words: act(session, actor, case)


ACTS: dict[str, Act] = {
    "reply": service.reply,
    "satisfied": _without_words(service.satisfied),
    "partly": service.partly,
    "dispute": service.dispute,
    "withdraw": _without_words(service.withdraw),
    "consent": _without_words(service.take_back_consent),
}
LABELS = {
    "reply": N_("Câu trả lời của quý vị"),
    "partly": N_("Điều gì còn thiếu?"),
    "dispute": N_("Điều gì chưa được giải đáp?"),
}
WITH_WORDS = frozenset(LABELS)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the page says on top about what was just tried."""

    kind: str
    text: str


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the citizens' pages."""
    bp.add_url_rule("/tra-cuu", view_func=look_up, methods=["GET", "POST"])
    bp.add_url_rule("/tra-cuu/xac-nhan", view_func=certificate, methods=["POST"])
    bp.add_url_rule("/tra-cuu/<act>", view_func=follow, methods=["POST"])
    bp.add_url_rule("/tra-cuu/tep/<int:file_id>", view_func=file, methods=["POST"])
    bp.add_url_rule("/tra-cuu/tra-loi/tep/<int:file_id>", view_func=answer_file, methods=["POST"])


@public
@keeps_text
def look_up() -> ResponseReturnValue:
    """Ask for the code; show the item it opens."""
    form = CodeForm()
    if request.method == "GET" or not form.validate():
        return _ask(form, form.status())
    case = service.case_by_code(db(), settings(), form.code.data)
    if case is not None:
        return _show(case, form.code.data)
    openers: Iterable[Callable[[str], Response | None]] = current_app.extensions["opened_by_code"]
    other = next(filter(None, (opened(form.code.data) for opened in openers)), None)
    return other or _unknown(form)


@public
@keeps_text
def follow(act: str) -> ResponseReturnValue:
    """Do one thing to one's own item and show how it stands then."""
    if act not in ACTS:
        raise NotFound
    form = WordsForm() if act in WITH_WORDS else FollowForm()
    case = service.case_by_code(db(), settings(), form.code.data or "")
    if case is None:
        return _unknown(CodeForm(), act, request.form.get("words", ""))
    if not form.validate():
        return _show(case, form.code.data, form=form, act=act, status=form.status())
    if not _fresh(case, form.form_token.data or ""):
        said = Said(kind="warning", text=_(MOVED_ON))
        return _show(case, form.code.data, said, form=form, act=act, status=IllegalMove.status)
    words = form.words.data if act in WITH_WORDS else ""
    ACTS[act](db(), HOLDER, case, words)
    return _show(case, form.code.data, Said(kind="success", text=_(DONE[act])))


@public
def file(file_id: int) -> ResponseReturnValue:
    """Hand out one of the files the sender added."""
    case = service.case_by_code(db(), settings(), request.form.get("code", ""))
    if case is None:
        return _unknown(CodeForm())
    return download(service.file_of(case, file_id))


@public
def certificate() -> ResponseReturnValue:
    """Hand out what proves, without the portal, that the item was recorded."""
    case = service.case_by_code(db(), settings(), request.form.get("code", ""))
    if case is None:
        return _unknown(CodeForm())
    proof = jsonify(certificates.certificate(db(), case, settings().keys))
    return private(attach(proof, f"xac-nhan-{case.number}.json"))


@public
def answer_file(file_id: int) -> ResponseReturnValue:
    """Hand out a file that came with the answer, or that shows a promise was kept."""
    case = service.case_by_code(db(), settings(), request.form.get("code", ""))
    if case is None:
        return _unknown(CodeForm())
    sent = wordings.to_release(db(), case)
    found = next((row for row in sent if row.id == file_id), None)
    if found is None:
        raise NotFound
    return download(found)


def _ask(form: CodeForm, status: int = 200, act: str = "", carried: str = "") -> Response:
    page = render_template("cases/look_up.html", form=form, act=act, carried=carried)
    return private(make_response(page, status))


def _unknown(form: CodeForm, act: str = "", carried: str = "") -> Response:
    """Say the same of every code that opens nothing, whatever may be the reason."""
    if not tries().within(WRONG_CODES, "wrong code", network_of(request.remote_addr or "")):
        form.code.errors = [_(TOO_OFTEN)]
        answer = _ask(form, 429, act, carried)
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
        return answer
    form.code.errors = [_(UNKNOWN)]
    return _ask(form, 404, act, carried)


def _show(  # noqa: PLR0913 - what was tried and how it went
    case: Case,
    typed: str,
    said: Said | None = None,
    *,
    form: FollowForm | None = None,
    act: str = "",
    status: int = 200,
) -> Response:
    moves = set(service.moves_for(HOLDER, case))
    owed = service.owed_answer(case)
    answer = service.answer_of(case) if case.state in WITH_ANSWER else None
    page = render_template(
        "cases/show.html",
        case=case,
        code=codes.read(typed),
        form_token=_token(case),
        said=said,
        forms={name: _form(name, form, act) for name in WITH_WORDS},
        tried=form,
        carried=_unplaced(form, act, moves),
        moves={move.value for move in moves},
        answer=answer,
        judge_by=service.judge_by(case),
        shares=service.time_shares(db(), case),
        today=clock.today(),
        along=answering.enclosed(db(), case, answer) if answer else None,
        promises=commitments.made_by(db(), case),
        question=service.question_of(case),
        entries=wording.told(service.timeline(db(), case), elsewhere=answer),
        state=wording.state_name(case.state),
        tag_state=wording.state_tag(case.state),
        kind=wording.kind_name(case.kind),
        left=wording.time_left(case),
        counting=[*explaining.how_counted(owed), *explaining.came_of(owed)] if owed else [],
        leaf=certificates.leaf_of(db(), case),
        public=service.is_public(case),
        may_take_back=case.agreed and Move.WITHDRAW not in moves,
    )
    return private(make_response(page, status))


def _form(name: str, tried: FollowForm | None, act: str) -> WordsForm:
    """Return the form of one act: the one just sent back, or an empty one."""
    form = tried if isinstance(tried, WordsForm) and name == act else WordsForm(formdata=None)
    form.words.label.text = _(LABELS[name])
    if name == "partly":  # it stands beside the form of a dispute
        form.words.id = form.words.label.field_id = "partly-words"
    return form


def _unplaced(form: FollowForm | None, act: str, moves: set[Move]) -> str:
    """Return the words just sent for which the page, as it stands now, has no field any more."""
    placed = act in {move.value for move in moves}
    return form.words.data or "" if isinstance(form, WordsForm) and not placed else ""


def _token(case: Case) -> str:
    """Return a token that serves once: whatever is done next gives the case a new version."""
    return tokens.sign(settings(), "follow", f"{case.id}:{case.version}")


def _fresh(case: Case, token: str) -> bool:
    try:
        tokens.check(settings(), "follow", token, tokens.FORM_LIFE, f"{case.id}:{case.version}")
    except ValueError:
        return False
    return True
