"""Letters of apology: a number, a reason, the one new date, and what became of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office, Official
from portal.db import Base, PrimaryKey, Sealed


class Apology(Base):
    """One letter for one late file; several faults in a file are told in one letter.

    Attributes:
        number: counted from 1 in each year, written 12/TXL-2026.
        receipt_mark: keyed hash of the file's receipt number: a new date is given only once.
        at_fault: the unit that caused the delay, as written in the letter.
        due_on: the day first promised, `new_date` the one new day.
        finished_on: the day the result was ready, None while it is not.

    """

    __tablename__ = "apologies"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("new_date > due_on", name="later"),
    )

    id: Mapped[PrimaryKey]
    year: Mapped[int]
    number: Mapped[int]
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)
    receipt_mark: Mapped[str] = mapped_column(unique=True)
    receipt: Mapped[str] = mapped_column(Sealed("apologies.receipt"))
    name: Mapped[str] = mapped_column(Sealed("apologies.name"))
    procedure: Mapped[str]
    standing: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text)
    at_fault: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    new_date: Mapped[date]
    issued_on: Mapped[date]
    finished_on: Mapped[date | None]
    signed_name: Mapped[str]
    signed_title: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))

    office: Mapped[Office] = relationship()

    @property
    def shown_number(self) -> str:
        """The number as it stands on the letter."""
        return f"{self.number}/TXL-{self.year}"
