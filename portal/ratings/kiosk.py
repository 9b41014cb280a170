"""The tablet at the counter: full screen, forgets after a minute, goes on when the line is gone.

A device takes a stock of one-time tokens while it has a line. Each rating uses one up, whether sent
at once or days later; the token says when it was given out, so no rating can be older than it.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from portal import clock
from portal.accounts import service as accounts
from portal.counters import editions
from portal.counters import service as counters
from portal.counters.models import Counter
from portal.errors import AlreadySent, NotFound
from portal.ratings import arriving, proof, service
from portal.ratings.forms import RatingForm
from portal.web import csrf, limits, tokens
from portal.web.access import actor, public
from portal.web.filters import in_english
from portal.web.headers import private
from portal.web.session import db, settings

bp = Blueprint("kiosk", __name__, url_prefix="/q/<token>/may-tinh-bang")

PURPOSE = "kiosk form"
LIFE = timedelta(days=30)
STOCK = 100
IDLE_SECONDS = 60
WORKER = Path(__file__).parents[1] / "static" / "js" / "kiosk" / "worker.js"


@bp.get("/")
@public
def show(token: str) -> ResponseReturnValue:
    """Show the faces, large, with nothing else on the screen and no way out."""
    found = _counter(token)
    with force_locale("vi"):
        page = render_template(
            "kiosk/show.html",
            counter=found,
            token=token,
            edition=editions.asked_at(db(), found),
            form=RatingForm(formdata=None),
            form_token=tokens.new_form_token(settings()),
            idle=IDLE_SECONDS,
            english=in_english,
        )
    return make_response(page)


@bp.get("/phieu.json")
@public
def tickets(token: str) -> ResponseReturnValue:
    """Give a stock of one-time tokens to be used later, and the token of the next sending."""
    found = _counter(token)
    stock = [tokens.sign(settings(), PURPOSE, found.code) for _ in range(STOCK)]
    return private(jsonify(csrf=csrf.token(), tickets=stock))


@bp.post("/gui")
@public
def send(token: str) -> ResponseReturnValue:
    """Keep a rating a device gave its token to; sent again it is the same rating."""
    found = _counter(token)
    limits.refuse_flood("ratings", found.code)
    form = RatingForm()
    ticket = form.form_token.data or ""
    try:
        issued = tokens.check(settings(), PURPOSE, ticket, LIFE, found.code)
    except ValueError:
        return _told("expired", 422)
    if not form.validate():
        return _told("wrong", 422)
    try:
        service.rate(db(), actor(), found, _given(found, form, issued))
    except AlreadySent:
        return _told("other", 409)
    return _told("kept", 200)


@bp.get("/manifest.webmanifest")
@public
def manifest(token: str) -> ResponseReturnValue:
    """Say how the page is put on a tablet's home screen."""
    found = _counter(token)
    start = url_for("kiosk.show", token=token)
    icon = url_for("static", filename="img/favicon.svg")
    answer = jsonify(
        name=f"{accounts.authority(db()).short_name}: {found.name}",
        short_name=found.code,
        id=start,
        start_url=start,
        scope=start,
        display="fullscreen",
        lang="vi",
        background_color="#ffffff",
        theme_color=accounts.authority(db()).brand_colour,
        icons=[{"src": icon, "sizes": "any", "type": "image/svg+xml"}],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.get("/worker.js")
@public
def worker(token: str) -> ResponseReturnValue:
    """Give the script that answers for the portal while there is no line."""
    _counter(token)
    answer = Response(WORKER.read_bytes(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _counter(token: str) -> Counter:
    found, edition = counters.resolve(db(), token)
    if edition.replaced_at is not None or not found.active:
        raise NotFound
    return found


def _given(found: Counter, form: RatingForm, issued: datetime) -> service.Given:
    ticket = form.form_token.data or ""
    at = _when(request.form.get("given_at", ""), issued)
    number = _edition_shown(found, issued, at)
    return service.Given(
        score=form.score.data,
        answers=form.answers(editions.by_number(db(), number)),
        words=form.words.data or "",
        form_mark=tokens.keyed_hash(settings(), PURPOSE, ticket),
        visit_mark=proof.mark_of(settings(), form.visit.data or ""),
        flags=arriving.flags(found, kiosk=True),
        edition=number,
        at=at,
    )


def _edition_shown(found: Counter, issued: datetime, at: datetime) -> int:
    """Return which edition the device showed: what it says, if the counter asked that of late."""
    said = request.form.get("edition", "")
    asked = editions.numbers_between(found, clock.local_date(issued), clock.today())
    if said.isdecimal() and int(said) in asked:
        return int(said)
    return editions.number_at(found, clock.local_date(at))


def _when(typed: str, issued: datetime) -> datetime:
    """Return when the device says it was given, never before its token was, never in the future."""
    now = clock.now()
    try:
        said = datetime.fromtimestamp(int(typed), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return min(max(said, issued), now)


def _told(state: str, status: int) -> Response:
    return private(make_response(jsonify(state=state), status))
