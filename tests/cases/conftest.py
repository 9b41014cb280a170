"""Makers of cases, by the same acts that citizens and officials use."""

import secrets
from dataclasses import dataclass

import pytest
import time_machine

from portal import clock
from portal.accounts.models import Office
from portal.cases import erasing, service, splitting
from portal.cases.models import Case
from portal.cases.rules import State
from portal.cases.service import Submission
from portal.cases.splitting import Matter
from portal.files import open_files
from portal.permissions import HOLDER, VISITOR, Actor, Role
from portal.publications.models import Publication, Section
from portal.publications.rules import Standing
from portal.web import tokens


@pytest.fixture
def files(settings):
    return open_files("", settings.data / "files")


@pytest.fixture
def form_token(settings):
    return lambda: tokens.new_form_token(settings)


@pytest.fixture
def send(db, settings, files, form_token):
    """Send a submission as a citizen does; return the receipt."""

    def make(**changes) -> service.Receipt:
        fields = {
            "kind": "reflection",
            "subject": "Đèn đường thôn Đông Khê hỏng",
            "text": "Ba bóng đèn trước nhà văn hóa tắt từ đầu tháng.",
        } | changes
        fields.setdefault("form_token", form_token())
        receipt = service.open_case(
            db, VISITOR, Submission(**fields), settings=settings, files=files
        )
        db.commit()
        return receipt

    return make


@dataclass
class Staff:
    """An office with everybody a case needs."""

    office: Office
    officer: Actor
    head: Actor
    dispatcher: Actor
    moderator: Actor


@pytest.fixture
def staff(make_office, make_official, actor_of):
    office = make_office("Phòng Kinh tế")
    desk = make_office("Văn phòng HĐND và UBND")
    return Staff(
        office=office,
        officer=actor_of(make_official(Role.OFFICER, office=office)),
        head=actor_of(
            make_official(Role.HEAD, office=office, name="Trần Văn Bình", title="Trưởng phòng")
        ),
        dispatcher=actor_of(make_official(Role.DISPATCHER, office=desk)),
        moderator=actor_of(make_official(Role.MODERATOR, office=desk)),
    )


@pytest.fixture
def make_case(db, send, staff):
    """Return a case of `staff.office` that went through real acts until `state`."""

    def make(state: State = State.RECEIVED, **changes) -> Case:
        case = send(**changes).case
        service.assign(db, staff.dispatcher, case, staff.office)
        for act in ROADS[state]:
            case = act(db, staff, case) or case
        db.commit()
        return case

    return make


def _accept(db, staff, case):
    service.accept(db, staff.officer, case)


def _ask(db, staff, case):
    service.ask(db, staff.officer, case, "Xin quý vị cho biết số nhà gần nhất.")


def _submit(db, staff, case):
    service.submit(db, staff.officer, case, "Đã thay ba bóng đèn trong sáng nay.")


def _approve(db, staff, case):
    service.approve(db, staff.head, case)


def _satisfied(db, staff, case):
    service.satisfied(db, HOLDER, case)


def _refuse(db, staff, case):
    service.refuse(db, staff.officer, case, "Đường này thuộc tỉnh quản lý.")


def _withdraw(db, staff, case):
    service.withdraw(db, HOLDER, case)


def _split(db, staff, case):
    matters = [
        Matter(subject="Một việc", text=text, kind=case.kind, office=staff.office)
        for text in case.text.split(maxsplit=1)
    ]
    splitting.split(db, staff.dispatcher, case, matters, nothing_else=True)


def _unite(db, staff, case):
    first = case.parts[0]
    splitting.unite(db, staff.dispatcher, case)
    return first


def _seal(db, staff, case):
    erasing.take_out(db, staff.dispatcher, case, "accuses")


ROADS = {
    State.RECEIVED: (),
    State.IN_PROGRESS: (_accept,),
    State.WAITING: (_accept, _ask),
    State.FOR_APPROVAL: (_accept, _submit),
    State.ANSWERED: (_accept, _submit, _approve),
    State.CLOSED: (_accept, _submit, _approve, _satisfied),
    State.REFUSED: (_refuse,),
    State.WITHDRAWN: (_withdraw,),
    State.SPLIT: (_split,),
    State.JOINED: (_split, _unite),  # a part, not what was sent
    State.SEALED: (_seal,),
}


def typed_by_hand() -> str:
    """Return a text nobody else writes, to look for where it must not be."""
    return f"canary-{secrets.token_hex(8)}"


@pytest.fixture
def make_publication(db, make_office):
    def make(**changes) -> Publication:
        fields = {
            "slug": "ke-hoach-53",
            "kind": "ke-hoach",
            "title": "Kế hoạch dân chủ ở cơ sở",
            "office_id": make_office().id,
            "created_at": clock.now(),
            "published_at": clock.now(),
            "standing": Standing.PUBLISHED,
        } | changes
        publication = Publication(**fields)
        publication.sections = [Section(anchor="ii-3", depth=1, position=1, title="Nhiệm vụ")]
        db.add(publication)
        db.commit()
        return publication

    return make


@pytest.fixture
def year(db, make_case, staff):
    """Twelve cases of October: six answered in time, five late, one dispute, one waiting."""
    with time_machine.travel("2026-10-05 09:00+07:00", tick=False):
        prompt = [make_case(State.FOR_APPROVAL) for _ in range(6)]
        late = [make_case(State.FOR_APPROVAL) for _ in range(5)]
        make_case(State.IN_PROGRESS)
    with time_machine.travel("2026-10-08 09:00+07:00", tick=False):
        for case in prompt:
            service.approve(db, staff.head, case)
    with time_machine.travel("2026-11-10 09:00+07:00", tick=False):
        for case in late:
            service.approve(db, staff.head, case)
        service.dispute(db, HOLDER, late[0], "Chưa xong.")
    db.commit()
