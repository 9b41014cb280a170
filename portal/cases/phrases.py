"""The authority's own phrases for suggestions, on top of the tables the portal came with."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from portal import clock
from portal.accounts.models import Official
from portal.db import Base, Instant, PrimaryKey
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.triage.rules import Own, built_in
from portal.words import fold

KEPT = "phrases"
LONGEST = 60
MOST = 200  # standing entries of one list
# An accusation or a danger is never left unnoticed because a phrase was taken out.
MAY_LEAVE_OUT = ("fields.", "kinds.")
# One common word here would stop everybody's form, or send everybody to the telephone.
NEEDS_TWO_WORDS = (
    "sensitive.denunciation",
    "sensitive.accusation",
    "sensitive.complaint",
    "urgent.",
)

TOO_SHORT = N_("Cụm từ cần ít nhất hai chữ cái.")
ONE_WORD = N_("Mục này cần cụm từ ít nhất hai từ, để lời thường không bị nhận nhầm.")
THERE = N_("Cụm từ này đã có trong mục.")
ENOUGH = N_("Mục này đã có 200 cụm từ của cơ quan. Xin gỡ bớt.")
NOT_THERE = N_("Cụm từ này không có sẵn trong mục, hoặc đã không tính.")


class TriagePhrase(Base):
    """One phrase the authority added to a list, or does not count of it; struck, never changed.

    Attributes:
        name: of the list, e.g. `fields.dat-dai`.
        counts: False for a phrase that came with the portal and is left out.

    """

    __tablename__ = "triage_phrases"

    id: Mapped[PrimaryKey]
    name: Mapped[str]
    phrase: Mapped[str]
    counts: Mapped[bool]
    entered_at: Mapped[Instant]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    struck_at: Mapped[datetime | None]

    entered_by: Mapped[Official | None] = relationship()


def own(session: Session) -> Own:
    """Return what the authority made of the tables; read once for each session."""
    if KEPT not in session.info:
        added: dict[str, list[str]] = {}
        left_out: dict[str, list[str]] = {}
        with session.no_autoflush:
            for row in session.scalars(_standing()):
                (added if row.counts else left_out).setdefault(row.name, []).append(row.phrase)
        session.info[KEPT] = Own(added=added, left_out=left_out)
    found: Own = session.info[KEPT]
    return found


def entries(session: Session, actor: Actor, name: str) -> list[TriagePhrase]:
    """Return what stands for one list, as it was entered."""
    _permit(actor)
    return list(session.scalars(_standing().where(TriagePhrase.name == name)))


def add(session: Session, actor: Actor, name: str, phrase: str) -> None:
    """Let `phrase` count in the list from now on.

    Raises:
        Invalid: it is too short for this list, is there already, or there are too many.

    """
    _permit(actor)
    words = fold(phrase).split()
    if sum(char.isalnum() for char in fold(phrase)) < 2:  # noqa: PLR2004 - two letters
        raise Invalid(TOO_SHORT)
    if name.startswith(NEEDS_TWO_WORDS) and len(words) == 1:
        raise Invalid(ONE_WORD)
    standing = entries(session, actor, name)
    left_out = {row.phrase for row in standing if not row.counts}
    known = {row.phrase for row in standing if row.counts} | (set(built_in(name)) - left_out)
    if fold(phrase) in map(fold, known):
        raise Invalid(THERE)
    _enter(session, actor, name, phrase, standing, counts=True)


def leave_out(session: Session, actor: Actor, name: str, phrase: str) -> None:
    """Let a phrase the portal came with count in the list no more."""
    _permit(actor)
    standing = entries(session, actor, name)
    gone = {row.phrase for row in standing if not row.counts}
    if not may_leave_out(name) or phrase not in built_in(name) or phrase in gone:
        raise Invalid(NOT_THERE)
    _enter(session, actor, name, phrase, standing, counts=False)


def strike(session: Session, actor: Actor, entry_id: int) -> TriagePhrase:
    """Take one entry back; return it."""
    _permit(actor)
    found = session.get(TriagePhrase, entry_id)
    if found is None or found.struck_at is not None:
        raise NotFound
    found.struck_at = clock.now()
    _changed(session, actor, found, "phrase_struck")
    return found


def may_leave_out(name: str) -> bool:
    """Return whether what came with the portal may be left out of this list."""
    return name.startswith(MAY_LEAVE_OUT)


def _enter(  # noqa: PLR0913 - who enters what where
    session: Session,
    actor: Actor,
    name: str,
    phrase: str,
    standing: Collection[TriagePhrase],
    *,
    counts: bool,
) -> None:
    if len(standing) >= MOST:
        raise Invalid(ENOUGH)
    made = TriagePhrase(
        name=name,
        phrase=phrase,
        counts=counts,
        entered_at=clock.now(),
        entered_by_id=actor.official_id,
    )
    session.add(made)
    _changed(session, actor, made, "phrase_added" if counts else "phrase_left_out")


def _standing() -> Select[TriagePhrase]:
    wanted = select(TriagePhrase).where(TriagePhrase.struck_at.is_(None))
    return wanted.order_by(TriagePhrase.id)


def _changed(session: Session, actor: Actor, entry: TriagePhrase, act: str) -> None:
    """Record the change, and suggest by it from now on."""
    session.info.pop(KEPT, None)
    session.flush()
    record(session, actor, ("triage_phrase", entry.id), act, name=entry.name)


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.PROCEDURE_MANAGE):
        raise NotAllowed
