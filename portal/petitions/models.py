"""Petitions, who signed them, what that obliges the authority to."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office, Official
from portal.cases.models import Case
from portal.counters.models import Counter
from portal.db import Base, Instant, PrimaryKey, Sealed
from portal.history.kept import Kept, Values
from portal.petitions.rules import BY_SLUG, Duty, Standing, State, Way

KIND = "petition"  # what an event calls one


class PetitionSettings(Base):
    """What the authority decided about petitions; the table has one row.

    Attributes:
        supporters: how many besides the starter, before a moderator looks.
        open_days: how long it can be signed.
        keep_days: how long after its end who signed is kept.
        voters: of the whole unit; 0 while nobody entered it.
        villages: names, one on a line, the choices of a signer.

    """

    __tablename__ = "petition_settings"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[PrimaryKey]
    supporters: Mapped[int] = mapped_column(default=5)
    open_days: Mapped[int] = mapped_column(default=180)
    keep_days: Mapped[int] = mapped_column(default=180)
    voters: Mapped[int] = mapped_column(default=0)
    villages: Mapped[str] = mapped_column(Text, default="")


class Threshold(Base):
    """So many signatures, and what they oblige whom to; how soon stands in `law.toml`.

    Attributes:
        signatures: how many; None where `percent` of the voters count.
        office_id: who must act; None for the office the petition is addressed to.

    """

    __tablename__ = "petition_thresholds"
    __table_args__ = (
        CheckConstraint("(signatures IS NULL) <> (percent IS NULL)", name="one_measure"),
    )

    id: Mapped[PrimaryKey]
    duty: Mapped[Duty] = mapped_column(unique=True)
    signatures: Mapped[int | None]
    percent: Mapped[int | None]
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    active: Mapped[bool] = mapped_column(default=True)

    office: Mapped[Office | None] = relationship()


class Petition(Kept, Base):
    """What somebody asks the authority to do, for others to sign.

    Attributes:
        action: what is asked, one sentence.
        background: why.
        office_id: whom it is asked of; None where the starter did not know.
        form_mark: keyed hash of the form's one-time token; sent twice it is one.
        show_name: whether the starter agreed to be named.
        moderator_id: who took it to look at.
        reason: slug of why it was refused.
        note: what the moderator adds to that.
        duplicate_of_id: the petition it only repeats.
        anonymised_at: when who signed was forgotten.

    """

    __tablename__ = "petitions"
    __table_args__ = (
        CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name="has_reason"),
        CheckConstraint("state <> 'open' OR closes_on IS NOT NULL", name="has_an_end"),
        Index(None, "state", "opened_at"),
    )

    id: Mapped[PrimaryKey]
    state: Mapped[State] = mapped_column(default=State.PENDING)
    action: Mapped[str]
    background: Mapped[str] = mapped_column(Text)
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    form_mark: Mapped[str] = mapped_column(unique=True)
    show_name: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[Instant]
    supported_at: Mapped[datetime | None]
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    taken_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closes_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text, default="")
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("petitions.id"))
    anonymised_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    office: Mapped[Office | None] = relationship()
    counter: Mapped[Counter | None] = relationship()
    moderator: Mapped[Official | None] = relationship()
    duties: Mapped[list["PetitionDuty"]] = relationship(
        back_populates="petition", order_by="PetitionDuty.id"
    )

    __mapper_args__ = {"version_id_col": version}
    kept_as: ClassVar[str] = KIND
    kept_anew: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @property
    def hidden(self) -> bool:
        """Whether it was refused for a reason that keeps its text from everyone."""
        return self.reason is not None and BY_SLUG[self.reason].hidden

    def kept_values(self) -> Values:
        """Return what is asked: signed once, it may not change."""
        return {"said": [self.action, self.background]}


class Sweep(Base):
    """Many signatures of one petition judged together by a moderator, and how to undo it.

    Attributes:
        mark: which of the marks they share: `device`, `block` or `domain`.
        value: the shared mark.
        outcome: what they became: invalid or counted.
        count: how many.

    """

    __tablename__ = "petition_sweeps"

    id: Mapped[PrimaryKey]
    petition_id: Mapped[int] = mapped_column(ForeignKey(Petition.id), index=True)
    mark: Mapped[str]
    value: Mapped[str]
    outcome: Mapped[Standing]
    count: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]
    official_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    undone_at: Mapped[datetime | None]

    official: Mapped[Official | None] = relationship()


class Signature(Base):
    """One person under one petition; name and contact are encrypted and read by nobody else.

    Attributes:
        starter: whether this person started the petition.
        contact: as typed; letters go there.
        contact_mark: keyed hash of the one spelling of it; None once the person is forgotten.
        nonce: what the address sent to the signer follows from; "" once that leads nowhere.
        block_mark: keyed hash of the network it came from; likewise device and domain of the mail.
        doubt: the limit it went over, None for most.
        sweep_id: the last sweep that judged it.
        before: its standing before that.

    """

    __tablename__ = "petition_signatures"
    __table_args__ = (
        UniqueConstraint("petition_id", "contact_mark"),
        Index(None, "petition_id", "standing", "village"),
        Index(None, "petition_id", "device_mark", "signed_at"),
        Index(None, "petition_id", "block_mark", "signed_at"),
        Index(None, "petition_id", "domain_mark", "signed_at"),
    )

    id: Mapped[PrimaryKey]
    petition_id: Mapped[int] = mapped_column(ForeignKey(Petition.id))
    standing: Mapped[Standing] = mapped_column(default=Standing.WAITING)
    starter: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(Sealed("petition_signatures.name"))
    way: Mapped[Way]
    contact: Mapped[str] = mapped_column(Sealed("petition_signatures.contact"))
    contact_mark: Mapped[str | None]
    village: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="vi")
    nonce: Mapped[str]
    signed_at: Mapped[Instant]
    confirmed_at: Mapped[datetime | None]
    device_mark: Mapped[str | None]
    block_mark: Mapped[str | None]
    domain_mark: Mapped[str | None]
    doubt: Mapped[str | None]
    sweep_id: Mapped[int | None] = mapped_column(ForeignKey(Sweep.id), index=True)
    before: Mapped[str | None]

    petition: Mapped[Petition] = relationship()


class Sheet(Base):
    """A sheet of paper with signatures, as a clerk entered it; counted apart from the others.

    Attributes:
        struck_at: when it was taken out again; what for stands in `struck_because`.

    """

    __tablename__ = "petition_sheets"
    __table_args__ = (CheckConstraint("count > 0", name="has_signatures"),)

    id: Mapped[PrimaryKey]
    petition_id: Mapped[int] = mapped_column(ForeignKey(Petition.id), index=True)
    village: Mapped[str] = mapped_column(default="")
    count: Mapped[int]
    entered_at: Mapped[Instant]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    name: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    stored_as: Mapped[str | None] = mapped_column(unique=True)
    struck_at: Mapped[datetime | None]
    struck_because: Mapped[str] = mapped_column(Text, default="")

    petition: Mapped[Petition] = relationship()
    entered_by: Mapped[Official | None] = relationship()


class PetitionDuty(Base):
    """A threshold that was reached: when, with how many, and the case that answers.

    Attributes:
        held_on: the day of the dialogue, for that duty.
        outcome: what came of it, in words everyone reads.

    """

    __tablename__ = "petition_duties"
    __table_args__ = (UniqueConstraint("petition_id", "duty"),)

    id: Mapped[PrimaryKey]
    petition_id: Mapped[int] = mapped_column(ForeignKey(Petition.id))
    duty: Mapped[Duty]
    reached_at: Mapped[Instant]
    signatures: Mapped[int]
    paper: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    held_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    outcome_on: Mapped[date | None]

    petition: Mapped[Petition] = relationship(back_populates="duties")
    case: Mapped[Case] = relationship()


class PetitionLetter(Base):
    """That an address was written to on a day: whoever is named in forms gets a few, no more."""

    __tablename__ = "petition_letters"
    __table_args__ = (Index(None, "mark", "on"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str]
    on: Mapped[date]
