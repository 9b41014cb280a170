"""Who looks a second time: never whoever wrote or signed the answer the sender disagrees with."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Office, Official, OfficialRole
from portal.cases.models import Case, Purpose
from portal.cases.rules import Judgement
from portal.permissions import Actor, Role

WRITTEN_FOR_ANSWERS = frozenset({Purpose.DRAFT, Purpose.ANSWER, Purpose.REFUSAL})


def earlier_authors(case: Case) -> frozenset[int]:
    """Return who wrote or signed what the sender disagreed with; nobody before a dispute."""
    disputes = [place for place, row in enumerate(case.letters) if row.purpose is Purpose.DISPUTE]
    before = case.letters[: disputes[-1]] if disputes else []
    written = (row.official_id for row in before if row.purpose in WRITTEN_FOR_ANSWERS)
    return frozenset(author for author in written if author is not None)


def may_write(actor: Actor, case: Case) -> bool:
    """Return whether `actor` may write the answer now: not again where somebody else was named."""
    named = case.judgement is Judgement.NO and case.handler_id is not None
    if not named or actor.official_id == case.handler_id:
        return True
    return actor.official_id not in earlier_authors(case)


def person(session: Session, case: Case) -> int | None:
    """Return the official to look again: of the office, its head, else of the offices above.

    None where nobody else is left; then whoever is there looks again, which the page says.
    """
    out = earlier_authors(case)
    for office in _upwards(session.get(Office, case.office_id) if case.office_id else None):
        found = [row for row in _staff(session, office, Role.OFFICER) if row not in out]
        found += [row for row in _staff(session, office, Role.HEAD) if row not in out]
        if found:
            return found[0]
    return None


def _staff(session: Session, office: Office, role: Role) -> Iterable[int]:
    wanted = (
        select(Official.id)
        .join(OfficialRole)
        .where(Official.office_id == office.id, Official.active, OfficialRole.role == role)
    )
    return session.scalars(wanted.order_by(Official.id))


def _upwards(office: Office | None) -> Iterator[Office]:
    while office is not None:
        yield office
        office = office.parent
