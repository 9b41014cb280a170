"""Duties to disclose, disclosures, their postings, the proof of each, and reminders sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Enum, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office
from portal.db import Base, Instant, PrimaryKey
from portal.disclosures.periods import Rhythm
from portal.disclosures.rules import Basis, Counted, Form
from portal.law import Unit
from portal.publications.models import Publication
from portal.publications.rules import Audience


def _basis(name: str) -> Enum:
    """Return the type of a second column of `Basis` in one table, its CHECK named apart."""
    return Enum(
        Basis,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=name,
    )


class Duty(Base):
    """Something that must be made public.

    Attributes:
        code: of the row in `duties.toml` it came from; the authority's own begin with "own".
        group: slug of a group in `types.py`.
        audience: the people, or the agency alone (Luật 10/2022, Điều 46).
        law: the law and article, as it may be cited once `basis` says law.
        limit_law: the same for the time to publish.
        valid_from: first day in force, `valid_to` the last one.
        owed_from: first day this register counts it; what came before is not held against anybody.
        office_id: the office that must see to it, None until the authority says so.

    """

    __tablename__ = "disclosure_duties"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    group: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(default=Audience.PUBLIC)
    law: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[Basis]
    rhythm: Mapped[Rhythm]
    counted: Mapped[Counted]
    days: Mapped[int]
    unit: Mapped[Unit]
    limit_law: Mapped[str] = mapped_column(Text, default="")
    limit_basis: Mapped[Basis] = mapped_column(_basis("limit_basis"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    owed_from: Mapped[date]
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id), index=True)

    office: Mapped[Office | None] = relationship()
    forms: Mapped[list["DutyForm"]] = relationship(
        back_populates="duty", order_by="DutyForm.id", cascade="all, delete-orphan"
    )


class DutyForm(Base):
    """A form a duty asks for, and how many days it has to stay (None: no set time)."""

    __tablename__ = "disclosure_duty_forms"
    __table_args__ = (UniqueConstraint("duty_id", "form"),)

    id: Mapped[PrimaryKey]
    duty_id: Mapped[int] = mapped_column(ForeignKey(Duty.id), index=True)
    form: Mapped[Form]
    days: Mapped[int | None]
    basis: Mapped[Basis]
    law: Mapped[str] = mapped_column(Text, default="")

    duty: Mapped[Duty] = relationship(back_populates="forms")


class Disclosure(Base):
    """One thing made public, for a duty and a period, or freely.

    Attributes:
        period: key of the period, see `rules.Span`; "" for once, for events and for free ones.
        title: in the office's words; "" when the duty or the document says enough.
        decided_on: the day of the decision or document; the time to publish may run from it.
        due_on: last day to publish, with `due_law` and `due_basis` as they were when it was opened.
        wanted: the forms asked for at that time: rows `{form, days}`.

    """

    __tablename__ = "disclosures"
    __table_args__ = (
        CheckConstraint(
            "duty_id IS NOT NULL OR publication_id IS NOT NULL OR title <> ''", name="has_name"
        ),
        CheckConstraint(
            "cancelled_at IS NULL OR cancelled_reason IS NOT NULL", name="cancelled_why"
        ),
    )

    id: Mapped[PrimaryKey]
    duty_id: Mapped[int | None] = mapped_column(ForeignKey(Duty.id), index=True)
    period: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(Text, default="")
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)
    publication_id: Mapped[int | None] = mapped_column(ForeignKey(Publication.id), index=True)
    audience: Mapped[Audience] = mapped_column(default=Audience.PUBLIC)
    decided_on: Mapped[date]
    due_on: Mapped[date | None]
    due_law: Mapped[str] = mapped_column(Text, default="")
    due_basis: Mapped[Basis]
    wanted: Mapped[list[Any]] = mapped_column(JSON, default=list)
    opened_at: Mapped[Instant]
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str | None] = mapped_column(Text)

    duty: Mapped[Duty | None] = relationship()
    office: Mapped[Office] = relationship()
    publication: Mapped[Publication | None] = relationship()
    postings: Mapped[list["Posting"]] = relationship(
        back_populates="disclosure", order_by="Posting.started_on, Posting.id"
    )


class Posting(Base):
    """That a disclosure was public in one form at one place; the portal's own is not kept here.

    Attributes:
        stay_until: last day it has to stay, None when it has no set time.
        done_by: who did it, as the office wrote it down.
        struck_at: when it was found to be a mistake; it counts no more, but stays in the books.

    """

    __tablename__ = "disclosure_postings"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint("struck_at IS NULL OR struck_reason IS NOT NULL", name="struck_why"),
        CheckConstraint("form <> 'portal'", name="by_hand"),
    )

    id: Mapped[PrimaryKey]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey(Disclosure.id), index=True)
    form: Mapped[Form]
    place: Mapped[str] = mapped_column(Text, default="")
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    stay_until: Mapped[date | None]
    done_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    official_id: Mapped[int | None]
    recorded_at: Mapped[Instant]
    struck_at: Mapped[datetime | None]
    struck_reason: Mapped[str | None] = mapped_column(Text)

    disclosure: Mapped[Disclosure] = relationship(back_populates="postings")
    proofs: Mapped[list["Proof"]] = relationship(
        back_populates="posting", order_by="Proof.id", cascade="all, delete-orphan"
    )


class Proof(Base):
    """A photo or file that shows a posting; for officials only, as it may show people."""

    __tablename__ = "disclosure_proofs"

    id: Mapped[PrimaryKey]
    posting_id: Mapped[int] = mapped_column(ForeignKey(Posting.id), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_as: Mapped[str] = mapped_column(unique=True)

    posting: Mapped[Posting] = relationship(back_populates="proofs")


class Reminder(Base):
    """That an office was reminded of one thing at one stage; never twice of the same."""

    __tablename__ = "disclosure_reminders"

    id: Mapped[PrimaryKey]
    key: Mapped[str] = mapped_column(unique=True)
    promised_at: Mapped[Instant]
