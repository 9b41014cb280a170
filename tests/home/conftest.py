"""Makers of what the front page, search and the figures look at."""

import secrets
from datetime import date, datetime, time

import pytest

from portal import clock
from portal.cases.models import Case, CaseClock
from portal.cases.rules import State, Visibility
from portal.counters.questions import USUAL
from portal.history.service import record
from portal.home.indexing import all_documents
from portal.law import Standing as TermStanding
from portal.law import Unit
from portal.outbox.service import promise
from portal.permissions import VISITOR, Role
from portal.publications.models import Publication, Section
from portal.publications.rules import Audience, Standing
from portal.ratings.models import Rating

TEXT = "Nhân dân bàn và quyết định những nội dung về dân chủ ở cơ sở tại thôn."


@pytest.fixture
def office(make_office):
    return make_office("Phòng Văn hóa - Xã hội", slug="van-hoa-xa-hoi")


@pytest.fixture
def make_document(db, office):
    """Publish a document of one section."""

    def make(title="Thực hiện dân chủ ở cơ sở năm 2026", text=TEXT, **changes) -> Publication:
        now = clock.now()
        fields = {
            "slug": secrets.token_hex(4),
            "kind": "ke-hoach",
            "number": "53/KH-UBND",
            "standing": Standing.PUBLISHED,
            "audience": Audience.PUBLIC,
            "office_id": office.id,
            "dated_on": date(2026, 3, 2),
            "created_at": now,
            "published_at": now,
            "source_name": "plan-001.txt",
        } | changes
        paragraph = {"kind": "paragraph", "label": None, "text": text, "rows": []}
        section = Section(
            position=1, anchor="ii", depth=1, label="II.", title="Nội dung", blocks=[paragraph]
        )
        made = Publication(title=title, sections=[section], **fields)
        db.add(made)
        db.commit()
        return made

    return make


@pytest.fixture
def make_item(db, office):
    """Keep an item as it stands after its answer, released for everyone unless said otherwise."""

    def make(
        *,
        received: date | None = None,
        answered: date | None = None,
        due: date | None = None,
        disputed: bool = False,
        of=office,
        **changes,
    ) -> Case:
        received = received or clock.today()
        due = due or received
        mark = secrets.token_hex(8)
        fields = {
            "number": f"YK-2026-{secrets.randbelow(10**6):06d}",
            "kind": "reflection",
            "subject": "Rãnh nước đọng",
            "text": "Lời của người gửi, không công khai.",
            "state": State.ANSWERED if answered else State.IN_PROGRESS,
            "answered_at": _noon(answered) if answered else None,
        } | changes
        case = Case(
            code_hash=mark, form_mark=mark, body_mark=mark, office_id=of.id,
            received_at=_noon(received), due_on=due, **fields,
        )  # fmt: skip
        case.clocks = [
            CaseClock(
                term="feedback.answer", days=10, unit=Unit.WORKING, basis="cam kết",
                standing=TermStanding.COMMITMENT, started_on=received, due_on=due, met_on=answered,
            )
        ]  # fmt: skip
        db.add(case)
        db.flush()
        if disputed:
            record(db, VISITOR, ("case", case.id), "dispute")
        db.commit()
        return case

    return make


@pytest.fixture
def make_public_item(make_item):
    def make(subject="Đèn đường thôn Đông Khê hỏng", **changes) -> Case:
        fields = {
            "answered": clock.today(),
            "agreed": True,
            "visibility": Visibility.PUBLISHED,
            "public_subject": subject,
            "public_text": "Ba bóng đèn trước nhà văn hóa tắt từ đầu tháng.",
            "public_answer": "Phòng Kinh tế đã thay ba bóng đèn.",
        } | changes
        return make_item(**fields)

    return make


@pytest.fixture
def rate(db, make_counter, office):
    """Give scores at a counter of an office."""

    def make(*scores: int, of=office, day: date | None = None) -> None:
        counter = make_counter(of)
        for score in scores:
            rating = Rating(
                counter_id=counter.id,
                office_id=of.id,
                score=score,
                given_at=_noon(day or clock.today()),
                form_mark=secrets.token_hex(8),
                questions=USUAL,
                shown_from=clock.start_of(day or clock.today()),
            )
            db.add(rating)
        db.commit()

    return make


@pytest.fixture
def indexed(app, db):
    """Return a function that brings the index to where the database stands."""

    def refill():
        app.extensions["index"].refill(all_documents(db))

    return refill


@pytest.fixture
def promised(db):
    """Return a function that promises what nobody is there to keep."""

    def make(*refs: str) -> None:
        for ref in refs:
            promise(db, "search.put", ref=ref)
        db.commit()

    return make


@pytest.fixture
def administrator(make_official, actor_of):
    return actor_of(make_official(Role.ADMINISTRATOR))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.VIETNAM)
