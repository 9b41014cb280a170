"""What the portal keeps of a sealed item: enough to hand it on, nothing to read it by."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Official
from portal.db import Base, Instant, PrimaryKey
from portal.history.journal import Belonging, Journaled
from portal.sealed.rules import State

KIND = "sealed"  # what an event calls an item


class SealingKey(Journaled, Base):
    """A public key items are sealed to; the newest that is not retired is in use.

    Attributes:
        name: the fingerprint.
        public: 32 bytes in hex.
        owner: the unit that keeps the private half.

    """

    __tablename__ = "sealing_keys"

    belonging: ClassVar[Belonging] = Belonging(subject="sealing_key")

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(unique=True)
    public: Mapped[str]
    owner: Mapped[str]
    added_at: Mapped[Instant]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    retired_at: Mapped[datetime | None]


class SealedItem(Journaled, Base):
    """One item. No words, no name, no time of day, no address of the sender's.

    Attributes:
        number: drawn by lot, so that numbers do not count how many there are.
        code_hash: the tracking code as the database holds it.
        form_mark: the form it came from, so that sending twice gives one item.
        body_mark: hash of what was sent under that form's token, which is kept nowhere: whoever has
            this alone cannot try out guesses.
        stored_as: the bundle; None once it was handed over.
        sha256: of the bundle.
        reply_key: public half of the key that follows from the tracking code, in hex.
        answer_as: the answer, sealed to `reply_key`.

    """

    __tablename__ = "sealed_items"
    __table_args__ = (
        CheckConstraint(
            "state IN ('received', 'opened', 'answered', 'transferred')", name="known_state"
        ),
    )

    belonging: ClassVar[Belonging] = Belonging(subject=KIND, hour=True)

    id: Mapped[PrimaryKey]
    number: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    form_mark: Mapped[str] = mapped_column(unique=True)
    body_mark: Mapped[str]
    key_id: Mapped[int] = mapped_column(ForeignKey(SealingKey.id))
    state: Mapped[str] = mapped_column(default=State.RECEIVED.value)
    received_on: Mapped[date]
    stored_as: Mapped[str | None]
    sha256: Mapped[str]
    reply_key: Mapped[str]
    answer_as: Mapped[str | None]
    answer_sha256: Mapped[str | None]
    ended_on: Mapped[date | None]

    key: Mapped[SealingKey] = relationship()
    handlers: Mapped[list["SealedHandler"]] = relationship(
        back_populates="item", cascade="all, delete-orphan"
    )


class SealedHandler(Journaled, Base):
    """Somebody who may fetch one item: whoever it speaks of never gets such a row."""

    __tablename__ = "sealed_handlers"

    belonging: ClassVar[Belonging] = Belonging(subject=KIND, column="item_id", hour=True)

    item_id: Mapped[int] = mapped_column(ForeignKey(SealedItem.id), primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey(Official.id), primary_key=True, index=True)

    item: Mapped[SealedItem] = relationship(back_populates="handlers")
    official: Mapped[Official] = relationship()
