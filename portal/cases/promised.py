"""A promise as a letter about it says it: what was so when the letter was promised, not now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.models import Office
from portal.cases.answer_models import Commitment, CommitmentChange
from portal.history.models import Event


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What one letter says of one promise.

    Attributes:
        office: name of the office that owed it then.
        due_on: the day it was to be done by, as it stood then.
        was_due_on: the day it had before, `reason` why it was put off; None and "" elsewhere.
        kept_on: the day it was reported as done, `evidence` what shows it.

    """

    office: str
    text: str
    due_on: date
    was_due_on: date | None
    reason: str
    kept_on: date | None
    evidence: str


def as_told(session: Session, row: Commitment, event: Event | None) -> Promised:
    """Return `row` as it was at `event`, or as it was made where no event tells of it.

    The event stands in the history of the item that was answered, also for who is joined to it.
    """
    mine = event if event is not None and event.facts.get("commitment") == row.id else None
    facts = mine.facts if mine else {}
    due_on = date.fromisoformat(facts["due_on"]) if "due_on" in facts else row.first_due_on
    change = _change(row, mine)
    office = session.get(Office, mine.office_id) if mine and mine.office_id else row.office
    return Promised(
        office=office.name if office else row.office.name,
        text=row.text,
        due_on=due_on,
        was_due_on=change.due_before if change else None,
        reason=change.reason if change else "",
        kept_on=row.kept_on,
        evidence=row.evidence or "",
    )


def _change(row: Commitment, event: Event | None) -> CommitmentChange | None:
    """Return the change `event` tells of: the last one to that day that was made by then."""
    if event is None or "was_due_on" not in event.facts:
        return None
    days = (event.facts["was_due_on"], event.facts["due_on"])
    same = [
        one
        for one in row.changes
        if (one.due_before.isoformat(), one.due_on.isoformat()) == days and one.at <= event.at
    ]
    return same[-1] if same else None
