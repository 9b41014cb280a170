"""Cases and their history, made by real acts, with the tree over it."""

from datetime import date, timedelta

import pytest

from portal import clock
from portal.cases import commitments, enclosures, joining, service
from portal.cases.rules import State
from portal.cases.service import NewFile
from portal.history import log
from portal.keys import Ring
from portal.law import Unit
from portal.permissions import HOLDER, Role
from portal.procedures import service as procedures
from portal.procedures.rules import Day, DayKind, Promise
from portal.sealed import intake as sealing
from portal.sealed import recipients
from portal.sealed import rules as sealed_rules
from portal.sealed.intake import Sending
from portal.sealed.rules import Content
from portal.web import tokens
from tests.cases.conftest import (  # noqa: F401 - makers
    files,
    form_token,
    make_case,
    make_publication,
    send,
    staff,
)


@pytest.fixture
def ring(tmp_path) -> Ring:
    """Signing keys of this test alone."""
    return Ring(tmp_path / "ring")


@pytest.fixture
def grow(db, ring):
    """Give every event its place in the tree; return the newest head."""

    def make():
        db.commit()
        head = log.extend_fully(db, ring)
        db.commit()
        return head

    return make


@pytest.fixture
def busy(db, make_case, staff, files, make_official, actor_of, make_publication, settings):  # noqa: F811 - makers
    """Everything there can be of a case, a sealed item, a limit and a day of the authority's."""
    photo = NewFile(name="anh.png", media_type="image/png", content=b"\x89PNG")
    today = clock.today()
    make_official(Role.OFFICER, office=staff.office)  # who looks again
    with clock.at(clock.now() - timedelta(days=60)):
        late = make_case(State.IN_PROGRESS, agreed=True, email="lan@example.vn", files=(photo,))
        make_case()
    service.note_all_lateness(db)
    enclosures.attach(db, files, staff.officer, late, [photo])
    enclosures.add_source(db, staff.officer, late, make_publication().id, "ii-3")
    for days in (3, 5):
        commitments.add(db, staff.officer, late, "Sửa cột đèn.", today + timedelta(days=days))
    service.submit(db, staff.officer, late, "Đã thay ba bóng đèn trong sáng nay.")
    service.approve(db, staff.head, late)
    service.release(db, staff.moderator, late, subject="A", text="B", answer="C")
    kept, broken = commitments.made_by(db, late)
    commitments.keep(db, staff.officer, kept, "Đã sửa ngày hôm nay.")
    commitments.put_off(db, staff.head, broken, today + timedelta(days=9), "Đợi vật tư.")
    commitments.note_all_broken(db, today + timedelta(days=30))
    service.dispute(db, HOLDER, late, "Vẫn tắt.")
    asked = make_case(State.WAITING)
    service.reply(db, HOLDER, asked, "Số 12.")
    service.extend(db, staff.head, asked, 5, "Đợi Điện lực.")
    joining.join(db, staff.officer, make_case(State.IN_PROGRESS), asked.number)
    boss = actor_of(make_official(Role.ADMINISTRATOR))
    make_official(Role.CONFIDANT)
    public = sealed_rules.public_bytes(sealed_rules.new_key()).hex()
    recipients.add_key(db, boss, public, "Thanh tra tỉnh")
    sent = Sending(form_token=tokens.new_form_token(settings), content=Content(facts={"text": "X"}))
    sealing.receive(db, HOLDER, sent, settings=settings, files=files)
    day = Day(on=date(2027, 3, 1), kind=DayKind.CLOSED, name="Bão", notice="TB 1/TB-UBND")
    procedures.enter_day(db, boss, day)
    limit = Promise(
        code="feedback.answer", days=7, unit=Unit.WORKING, document="QĐ 1/QĐ-UBND",
        valid_from=today,
    )  # fmt: skip
    procedures.set_term(db, boss, limit)
    db.commit()
    return late
