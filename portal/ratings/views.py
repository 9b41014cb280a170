"""Where a counter's QR code leads: rate, write, look up."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.cases import tickets
from portal.counters import editions, offers
from portal.counters import service as counters
from portal.counters.models import Counter
from portal.counters.questions import Question
from portal.ratings import around, arriving, proof, reports, review, rules, service
from portal.ratings.forms import RatingForm
from portal.ratings.kiosk import IDLE_SECONDS
from portal.ratings.models import Rating
from portal.ratings.weighing import Flag
from portal.web import limits, tokens
from portal.web.access import actor, public
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.language import chosen
from portal.web.session import db, files, settings

bp = Blueprint("ratings", __name__)
around.join(bp)

FORM_MARK = "rating form"
WORDS = "words"  # the last page, where nothing is tapped


@dataclass(frozen=True)
class Taken:
    """A rating that was kept, and how it came."""

    counter: Counter
    token: str
    form: RatingForm
    form_token: str
    rating: Rating


@bp.get("/q/<token>")
@public
def counter(token: str) -> ResponseReturnValue:
    """Show what can be done at a counter; an old poster's code says kindly that it is old."""
    found, edition = counters.resolve(db(), token)
    if edition.replaced_at is not None or not found.active:
        return arriving.count_scan(around.replaced(found, token), edition)
    form = RatingForm(formdata=None, visit=request.args.get("ma", ""))
    page = make_response(_ask(found, token, form, tokens.new_form_token(settings())))
    return arriving.count_scan(page, edition)


@bp.post("/q/<token>")
@public
@keeps_text
def thanks(token: str) -> ResponseReturnValue:
    """Keep a rating at its first tap; then ask one thing a page, as long as one likes to answer."""
    taken = _take(token, "ratings")
    return _go_on(taken) if isinstance(taken, Taken) else taken


@bp.post("/q/<token>/xem-lai")
@public
@keeps_text
def ask_for_review(token: str) -> ResponseReturnValue:
    """Open an item about a bad visit with one tap, and lead to its receipt."""
    taken = _take(token, "items")
    if not isinstance(taken, Taken):
        return taken
    review.ask(
        db(),
        actor(),
        taken.rating,
        taken.form_token,
        language=chosen(),
        settings=settings(),
        files=files(),
    )
    answer = private(make_response(redirect(url_for("cases.receipt"), 303)))
    tickets.hand_out(answer, review.token_of(taken.form_token), url_for("cases.write"))
    return answer


def _take(token: str, what: str) -> Taken | Response:
    """Keep what the form says, or return the page that says why not; `what` is counted as flood."""
    found, edition = counters.resolve(db(), token)
    if edition.replaced_at is not None or not found.active:
        return around.replaced(found, token)
    form = RatingForm()
    form_token = _fresh_or_none(form)
    if not form.validate() or form_token is None:
        again = form_token or tokens.new_form_token(settings())
        return make_response(_ask(found, token, form, again), form.status())
    limits.refuse_flood(what, found.code)
    rating = service.rate(db(), actor(), found, _given(found, form, form_token))
    return Taken(found, token, form, form_token, rating)


def _fresh_or_none(form: RatingForm) -> str | None:
    """Return the form's one-time token when it is ours and young; else say so on the form."""
    try:
        return tokens.read_form_token(settings(), form.form_token.data or "").text
    except ValueError:
        form.form_errors.append(
            _("Trang này mở đã lâu nên chưa gửi được. Xin chọn lại mức hài lòng lần nữa.")
        )
        return None


def _given(found: Counter, form: RatingForm, form_token: str) -> service.Given:
    mark = tokens.keyed_hash(settings(), FORM_MARK, form_token)
    known = service.find(db(), mark)
    edition = service.edition_of(db(), known) if known else editions.asked_at(db(), found)
    return service.Given(
        score=form.score.data,
        answers=form.answers(edition),
        words="" if "done" in request.form else form.words.data or "",
        form_mark=mark,
        visit_mark=proof.mark_of(settings(), form.visit.data or ""),
        flags=frozenset() if known else _flags(found, form, form_token),
    )


def _flags(found: Counter, form: RatingForm, form_token: str) -> frozenset[Flag]:
    opened_at = tokens.read_form_token(settings(), form_token).issued_at
    return arriving.flags(found, kiosk=bool(form.kiosk.data), opened_at=opened_at)


def _ask(found: Counter, token: str, form: RatingForm, form_token: str) -> str:
    return render_template(
        "ratings/counter.html",
        counter=found,
        token=token,
        form=form,
        form_token=form_token,
        open_today=around.open_today(found),
        pays=bool(offers.payments_at(db(), found)),
        tells=bool(offers.sheets_at(db(), found)),
    )


def _go_on(taken: Taken) -> Response:
    """Show the next question, then the page for words, then thanks."""
    form, rating = taken.form, taken.rating
    question = _next(form, rating)
    last = form.asked.data == WORDS or "done" in request.form or bool(rating.words)
    name = "thanks" if last and not question else "question" if question else "words"
    edition = service.edition_of(db(), rating)
    page = render_template(
        f"ratings/{name}.html",
        counter=taken.counter,
        token=taken.token,
        form=form,
        rating=rating,
        question=question,
        step=edition.questions.index(question) + 1 if question else 0,
        steps=len(edition.questions),
        kiosk=bool(form.kiosk.data),
        bad=rating.score <= rules.DISSATISFIED_TO and not form.kiosk.data,
        reported=reports.of(db(), rating) is not None,
    )
    answer = private(make_response(page))
    if form.kiosk.data:  # everybody uses it: it remembers nobody, and forgets without scripts too
        answer.headers["Refresh"] = f"{IDLE_SECONDS};url={url_for('kiosk.show', token=taken.token)}"
    else:
        path = url_for("ratings.counter", token=taken.token)
        arriving.remember(answer, taken.counter, path)
    return answer


def _next(form: RatingForm, rating: Rating) -> Question | None:
    """Return what to ask now: nothing answered already, nothing after the last page."""
    if form.asked.data == WORDS or "done" in request.form:
        return None
    said = {answer.question for answer in rating.answers}
    edition = service.edition_of(db(), rating)
    question = edition.after(form.asked.data or "")
    while question and question.name in said:
        question = edition.after(question.name)
    return question
