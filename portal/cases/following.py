"""Following one's own item with its code: look, reply, judge, withdraw. Everything by POST."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.cases import (
    certificates,
    codes,
    noticing,
    phrases,
    service,
    splitting,
    wording,
    wordings,
)
from portal.cases.downloads import download
from portal.cases.followed import WITH_WORDS, followed, meant, unplaced
from portal.cases.forms import CodeForm, FollowForm, WordsForm
from portal.cases.models import Case
from portal.cases.noticing import Noticed
from portal.cases.rules import Move
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
ASKED_FIRST = 422

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


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the page says on top about what was just tried, and whom to call at once."""

    kind: str
    text: str
    calls: tuple[str, ...] = ()


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
    sent = service.case_by_code(db(), settings(), form.code.data or "")
    if sent is None:
        return _unknown(CodeForm(), act, request.form.get("words", ""))
    case = meant(sent, form.part.data or "")
    if not form.validate():
        return _show(sent, form.code.data, form=form, act=act, status=form.status())
    if not _fresh(case, form.form_token.data or ""):
        said = Said(kind="warning", text=_(MOVED_ON))
        return _show(sent, form.code.data, said, form=form, act=act, status=IllegalMove.status)
    noticed = _notice(form)
    if isinstance(form, WordsForm) and form.asks(noticed):
        form.noticed = noticed
        return _show(sent, form.code.data, form=form, act=act, status=ASKED_FIRST)
    words = form.words.data if isinstance(form, WordsForm) else ""
    if noticed.question:
        service.insist(case)
    ACTS[act](db(), HOLDER, case, words)
    done = Said(kind="success", text=_(DONE[act]), calls=noticed.calls)
    return _show(sent, form.code.data, done)


def _notice(form: FollowForm) -> Noticed:
    """Return what is noticed about the words of a form, if it has any."""
    words = form.words.data if isinstance(form, WordsForm) else ""
    return noticing.notice("", words, phrases.own(db()), asked=noticing.ACCUSATIONS)


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
    given = (row for one in (case, *case.parts) for row in wordings.to_release(db(), one))
    found = next((row for row in given if row.id == file_id), None)
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
    sent: Case,
    typed: str,
    said: Said | None = None,
    *,
    form: FollowForm | None = None,
    act: str = "",
    status: int = 200,
) -> Response:
    tried_part = form.part.data or "" if form else ""
    shown = [
        followed(
            db(), case, _token(case), form if str(case.part or "") == tried_part else None, act
        )
        for case in (sent, *splitting.parts_of(sent))
    ]
    page = render_template(
        "cases/show.html",
        case=sent,
        whole=shown[0],
        parts=shown[1:],
        done=splitting.is_done(sent),
        code=codes.read(typed),
        said=said,
        tried=form,
        carried=unplaced(form, act, shown),
        today=clock.today(),
        kind=wording.kind_name(sent.kind),
        leaf=certificates.leaf_of(db(), sent),
        public=any(service.is_public(one.case) for one in shown),
        may_take_back=sent.agreed and Move.WITHDRAW not in shown[0].moves,
    )
    return private(make_response(page, status))


def _token(case: Case) -> str:
    """Return a token that serves once: whatever is done next gives the case a new version."""
    return tokens.sign(settings(), "follow", f"{case.id}:{case.version}")


def _fresh(case: Case, token: str) -> bool:
    try:
        tokens.check(settings(), "follow", token, tokens.FORM_LIFE, f"{case.id}:{case.version}")
    except ValueError:
        return False
    return True
