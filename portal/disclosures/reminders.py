"""Reminding offices: before something is due, when it is late, when a posting may come down."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.disclosures.agenda import Debt, debts, hanging
from portal.disclosures.models import Reminder
from portal.outbox.service import promise

SOON_DAYS = 3
EFFECT = "mail.disclosure"


def remind_all(session: Session, today: date | None = None) -> int:
    """Promise one letter for each stage of each thing owed, once; return how many.

    Only offices with an e-mail address are written to; the desk's list is there for all of them.
    """
    today = today or clock.today()
    known = set(session.scalars(select(Reminder.key)))
    written = dict(session.execute(select(Office.id, Office.email).where(Office.email != "")).all())
    new = [
        (key, payload)
        for key, payload in (*_owed(session), *_hanging(session, today))
        if key not in known and payload["office"] in written
    ]
    for key, payload in new:
        session.add(Reminder(key=key, promised_at=clock.now()))
        promise(session, EFFECT, **payload)
    return len(new)


def _owed(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    for debt in debts(session):
        if debt.office_id is None or debt.days > SOON_DAYS:
            continue
        stage = "late" if debt.days < 0 else "soon"
        yield (
            f"{stage}:{_thing(debt)}",
            {
                "notice": stage,
                "office": debt.office_id,
                "duty": debt.row.duty.id if debt.row.duty else None,
                "period": debt.row.span.key,
                "disclosure": debt.entry.disclosure.id if debt.entry else None,
                "due_on": debt.due_on.isoformat(),
            },
        )


def _hanging(session: Session, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    for posting in hanging(session):
        if posting.stay_until is not None and posting.stay_until <= today:
            yield (
                f"down:{posting.id}",
                {
                    "notice": "down",
                    "office": posting.disclosure.office_id,
                    "disclosure": posting.disclosure_id,
                    "posting": posting.id,
                    "due_on": posting.stay_until.isoformat(),
                },
            )


def _thing(debt: Debt) -> str:
    if debt.entry is not None:
        return f"disclosure:{debt.entry.disclosure.id}"
    return f"duty:{debt.row.duty.id if debt.row.duty else 0}:{debt.row.span.key}"
