"""Ratings given after scanning a counter's code."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office, Official
from portal.counters.models import Counter
from portal.db import Base, Instant, PrimaryKey, Sealed


class Rating(Base):
    """One visit rated by one citizen; nothing in it says who.

    Attributes:
        office_id: the counter's office on that day.
        score: 1 (very dissatisfied) to 5 (very satisfied).
        given_at: rounded to the hour, so that no official can link it to a face.
        form_mark: keyed hash of the one-time form token; sending twice counts once.
        verified: whether the one-time code of a visit came with it.
        flags: what was odd about it, names of `weighing.Flag` with spaces between.
        weight: hundredths it counts for, by the rule in force when it was given.
        shown_from: when its five may be seen, None while they are not yet together.
        questions: number of the edition asked, so that old answers keep their meaning.

    """

    __tablename__ = "ratings"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score_in_range"),
        Index(None, "office_id", "given_at"),
        Index(None, "counter_id", "given_at"),
        Index(None, "counter_id", "shown_from"),
    )

    id: Mapped[PrimaryKey]
    counter_id: Mapped[int] = mapped_column(ForeignKey(Counter.id))
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    score: Mapped[int]
    words: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[Instant]
    form_mark: Mapped[str] = mapped_column(unique=True)
    questions: Mapped[int]
    verified: Mapped[bool] = mapped_column(default=False)
    flags: Mapped[str] = mapped_column(default="")
    weight: Mapped[int] = mapped_column(default=100)
    shown_from: Mapped[datetime | None]

    counter: Mapped[Counter] = relationship()
    office: Mapped[Office] = relationship()
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.question")


class Answer(Base):
    """What was tapped at one question of the edition asked; see `questions`."""

    __tablename__ = "rating_answers"

    rating_id: Mapped[int] = mapped_column(ForeignKey(Rating.id), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ExtraReport(Base):
    """Somebody was asked for money or papers beyond the rules: for the inspector and the leader.

    Attributes:
        on_day: no closer, so that nobody can tell who stood there.
        words: what the citizen wrote, encrypted; the counter's office never gets them.
        outcome: what came of it, written by the leader; None while nobody looked.

    """

    __tablename__ = "extra_reports"

    id: Mapped[PrimaryKey]
    rating_id: Mapped[int] = mapped_column(ForeignKey(Rating.id), unique=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey(Counter.id))
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    on_day: Mapped[date]
    words: Mapped[str] = mapped_column(Sealed("extra_reports.words"), default="")
    outcome: Mapped[str | None] = mapped_column(Text)
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))

    counter: Mapped[Counter] = relationship()
    office: Mapped[Office] = relationship()

    @property
    def past_office_id(self) -> int:
        """The office it goes past."""
        return self.office_id


class VisitCode(Base):
    """A one-time code handed out at a counter; which rating it came with is kept nowhere."""

    __tablename__ = "visit_codes"

    id: Mapped[PrimaryKey]
    code_hash: Mapped[str] = mapped_column(unique=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey(Counter.id), index=True)
    issued_on: Mapped[date]
    used_on: Mapped[date | None]


class Served(Base):
    """How many people a counter served on a day, as the counter wrote it down."""

    __tablename__ = "visits_served"

    counter_id: Mapped[int] = mapped_column(ForeignKey(Counter.id), primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
    visits: Mapped[int]


class ChangeNote(Base):
    """What was changed because of ratings, told to everybody.

    Attributes:
        counter_id: the counter it is about, None for the whole office.
        since: first day of the ratings it answers, `until` the last.
        changed_on: the day the change took effect; ratings after it are compared with those before.
        withdrawn_on: the day it was taken out of sight, None while it stands.

    """

    __tablename__ = "change_notes"

    id: Mapped[PrimaryKey]
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(Counter.id))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    until: Mapped[date]
    changed_on: Mapped[date]
    published_at: Mapped[Instant]
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Official.id))
    withdrawn_on: Mapped[date | None]

    office: Mapped[Office] = relationship()
    counter: Mapped[Counter | None] = relationship()
