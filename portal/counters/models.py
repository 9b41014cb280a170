"""Counters, and the tokens their QR codes carry."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office
from portal.counters.questions import USUAL
from portal.db import Base, Instant, PrimaryKey


class Counter(Base):
    """A place where citizens are served.

    Attributes:
        place: where in the building, as printed on the poster.
        window: the number above the window, "" when there is none.
        questions: number of the edition of the rating form asked here.

    """

    __tablename__ = "counters"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    window: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    questions: Mapped[int] = mapped_column(default=USUAL)
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)

    office: Mapped[Office] = relationship()
    tokens: Mapped[list["CounterToken"]] = relationship(
        back_populates="counter", order_by="CounterToken.id"
    )


class CounterToken(Base):
    """What one edition of a counter's poster carries; public, so it opens nothing private.

    Attributes:
        token: eight characters without look-alikes, typed by those who cannot scan.
        replaced_at: when a newer one took its place, e.g. after abuse.

    """

    __tablename__ = "counter_tokens"
    __table_args__ = (
        Index(
            "uq_counter_tokens_current",
            "counter_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    token: Mapped[str] = mapped_column(unique=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey(Counter.id), index=True)
    issued_at: Mapped[Instant]
    replaced_at: Mapped[datetime | None]

    counter: Mapped[Counter] = relationship(back_populates="tokens")
