"""The log. Rows are added and never changed; the database itself refuses (see migrations)."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from portal.db import Base, Instant, Json, PrimaryKey


class Event(Base):
    """One act.

    Attributes:
        subject: what kind of thing it was done to: `case`, `publication`, `counter`, …
        subject_id: which one.
        act: the verb: `received`, `accept`, `publish`, …
        state: the state the thing was in afterwards, for things that have states.
        official_id: who did it; None for citizens and for the portal itself.
        office_id: the office that answered for the thing afterwards.
        facts: what else belongs to the act; never personal data, never what a citizen typed.

    """

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "subject", "subject_id", "id"),
        Index(None, "subject", "act", "at"),
    )

    id: Mapped[PrimaryKey]
    at: Mapped[Instant]
    subject: Mapped[str]
    subject_id: Mapped[int]
    act: Mapped[str]
    state: Mapped[str | None]
    official_id: Mapped[int | None]
    office_id: Mapped[int | None]
    facts: Mapped[Json]
