"""A case: what a citizen sent, the clock it runs on, the letters about it, its files."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office, Official, Topic
from portal.cases.counting import Change
from portal.cases.rules import Judgement, State, Visibility
from portal.cases.types import ASSISTED, Channel, Purpose, Span
from portal.counters.models import Counter
from portal.db import Base, Instant, PrimaryKey, Sealed
from portal.history.journal import Belonging, Journaled
from portal.history.kept import Kept, Values
from portal.law import Standing, Unit
from portal.publications.models import Publication

__all__ = [
    "ASSISTED",
    "Case",
    "CaseClock",
    "CaseFile",
    "Channel",
    "ClockChange",
    "Contact",
    "Letter",
    "Purpose",
    "Span",
]
OF_A_CASE = Belonging("case", "case_id")


class Case(Kept, Journaled, Base):
    """One submission by one citizen, answered by one office at a time.

    Attributes:
        number: the public receipt number, e.g. YK-2026-000042; it reveals nothing.
        code_hash: keyed hash of the secret tracking code; the code itself is kept nowhere.
        form_mark: keyed hash of the one-time form token; sending a form twice meets it again.
        body_mark: keyed hash of all that was sent; the same token with another body is refused.
        office_id: the office answering; None while it lies with the triage desk.
        due_on: last day for the answer as now counted: the open clock's, kept here for lists.
        overdue_on: the first day it was late, whatever happened later.
        paused_on: the day the clock for the answer was stopped for a while, None while it runs.
        language: what the sender read, `vi` or `en`.
        agreed: whether the sender agreed to publication.
        public_subject: what is shown to everyone, released by a moderator.
        suspect: why a moderator should look at it first (`fast`, `honeypot`), None for most.
        folded: number, subject and text without marks and capitals, for the desk's search box.
        handler_id: the official who has it in hand, None while nobody in particular has.
        declined: how many offices it was handed to said that it is not theirs.
        bound: whether the dispatcher decided which office it is; nobody hands it on any more.
        part_of_id: the case this is a part of; parts have no code and no contact of their own.
        part: which part, from 1; no number is given twice.
        joined_to_id: the case about the same matter whose answer it waits for or was given.
        judgement: what the sender made of the last answer, None before that.
        entered_by_id: the clerk who typed it for somebody.
        urgent: whether life or health may be in danger.
        place: where it is, in the sender's words; for finding the same matter again.
        past_office_id: the office it is about and goes past; nobody of that office reads it.

    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('in_progress', 'waiting', 'for_approval', 'answered', 'closed')"
            " OR office_id IS NOT NULL",
            name="has_office",
        ),
        CheckConstraint(
            "state NOT IN ('answered', 'closed') OR answered_at IS NOT NULL", name="has_answer"
        ),
        CheckConstraint(
            "visibility <> 'published' OR (agreed AND public_text IS NOT NULL)", name="has_consent"
        ),
    )

    id: Mapped[PrimaryKey]
    number: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    form_mark: Mapped[str] = mapped_column(unique=True)
    body_mark: Mapped[str]
    kind: Mapped[str]
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB)
    state: Mapped[State] = mapped_column(default=State.RECEIVED)
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(default="vi")
    topic_id: Mapped[int | None] = mapped_column(ForeignKey(Topic.id))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    publication_id: Mapped[int | None] = mapped_column(ForeignKey(Publication.id), index=True)
    section_anchor: Mapped[str | None]
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    received_at: Mapped[Instant]
    due_on: Mapped[date]
    overdue_on: Mapped[date | None]
    paused_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    agreed: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PRIVATE)
    public_subject: Mapped[str | None]
    public_text: Mapped[str | None] = mapped_column(Text)
    public_answer: Mapped[str | None] = mapped_column(Text)
    suspect: Mapped[str | None]
    folded: Mapped[str] = mapped_column(Text, default="")
    handler_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id), index=True)
    declined: Mapped[int] = mapped_column(default=0)
    bound: Mapped[bool] = mapped_column(default=False)
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    part: Mapped[int | None]
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    judgement: Mapped[Judgement | None]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    urgent: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(default="")
    past_office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    version: Mapped[int] = mapped_column()

    handler: Mapped[Official | None] = relationship(foreign_keys=handler_id)
    topic: Mapped[Topic | None] = relationship()
    counter: Mapped[Counter | None] = relationship()
    publication: Mapped[Publication | None] = relationship()
    office: Mapped[Office | None] = relationship(foreign_keys=office_id)
    part_of: Mapped["Case | None"] = relationship(
        back_populates="parts", foreign_keys=part_of_id, remote_side="Case.id"
    )
    parts: Mapped[list["Case"]] = relationship(
        back_populates="part_of", foreign_keys=part_of_id, order_by="Case.part"
    )
    contact: Mapped["Contact | None"] = relationship(back_populates="case")
    clocks: Mapped[list["CaseClock"]] = relationship(back_populates="case", order_by="CaseClock.id")
    letters: Mapped[list["Letter"]] = relationship(back_populates="case", order_by="Letter.id")
    files: Mapped[list["CaseFile"]] = relationship(back_populates="case", order_by="CaseFile.id")
    __mapper_args__ = {"version_id_col": version}
    belonging: ClassVar[Belonging] = Belonging("case")
    unjournaled: ClassVar[frozenset[str]] = frozenset({"version", "folded"})
    kept_as: ClassVar[str] = "case"
    kept_anew: ClassVar[Mapping[str, str]] = MappingProxyType({"public": "release"})

    def kept_values(self) -> Values:
        """Return what its sender wrote, how to reach the sender, the files, the public words."""
        contact, files = self.contact, sorted([file.name, file.sha256] for file in self.files)
        values: dict[str, object] = {"said": [self.subject, self.text, self.place]}
        if contact is not None:
            values["contact"] = [contact.name, contact.phone, contact.email]
        if files:
            values["files"] = files
        if self.public_text is not None:
            values["public"] = [self.public_subject, self.public_text, self.public_answer]
        return values


