"""Editions of questions: those that come with the portal and the authority's own, and their turns.

An edition is open, and may be changed, until a counter is told to ask it. From then on it stands:
to ask otherwise, copy it into a new one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.facts import Unfit
from portal.counters import kinds
from portal.counters.kinds import AnswerKind, Pair, Stored
from portal.counters.models import Counter, QuestionEdition, QuestionTurn
from portal.counters.questions import EDITIONS, FIRST_OWN, Edition, Question
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_, Words
from portal.permissions import Action, Actor, allowed

MOST_QUESTIONS = 12
STANDS = N_("Bộ câu hỏi này đã đưa vào dùng nên giữ nguyên. Xin chép thành bộ mới rồi sửa.")


@dataclass(frozen=True, kw_only=True)
class QuestionFacts:
    """A question as it is typed; texts are pairs of Vietnamese and English."""

    kind: AnswerKind
    text: Pair
    short: Pair
    person: bool
    labels: tuple[Pair, ...] = ()


def by_number(session: Session, number: int) -> Edition:
    """Return an edition; raise NotFound for a number no edition has."""
    if number in EDITIONS:
        return EDITIONS[number]
    return _edition(row_by(session, number))


def every(session: Session) -> list[Edition]:
    """Return all editions there ever were, in order of their numbers."""
    own = session.scalars(select(QuestionEdition).order_by(QuestionEdition.number))
    return [*EDITIONS.values(), *(_edition(row) for row in own)]


def number_at(counter: Counter, on: date) -> int:
    """Return the number of the edition a counter asks on a day."""
    begun = [turn.edition for turn in counter.turns if turn.from_day <= on]
    return begun[-1] if begun else counter.questions


def asked_at(session: Session, counter: Counter, on: date | None = None) -> Edition:
    """Return the edition a counter asks on a day, today by default."""
    return by_number(session, number_at(counter, on or clock.today()))


def numbers_between(counter: Counter, since: date, until: date) -> set[int]:
    """Return the numbers of all editions a counter asked on the days `since` to `until`."""
    begun = {turn.edition for turn in counter.turns if since <= turn.from_day <= until}
    return begun | {number_at(counter, since - timedelta(days=1))}  # asked that morning, perhaps


def coming(counter: Counter) -> list[QuestionTurn]:
    """Return what a counter is going to ask from a later day on."""
    return [turn for turn in counter.turns if turn.from_day > clock.today()]


def row_by(session: Session, number: int) -> QuestionEdition:
    """Return one of the authority's own editions; raise NotFound."""
    found = session.scalar(select(QuestionEdition).where(QuestionEdition.number == number))
    if found is None:
        raise NotFound
    return found


def is_open(session: Session, number: int) -> bool:
    """Return whether an edition may still be changed: no counter was ever told to ask it."""
    if number in EDITIONS:
        return False
    told = select(QuestionTurn.id).where(QuestionTurn.edition == number)
    begun = select(Counter.id).where(Counter.questions == number)
    return session.scalar(told.limit(1)) is None and session.scalar(begun.limit(1)) is None


