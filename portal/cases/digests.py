"""The letter that tells an official what is due; plain Vietnamese, no word of a citizen in it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Authority, Official
from portal.cases import escalation
from portal.cases.escalation import Due
from portal.cases.mail import day_in, texts
from portal.cases.timeline import SPANS
from portal.config import Settings
from portal.outbox.mailbox import Notice

DESK = "/quan-tri/"
MOST = 30  # lines under one heading
GROUPS: Mapping[str, Callable[[Due], bool]] = MappingProxyType(
    {
        "Quá hạn": lambda one: one.left < 0,
        "Đến hạn hôm nay": lambda one: one.left == 0,
        "Sắp đến hạn": lambda one: one.left > 0,
    }
)


def notice(session: Session, settings: Settings, payload: dict[str, Any]) -> Notice | None:
    """Return today's letter to one official; None when nothing is left to tell.

    What was answered since the promise is not in it, and one that could not be sent in the
    working hours of its day is left to the next.

    Args:
        session: the transaction of this one effect.
        settings: this installation.
        payload: `official` whom, `on` the day.

    """
    official, today = session.get(Official, payload["official"]), clock.today()
    late = payload["on"] != today.isoformat()
    if official is None or not official.active or not official.email or late:
        return None
    if not escalation.in_working_hours(session, clock.now()):
        return None
    dates = escalation.of_official(session, official, escalation.owed(session, today))
    if not dates:
        return None
    text = texts().get_template("digest/vi.txt").render(
        authority=session.get(Authority, 1),
        name=official.name,
        groups=[group for title in GROUPS if (group := _group(title, dates))["count"]],
        desk=settings.public_url + DESK,
    )  # fmt: skip
    subject, _, body = text.partition("\n\n")
    return Notice(
        to=official.email,
        subject=" ".join(subject.split()),
        text=body.strip() + "\n",
        key=f"digest.{official.id}.{payload['on']}",
    )


def _group(title: str, dates: list[Due]) -> dict[str, Any]:
    within = [one for one in dates if GROUPS[title](one)]
    return {
        "title": title,
        "count": len(within),
        "lines": [_line(one) for one in within[:MOST]],
        "more": max(0, len(within) - MOST),
    }


def _line(one: Due) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "what": SPANS[one.span],
        "when": _when(one.due_on, one.left),
        "office": one.case.office.name if one.case.office else "",
    }


def _when(due_on: date, left: int) -> str:
    told = day_in(due_on, "vi")
    if left < 0:
        return f"hẹn {told}, quá {-left} ngày làm việc"
    return f"chậm nhất hết {told}" + (f", còn {left} ngày làm việc" if left else "")
