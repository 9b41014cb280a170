"""What signatures have in common, judged together by a moderator, and undone as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Settings
from portal.errors import IllegalMove, Invalid, NotFound
from portal.files import Files
from portal.i18n import N_
from portal.permissions import Action, Actor
from portal.petitions import duties
from portal.petitions.doubts import MARKS
from portal.petitions.models import Petition, Signature, Sweep
from portal.petitions.rules import Standing
from portal.petitions.stepping import hold, note, permit

FEWEST = 10  # of one mark, to be worth a look
SHOWN = 50
# What a sweep may turn into what: nobody confirms for a signer, and what was withdrawn stays so.
FROM = {
    Standing.INVALID: (Standing.COUNTED, Standing.DOUBTFUL),
    Standing.COUNTED: (Standing.DOUBTFUL, Standing.INVALID),
}
NO_REASON = N_("Xin ghi lý do.")
NOTHING = N_("Không còn chữ ký nào như vậy. Xin xem lại trang này.")


@dataclass(frozen=True)
class Choice:
    """Which signatures are judged, by a mark they share, and what they shall become.

    Raises:
        NotFound: there is no such mark, or nothing may become that.

    """

    mark: str
    value: str
    into: Standing

    def __post_init__(self) -> None:
        """Refuse what cannot be asked for."""
        if self.mark not in MARKS or self.into not in FROM:
            raise NotFound


@dataclass(frozen=True, kw_only=True)
class Group:
    """Signatures of one petition that share a mark.

    Attributes:
        value: the mark itself, which says nothing of the person or the place.
        name: the domain of the mail, where that is what they share.
        standings: how many stand how.
        flagged: whether some of them went over a limit.

    """

    mark: str
    value: str
    name: str
    standings: dict[Standing, int]
    flagged: bool

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.standings.values())


def groups(session: Session, actor: Actor, petition: Petition) -> list[Group]:
    """Return what many signatures have in common, the flagged and the largest first."""
    permit(actor, Action.PETITION_MODERATE)
    found = [group for mark in MARKS for group in _of_mark(session, petition, mark)]
    return sorted(found, key=lambda one: (not one.flagged, -one.total, one.value))[:SHOWN]


def preview(session: Session, petition: Petition, choice: Choice) -> int:
    """Return how many signatures would be judged."""
    wanted = select(func.count(Signature.id)).where(*_within(petition, choice))
    return session.scalar(wanted) or 0


def sweep(  # noqa: PLR0913 - what is judged, how, why, and what was seen before
    session: Session,
    actor: Actor,
    petition: Petition,
    choice: Choice,
    reason: str,
    *,
    seen: int,
    settings: Settings,
    files: Files,
) -> Sweep:
    """Judge all signatures of a group at once, if they are still as many as were `seen` before.

    Raises:
        Invalid: no reason is given.
        IllegalMove: there are none, or more or fewer than on the page.

    """
    permit(actor, Action.PETITION_MODERATE)
    if not reason.strip():
        raise Invalid(NO_REASON)
    hold(session, petition.id)
    many = preview(session, petition, choice)
    if not many or many != seen:
        raise IllegalMove(NOTHING)
    done = Sweep(petition_id=petition.id, count=many, reason=reason.strip(), at=clock.now())
    done.mark, done.value, done.outcome = choice.mark, choice.value, choice.into
    done.official_id = actor.official_id
    session.add(done)
    session.flush()
    changed = {"before": Signature.standing, "standing": choice.into, "sweep_id": done.id}
    _change(session, _within(petition, choice), changed)
    note(session, actor, petition, "swept", sweep=done.id, count=many, outcome=choice.into.value)
    duties.check(session, petition, settings=settings, files=files)
    return done


def undo(session: Session, actor: Actor, petition: Petition, sweep_id: int) -> int:
    """Put every signature of a sweep back to where it stood, but those judged or gone since."""
    permit(actor, Action.PETITION_MODERATE)
    done = session.get(Sweep, sweep_id)
    if done is None or done.petition_id != petition.id:
        raise NotFound
    if done.undone_at is not None:
        raise IllegalMove
    hold(session, petition.id)
    mine = (Signature.sweep_id == done.id, Signature.standing == done.outcome)
    back = session.scalar(select(func.count(Signature.id)).where(*mine)) or 0
    done.undone_at = clock.now()
    for before in FROM[done.outcome]:
        changed = {"standing": before, "sweep_id": None, "before": None}
        _change(session, (*mine, Signature.before == before.value), changed)
    note(session, actor, petition, "unswept", sweep=done.id, count=back)
    return back


def sweeps(session: Session, petition: Petition) -> Sequence[Sweep]:
    """Return what was judged together, the latest first."""
    wanted = select(Sweep).where(Sweep.petition_id == petition.id).order_by(Sweep.id.desc())
    return session.scalars(wanted).all()


def _of_mark(session: Session, petition: Petition, mark: str) -> list[Group]:
    column = MARKS[mark]
    wanted = (
        select(
            column,
            Signature.standing,
            func.count(),
            func.count(Signature.doubt),
            func.min(Signature.id),
        )
        .where(Signature.petition_id == petition.id, column.is_not(None))
        .group_by(column, Signature.standing)
    )
    found: dict[str, list[tuple[Standing, int, int, int]]] = {}
    for row in session.execute(wanted):
        found.setdefault(str(row[0]), []).append((row[1], row[2], row[3], row[4]))
    return [
        Group(
            mark=mark,
            value=value,
            name=_domain(session, min(row[3] for row in rows)) if mark == "domain" else "",
            standings={row[0]: row[1] for row in rows},
            flagged=any(row[2] for row in rows),
        )
        for value, rows in found.items()
        if sum(row[1] for row in rows) >= FEWEST
    ]


def _domain(session: Session, signature_id: int) -> str:
    signature = session.get(Signature, signature_id)
    return signature.contact.rpartition("@")[2].lower() if signature else ""


def _change(session: Session, which: tuple[ColumnElement[bool], ...], to: dict[str, Any]) -> None:
    """Change many signatures at once; what the session knows of them is read anew."""
    wanted = update(Signature).where(*which).values(to)
    session.execute(wanted.execution_options(synchronize_session=False))
    session.flush()
    session.expire_all()


def _within(petition: Petition, choice: Choice) -> tuple[ColumnElement[bool], ...]:
    return (
        Signature.petition_id == petition.id,
        MARKS[choice.mark] == choice.value,
        Signature.standing.in_(FROM[choice.into]),
    )
