"""A database as a busy authority leaves it after years: items in bulk, by rows and not by acts."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office, Topic
from portal.cases.answer_models import Commitment
from portal.cases.models import Case, CaseClock, Contact, Letter, Purpose, Span
from portal.cases.rules import OPEN, WITH_ANSWER, Judgement, State, Visibility, fold
from portal.cases.word_index import CaseWord, words_of
from portal.config import Settings
from portal.demo import people
from portal.history.models import Event
from portal.law import Standing, Unit
from portal.outbox.models import Effect
from tests.triage.submissions import submissions

DAYS = 1_800  # all of them came in within five years
LIMIT = timedelta(days=14)
OPEN_SHARE = 0.05  # the latest ones
BATCH = 2_000
YOUNG = (State.RECEIVED, State.RECEIVED, State.IN_PROGRESS, State.IN_PROGRESS, State.IN_PROGRESS,
         State.IN_PROGRESS, State.WAITING, State.FOR_APPROVAL)  # fmt: skip
OLD = (*[State.CLOSED] * 7, State.ANSWERED, State.REFUSED, State.WITHDRAWN)
BACK = ("return", "hand_over", "dispute")
ANSWER = "Đơn vị đã cử người đến kiểm tra ngày hôm sau và đã xử lý xong, xin cảm ơn ông bà."
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Who there is to send to and what they send."""

    offices: list[int]
    topics: list[int]
    texts: list[str]
    size: int
    first: datetime


def fill(session: Session, settings: Settings, size: int) -> None:
    """Found an authority and put `size` items with their histories into its database."""
    people.found_authority(session)
    offices = people.found_offices(session)
    people.hire_officials(session, settings, offices)
    session.flush()
    crowd = Crowd(
        offices=list(session.scalars(select(Office.id).order_by(Office.id))),
        topics=list(session.scalars(select(Topic.id).order_by(Topic.id))),
        texts=[row.text for row in submissions()],
        size=size,
        first=clock.now() - timedelta(days=DAYS),
    )
    letters, events = count(1), count(1)
    for start in range(1, size + 1, BATCH):
        last = min(size, start + BATCH - 1)
        cases = [_case(crowd, number) for number in range(start, last + 1)]
        session.execute(insert(Case.__table__), cases)
        for table, make in (
            (CaseWord, _words),
            (CaseClock, _clock),
            (Contact, _contact),
            (Letter, lambda row: _letters(row, letters)),
            (Event, lambda row: _events(row, events)),
            (Commitment, _promise),
            (Effect, _effects),
        ):
            rows = [made for case in cases for made in make(case)]
            if rows:
                session.execute(insert(table.__table__), rows)
    _count_on(session)


