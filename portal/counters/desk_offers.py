"""Pages for administrators: where to pay, what to bring for a procedure."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.accounts.forms import attempt
from portal.counters import offers
from portal.counters.forms import PaymentForm, SheetForm
from portal.counters.models import PaymentTarget, ProcedureSheet
from portal.errors import NotFound
from portal.i18n import N_
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.session import db

bp = Blueprint("offers_desk", __name__, url_prefix="/quan-tri/tai-quay")


@dataclass(frozen=True)
class Shelf:
    """One of the two lists.

    Attributes:
        title: marked with N_.
        lead: what it is for, marked with N_.
        fields: the names of the form's fields in the order they are typed.
        hints: what helps with some of them, marked with N_.

    """

    table: Any
    form: Any
    title: str
    lead: str
    fields: tuple[str, ...]
    hints: dict[str, str]


SHELVES = {
    "thanh-toan": Shelf(
        PaymentTarget,
        PaymentForm,
        N_("Nơi thanh toán"),
        N_("Hiện ở trang của quầy: đường dẫn hoặc mã VietQR. Cổng không nhận tiền."),
        ("title", "office_id", "receiver", "link", "bank", "bank_name", "account", "amount",
         "purpose", "position", "active"),
        {
            "link": N_("Để trống nếu là chuyển khoản."),
            "receiver": N_("Đúng như ứng dụng ngân hàng hiện ra, để người dân đối chiếu."),
            "bank": N_("Mã NAPAS, ví dụ 970436."),
            "amount": N_("Ghi 0 để người trả tự nhập."),
            "purpose": N_("Tối đa 25 chữ, in không dấu."),
        },
    ),
    "thu-tuc": Shelf(
        ProcedureSheet,
        SheetForm,
        N_("Thủ tục cần mang gì"),
        N_("Hiện ở trang của các quầy thuộc cơ quan."),
        ("title", "office_id", "papers", "fee", "time", "link", "position", "active"),
        {"link": N_("Trang của thủ tục trên Cổng dịch vụ công, nếu có.")},
    ),
}  # fmt: skip


@bp.get("/<kind>")
@requires(Action.COUNTER_MANAGE)
def index(kind: str) -> ResponseReturnValue:
    """List what stands on a shelf."""
    shelf = _shelf(kind)
    rows = offers.every(db(), actor(), shelf.table)
    return render_template("offers_desk/index.html", kind=kind, shelf=shelf, rows=rows)


@bp.route("/<kind>/moi", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def create(kind: str) -> ResponseReturnValue:
    """Add one."""
    shelf = _shelf(kind)
    return _edit(kind, shelf, shelf.table())


@bp.route("/<kind>/<int:offer_id>", methods=["GET", "POST"])
@requires(Action.COUNTER_MANAGE)
@keeps_text
def edit(kind: str, offer_id: int) -> ResponseReturnValue:
    """Change one."""
    shelf = _shelf(kind)
    return _edit(kind, shelf, offers.offer_by(db(), actor(), shelf.table, offer_id))


def _shelf(kind: str) -> Shelf:
    if kind not in SHELVES:
        raise NotFound
    return SHELVES[kind]


def _edit(kind: str, shelf: Shelf, offer: Any) -> ResponseReturnValue:
    form = shelf.form(obj=offer if offer.id else None).offer(accounts.offices(db()))
    if attempt(form, lambda: offers.keep(db(), actor(), offer, form.facts())):
        flash(gettext("Đã lưu %(name)s.", name=offer.title))
        return redirect(url_for("offers_desk.index", kind=kind), 303)
    page = render_template("offers_desk/offer.html", kind=kind, shelf=shelf, form=form, offer=offer)
    return page, form.status()
