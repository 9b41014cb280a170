"""The kinds of answers a question of one's own may have, and how such questions are stored. Pure.

A stored question is a dict: `name`, `kind`, `person`, and `text`, `short` and each of `labels` as a
pair of Vietnamese and English.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.counters import questions
from portal.counters.questions import Choice, Question
from portal.i18n import N_, Words

Stored = dict[str, Any]
Pair = tuple[str, str]


class AnswerKind(StrEnum):
    """What can be tapped below a question."""

    PAIR = "pair"
    STEPS = "steps"
    SCALE = "scale"
    TRIPS = "trips"
    EXTRA = "extra"


@dataclass(frozen=True, kw_only=True)
class KindOfAnswer:
    """A kind as the administrator chooses it.

    Attributes:
        title: marked with N_.
        labels: how many answers have words of one's own, 0 where they are given.

    """

    title: str
    labels: int = 0


KINDS = {
    AnswerKind.PAIR: KindOfAnswer(title=N_("Hai mức: tốt, chưa tốt"), labels=2),
    AnswerKind.STEPS: KindOfAnswer(title=N_("Ba mức: 2, 1, 0 điểm"), labels=3),
    AnswerKind.SCALE: KindOfAnswer(title=N_("Năm mức hài lòng")),
    AnswerKind.TRIPS: KindOfAnswer(title=N_("Số lần phải đi lại")),
    AnswerKind.EXTRA: KindOfAnswer(title=N_("Có bị đòi hỏi ngoài quy định không (chuyển riêng)")),
}
SCALE = (
    N_("Rất không hài lòng"),
    N_("Không hài lòng"),
    N_("Bình thường"),
    N_("Hài lòng"),
    N_("Rất hài lòng"),
)
FACES = {2: (4, 2), 3: (5, 3, 1)}
VALUES = {2: (questions.GOOD, questions.BAD), 3: (questions.GOOD, "middle", questions.BAD)}


def question_of(stored: Stored) -> Question:
    """Return what is asked, as the form, the tablet and the figures know it."""
    kind = AnswerKind(stored["kind"])
    return Question(
        name=stored["name"],
        text=Words(*stored["text"]),
        short=Words(*stored["short"]),
        choices=_choices(kind, [Words(*pair) for pair in stored["labels"]]),
        person=stored["person"],
        restricted=kind is AnswerKind.EXTRA,
    )


def kind_of(question: Question) -> AnswerKind:
    """Return the kind a question has, one that came with the portal too."""
    if question.restricted:
        return AnswerKind.EXTRA
    if question.choices == questions.TRIPS.choices:
        return AnswerKind.TRIPS
    counts = {2: AnswerKind.PAIR, 3: AnswerKind.STEPS}
    return counts.get(len(question.choices), AnswerKind.SCALE)


def fresh_name(taken: Sequence[str]) -> str:
    """Return a name no question of the edition has: c1, c2, …."""
    return next(name for number in range(1, 1000) if (name := f"c{number}") not in taken)


def _choices(kind: AnswerKind, labels: Sequence[str]) -> tuple[Choice, ...]:
    if kind is AnswerKind.TRIPS:
        return questions.TRIPS.choices
    if kind is AnswerKind.EXTRA:
        return questions.EXTRA.choices
    if kind is AnswerKind.SCALE:
        scale = [
            Choice(value=str(score), label=label, points=score - 1, face=score)
            for score, label in enumerate(SCALE, 1)
        ]
        return tuple(reversed(scale))
    count = len(labels)
    return tuple(
        Choice(value=value, label=label, points=count - 1 - at, face=face)
        for at, (value, label, face) in enumerate(
            zip(VALUES[count], labels, FACES[count], strict=True)
        )
    )
