"""Days of reception and the turns booked on them."""

from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Official
from portal.db import Base, Instant, PrimaryKey, Sealed
from portal.history.journal import Belonging, Journaled
from portal.receptions.rules import State

KIND = "reception"  # what an event calls a turn
DAY = "reception_day"


class ReceptionDay(Journaled, Base):
    """One session in which somebody receives citizens.

    Attributes:
        host: who receives, with the post: "Chủ tịch UBND xã Trần Văn Minh".
        seats: how many turns can be booked; others still come without booking.
        called_off_reason: why it does not take place, None while it does.

    """

    __tablename__ = "reception_days"
    __table_args__ = (
        UniqueConstraint("held_on", "starts"),
        CheckConstraint("seats > 0", name="has_seats"),
    )

    id: Mapped[PrimaryKey]
    held_on: Mapped[date] = mapped_column(index=True)
    starts: Mapped[time]
    ends: Mapped[time]
    host: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    seats: Mapped[int]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    called_off_reason: Mapped[str | None] = mapped_column(Text)

    belonging: ClassVar[Belonging] = Belonging("reception_day")
    turns: Mapped[list["ReceptionTurn"]] = relationship(
        back_populates="day", order_by="ReceptionTurn.place_no"
    )


class ReceptionTurn(Journaled, Base):
    """One turn. What it is about is not asked: at the reception, whoever comes says so.

    Attributes:
        place_no: from 1, in the order of booking; "TD-<day>-<place>" is its number.
        code_hash: the tracking code as the database holds it.
        form_mark: the form it came from, so that sending twice books once.
        name: how to call whoever comes; "" once it was erased.
        people: how many come together.

    """

    __tablename__ = "reception_turns"
    __table_args__ = (
        UniqueConstraint("day_id", "place_no"),
        CheckConstraint("state IN ('booked', 'cancelled', 'came', 'missed')", name="known_state"),
    )

    id: Mapped[PrimaryKey]
    day_id: Mapped[int] = mapped_column(ForeignKey(ReceptionDay.id), index=True)
    place_no: Mapped[int]
    code_hash: Mapped[str] = mapped_column(unique=True)
    form_mark: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Sealed("reception_turns.name"), default="")
    phone: Mapped[str] = mapped_column(Sealed("reception_turns.phone"), default="")
    people: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default=State.BOOKED.value)
    booked_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]

    belonging: ClassVar[Belonging] = Belonging("reception")
    unjournaled: ClassVar[frozenset[str]] = frozenset({"name", "phone"})  # erased after the day
    day: Mapped[ReceptionDay] = relationship(back_populates="turns")

    @property
    def number(self) -> str:
        """What is said at the door."""
        return f"TD-{self.day_id}-{self.place_no:02}"