def copy(
    session: Session, actor: Actor, source: Edition, title: Pair, english: Callable[[str], str]
) -> QuestionEdition:
    """Begin a new edition with the questions of another; `english` knows the catalogue's words."""
    _permit(actor)
    latest = session.scalar(select(func.max(QuestionEdition.number))) or FIRST_OWN - 1
    row = QuestionEdition(
        number=latest + 1,
        title=title[0],
        title_en=title[1],
        questions={"questions": [_stored(asked, english) for asked in source.questions]},
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _record(session, actor, row, "created", source=source.number)
    return row


def rename(session: Session, actor: Actor, row: QuestionEdition, title: Pair) -> None:
    """Call an open edition otherwise."""
    _permit_change(session, actor, row)
    row.title, row.title_en = title
    _record(session, actor, row, "renamed")


def put(
    session: Session, actor: Actor, row: QuestionEdition, facts: QuestionFacts, name: str = ""
) -> None:
    """Add a question at the end, or change the one called `name`."""
    _permit_change(session, actor, row)
    stored = _questions(row)
    names = [one["name"] for one in stored]
    if not name and len(stored) >= MOST_QUESTIONS:
        raise Invalid(N_("Mỗi bộ có nhiều nhất 12 câu: người dân chỉ có ba mươi giây."))
    if facts.kind is AnswerKind.EXTRA and any(
        one["kind"] == facts.kind and one["name"] != name for one in stored
    ):
        raise Unfit(N_("Bộ này đã có câu hỏi về đòi hỏi ngoài quy định."), field="text")
    new = _typed(facts, name or kinds.fresh_name(names))
    kept = [new if one["name"] == name else one for one in stored]
    _write(row, kept if name in names else [*stored, new])
    _record(session, actor, row, "question_put", question=new["name"])


def move(session: Session, actor: Actor, row: QuestionEdition, name: str, by: int) -> None:
    """Ask a question earlier (`by` -1) or later (1)."""
    _permit_change(session, actor, row)
    stored = _questions(row)
    at = _place(stored, name)
    one = stored.pop(at)
    stored.insert(min(max(at + by, 0), len(stored)), one)
    _write(row, stored)
    _record(session, actor, row, "question_moved", question=name)


def drop(session: Session, actor: Actor, row: QuestionEdition, name: str) -> None:
    """Take a question out of an open edition."""
    _permit_change(session, actor, row)
    stored = _questions(row)
    del stored[_place(stored, name)]
    _write(row, stored)
    _record(session, actor, row, "question_dropped", question=name)


def discard(session: Session, actor: Actor, row: QuestionEdition) -> None:
    """Throw an open edition away; one that was asked is only offered no more."""
    _permit(actor)
    if is_open(session, row.number):
        _record(session, actor, row, "discarded")
        session.delete(row)
        return
    row.offered = not row.offered
    _record(session, actor, row, "offered" if row.offered else "shelved")


def begin(
    session: Session, actor: Actor, number: int, counters: Iterable[Counter], from_day: date
) -> None:
    """Let counters ask an edition from a day on; what they were to ask later is left aside."""
    _permit(actor)
    if from_day < clock.today():
        raise Unfit(N_("Ngày bắt đầu không thể ở quá khứ."), field="from_day")
    if not by_number(session, number).questions:
        raise Unfit(N_("Bộ này chưa có câu hỏi nào."), field="from_day")
    for counter in counters:
        for turn in coming(counter):
            counter.turns.remove(turn)
            session.delete(turn)
        counter.turns.append(QuestionTurn(from_day=from_day, edition=number))
        record(session, actor, ("counter", counter.id), "questions_set", edition=number,
               office_id=counter.office_id, from_day=from_day.isoformat())  # fmt: skip
    session.flush()


def call_off(session: Session, actor: Actor, number: int) -> None:
    """Take back that counters are going to ask an edition on a later day."""
    _permit(actor)
    later = select(QuestionTurn).where(
        QuestionTurn.edition == number, QuestionTurn.from_day > clock.today()
    )
    for turn in session.scalars(later).all():
        counter = session.get_one(Counter, turn.counter_id)
        record(session, actor, ("counter", counter.id), "questions_called_off", edition=number,
               office_id=counter.office_id)  # fmt: skip
        counter.turns.remove(turn)
        session.delete(turn)
    session.flush()


def _edition(row: QuestionEdition) -> Edition:
    return Edition(
        number=row.number,
        title=Words(row.title, row.title_en),
        questions=tuple(kinds.question_of(one) for one in row.questions["questions"]),
        offered=row.offered,
    )


def _stored(asked: Question, english: Callable[[str], str]) -> Stored:
    kind = kinds.kind_of(asked)
    own = asked.choices if kinds.KINDS[kind].labels else ()
    return {
        "name": asked.name,
        "kind": kind.value,
        "person": asked.person,
        "text": [str(asked.text), english(asked.text)],
        "short": [str(asked.short), english(asked.short)],
        "labels": [[str(choice.label), english(choice.label)] for choice in own],
    }


def _typed(facts: QuestionFacts, name: str) -> Stored:
    return {
        "name": name,
        "kind": facts.kind.value,
        "person": facts.person,
        "text": list(facts.text),
        "short": list(facts.short),
        "labels": [list(pair) for pair in facts.labels],
    }


def _questions(row: QuestionEdition) -> list[Stored]:
    return list(row.questions["questions"])


def _write(row: QuestionEdition, stored: list[Stored]) -> None:
    row.questions = {"questions": stored}  # a new value: a list changed in place is not noticed


def _place(stored: list[Stored], name: str) -> int:
    names = [one["name"] for one in stored]
    if name not in names:
        raise NotFound
    return names.index(name)


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.COUNTER_MANAGE):
        raise NotAllowed


def _permit_change(session: Session, actor: Actor, row: QuestionEdition) -> None:
    _permit(actor)
    if not is_open(session, row.number):
        raise Invalid(STANDS)


def _record(session: Session, actor: Actor, row: QuestionEdition, act: str, **facts: Any) -> None:
    record(session, actor, ("question_edition", row.id), act, number=row.number, **facts)