def _count_on(session: Session) -> None:
    """Let PostgreSQL give out the ids after those that were given here."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in (Case, Letter, Event):
        name = table.__tablename__
        last = select(func.max(table.id)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last)))


def _case(crowd: Crowd, number: int) -> Row:
    received = crowd.first + timedelta(days=DAYS) * (number / (crowd.size + 1))
    young = number > crowd.size * (1 - OPEN_SHARE)
    state = YOUNG[number % len(YOUNG)] if young else OLD[number * 7 % len(OLD)]
    nobody = state is State.RECEIVED and number % 3 == 0
    answered = received + timedelta(days=9 + number % 8) if state in WITH_ANSWER else None
    text = f"{crowd.texts[number * 31 % len(crowd.texts)]} Số nhà {number % 977}, tổ {number % 41}."
    name = f"YK-{clock.local_date(received).year}-{number:06d}"
    visibility = _visibility(number, answered is not None)
    late = answered is not None and answered > received + LIMIT
    public = visibility is Visibility.PUBLISHED
    return {
        "id": number,
        "number": name,
        "code_hash": secrets.token_hex(16),
        "form_mark": secrets.token_hex(16),
        "body_mark": "",
        "kind": ("reflection", "comment", "question", "recommendation")[number % 4],
        "state": state,
        "subject": " ".join(text.split()[:8]),
        "text": text,
        "topic_id": None if nobody else crowd.topics[number * 13 % len(crowd.topics)],
        "office_id": None if nobody else crowd.offices[number * 17 % len(crowd.offices)],
        "received_at": received,
        "due_on": clock.local_date(received) + LIMIT,
        "overdue_on": clock.local_date(received) + LIMIT + timedelta(days=1) if late else None,
        "paused_on": clock.today() if state is State.WAITING else None,
        "answered_at": answered,
        "agreed": visibility is not Visibility.PRIVATE,
        "visibility": visibility,
        "public_subject": text[:40] if public else None,
        "public_text": text if public else None,
        "public_answer": ANSWER if public else None,
        "folded": fold(f"{name} {text}"),
        "judgement": Judgement.YES if state is State.CLOSED else None,
        "version": 1,
    }


def _visibility(number: int, answered: bool) -> Visibility:
    if not answered or number % 2:
        return Visibility.PRIVATE
    return {6: Visibility.PENDING, 8: Visibility.HIDDEN}.get(number % 100, Visibility.PUBLISHED)


def _words(case: Row) -> Iterator[Row]:
    for word in words_of(case["folded"]):
        yield {"word": word, "case_id": case["id"]}


def _clock(case: Row) -> Iterator[Row]:
    met = case["answered_at"]
    over = case["state"] not in OPEN and met is None
    yield {
        "case_id": case["id"],
        "span": Span.ANSWER,
        "term": "feedback.answer",
        "days": 10,
        "unit": Unit.WORKING,
        "basis": "Cam kết của đơn vị",
        "standing": Standing.COMMITMENT,
        "started_on": clock.local_date(case["received_at"]),
        "due_on": case["due_on"],
        "counted_on": case["due_on"],
        "met_on": clock.local_date(met) if met else None,
        "stopped_on": case["due_on"] if over else None,
        "overdue_on": case["overdue_on"],
    }


def _contact(case: Row) -> Iterator[Row]:
    if case["id"] % 2:
        yield {"case_id": case["id"], "name": "", "phone": "", "email": "dan@example.vn"}


def _letters(case: Row, ids: Iterator[int]) -> Iterator[Row]:
    wrote = {"case_id": case["id"], "office_id": case["office_id"], "official_id": 1}
    if case["state"] in {*WITH_ANSWER, State.FOR_APPROVAL}:
        at = case["answered_at"] or case["received_at"]
        purposes = [Purpose.DRAFT] + [Purpose.ANSWER] * (case["state"] in WITH_ANSWER)
        for purpose in purposes:
            text = f"{ANSWER} {case['subject']}"
            yield wrote | {"id": next(ids), "purpose": purpose, "text": text, "at": at}


def _events(case: Row, ids: Iterator[int]) -> Iterator[Row]:
    acts = ["received", *(["assign"] if case["office_id"] else [])]
    if case["state"] in {State.IN_PROGRESS, State.WAITING, State.FOR_APPROVAL, *WITH_ANSWER}:
        acts.append("accept")
    if case["state"] in {State.FOR_APPROVAL, *WITH_ANSWER}:
        acts.append("submit")
    if case["state"] in WITH_ANSWER:
        acts.append("approve")
    if case["state"] is State.CLOSED:
        acts.append("satisfied")
    if case["visibility"] is Visibility.PUBLISHED:
        acts.append("release")
    if case["id"] % 6 == 0 and case["office_id"] and case["state"] not in WITH_ANSWER:
        acts.append(BACK[case["id"] // 6 % len(BACK)])
    told = [(act, timedelta(hours=at), {"due_on": case["due_on"]}) for at, act in enumerate(acts)]
    for act, after, facts in (*told, *_lateness(case)):
        yield {
            "id": next(ids),
            "at": case["received_at"] + after,
            "subject": "case",
            "subject_id": case["id"],
            "act": act,
            "state": case["state"].value,
            "official_id": None if act == "received" else 1,
            "office_id": case["office_id"],
            "facts": {name: day.isoformat() for name, day in facts.items()},
            "nonce": secrets.token_hex(16),
        }


def _lateness(case: Row) -> Iterator[tuple[str, timedelta, dict[str, date]]]:
    if case["overdue_on"] is not None:
        yield "overdue", LIMIT + timedelta(days=1), {"on": case["overdue_on"]}


def _promise(case: Row) -> Iterator[Row]:
    if case["answered_at"] is not None and case["id"] % 33 == 0:
        made = clock.local_date(case["answered_at"])
        due = made + timedelta(days=60)
        kept = due < clock.today() and case["id"] % 10 > 0
        yield {
            "case_id": case["id"],
            "letter_id": 1,
            "office_id": case["office_id"],
            "text": "Sẽ sửa xong đoạn đường.",
            "public_text": "Sẽ sửa xong đoạn đường.",
            "first_due_on": due,
            "due_on": due,
            "made_on": made,
            "kept_on": due - timedelta(days=1) if kept else None,
            "evidence": "Đã sửa xong." if kept else "",
        }


def _effects(case: Row) -> Iterator[Row]:
    for kind in ("search.put", "mail.case"):
        at = datetime.combine(date.today(), time(), clock.VIETNAM)  # noqa: DTZ011 - any instant
        yield {
            "kind": kind,
            "payload": {"case": case["number"]},
            "promised_at": case["received_at"],
            "run_at": case["received_at"],
            "attempts": 1,
            "done_at": min(at, case["received_at"]),
        }
