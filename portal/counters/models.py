"""Counters, and the tokens their QR codes carry."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office
from portal.counters.questions import USUAL
from portal.db import Base, Instant, Json, PrimaryKey


class Counter(Base):
    """A place where citizens are served.

    Attributes:
        place: where in the building, as printed on the poster.
        window: the number above the window, "" when there is none.
        questions: number of the edition of the rating form asked here at first; see `turns`.

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
    turns: Mapped[list["QuestionTurn"]] = relationship(
        order_by="(QuestionTurn.from_day, QuestionTurn.id)"
    )


class QuestionEdition(Base):
    """What the authority itself wants to ask after the faces; see `kinds` for `questions`.

    Attributes:
        number: stored with each rating; those below `questions.FIRST_OWN` come with the portal.
        questions: `{"questions": [...]}`, in the order they are asked.
        offered: whether a counter may still be told to ask it.

    """

    __tablename__ = "question_editions"

    id: Mapped[PrimaryKey]
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    title_en: Mapped[str]
    questions: Mapped[Json]
    offered: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[Instant]


class QuestionTurn(Base):
    """From which day on a counter asks which edition; the latest of a day holds.

    Rows of days that have come are never changed or deleted: they say what was asked then.
    """

    __tablename__ = "question_turns"

    id: Mapped[PrimaryKey]
    counter_id: Mapped[int] = mapped_column(ForeignKey(Counter.id), index=True)
    from_day: Mapped[date]
    edition: Mapped[int]


class CounterToken(Base):
    """What one edition of a counter's poster carries; public, so it opens nothing private.

    Attributes:
        token: eight characters without look-alikes, typed by those who cannot scan.
        replaced_at: when a newer one took its place, e.g. after abuse.
        scanned_on: the last day somebody scanned it, None for never; `scans` how often it was.
        machine_scans: how often a program fetched its page: a preview, a search engine.

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
    scanned_on: Mapped[date | None]
    scans: Mapped[int] = mapped_column(default=0)
    machine_scans: Mapped[int] = mapped_column(default=0)

    counter: Mapped[Counter] = relationship(back_populates="tokens")


class OpeningHours(Base):
    """When a counter is open, or every counter that has no hours of its own.

    Attributes:
        counter_id: None for the authority's.
        mornings: weekdays as figures, 0 is Monday; `afternoons` the same.

    """

    __tablename__ = "opening_hours"

    id: Mapped[PrimaryKey]
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id), unique=True)
    morning_opens: Mapped[time]
    morning_closes: Mapped[time]
    afternoon_opens: Mapped[time]
    afternoon_closes: Mapped[time]
    mornings: Mapped[str]
    afternoons: Mapped[str]


class PaymentTarget(Base):
    """Somewhere a citizen can pay; the portal only shows it and never sees money.

    Attributes:
        office_id: the office at whose counters it is shown, None for every counter.
        receiver: the name the bank's app must show before one pays.
        link: where to pay on the web, "" when it is a transfer.
        bank: the six digits by which NAPAS knows the bank, "" when it is a link.
        account: number of the account, `bank_name` as people know the bank.
        amount: in đồng, 0 when whoever pays types it.
        purpose: what the transfer says it is for.

    """

    __tablename__ = "payment_targets"

    id: Mapped[PrimaryKey]
    office_id: Mapped[int | None] = mapped_column(ForeignKey(Office.id), index=True)
    title: Mapped[str]
    receiver: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    bank: Mapped[str] = mapped_column(default="")
    bank_name: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(default="")
    amount: Mapped[int] = mapped_column(default=0)
    purpose: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    office: Mapped[Office | None] = relationship()


class ProcedureSheet(Base):
    """What somebody has to bring for one procedure, as a counter tells it.

    Attributes:
        papers: one a line.
        link: its page in the national catalogue, may be empty.

    """

    __tablename__ = "procedure_sheets"

    id: Mapped[PrimaryKey]
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)
    title: Mapped[str]
    papers: Mapped[str] = mapped_column(Text)
    fee: Mapped[str] = mapped_column(default="")
    time: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    office: Mapped[Office] = relationship()
