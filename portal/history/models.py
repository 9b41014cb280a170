"""The log. Rows are added and never changed; the database itself refuses (see migrations)."""

import secrets

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant, Json, PrimaryKey

SALT_BYTES = 16


def new_salt() -> str:
    """Return a salt nobody can guess, in hex."""
    return secrets.token_hex(SALT_BYTES)


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
        nonce: keeps a published hash from telling what it is the hash of; None in the oldest rows.

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
    nonce: Mapped[str | None] = mapped_column(default=new_salt)


class Leaf(Base):
    """The place of a committed event in the tree; ids are not given out in the order of commits.

    Attributes:
        position: from 0, without gaps.
        hash: over the event's canonical bytes, in hex.

    """

    __tablename__ = "log_leaves"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), unique=True)
    hash: Mapped[str] = mapped_column(index=True)


class Branch(Base):
    """The hash of one whole subtree above the leaves, so that proofs read a few rows."""

    __tablename__ = "log_branches"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]


class Head(Base):
    """A signed statement of what the tree was.

    Attributes:
        number: from 1, without gaps.
        size: how many leaves it covers.
        root: in hex.
        key_id: which key of the ring signed.
        signature: Ed25519, in hex.

    """

    __tablename__ = "log_heads"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    root: Mapped[str]
    at: Mapped[Instant]
    key_id: Mapped[str]
    signature: Mapped[str]


class Salt(Base):
    """What makes the hash of a personal value in the log say nothing to a guess.

    Erasing a person erases the salts: the log stays whole, and tells nothing any more.

    Attributes:
        subject: kind of thing the value belongs to: `case`, `letter`.
        part: which of its values: `said`, `contact`, `files`, `text`.
        value: random, in hex.

    """

    __tablename__ = "log_salts"
    __table_args__ = (UniqueConstraint("subject", "subject_id", "part"),)

    id: Mapped[PrimaryKey]
    subject: Mapped[str]
    subject_id: Mapped[int]
    part: Mapped[str]
    value: Mapped[str]
