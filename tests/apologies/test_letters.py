"""A late file gets one letter with one new date; the register says what became of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from portal import clock
from portal.accounts.facts import Unfit
from portal.apologies import rules, service
from portal.apologies.models import Apology
from portal.apologies.rules import Outcome
from portal.errors import IllegalMove, NotAllowed
from portal.permissions import Role

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("issued", "timely"), [(-2, True), (-1, True), (0, False), (3, False)])
def test_a_letter_is_in_time_the_day_before_at_the_latest(issued, timely):
    assert rules.in_time(DAY + timedelta(days=issued), DAY) is timely


@pytest.mark.parametrize(
    ("finished", "today", "outcome"),
    [
        (None, DAY, Outcome.OPEN),
        (None, DAY + timedelta(days=1), Outcome.MISSED),
        (DAY, DAY + timedelta(days=9), Outcome.KEPT),
        (DAY + timedelta(days=1), DAY + timedelta(days=9), Outcome.MISSED),
    ],
)
def test_what_became_of_the_new_date(finished, today, outcome):
    assert rules.outcome(DAY, finished, today) is outcome


@pytest.fixture
def head(make_official, actor_of):
    return actor_of(make_official(Role.HEAD))


@pytest.fixture
def facts(head):
    today = clock.today()
    return service.ApologyFacts(
        office_id=head.home, receipt="H50-0031", name="Bà Lưu Thị Hạnh", procedure="Khai sinh",
        standing="", reason="Sổ ở kho huyện.", at_fault="", due_on=today + timedelta(days=2),
        new_date=today + timedelta(days=9), signed_name="Lê Minh Quân", signed_title="Giám đốc",
    )  # fmt: skip


def test_letters_are_numbered_in_their_year(db, head, facts, settings):
    numbers = [
        service.write(db, head, replace(facts, receipt=str(at)), settings).shown_number
        for at in range(3)
    ]
    year = clock.today().year
    assert numbers == [f"{number}/TXL-{year}" for number in (1, 2, 3)]


def test_a_new_date_is_given_only_once_however_the_receipt_is_typed(db, head, facts, settings):
    service.write(db, head, facts, settings)
    with pytest.raises(Unfit) as refusal:
        service.write(db, head, replace(facts, receipt=" h50 -0031"), settings)
    assert refusal.value.field == "receipt"


@pytest.mark.parametrize("days", [-30, 0, 1])
def test_the_new_date_is_later_and_lies_ahead(db, head, facts, settings, days):
    early = replace(facts, new_date=facts.due_on + timedelta(days=min(days, 0)))
    if days == 1:
        past = clock.today() - timedelta(days=5)
        early = replace(facts, due_on=past, new_date=past + timedelta(days=1))
    with pytest.raises(Unfit):
        service.write(db, head, early, settings)


def test_name_and_receipt_are_unreadable_in_the_database(db, head, facts, settings):
    service.write(db, head, facts, settings)
    kept = db.execute(text("SELECT name, receipt, receipt_mark FROM apologies")).one()
    assert not any("Hạnh" in one or "0031" in one for one in kept)


def test_only_the_office_itself_writes_and_reads(
    db, facts, settings, make_official, actor_of, head
):
    letter = service.write(db, head, facts, settings)
    other = actor_of(make_official(Role.HEAD))
    with pytest.raises(NotAllowed):
        service.write(db, other, replace(facts, receipt="2"), settings)
    with pytest.raises(NotAllowed):
        service.letter_by(db, other, letter.id)
    with pytest.raises(NotAllowed):
        service.finish(db, actor_of(make_official(Role.INSPECTOR)), letter.id, clock.today())
    assert service.letters(db, other, letter.year) == []
    assert service.letters(db, actor_of(make_official(Role.INSPECTOR)), letter.year) == [letter]


def test_the_day_it_was_done_is_written_once(db, head, facts, settings):
    letter = service.write(db, head, facts, settings)
    with pytest.raises(Unfit):
        service.finish(db, head, letter.id, clock.today() + timedelta(days=1))
    service.finish(db, head, letter.id, clock.today())
    with pytest.raises(IllegalMove):
        service.finish(db, head, letter.id, clock.today())
    found = service.figures([letter], clock.today())
    assert (found.letters, found.in_time, found.by_outcome[Outcome.KEPT]) == (1, 1, 1)


def test_the_office_writes_prints_and_finishes_it(browser, db, head, facts):
    browser.be(head)
    browser.open("/quan-tri/thu-xin-loi/moi")
    typed = {name: str(value) for name, value in vars(facts).items()}
    page = browser.send(_follow=True, **typed)
    assert "Bà Lưu Thị Hạnh" in page.text
    assert "1/TXL-" in page.text
    assert "data-print" in page.text
    letter = db.scalar(select(Apology))
    browser.open(f"/quan-tri/thu-xin-loi/{letter.id}")
    page = browser.send(_follow=True, on=clock.today().isoformat())
    assert "đúng hẹn lại" in page.text
    assert "Hạnh" not in page.text  # the register names no one


def test_an_empty_form_says_what_is_missing(browser, head):
    browser.be(head)
    browser.open("/quan-tri/thu-xin-loi/moi")
    page = browser.send()
    assert page.status_code == 422
    assert 'id="receipt-error"' in page.text
