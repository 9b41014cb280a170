"""Pages for officials: counters, their posters and tokens."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.forms import attempt
from portal.counters import editions, rules, service
from portal.counters.forms import CounterForm, ReplaceForm
from portal.counters.models import Counter, CounterToken
from portal.errors import Invalid, NotFound
from portal.i18n import N_
from portal.permissions import Action, allowed
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.session import db, settings
from qr import svg
from qr.poster import Poster
from qr.products import Product, print_product

PRODUCTS: dict[str, Product] = {"A4": "A4", "A5": "A5", "BANG": "tent", "TEM": "stickers"}
DOES_NOT_FIT = N_(
    "Chưa in được: tên quầy, tên cơ quan hoặc địa chỉ cổng quá dài so với khổ giấy. "
    "Xin rút gọn hoặc chọn khổ A4."
)

STANDINGS = {
    "alive": ("published", N_("đang dùng")),
    "dead": ("overdue", N_("hai tuần không ai quét, xin xem tờ dán còn không")),
    "hangs": ("disputed", N_("mã cũ vẫn có người quét, xin gỡ tờ cũ")),
    "replaced": ("replaced", N_("đã thay")),
}

bp = Blueprint("counters_desk", __name__, url_prefix="/quan-tri/quay")


@bp.get("")
@requires(Action.COUNTER_READ)
def index() -> ResponseReturnValue:
    """List the counters with what their posters carry."""
    return render_template(
        "counters_desk/index.html",
        counters=service.counters(db(), actor()),
        may_manage=allowed(actor(), Action.COUNTER_MANAGE),
        token=lambda counter: rules.shown(service.current_token(counter).token),
        short_address=lambda counter: service.short_address_of(settings(), counter),
    )


@bp.route("/moi", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def create() -> ResponseReturnValue:
    """Set up a counter."""
    form = CounterForm().offer(accounts.offices(db()), editions.every(db()))
    if attempt(form, lambda: service.create_counter(db(), actor(), form.facts())):
        return _done(gettext("Đã thêm quầy %(name)s.", name=form.name.data))
    page = render_template("counters_desk/counter.html", form=form, counter=None, coming=[])
    return page, form.status()


@bp.route("/<code>", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def edit(code: str) -> ResponseReturnValue:
    """Change a counter."""
    counter = service.counter_by(db(), actor(), code)
    asked = editions.number_at(counter, clock.today())
    form = CounterForm(obj=counter).offer(accounts.offices(db()), editions.every(db()), asked)
    if attempt(form, lambda: service.edit_counter(db(), actor(), counter, form.facts())):
        return _done(gettext("Đã lưu quầy %(name)s.", name=counter.name))
    page = render_template(
        "counters_desk/counter.html", form=form, counter=counter, coming=_coming(counter)
    )
    return page, form.status()


@bp.route("/<code>/thay-ma", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def replace(code: str) -> ResponseReturnValue:
    """Replace a counter's token, after saying what that does to posters already up."""
    counter = service.counter_by(db(), actor(), code)
    form = ReplaceForm()
    reason = form.reason.data
    if attempt(form, lambda: service.replace_token(db(), actor(), counter, reason)):
        return _done(gettext("Quầy %(name)s đã có mã mới. Xin in và thay áp phích.",
                             name=counter.name))  # fmt: skip
    token = rules.shown(service.current_token(counter).token)
    page = render_template("counters_desk/replace.html", form=form, counter=counter, token=token)
    return page, form.status()


@bp.get("/<code>/in")
@requires(Action.COUNTER_READ)
def sheet(code: str) -> ResponseReturnValue:
    """Show a counter's poster as a page to print."""
    poster = _poster(service.counter_by(db(), actor(), code))
    drawing = Markup(svg(poster.url))  # noqa: S704 - drawn by us, no text in it
    return render_template("counters_desk/sheet.html", poster=poster, drawing=drawing, code=code)


@bp.get("/<code>/ap-phich.pdf")
@requires(Action.COUNTER_READ)
def poster(code: str) -> ResponseReturnValue:
    """Give a counter's poster as a PDF: `?kho=A4`, `A5`, `bang` (a tent), `tem` (stickers)."""
    return _print([service.counter_by(db(), actor(), code)], f"ap-phich-{code}")


@bp.get("/ap-phich.pdf")
@requires(Action.COUNTER_READ)
def posters() -> ResponseReturnValue:
    """Give the posters of all counters in use the asker may see, as one PDF."""
    seen = service.counters(db(), actor())
    return _print([counter for counter in seen if counter.active], "ap-phich")


@bp.get("/ma-da-quet")
@requires(Action.COUNTER_READ)
def scans() -> ResponseReturnValue:
    """Tell when each code was last scanned, which poster seems dead, which old one still hangs."""
    today = clock.today()
    rows = [
        (counter, edition, _standing(edition, today))
        for counter in service.counters(db(), actor())
        if counter.active
        for edition in reversed(counter.tokens)
        if edition.replaced_at is None or edition.scanned_on
    ]
    return render_template(
        "counters_desk/scans.html", rows=rows, shown=rules.shown, standings=STANDINGS
    )


def _standing(edition: CounterToken, today: date) -> str:
    if edition.replaced_at is not None:
        still = edition.scanned_on and edition.scanned_on > clock.local_date(edition.replaced_at)
        return "hangs" if still else "replaced"
    issued = clock.local_date(edition.issued_at)
    return "dead" if rules.is_dead(issued, edition.scanned_on, today) else "alive"


def _coming(counter: Counter) -> list[tuple[date, str]]:
    return [
        (turn.from_day, editions.by_number(db(), turn.edition).title)
        for turn in editions.coming(counter)
    ]


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("counters_desk.index"), 303)


def _poster(counter: Counter) -> Poster:
    return service.poster_facts(settings(), accounts.authority(db()), counter)


def _print(counters: list[Counter], name: str) -> ResponseReturnValue:
    wanted = request.args.get("kho", "A4").upper()
    product = PRODUCTS.get(wanted)
    if product is None or not counters:
        raise NotFound
    try:
        content = print_product([_poster(counter) for counter in counters], product)
    except ValueError as reason:
        raise Invalid(DOES_NOT_FIT) from reason
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}-{wanted}.pdf")
    return answer
