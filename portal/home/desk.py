"""How the installation itself is doing, for its administrator."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.errors import NotFound
from portal.history.service import record
from portal.home import failures, health
from portal.i18n import N_
from portal.outbox import service as outbox
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.session import db, settings

bp = Blueprint("home_desk", __name__)

# What each kind of effect is called; one that is not here shows its own name.
KINDS = {
    "mail.case": N_("Thư cho người gửi ý kiến"),
    "mail.disclosure": N_("Thư nhắc công khai"),
    "mail.head": N_("Thư gửi dấu niêm nhật ký"),
    "mail.digest": N_("Thư báo hạn cho cán bộ"),
    "search.put": N_("Cập nhật tìm kiếm"),
    "file.drop": N_("Xóa tệp"),
    "clocks.recount": N_("Tính lại hạn"),
}


@bp.get("/quan-tri/he-thong")
@requires(Action.SYSTEM_READ)
def system() -> ResponseReturnValue:
    """Show what waits, what failed, and whether search and mail work."""
    condition = health.condition(db(), settings(), current_app.extensions["index"])
    return render_template("home_desk/system.html", condition=condition)


@bp.get("/quan-tri/he-thong/viec-loi")
@requires(Action.SYSTEM_READ)
def failed() -> ResponseReturnValue:
    """List one by one what the worker could not do."""
    found = failures.failures(db(), request.args.get("trang", 1, int))
    return render_template(
        "home_desk/failures.html",
        found=found,
        kinds=KINDS,
        page_url=lambda page: url_for(".failed", trang=page),
    )


@bp.post("/quan-tri/he-thong/thu-lai")
@bp.post("/quan-tri/he-thong/viec-loi/<int:effect_id>/thu-lai")
@requires(Action.SYSTEM_MANAGE)
def again(effect_id: int | None = None) -> ResponseReturnValue:
    """Try once more what failed, letters that could not be sent above all."""
    count = _done("try_again", outbox.try_again(db(), effect_id), effect_id)
    flash(gettext("Đã xếp lại %(count)s việc để thử tiếp.", count=count))
    return redirect(url_for(".failed"), 303)


@bp.post("/quan-tri/he-thong/bo-thu")
@bp.post("/quan-tri/he-thong/viec-loi/<int:effect_id>/bo")
@requires(Action.SYSTEM_MANAGE)
def give_up(effect_id: int | None = None) -> ResponseReturnValue:
    """Leave letters that could not be sent unsent for good."""
    count = _done("give_up", outbox.give_up(db(), effect_id), effect_id)
    flash(gettext("Đã thôi gửi %(count)s thư.", count=count))
    return redirect(url_for(".failed"), 303)


def _done(act: str, count: int, effect_id: int | None) -> int:
    """Record what was done to how many failures; return how many, 404 for one that is none."""
    if effect_id is not None and not count:
        raise NotFound
    which: dict[str, Any] = {} if effect_id is None else {"effect": effect_id}
    record(db(), actor(), ("system", 1), act, count=count, **which)
    return count
