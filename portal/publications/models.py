"""A publication, its outline, tasks, citations, files and editions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import Office, Official, Topic
from portal.db import Base, Instant, Json, PrimaryKey
from portal.publications.rules import Audience, Standing


class Publication(Base):
    """One document of the authority.

    Attributes:
        slug: its address; fixed when it is first published, never reused.
        kind: slug of a type in `types.py`: `ke-hoach`, `quyet-dinh`, …
        number: as printed, "" when the document was circulated without one.
        number_key: the number as others are compared with it, see `rules.number_key`.
        dated_on: the day it is listed under: when it was issued, else published, else read.
        issuer: the body that signed, as printed; `office` is who published it here.
        source_name: name of the imported file.
        source_hash: SHA-256 of the imported file, so that importing twice stores it once.
        source_text: the words of the imported file line by line, for checking the reading.
        recipients: lines under "Nơi nhận".
        comments_until: last day for comments on a draft (Luật 10/2022, Điều 28: at least 20 days).
        reporting_deadlines: rows `{text, day, month, last_day, last_month, period}` as read; what
            is not said is absent.
        warnings: rows `{code, text, line}`, doubts of the reading, for the clerk.
        effective_on: the day it takes effect, None when it does not say.
        topic_id: the field it belongs to (lĩnh vực).
        revision: which version of the document it is, from 1; `version` only counts savings.
        origin_id: the document's first version; None for a first version itself.
        prepared_by_id: the official who read it in or changed its words last; None: the console.

    """

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("origin_id", "revision"),
        CheckConstraint("standing <> 'published' OR published_at IS NOT NULL", name="has_day"),
        CheckConstraint("standing <> 'withdrawn' OR withdrawn_at IS NOT NULL", name="has_end"),
    )

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(unique=True)
    standing: Mapped[Standing] = mapped_column(default=Standing.DRAFT, index=True)
    audience: Mapped[Audience] = mapped_column(default=Audience.PUBLIC)
    kind: Mapped[str] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(default="")
    number_key: Mapped[str] = mapped_column(default="", index=True)
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    dated_on: Mapped[date] = mapped_column(default=clock.today, index=True)
    signer_name: Mapped[str] = mapped_column(default="")
    signer_role: Mapped[str] = mapped_column(default="")
    signer_authority: Mapped[str] = mapped_column(default="")
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)
    source_name: Mapped[str] = mapped_column(default="")
    source_hash: Mapped[str | None] = mapped_column(unique=True)
    source_text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    recipients: Mapped[list[Any]] = mapped_column(JSON, default=list)
    comments_until: Mapped[date | None]
    reporting_deadlines: Mapped[list[Any]] = mapped_column(JSON, default=list)
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()
    revision: Mapped[int] = mapped_column(default=1)
    effective_on: Mapped[date | None]
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("publications.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey(Topic.id), index=True)
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))

    office: Mapped[Office] = relationship()
    topic: Mapped[Topic | None] = relationship()
    sections: Mapped[list["Section"]] = relationship(
        back_populates="publication", order_by="Section.position", cascade="all, delete-orphan"
    )
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="publication", order_by="Task.position", cascade="all, delete-orphan"
    )
    citations: Mapped[list["Citation"]] = relationship(
        back_populates="publication", order_by="Citation.position", cascade="all, delete-orphan"
    )
    files: Mapped[list["PublicationFile"]] = relationship(
        back_populates="publication", order_by="PublicationFile.id", cascade="all, delete-orphan"
    )
    editions: Mapped[list["Edition"]] = relationship(
        back_populates="publication", order_by="Edition.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class Section(Base):
    """A part of the outline, in reading order.

    Attributes:
        anchor: its address inside the document's page, stable and distinct: `ii-3`, `phu-luc-i`.
        depth: 1 for the highest headings.
        label: as printed: "II", "3", "a)"; "" for text before the first heading.
        blocks: its own text: rows `{kind, label, text, rows}` as in `blocks.py`, plain text only.

    """

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("publication_id", "anchor"),)

    id: Mapped[PrimaryKey]
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    position: Mapped[int]
    anchor: Mapped[str]
    depth: Mapped[int]
    label: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(Text, default="")
    blocks: Mapped[list[Any]] = mapped_column(JSON, default=list)

    publication: Mapped[Publication] = relationship(back_populates="sections")


class Task(Base):
    """What somebody is to do by when, as the document's appendix says.

    Attributes:
        position: from 1, in the order of the page; the row keeps it while words are put right.
        anchor: its address on the page; the next version of the document keeps it, wherever the
            row stands there.
        number: its mark in the table: "3", "-".
        executing: who carries it out, where a lead body is named beside it.
        section: anchor of the section it stands in.

    """

    __tablename__ = "tasks"

    id: Mapped[PrimaryKey]
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    position: Mapped[int]
    anchor: Mapped[str]
    appendix: Mapped[str] = mapped_column(default="")
    section: Mapped[str] = mapped_column(default="")
    group: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[str] = mapped_column(default="")
    task: Mapped[str] = mapped_column(Text)
    lead: Mapped[str] = mapped_column(Text, default="")
    coordinating: Mapped[str] = mapped_column(Text, default="")
    executing: Mapped[str] = mapped_column(Text, default="")
    deadline: Mapped[str] = mapped_column(Text, default="")
    product: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    recurrence: Mapped[str] = mapped_column(default="")

    publication: Mapped[Publication] = relationship(back_populates="tasks")


class Citation(Base):
    """Another document this one rests on or names.

    Attributes:
        relation: how this one stands to it, a `Relation` of the reading; "" for a plain mention.
        now: what it, or its issuer, is called today ("nay là …").
        changed_by: what other documents named here did to it.
        changes: what it did to others.

    """

    __tablename__ = "citations"

    id: Mapped[PrimaryKey]
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    number_key: Mapped[str] = mapped_column(default="", index=True)
    issued_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(Text, default="")
    relation: Mapped[str] = mapped_column(default="", server_default="")
    now: Mapped[str] = mapped_column(Text, default="", server_default="")

    publication: Mapped[Publication] = relationship(back_populates="citations")
    changed_by: Mapped[list["CitedChange"]] = relationship(
        back_populates="changed",
        foreign_keys="CitedChange.changed_id",
        order_by="CitedChange.id",
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    changes: Mapped[list["CitedChange"]] = relationship(
        back_populates="by", foreign_keys="CitedChange.by_id", cascade="all, delete-orphan"
    )


class CitedChange(Base):
    """What one document named in a publication did to another named there.

    Attributes:
        relation: a `Relation` of the reading, but never its basis.

    """

    __tablename__ = "cited_changes"

    id: Mapped[PrimaryKey]
    changed_id: Mapped[int] = mapped_column(ForeignKey(Citation.id), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey(Citation.id), index=True)
    relation: Mapped[str]

    changed: Mapped[Citation] = relationship(
        back_populates="changed_by", foreign_keys="CitedChange.changed_id"
    )
    by: Mapped[Citation] = relationship(back_populates="changes", foreign_keys="CitedChange.by_id")


class PublicationFile(Base):
    """A file of the document.

    Attributes:
        original: whether it is the file as received; the others were attached to it.
        unseen: codes of what it holds beside what it shows, see `importing.unseen`.

    """

    __tablename__ = "publication_files"

    id: Mapped[PrimaryKey]
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_as: Mapped[str] = mapped_column(unique=True)
    original: Mapped[bool] = mapped_column(default=False, server_default=false())
    unseen: Mapped[list[Any]] = mapped_column(JSON, default=list)

    publication: Mapped[Publication] = relationship(back_populates="files")


class Edition(Base):
    """The whole content as it stood when it was published or put right.

    Attributes:
        number: counted from 1 for each publication.
        content: facts, sections and tasks, see `editions.content_of`.

    """

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("publication_id", "number"),)

    id: Mapped[PrimaryKey]
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    number: Mapped[int]
    made_at: Mapped[Instant]
    official_id: Mapped[int | None]
    content: Mapped[Json] = mapped_column(deferred=True)

    publication: Mapped[Publication] = relationship(back_populates="editions")
