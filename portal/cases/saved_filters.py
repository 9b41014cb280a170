"""Filters of the list an official keeps under a name; nobody else sees them."""

from collections.abc import Mapping

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.accounts.models import Official
from portal.db import Base, Json, PrimaryKey
from portal.errors import Invalid, NotAllowed, NotFound
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed

MOST = 20
TOO_MANY = N_("Quý vị đã lưu 20 bộ lọc. Xin bỏ bớt một bộ lọc cũ rồi lưu lại.")
NOTHING = N_("Chưa lọc gì nên chưa có gì để lưu. Xin chọn điều kiện lọc trước.")


class SavedFilter(Base):
    """One filter of one official.

    Attributes:
        query: the fields of the list's address, by name.

    """

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("official_id", "name"),)

    id: Mapped[PrimaryKey]
    official_id: Mapped[int] = mapped_column(ForeignKey(Official.id))
    name: Mapped[str]
    query: Mapped[Json]


def saved(session: Session, actor: Actor) -> list[SavedFilter]:
    """Return the actor's own filters by name."""
    own = select(SavedFilter).where(SavedFilter.official_id == actor.official_id)
    return list(session.scalars(own.order_by(SavedFilter.name, SavedFilter.id)))


def save(session: Session, actor: Actor, name: str, query: Mapping[str, str]) -> None:
    """Keep `query` under `name`, in place of what was kept under it before.

    Raises:
        Invalid: nothing is narrowed, or there are twenty already.

    """
    if actor.official_id is None or not allowed(actor, Action.CASE_READ):
        raise NotAllowed
    if not query:
        raise Invalid(NOTHING)
    own = SavedFilter.official_id == actor.official_id
    found = session.scalar(select(SavedFilter).where(own, SavedFilter.name == name))
    if found is not None:
        found.query = dict(query)
        return
    if (session.scalar(select(func.count(SavedFilter.id)).where(own)) or 0) >= MOST:
        raise Invalid(TOO_MANY)
    session.add(SavedFilter(official_id=actor.official_id, name=name, query=dict(query)))


def drop(session: Session, actor: Actor, filter_id: int) -> str:
    """Forget one of the actor's own filters; return its name."""
    found = session.get(SavedFilter, filter_id)
    if found is None or found.official_id != actor.official_id:
        raise NotFound
    session.delete(found)
    return found.name
