"""Effects promised inside a transaction and carried out after it: e-mails, index updates."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json, PrimaryKey


class Effect(Base):
    """One thing to be done at least once after commit.

    Attributes:
        run_at: not before this instant; moved into the future after a failure.
        lease_until: while this is in the future, `worker` has it in hand.
        failed_at: when it was given up; kept and shown until somebody looks.

    """

    __tablename__ = "effects"
    __table_args__ = (Index(None, "done_at", "failed_at", "run_at"),)

    id: Mapped[PrimaryKey]
    kind: Mapped[str]
    payload: Mapped[Json]
    promised_at: Mapped[Instant]
    run_at: Mapped[Instant]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None]
