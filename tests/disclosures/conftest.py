"""Makers of duties, publications and disclosures, and officials who keep the register."""

import secrets
from datetime import date

import pytest

from portal import clock
from portal.disclosures import service
from portal.disclosures.models import Duty, DutyForm
from portal.disclosures.periods import Rhythm
from portal.disclosures.rules import Basis, Counted, Form
from portal.law import Unit
from portal.permissions import Actor, Role
from portal.publications.models import Publication
from portal.publications.rules import Audience, Standing


@pytest.fixture
def office(make_office):
    return make_office("Phòng Kinh tế")


@pytest.fixture
def officer(make_official, actor_of, office) -> Actor:
    return actor_of(make_official(Role.OFFICER, office=office))


@pytest.fixture
def stranger(make_official, actor_of, make_office) -> Actor:
    """An officer of another office."""
    return actor_of(make_official(Role.OFFICER, office=make_office("Trạm Y tế")))


@pytest.fixture
def administrator(make_official, actor_of) -> Actor:
    return actor_of(make_official(Role.ADMINISTRATOR))


@pytest.fixture
def stored(app):
    return app.extensions["files"]


@pytest.fixture
def make_duty(db, office):
    def make(*forms: Form | tuple[Form, int], **changes) -> Duty:
        mark = secrets.token_hex(4)
        first_day = clock.today().replace(month=1, day=1)
        fields = {
            "code": mark, "slug": mark, "group": "ngan-sach", "title": f"Dự toán ngân sách {mark}",
            "basis": Basis.LAW, "law": "Luật 10/2022, Điều 11 khoản 2", "rhythm": Rhythm.EVENT,
            "counted": Counted.DOCUMENT, "days": 5, "unit": Unit.WORKING,
            "limit_basis": Basis.TO_CONFIRM, "limit_law": "Luật 10/2022, Điều 12 khoản 2",
            "valid_from": date(2023, 7, 1), "owed_from": first_day, "office_id": office.id,
        } | changes  # fmt: skip
        duty = Duty(**fields)
        for form in forms or (Form.PORTAL,):
            kind, days = form if isinstance(form, tuple) else (form, None)
            duty.forms.append(DutyForm(form=kind, days=days, basis=Basis.TO_CONFIRM))
        db.add(duty)
        db.commit()
        return duty

    return make


@pytest.fixture
def make_document(db, office):
    """A document of this portal, published unless told otherwise."""

    def make(title: str = "Công khai ngân sách quý III", **changes) -> Publication:
        now = clock.now()
        fields = {
            "slug": secrets.token_hex(4), "standing": Standing.PUBLISHED, "kind": "thong-bao",
            "title": title, "office_id": office.id, "created_at": now, "published_at": now,
        } | changes  # fmt: skip
        document = Publication(**fields)
        db.add(document)
        db.commit()
        return document

    return make


@pytest.fixture
def make_disclosure(db, office, officer):
    def make(duty: Duty | None = None, document: Publication | None = None, **changes):
        fields = {
            "duty_id": duty.id if duty else None,
            "office_id": office.id,
            "decided_on": clock.today(),
            "title": "" if document else "Số liệu ngân sách",
            "publication_id": document.id if document else None,
            "audience": Audience.PUBLIC,
        } | changes
        found = service.open_disclosure(db, officer, service.DisclosureFacts(**fields))
        db.commit()
        return found

    return make