class Contact(Base):
    """How to reach a sender; apart from the case and encrypted, so that few ever read it."""

    __tablename__ = "contacts"

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), unique=True)
    name: Mapped[str] = mapped_column(Sealed("contacts.name"), default="")
    phone: Mapped[str] = mapped_column(Sealed("contacts.phone"), default="")
    email: Mapped[str] = mapped_column(Sealed("contacts.email"), default="")

    case: Mapped[Case] = relationship(back_populates="contact")


class CaseClock(Journaled, Base):
    """One time limit of one case, with all that is needed to explain it years later.

    Attributes:
        span: which of the limits it is; the ones for answers make the case's due date.
        round: 1 for the first of its span, one more after each dispute.
        term: code in `law.toml`; the other columns are as it stood on `started_on`.
        started_on: local date the count runs from; that day itself is not counted.
        due_on: the day promised; it is moved later by what `changes` hold, never earlier.
        counted_on: what the count gives; earlier than `due_on` where a promise was kept.
        met_on: the day it was met; None while open, and for ever when it was given up.
        stopped_on: the day it ended without being met: withdrawn, refused, replaced.
        overdue_on: the first day it was late; written once, never taken back.

    """

    __tablename__ = "case_clocks"
    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    span: Mapped[Span] = mapped_column(default=Span.ANSWER)
    round: Mapped[int] = mapped_column(default=1)
    term: Mapped[str]
    days: Mapped[int]
    unit: Mapped[Unit]
    basis: Mapped[str] = mapped_column(Text)
    standing: Mapped[Standing]
    started_on: Mapped[date]
    due_on: Mapped[date]
    counted_on: Mapped[date] = mapped_column(
        default=lambda context: context.get_current_parameters()["due_on"]
    )
    met_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    overdue_on: Mapped[date | None]

    belonging: ClassVar[Belonging] = OF_A_CASE
    case: Mapped[Case] = relationship(back_populates="clocks")
    changes: Mapped[list["ClockChange"]] = relationship(
        back_populates="clock", order_by="ClockChange.id"
    )


class ClockChange(Journaled, Base):
    """What moved the date of a clock: a pause, an extension, another calendar.

    Attributes:
        since: the day it happened; of a pause, the day the question was asked.
        until: last day of a pause, None while it lasts.
        days: how long: working days paused, or days added in `unit`.
        before: the date before, `after` the date since; the same where a promise was kept.
        counted: what the count gave then; earlier than `after` where a promise was kept.
        basis: number of the document, or what allows the extension.

    """

    __tablename__ = "clock_changes"

    id: Mapped[PrimaryKey]
    clock_id: Mapped[int] = mapped_column(ForeignKey(CaseClock.id), index=True)
    change: Mapped[Change]
    since: Mapped[date]
    until: Mapped[date | None]
    days: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit] = mapped_column(default=Unit.WORKING)
    before: Mapped[date]
    after: Mapped[date]
    counted: Mapped[date]
    basis: Mapped[str] = mapped_column(Text, default="")
    signed_name: Mapped[str] = mapped_column(default="")
    signed_title: Mapped[str] = mapped_column(default="")

    belonging: ClassVar[Belonging] = Belonging("case", "clock_id", CaseClock)
    clock: Mapped[CaseClock] = relationship(back_populates="changes")


class Letter(Kept, Journaled, Base):
    """Something written about a case, by the office or by the sender; events point here.

    Attributes:
        official_id: the author; None when the sender wrote.
        signed_name: name as it stood under an answer that day.

    """

    __tablename__ = "letters"

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    purpose: Mapped[Purpose]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]
    official_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    signed_name: Mapped[str] = mapped_column(default="")
    signed_title: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship(back_populates="letters")
    official: Mapped[Official | None] = relationship()
    office: Mapped[Office | None] = relationship()
    belonging: ClassVar[Belonging] = OF_A_CASE
    kept_as: ClassVar[str] = "letter"

    def kept_values(self) -> Values:
        """Return what it says and who signed."""
        return {"text": [self.purpose.value, self.text, self.signed_name, self.signed_title]}


class CaseFile(Journaled, Base):
    """A photo or file the sender added; images are our own re-encoded copy."""

    __tablename__ = "case_files"

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    stored_as: Mapped[str] = mapped_column(unique=True)

    belonging: ClassVar[Belonging] = OF_A_CASE
    case: Mapped[Case] = relationship(back_populates="files")
