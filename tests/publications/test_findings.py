"""What a reader would not see is reported by name, and published only when confirmed."""

from dataclasses import replace

import pytest

from portal.history.service import events_of
from portal.publications import attachments, findings, service
from portal.publications.content import Content, facts_of
from portal.publications.importing.unseen import SHEETS
from portal.publications.refusals import SecondPersonNeeded, Unconfirmed
from portal.publications.rules import Standing
from portal.web.media import NewFile
from tests.publications.importing.test_unseen import sheets
from tests.publications.test_desk import DESK, fields


def test_every_code_has_its_words():
    assert all(findings.Finding(code=code).message for code in findings.MESSAGES)


@pytest.fixture
def with_hidden_sheet(db, stored, people, draft):
    content = sheets(lambda book, _: book.add_worksheet().very_hidden())
    file = NewFile(name="so-lieu.xlsx", media_type=SHEETS, content=content)
    attachments.attach(db, stored, people[0], draft.id, [file])
    db.commit()
    return draft


def test_a_hidden_sheet_is_published_only_by_a_second_person_who_says_so(
    db, people, with_hidden_sheet
):
    first, second = people
    with pytest.raises(SecondPersonNeeded):
        service.publish(db, first, with_hidden_sheet.id, confirmed=True)
    with pytest.raises(Unconfirmed) as refusal:
        service.publish(db, second, with_hidden_sheet.id)
    assert [(one.code, one.file) for one in refusal.value.found] == [
        ("hidden-sheets", "so-lieu.xlsx")
    ]
    assert with_hidden_sheet.standing is Standing.DRAFT
    service.publish(db, second, with_hidden_sheet.id, confirmed=True)
    last = events_of(db, "publication", with_hidden_sheet.id)[-1]
    assert (last.act, last.official_id, last.facts) == (
        *("publish", second.official_id),
        {"confirmed": ["hidden-sheets"]},
    )


def test_who_brought_it_never_confirms_it_whatever_others_saved_meanwhile(
    db, people, with_hidden_sheet
):
    first, second = people
    facts = replace(facts_of(with_hidden_sheet), title="Một chữ khác")
    service.edit(
        db, second, with_hidden_sheet.id, Content(facts=facts), version=with_hidden_sheet.version
    )
    for nobody in (first, second):
        with pytest.raises(SecondPersonNeeded):
            service.publish(db, nobody, with_hidden_sheet.id, confirmed=True)
    assert with_hidden_sheet.standing is Standing.DRAFT


@pytest.mark.parametrize("number", ["0912 345 678", "+84 912345678", "001086012345"])
def test_a_number_that_looks_personal_is_confirmed_by_whoever_publishes(
    db, stored, office, people, make_text, number
):
    text = make_text(title=f"Liên hệ ông An, {number}")
    found = service.import_file(db, stored, people[0], office, "b.txt", text)
    with pytest.raises(Unconfirmed):
        service.publish(db, people[0], found.id)
    service.publish(db, people[0], found.id, confirmed=True)
    assert events_of(db, "publication", found.id)[-1].facts == {"confirmed": ["personal-data"]}


@pytest.mark.parametrize(
    "text", ["Số 53/KH-UBND ngày 15/01/2026", "21.325.000.000 đồng", "02033 123"]
)
def test_an_ordinary_number_is_not_personal(db, stored, office, people, make_text, text):
    found = service.import_file(db, stored, people[0], office, "c.txt", make_text(title=text))
    assert findings.findings(found) == []


def test_the_page_names_what_was_found_and_publishes_when_it_is_confirmed(
    browser, db, people, with_hidden_sheet
):
    browser.be(people[0])
    page = browser.open(f"{DESK}/{with_hidden_sheet.id}").text
    assert "so-lieu.xlsx" in page
    assert 'name="confirmed"' not in page  # whoever prepared it is not asked
    browser.be(people[1])
    page = browser.open(f"{DESK}/{with_hidden_sheet.id}").text
    reply = browser.send(**fields(page), then="publish")
    assert reply.status_code == 409
    assert 'id="confirmed-error"' in reply.text
    reply = browser.send(**fields(reply.text), then="publish", confirmed="y")
    assert reply.status_code == 303
    db.expire_all()
    assert with_hidden_sheet.standing is Standing.PUBLISHED


def typed_again(publication, **facts):
    return Content(facts=replace(facts_of(publication), **facts))
