"""The authority, its offices, what they answer for, and the officials."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, Instant, PrimaryKey
from portal.permissions import Role


class Authority(Base):
    """The one body this portal belongs to; the table has one row.

    Attributes:
        parent: the unit it lies in, e.g. "Tỉnh Lam Giang".
        reception: when and where the leader receives citizens (lịch tiếp công dân), plain text.
        lawful_channel: where complaints and denunciations are handed in, plain text.
        brand_colour: `#rrggbb`; every other colour derives from the design tokens.

    """

    __tablename__ = "authority"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[PrimaryKey]
    name: Mapped[str]
    short_name: Mapped[str]
    parent: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    reception: Mapped[str] = mapped_column(Text, default="")
    lawful_channel: Mapped[str] = mapped_column(Text, default="")
    brand_colour: Mapped[str] = mapped_column(default="#0b5a63")


class Office(Base):
    """A body of the authority that can be made answerable for something.

    Attributes:
        code: short, typed on the command line and in imports, e.g. `VHXH`.
        duties: what it answers for, in a resident's words.
        valid_to: last day it existed; abolished offices stay for the history's sake.
        successor_id: the office that took over.

    """

    __tablename__ = "offices"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    duties: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))

    parent: Mapped["Office | None"] = relationship(
        remote_side="Office.id", foreign_keys="Office.parent_id"
    )


class Topic(Base):
    """A field a citizen can choose (lĩnh vực), and the office that answers for it."""

    __tablename__ = "topics"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))

    office: Mapped[Office | None] = relationship()


class Official(Base):
    """Somebody who signs in.

    Attributes:
        title: post as written under a letter (chức danh), e.g. "Trưởng phòng".
        language: in which the portal writes to them, `vi` or `en`; pages follow the browser.
        password_hash: argon2id; None until the one-time link was used.

    """

    __tablename__ = "officials"

    id: Mapped[PrimaryKey]
    user_name: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="vi", server_default="vi")
    active: Mapped[bool] = mapped_column(default=True)
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)
    password_hash: Mapped[str | None]
    created_at: Mapped[Instant]

    office: Mapped[Office] = relationship()
    roles: Mapped[list["OfficialRole"]] = relationship(
        back_populates="official", cascade="all, delete-orphan"
    )


class OfficialRole(Base):
    """One role one official holds, over the official's office and all below it."""

    __tablename__ = "official_roles"
    __table_args__ = (UniqueConstraint("official_id", "role"),)

    id: Mapped[PrimaryKey]
    official_id: Mapped[int] = mapped_column(ForeignKey(Official.id))
    role: Mapped[Role]

    official: Mapped[Official] = relationship(back_populates="roles")


class SignIn(Base):
    """One open session of one official; the cookie's value is only kept hashed."""

    __tablename__ = "sign_ins"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(unique=True)
    official_id: Mapped[int] = mapped_column(ForeignKey(Official.id), index=True)
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    ended_at: Mapped[datetime | None]

    official: Mapped[Official] = relationship()


class Invitation(Base):
    """A one-time link with which an official sets a password."""

    __tablename__ = "invitations"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(unique=True)
    official_id: Mapped[int] = mapped_column(ForeignKey(Official.id), index=True)
    expires_at: Mapped[Instant]
    used_at: Mapped[datetime | None]

    official: Mapped[Official] = relationship()
