"""Ratings given after scanning a counter's code."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Office
from portal.counters.models import Counter
from portal.db import Base, Instant, PrimaryKey


class Rating(Base):
    """One visit rated by one citizen; nothing in it says who.

    Attributes:
        office_id: the counter's office on that day.
        score: 1 (very dissatisfied) to 5 (very satisfied).
        given_at: rounded to the hour, so that no official can link it to a face.
        form_mark: keyed hash of the one-time form token; sending twice counts once.
        questions: number of the edition asked, so that old answers keep their meaning.

    """

    __tablename__ = "ratings"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score_in_range"),
        Index(None, "office_id", "given_at"),
        Index(None, "counter_id", "given_at"),
    )

    id: Mapped[PrimaryKey]
    counter_id: Mapped[int] = mapped_column(ForeignKey(Counter.id))
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    score: Mapped[int]
    words: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[Instant]
    form_mark: Mapped[str] = mapped_column(unique=True)
    questions: Mapped[int]

    counter: Mapped[Counter] = relationship()
    office: Mapped[Office] = relationship()
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.question")


class Answer(Base):
    """What was tapped at one question of the edition asked; see `questions`."""

    __tablename__ = "rating_answers"

    rating_id: Mapped[int] = mapped_column(ForeignKey(Rating.id), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
