"""The letter that tells an official what is due, in their language, no word of a citizen in it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Authority, Official
from portal.cases import escalation
from portal.cases.escalation import Due
from portal.cases.mail import day_in, texts
from portal.config import Settings
from portal.outbox.mailbox import Notice

DESK = "/quan-tri/"
MOST = 30  # lines under one heading
GROUPS: Mapping[str, Callable[[Due], bool]] = MappingProxyType(
    {
        "overdue": lambda one: one.left < 0,
        "today": lambda one: one.left == 0,
        "soon": lambda one: one.left > 0,
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
    text = texts().get_template(f"digest/{official.language}.txt").render(
        authority=session.get(Authority, 1),
        name=official.name,
        groups=[
            group
            for name in GROUPS
            if (group := _group(name, dates, official.language))["count"]
        ],
        desk=settings.public_url + DESK,
    )  # fmt: skip
    subject, _, body = text.partition("\n\n")
    return Notice(
        to=official.email,
        subject=" ".join(subject.split()),
        text=body.strip() + "\n",
        key=f"digest.{official.id}.{payload['on']}",
    )


def _group(name: str, dates: list[Due], language: str) -> dict[str, Any]:
    within = [one for one in dates if GROUPS[name](one)]
    return {
        "name": name,
        "count": len(within),
        "lines": [_line(one, language) for one in within[:MOST]],
        "more": max(0, len(within) - MOST),
    }


def _line(one: Due, language: str) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "span": one.span.value if one.span else "promise",
        "due": day_in(one.due_on, language),
        "left": one.left,
        "office": one.office.name if one.office else "",
    }
