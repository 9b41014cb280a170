"""What is asked before a document is published, and before a published one shows more."""

import re
from dataclasses import replace
from datetime import date

import pytest

from portal.history.service import events_of
from portal.publications import findings, revising, service
from portal.publications.content import Content, facts_of
from portal.publications.doubting import doubts, name_of
from portal.publications.refusals import Unconfirmed
from portal.publications.rules import Audience
from tests.publications.test_desk import DESK, fields


@pytest.fixture
def blank(db, stored, office, people, make_text):
    """A draft whose number and day were left blank."""
    content = make_text().replace(b"41/KH-UBND", b"    /KH-UBND").replace(b"06 th", b"    th")
    found = service.import_file(db, stored, people[0], office, "b.txt", content)
    db.commit()
    return found


def typed_again(publication, **facts):
    return Content(facts=replace(facts_of(publication), **facts))


def test_a_number_that_comes_in_later_is_confirmed_too(db, people, draft):
    shown = service.publish(db, people[0], draft.id, confirmed=True)
    typed = typed_again(shown, title="Kế hoạch; hỏi bà Bé 0912 345 678")
    with pytest.raises(Unconfirmed) as asked:
        service.edit(db, people[0], shown.id, typed, version=shown.version)
    assert findings.codes(asked.value.found) == [findings.PERSONAL]
    edited = service.edit(db, people[0], shown.id, typed, version=shown.version, confirmed=True)
    service.edit(db, people[0], shown.id, typed_again(edited), version=edited.version)


def test_an_internal_document_is_shown_to_all_only_when_that_is_confirmed(db, people, draft):
    internal = typed_again(draft, audience=Audience.INTERNAL)
    service.edit(db, people[0], draft.id, internal, version=draft.version)
    shown = service.publish(db, people[0], draft.id, confirmed=True)
    wider = typed_again(shown, audience=Audience.PUBLIC)
    with pytest.raises(Unconfirmed) as asked:
        service.edit(db, people[0], shown.id, wider, version=shown.version)
    assert findings.WIDER in findings.codes(asked.value.found)
    service.edit(db, people[0], shown.id, wider, version=shown.version, confirmed=True)
    (event, *_) = [row for row in events_of(db, "publication", shown.id)[::-1] if row.act == "edit"]
    assert findings.WIDER in event.facts["confirmed"]


def test_what_the_reading_left_open_is_said_before_publishing(db, people, blank):
    found = findings.codes(findings.findings(blank))
    assert found == ["doubts", "no-date", "no-number"]
    with pytest.raises(Unconfirmed):
        service.publish(db, people[0], blank.id)
    filled = typed_again(blank, number="7/KH-UBND", issued_on=date(2026, 11, 3))
    looked = frozenset(map(name_of, blank.warnings))
    service.edit(db, people[0], blank.id, replace(filled, looked=looked), version=blank.version)
    assert not findings.findings(blank)
    assert all(row["looked"] for row in doubts(blank))
    service.publish(db, people[0], blank.id)


def test_a_doubt_looked_at_stays_so_on_the_page(db, browser, people, blank, office):
    browser.be(people[0])
    page = browser.open(f"{DESK}/{blank.id}").text
    name = re.findall(r'name="looked"[^>]*value="([^"]*)"', page)[0]
    browser.send(**fields(page) | {"looked": name, "then": "save"})
    page = browser.open(f"{DESK}/{blank.id}").text
    assert re.search(rf'value="{name}" checked', page)
    assert f"{len(doubts(blank)) - 1} chỗ" in browser.open(DESK).text


def test_an_address_edited_in_the_form_is_refused_and_nothing_is_lost(db, browser, people, draft):
    browser.be(people[0])
    page = browser.open(f"{DESK}/{draft.id}").text
    before = [section.anchor for section in draft.sections]
    sent = fields(page) | {"sections-0-anchor": "bia-dat", "title": "Tên gõ dở"}
    reply = browser.send(**sent)
    assert reply.status_code == 422
    assert "không còn khớp" in reply.text
    assert "Tên gõ dở" in reply.text
    db.expire_all()
    assert [section.anchor for section in draft.sections] == before


def test_numbers_among_the_recipients_are_confirmed_too(db, stored, people, office, make_text):
    content = make_text().replace("- Lưu: VT.".encode(), "- Lưu: VT (Sim, 0912345678).".encode())
    found = service.import_file(db, stored, people[0], office, "c.txt", content)
    assert findings.PERSONAL in findings.codes(findings.findings(found))


def test_the_address_of_what_was_internal_is_not_that_of_what_is_public(db, stored, people, draft):
    secret = typed_again(draft, audience=Audience.INTERNAL, title="Phương án TRAMNOIBO")
    service.edit(db, people[0], draft.id, secret, version=draft.version)
    shown = service.publish(db, people[0], draft.id, confirmed=True)
    later = revising.revise_from_text(db, stored, people[0], shown.id)
    facts = replace(facts_of(later), audience=Audience.PUBLIC, title="Phương án công khai")
    service.edit(db, people[0], later.id, Content(facts=facts), version=later.version)
    service.publish(db, people[0], later.id, confirmed=True)
    assert "tramnoibo" not in later.slug
    assert "tramnoibo" in shown.slug


def test_a_year_cut_short_is_refused_and_stays_typed(browser, people, draft):
    browser.be(people[0])
    page = browser.open(f"{DESK}/{draft.id}").text
    reply = browser.send(**fields(page) | {"issued_on": "0026-07-28"})
    assert reply.status_code == 422
    assert "đủ bốn chữ số" in reply.text
