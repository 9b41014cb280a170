"""How many signed: counted each time it is asked, so that no number can differ from a recount."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cases.figures import FEWEST
from portal.cases.small_groups import guarded
from portal.petitions.models import Petition, Sheet, Signature
from portal.petitions.rules import Standing


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many signed a petition.

    Attributes:
        online: who confirmed it here.
        paper: on sheets a clerk entered.

    """

    online: int = 0
    paper: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.online + self.paper


def count(session: Session, petition: Petition) -> Count:
    """Return how many signed `petition`."""
    return counts(session, [petition])[petition.id]


def counts(session: Session, petitions: Iterable[Petition]) -> dict[int, Count]:
    """Return how many signed each of `petitions`, by id."""
    ids = [petition.id for petition in petitions]
    online = _online(session, ids)
    paper = _paper(session, ids)
    return {one: Count(online=online.get(one, 0), paper=paper.get(one, 0)) for one in ids}


def supporters(session: Session, petition: Petition) -> int:
    """Return how many support it besides whoever started it."""
    wanted = (
        select(func.count(Signature.id))
        .where(Signature.petition_id == petition.id, ~Signature.starter)
        .where(Signature.standing == Standing.COUNTED)
    )
    return session.scalar(wanted) or 0


def standings(session: Session, petition: Petition) -> dict[Standing, int]:
    """Return how many signatures stand how, for those who look after them."""
    wanted = (
        select(Signature.standing, func.count())
        .where(Signature.petition_id == petition.id)
        .group_by(Signature.standing)
    )
    found = {row[0]: row[1] for row in session.execute(wanted)}
    return {standing: found.get(standing, 0) for standing in Standing}


def by_village(session: Session, petition: Petition) -> list[tuple[str, int]]:
    """Return how many of each village signed here, the most first; "" is for no village.

    Villages of fewer than five are left out, and others where subtraction would tell those.
    """
    wanted = (
        select(Signature.village, func.count())
        .where(Signature.petition_id == petition.id, Signature.standing == Standing.COUNTED)
        .group_by(Signature.village)
    )
    rows = sorted(((row[0], row[1]) for row in session.execute(wanted)), key=_most_first)
    parts = [many if many >= FEWEST else None for _name, many in rows]
    shown = guarded(sum(many for _name, many in rows), parts)
    return [(name, many) for (name, _), many in zip(rows, shown, strict=True) if many]


def _most_first(row: tuple[str, int]) -> tuple[int, str]:
    return (-row[1], row[0])


def _online(session: Session, ids: list[int]) -> dict[int, int]:
    wanted = (
        select(Signature.petition_id, func.count())
        .where(Signature.petition_id.in_(ids), Signature.standing == Standing.COUNTED)
        .group_by(Signature.petition_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def _paper(session: Session, ids: list[int]) -> dict[int, int]:
    wanted = (
        select(Sheet.petition_id, func.sum(Sheet.count))
        .where(Sheet.petition_id.in_(ids), Sheet.struck_at.is_(None))
        .group_by(Sheet.petition_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(wanted)}
