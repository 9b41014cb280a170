"""The authority's own calendar days and limits; entries are struck or ended, never changed."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Official
from portal.db import Base, Instant, PrimaryKey
from portal.history.journal import Belonging, Journaled
from portal.law import Unit
from portal.procedures.rules import DayKind


class CalendarDay(Journaled, Base):
    """One day on which the authority works, or does not, by a notice.

    Attributes:
        name: why, in words people read.
        notice: number and date of the notice that announced it.
        struck_at: when the entry was taken back, by the document `struck_notice`.

    """

    __tablename__ = "calendar_days"
    __table_args__ = (
        Index(
            "uq_calendar_days_standing",
            "on",
            unique=True,
            sqlite_where=text("struck_at IS NULL"),
            postgresql_where=text("struck_at IS NULL"),
        ),
    )

    belonging: ClassVar[Belonging] = Belonging(subject="calendar_day")

    id: Mapped[PrimaryKey]
    on: Mapped[date]
    kind: Mapped[DayKind]
    name: Mapped[str]
    notice: Mapped[str]
    entered_at: Mapped[Instant]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    struck_at: Mapped[datetime | None]
    struck_notice: Mapped[str] = mapped_column(default="")

    entered_by: Mapped[Official | None] = relationship()


class TermPromise(Journaled, Base):
    """A time limit the authority set by a document of its own.

    Attributes:
        code: of the limit in `law.toml` it takes the place of.
        document: number and date of the document.
        ended_by: the document that ended it early, "" while none did.

    """

    __tablename__ = "term_promises"
    __table_args__ = (
        CheckConstraint("days > 0", name="some_days"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="in_order"),
        Index(None, "code", "valid_from"),
    )

    belonging: ClassVar[Belonging] = Belonging(subject="term_promise")

    id: Mapped[PrimaryKey]
    code: Mapped[str]
    days: Mapped[int]
    unit: Mapped[Unit]
    document: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ended_by: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[Instant]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))

    entered_by: Mapped[Official | None] = relationship()
