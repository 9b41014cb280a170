"""The page an official lives in: the day's numbers, and the lists under them in their order."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from portal.cases.agenda import Agenda
from portal.cases.models import Case
from portal.cases.rules import State
from portal.permissions import Action
from portal.web.access import may

# Where those find their work who have no cases: endpoint, permission, icon.
DOORS = (
    ("publications_desk.index", Action.PUBLICATION_EDIT, "document"),
    ("counters_desk.index", Action.COUNTER_READ, "qr"),
    ("accounts_desk.offices", Action.OFFICE_MANAGE, "office"),
    ("accounts_desk.officials", Action.OFFICIAL_MANAGE, "user"),
    ("home_desk.system", Action.SYSTEM_READ, "chart"),
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One list of the day.

    Attributes:
        number: how many there are; the list may show fewer.
        url: where all of them stand.
        short: the title where there is little room, "" when it is short enough.

    """

    id: str
    title: str
    cases: list[Case]
    number: int
    url: str
    text: str = ""
    short: str = ""


def urgent(agenda: Agenda) -> list[Part]:
    """Return the lists of what cannot wait, the first to be done on top."""
    due = agenda.counts.due
    return [
        Part(
            id="phan-cong",
            title=gettext("Chưa có cơ quan"),
            text=gettext("Ý kiến gửi đến mà chưa rõ cơ quan nào trả lời. Xin phân công sớm."),
            cases=agenda.triage,
            number=agenda.to_assign,
            url=_list(state=State.RECEIVED.value),
        ),
        _owed("qua-han", gettext("Quá hạn"), agenda.overdue, due["overdue"], "overdue"),
        _owed("hom-nay", gettext("Đến hạn hôm nay"), agenda.today, due["today"], "today"),
        _owed(
            "sap-den-han",
            gettext("Trong 3 ngày tới"),
            agenda.soon,
            due["soon"] - due["today"],
            "soon",
        ),
        Part(
            id="cho-duyet",
            title=gettext("Bản trả lời chờ quý vị duyệt"),
            short=gettext("Chờ quý vị duyệt"),
            cases=agenda.to_approve,
            number=agenda.drafts,
            url=_list(state=State.FOR_APPROVAL.value),
        ),
    ]


def rest(agenda: Agenda) -> list[Part]:
    """Return the lists that come after what is urgent and what came back."""
    return [
        Part(
            id="cho-nguoi-gui",
            title=gettext("Đang chờ người gửi trả lời"),
            short=gettext("Chờ người gửi"),
            text=gettext("Hạn trả lời vẫn tiếp tục tính. Nếu chờ lâu, có thể trả lời luôn."),
            cases=agenda.waiting,
            number=agenda.counts.states[State.WAITING],
            url=_list(state=State.WAITING.value),
        ),
        Part(
            id="sau-do",
            title=gettext("Sau đó"),
            cases=agenda.later,
            number=len(agenda.later),
            url=_list(),
        ),
    ]


def numbers(agenda: Agenda) -> list[dict[str, object]]:
    """Return the numbers on top, each leading to its list."""
    due = agenda.counts.due
    always = {"qua-han", "hom-nay", "sap-den-han"}
    told: list[dict[str, object]] = [
        {
            "number": part.number,
            "label": part.short or part.title,
            "url": f"#{part.id}" if part.cases else part.url,
            "state": "overdue" if part.id == "qua-han" and due["overdue"] else None,
        }
        for part in [*urgent(agenda), *rest(agenda)]
        if part.id in always or (part.number and part.id != "sau-do")
    ]
    if agenda.came_back:
        told.append(_number(len(agenda.came_back), gettext("Việc quay lại"), "#quay-lai"))
    if agenda.to_moderate:
        url = url_for("cases_desk.moderation")
        told.append(_number(agenda.to_moderate, gettext("Chờ kiểm duyệt"), url))
    return told


def doors() -> list[dict[str, str]]:
    """Return where an official without cases finds their work."""
    words = {
        "publications_desk.index": (
            gettext("Văn bản"),
            gettext("Đọc tệp vào, xem lại từng phần rồi công bố."),
        ),
        "counters_desk.index": (
            gettext("Quầy và mã QR"),
            gettext("Thêm quầy, in tờ dán có mã, thay mã khi cần."),
        ),
        "accounts_desk.offices": (
            gettext("Cơ quan"),
            gettext("Cơ quan nào trả lời việc gì, từ ngày nào."),
        ),
        "accounts_desk.officials": (
            gettext("Cán bộ"),
            gettext("Ai làm việc trên cổng, với quyền gì."),
        ),
        "home_desk.system": (
            gettext("Hệ thống"),
            gettext("Thư chưa gửi được, việc nền, chỉ mục tìm kiếm."),
        ),
    }
    return [
        {
            "title": words[endpoint][0],
            "text": words[endpoint][1],
            "url": url_for(endpoint),
            "icon": icon,
        }
        for endpoint, action, icon in DOORS
        if may(action)
    ]


def _owed(key: str, title: str, cases: list[Case], number: int, due: str) -> Part:
    return Part(id=key, title=title, cases=cases, number=number, url=_list(due=due))


def _number(number: int, label: str, url: str) -> dict[str, object]:
    return {"number": number, "label": label, "url": url, "state": None}


def _list(**narrowed: Any) -> str:
    return url_for("cases_desk.index", **narrowed)
