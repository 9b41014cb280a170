"""The menus: one table for citizens, one for officials."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from werkzeug.local import LocalProxy

from portal.i18n import N_
from portal.permissions import Action
from portal.web.access import may

PUBLIC = (
    ("publications.index", N_("Văn bản, kế hoạch")),
    ("disclosures.index", N_("Sổ công khai")),
    ("cases.write", N_("Gửi ý kiến")),
    ("cases.look_up", N_("Tra cứu")),
    ("petitions.index", N_("Kiến nghị chung")),
    ("cases.published", N_("Đã trả lời")),
    ("home.offices", N_("Cơ quan")),
    ("home.figures", N_("Số liệu")),
)
DESK = (
    ("cases_desk.today", N_("Việc hôm nay"), Action.DESK_READ),
    ("cases_desk.index", N_("Ý kiến"), Action.CASE_READ),
    ("cases_desk.assign_many", N_("Phân công"), Action.CASE_DISPATCH),
    ("cases_entry.enter", N_("Nhập hộ"), Action.CASE_ENTER),
    ("cases_desk.commitments", N_("Cam kết"), Action.CASE_READ),
    ("cases_desk.templates", N_("Mẫu trả lời"), Action.TEMPLATE_MANAGE),
    ("cases_desk.moderation", N_("Kiểm duyệt"), Action.CASE_MODERATE),
    ("petitions_desk.index", N_("Kiến nghị chung"), Action.PETITION_READ),
    ("publications_desk.index", N_("Văn bản"), Action.PUBLICATION_EDIT),
    ("disclosures_desk.index", N_("Sổ công khai"), Action.DISCLOSURE_READ),
    ("counters_desk.index", N_("Quầy và mã QR"), Action.COUNTER_READ),
    ("ratings_desk.index", N_("Đánh giá"), Action.RATING_READ),
    ("visits_desk.index", N_("Mã lượt phục vụ"), Action.VISIT_ISSUE),
    ("apologies_desk.index", N_("Sổ thư xin lỗi"), Action.APOLOGY_READ),
    ("ratings_desk.extra", N_("Đòi hỏi ngoài quy định"), Action.EXTRA_READ),
    ("accounts_desk.offices", N_("Cơ quan"), Action.OFFICE_MANAGE),
    ("accounts_desk.topics", N_("Lĩnh vực"), Action.OFFICE_MANAGE),
    ("accounts_desk.officials", N_("Cán bộ"), Action.OFFICIAL_MANAGE),
    ("procedures_desk.days", N_("Lịch làm việc"), Action.CALENDAR_MANAGE),
    ("procedures_desk.terms", N_("Thời hạn"), Action.PROCEDURE_MANAGE),
    ("cases_desk.phrases", N_("Từ gợi ý"), Action.PROCEDURE_MANAGE),
    ("cases_desk.approvals", N_("Duyệt trả lời"), Action.OFFICE_MANAGE),
    ("accounts_desk.authority", N_("Đơn vị"), Action.OFFICE_MANAGE),
    ("receptions_desk.index", N_("Tiếp công dân"), Action.RECEPTION_MANAGE),
    ("sealed_desk.index", N_("Gửi kín"), Action.SEALED_READ),
    ("sealed_desk.keys", N_("Khóa gửi kín"), Action.SEALED_MANAGE),
    ("home_desk.system", N_("Hệ thống"), Action.SYSTEM_READ),
)

STARTS = {"/", "/quan-tri"}  # every page lies below these


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a menu.

    Attributes:
        current: "page" where one stands, "true" for the entry above it, "" otherwise.
        count: what waits behind it, None when nothing is counted.

    """

    label: str
    url: str
    current: str
    count: int | None = None


def public_entries() -> list[Entry]:
    """Return the citizens' menu."""
    return _entries([_Line(endpoint, label) for endpoint, label in PUBLIC])


def desk_entries() -> list[Entry]:
    """Return what the signed-in official may open, with what waits there."""
    if "desk_waiting" not in g:  # the menu stands on a page twice
        g.desk_waiting = current_app.extensions["desk_counts"]()
    waiting: dict[str, int] = g.desk_waiting
    lines = [
        _Line(endpoint, label, waiting.get(endpoint))
        for endpoint, label, action in DESK
        if may(action)
    ]
    return _entries(lines)


def init_app(app: Flask) -> None:
    """Give the menus to every template; they are computed only where a layout asks."""
    app.extensions.setdefault("desk_counts", dict)
    menus = {"navigation": LocalProxy(public_entries), "desk_navigation": LocalProxy(desk_entries)}
    app.context_processor(lambda: menus)


@dataclass(frozen=True)
class _Line:
    endpoint: str
    label: str
    count: int | None = None


def _entries(lines: Sequence[_Line]) -> list[Entry]:
    """Return the lines as entries; the page one is on, else the nearest above it, is current."""
    urls = [url_for(line.endpoint) for line in lines]
    above = [url for url in urls if request.path.startswith(f"{url}/")]
    nearest = max(above, key=len, default="")
    return [
        Entry(
            label=gettext(line.label),
            url=url,
            current=_current(line.endpoint, is_nearest=url == nearest and url not in STARTS),
            count=line.count,
        )
        for line, url in zip(lines, urls, strict=True)
    ]


def _current(endpoint: str, *, is_nearest: bool) -> str:
    if request.endpoint == endpoint:
        return "page"
    return "true" if is_nearest else ""
