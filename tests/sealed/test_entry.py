"""A denunciation told to a clerk: typed, sealed, printed, and gone from the desk."""

import re

import pytest
from sqlalchemy import func, select

from portal.cases.models import Case
from portal.files import FolderFiles
from portal.history.models import Event
from portal.permissions import Role
from portal.sealed import rules
from portal.sealed.models import SealedItem

SECRET = "ông B nhận 5 triệu đồng của tôi"
DESK = "/quan-tri/nhap-ho"


@pytest.fixture
def clerk(make_official):
    return make_official(Role.CLERK, name="Hoàng Thị Ngọc")


@pytest.fixture
def at_counter(browser, clerk, actor_of):
    browser.be(actor_of(clerk))
    return browser


def test_it_is_sealed_as_typed_and_the_slip_has_number_and_code(
    at_counter, db, key, loc, settings, private_key
):
    assert f'href="{DESK}/kin"' in at_counter.open(DESK).text
    at_counter.open(f"{DESK}/kin")
    reply = at_counter.send(here="1", channel="in_person", text=SECRET, name="Nguyễn Thị Sáu")
    assert reply.status_code == 303
    item = db.scalars(select(SealedItem)).one()
    slip = at_counter.open(f"{DESK}/kin/phieu").text
    code = "".join(re.findall(r'receipt__group">([0-9A-Z]+)<', slip))
    assert (item.number in slip, SECRET in slip, len(code) > 0) == (True, False, True)
    stored = FolderFiles(settings.data / "files").get(item.stored_as)
    _head, content = rules.unseal(stored, private_key)
    assert (content.facts["text"], content.facts["channel"]) == (SECRET, "in_person")
    assert content.facts["taken_by"] == "Hoàng Thị Ngọc"
    at_counter.open("/tra-cuu")
    assert item.number in at_counter.send(code=code).text
    assert db.scalar(select(func.count(Case.id))) == 0


def test_nothing_says_afterwards_who_took_it_and_the_slip_is_put_away(
    at_counter, db, key, loc, clerk
):
    at_counter.open(f"{DESK}/kin")
    at_counter.send(here="1", channel="phone", text=SECRET)
    told = db.scalars(select(Event).where(Event.subject == "sealed")).all()
    assert {event.official_id for event in told} == {None}
    at_counter.open(f"{DESK}/kin/phieu")
    at_counter.send()
    assert at_counter.open(f"{DESK}/kin/phieu").status_code == 404


def test_what_the_ordinary_form_notices_goes_there_with_what_was_typed(at_counter, db, key, loc):
    at_counter.open(DESK)
    asked = at_counter.send(
        channel="in_person", kind="reflection", subject="Tố cáo", text=f"Tôi tố cáo {SECRET}."
    )
    assert f'formaction="{DESK}/kin"' in asked.text
    page = at_counter.send(f"{DESK}/kin", channel="in_person", text=f"Tôi tố cáo {SECRET}.")
    assert page.status_code == 200
    assert SECRET in page.text
    assert db.scalar(select(func.count(SealedItem.id))) == 0


def test_how_it_came_has_to_be_chosen_and_without_a_key_nothing_is_asked(at_counter, db):
    page = at_counter.open(f"{DESK}/kin")
    assert "Hiện chưa gửi kín được" in page.text
    assert "<textarea" not in page.text


def test_an_officer_enters_nothing(browser, make_official, actor_of):
    browser.be(actor_of(make_official(Role.OFFICER)))
    assert browser.open(f"{DESK}/kin").status_code == 403
