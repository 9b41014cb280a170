"""What belongs to an answer besides its words: points, sources, files, promises, templates."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office, Official
from portal.cases.models import OF_A_CASE, Case, Letter
from portal.db import Base, Instant, Json, PrimaryKey
from portal.history.journal import Belonging, Journaled
from portal.publications.models import Publication


class Point(Base):
    """One thing the sender asks for or asks about, as the office lists it.

    Attributes:
        covered: whether the answer being written deals with it, as its writer says.

    """

    __tablename__ = "case_points"

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    text: Mapped[str] = mapped_column(Text)
    covered: Mapped[bool] = mapped_column(default=False)


class Source(Journaled, Base):
    """A section of a published document the answer relies on.

    Attributes:
        letter_id: the answer; None while it is being written.
        anchor: the section, "" for the document as a whole.
        name: how document and section were called on that day.

    """

    __tablename__ = "answer_sources"
    __table_args__ = (Index(None, "publication_id", "anchor"),)

    belonging: ClassVar[Belonging] = OF_A_CASE

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey(Letter.id), index=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id))
    anchor: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(Text)

    case: Mapped[Case] = relationship()
    publication: Mapped[Publication] = relationship()


class Commitment(Journaled, Base):
    """What an answer promises: by whom, by when, and what shows that it was done.

    Attributes:
        letter_id: the answer that makes it; None while it is being written.
        office_id: who has to keep it.
        public_text: what everyone reads of it, released by a moderator.
        first_due_on: the day that was promised first; a later one never replaces it.
        due_on: the day that counts now.
        made_on: the day the answer was given; None while it is being written.
        kept_on: the day it was done, as the office says with `evidence`.
        public_evidence: what everyone reads of that, released by a moderator.
        overdue_on: the first day it was late; written once, never taken back.

    """

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint("made_on IS NULL OR letter_id IS NOT NULL", name="has_answer"),
        CheckConstraint(
            "kept_on IS NULL OR (made_on IS NOT NULL AND evidence <> '')", name="has_evidence"
        ),
        Index(None, "office_id", "kept_on", "due_on"),
    )

    belonging: ClassVar[Belonging] = OF_A_CASE

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey(Letter.id), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    text: Mapped[str] = mapped_column(Text)
    public_text: Mapped[str | None] = mapped_column(Text)
    first_due_on: Mapped[date]
    due_on: Mapped[date]
    made_on: Mapped[date | None]
    kept_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(Text, default="")
    public_evidence: Mapped[str | None] = mapped_column(Text)
    overdue_on: Mapped[date | None]

    case: Mapped[Case] = relationship()
    office: Mapped[Office] = relationship()
    changes: Mapped[list["CommitmentChange"]] = relationship(order_by="CommitmentChange.id")
    files: Mapped[list["AnswerFile"]] = relationship(order_by="AnswerFile.id")


class CommitmentChange(Journaled, Base):
    """A promised day that was put off: from when to when, why, and who said so."""

    __tablename__ = "commitment_changes"

    belonging: ClassVar[Belonging] = Belonging("case", "commitment_id", Commitment)

    id: Mapped[PrimaryKey]
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), index=True)
    due_before: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]
    official_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))


class AnswerFile(Journaled, Base):
    """A file that goes with an answer, or that shows a promise was kept.

    Attributes:
        letter_id: the answer; None while it is being written, and for evidence.
        commitment_id: the promise it is evidence for, None for a file of the answer itself.
        stored_as: where its bytes are; rows of the same answer to several senders share them.
        released: whether a moderator lets everyone have it, once the item is public.

    """

    __tablename__ = "answer_files"

    belonging: ClassVar[Belonging] = OF_A_CASE

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey(Letter.id), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey(Commitment.id), index=True)
    official_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_as: Mapped[str]
    released: Mapped[bool] = mapped_column(default=False)

    case: Mapped[Case] = relationship()


class AnswerTemplate(Base):
    """Words an office often needs, with gaps `[[like this]]` that have to be filled.

    Attributes:
        office_id: whose it is; None for every office.
        active: whether it is offered; retired ones stay for what was written with them.

    """

    __tablename__ = "answer_templates"

    id: Mapped[PrimaryKey]
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id), index=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[Instant]

    office: Mapped[Office | None] = relationship()


class AnswerSetting(Base):
    """What the authority decided about the answers to one kind of item.

    Attributes:
        needs_approval: whether the head of the office approves each answer before it goes out.

    """

    __tablename__ = "answer_settings"

    kind: Mapped[str] = mapped_column(primary_key=True)
    needs_approval: Mapped[bool] = mapped_column(default=True)


class PublicWording(Journaled, Base):
    """What a moderator let everyone read, as it stood from one decision to the next.

    Attributes:
        content: subject, text, answer, and what is shown of promises and files.
        reason: why the words were changed; "" for the first.

    """

    __tablename__ = "public_wordings"

    belonging: ClassVar[Belonging] = OF_A_CASE

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    at: Mapped[Instant]
    official_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    reason: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[Json]

    official: Mapped[Official | None] = relationship()
