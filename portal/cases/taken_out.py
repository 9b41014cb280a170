"""What was moved to the sealed lane: nobody finds it here; who is named for it opens it there."""

from typing import Any

from sqlalchemy import CompoundSelect, or_, select, union
from sqlalchemy.orm import aliased

from portal.cases.models import Case
from portal.cases.rules import State
from portal.cases.telling import sent_as


def is_taken_out(case: Case) -> bool:
    """Return whether what was sent was moved to the sealed lane, whole and parts together."""
    sent = sent_as(case)
    return any(one.state is State.SEALED for one in (sent, *sent.parts))


def beside_sealed() -> CompoundSelect[Any]:
    """Return the ids of wholes and rejoined parts whose matter was moved there."""
    part, whole, back = aliased(Case), aliased(Case), aliased(Case)
    split = select(part.part_of_id).where(part.state == State.SEALED, part.part_of_id.is_not(None))
    united = select(whole.id).where(whole.state == State.SEALED)
    of_one = or_(back.part_of_id.in_(split), back.part_of_id.in_(united))
    return union(split, select(back.id).where(back.state == State.JOINED, of_one))
