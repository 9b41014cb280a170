"""Two pairs of eyes: who prepared the words does not publish them alone."""

from dataclasses import replace

import pytest

from portal.config import from_environment
from portal.permissions import VISITOR, Role
from portal.publications import attachments, revising, service
from portal.publications.content import Content, facts_of
from portal.publications.refusals import SecondPersonNeeded, Unconfirmed
from portal.publications.rules import Standing
from portal.web.media import NewFile
from tests.publications.test_desk import DESK, fields


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), ("1", True), ("TRUE", True), ("no", False), ("", False)]
)
def test_the_rule_is_a_setting(said, meant):
    assert from_environment({"PORTAL_FOUR_EYES": said}).four_eyes is meant


def test_a_setting_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(ValueError, match="PORTAL_FOUR_EYES must be yes or no"):
        from_environment({"PORTAL_FOUR_EYES": "maybe"})


@pytest.fixture
def app(app, settings):
    app.extensions["settings"] = replace(settings, four_eyes=True)
    return app


@pytest.fixture
def office(make_office):
    return make_office()


@pytest.fixture
def people(make_official, actor_of, office):
    """Two editors of one office: (first, second)."""
    names = ("Nguyễn Thị Lan", "Trần Văn Bình")
    found = [make_official(Role.EDITOR, office=office, name=name) for name in names]
    return [actor_of(official) for official in found]


def changed(draft, **facts):
    return Content(facts=replace(facts_of(draft), **facts))


def test_whoever_prepared_it_cannot_publish_and_a_second_person_can(db, people, draft):
    first, second = people
    with pytest.raises(SecondPersonNeeded):
        service.publish(db, first, draft.id, four_eyes=True)
    assert draft.standing is Standing.DRAFT
    service.publish(db, second, draft.id, four_eyes=True)
    assert draft.standing is Standing.PUBLISHED


def test_without_the_rule_one_person_is_enough(db, people, draft):
    assert service.publish(db, people[0], draft.id).standing is Standing.PUBLISHED


def test_whoever_changes_the_words_prepared_them(db, people, draft):
    first, second = people
    service.edit(db, second, draft.id, changed(draft, title="Khác"), version=draft.version)
    with pytest.raises(SecondPersonNeeded):
        service.publish(db, second, draft.id, four_eyes=True)
    assert service.publish(db, first, draft.id, four_eyes=True).standing is Standing.PUBLISHED


def test_saving_without_a_change_prepares_nothing(db, people, draft):
    service.edit(db, people[1], draft.id, changed(draft), version=draft.version)
    assert draft.prepared_by_id == people[0].official_id


def test_whoever_attaches_a_file_prepared_it(db, stored, people, draft):
    file = NewFile(name="bang.pdf", media_type="application/pdf", content=b"%PDF-1.7")
    attachments.attach(db, stored, people[1], draft.id, [file])
    with pytest.raises(SecondPersonNeeded):
        service.publish(db, people[1], draft.id, four_eyes=True)


def test_what_is_published_changes_only_by_a_new_version(db, people, draft):
    service.publish(db, people[1], draft.id, four_eyes=True)
    with pytest.raises(SecondPersonNeeded):
        service.edit(
            db,
            people[0],
            draft.id,
            changed(draft, title="Lén sửa"),
            version=draft.version,
            four_eyes=True,
        )


def test_a_draft_of_the_console_is_published_by_any_editor(db, people, make_publication, office):
    draft = make_publication(office, published=False)
    assert service.publish(db, people[0], draft.id, four_eyes=True).standing is Standing.PUBLISHED


@pytest.mark.parametrize("how", ["file", "typed"])
def test_who_brought_a_personal_number_never_confirms_it(
    db, stored, people, office, draft, make_text, how
):
    first, second = people
    if how == "file":
        text = make_text(title="Liên hệ bà Bé, 0912 345 678")
        draft = service.import_file(db, stored, first, office, "b.txt", text)
    else:
        typed = changed(draft, title="Liên hệ bà Bé, 0912 345 678")
        service.edit(db, first, draft.id, typed, version=draft.version)
    service.edit(db, second, draft.id, changed(draft, place="Vân Khê 2"), version=draft.version)
    with pytest.raises(SecondPersonNeeded):
        service.publish(db, first, draft.id, four_eyes=True, confirmed=True)
    service.edit(db, first, draft.id, changed(draft, place="Vân Khê"), version=draft.version)
    with pytest.raises(Unconfirmed):
        service.publish(db, second, draft.id, four_eyes=True)
    service.publish(db, second, draft.id, four_eyes=True, confirmed=True)


def test_numbers_that_were_shown_before_are_nobodys_in_the_next_version(
    db, stored, people, office, make_text
):
    first, second = people
    text = make_text(title="Liên hệ bà Bé, 0912 345 678")
    shown = service.import_file(db, stored, first, office, "b.txt", text)
    service.publish(db, second, shown.id, four_eyes=True, confirmed=True)
    later = revising.revise_from_text(db, stored, first, shown.id)
    service.edit(db, second, later.id, changed(later, place="Vân Khê 2"), version=later.version)
    service.publish(db, first, later.id, four_eyes=True, confirmed=True)


# Pages.


def test_the_preparer_is_told_kindly_whom_to_ask(browser, people, draft):
    browser.be(people[0])
    page = browser.open(f"{DESK}/{draft.id}").text
    assert "Bản này chờ một người khác công bố" in page
    assert "Có thể nhờ: Trần Văn Bình." in page
    assert 'value="publish"' not in page


def test_nobody_else_to_ask_is_said(browser, db, stored, editor, make_office, make_text):
    office = make_office()
    alone = editor(office)
    draft = service.import_file(db, stored, alone, office, "a.txt", make_text())
    db.commit()
    browser.be(alone)
    assert "Hiện chưa có ai khác" in browser.open(f"{DESK}/{draft.id}").text


def test_a_forged_button_saves_and_does_not_publish(browser, db, people, draft):
    browser.be(people[0])
    page = browser.open(f"{DESK}/{draft.id}").text
    reply = browser.send(**fields(page) | {"title": "Trích yếu mới", "then": "publish"})
    assert reply.headers["Location"].endswith(f"{DESK}/{draft.id}")
    db.expire_all()
    assert (draft.title, draft.standing) == ("Trích yếu mới", Standing.DRAFT)


def test_the_second_person_sees_who_prepared_it_and_publishes(browser, db, people, draft):
    browser.be(people[1])
    page = browser.open(f"{DESK}/{draft.id}").text
    assert "Nguyễn Thị Lan đã chuẩn bị" in page
    assert browser.send(**fields(page) | {"then": "publish"}).status_code == 303
    db.expire_all()
    assert draft.standing is Standing.PUBLISHED
    browser.be(VISITOR)
    assert browser.open(f"/van-ban/{draft.slug}").status_code == 200


def test_a_second_person_who_corrects_needs_another_look(browser, db, people, draft):
    browser.be(people[1])
    page = browser.open(f"{DESK}/{draft.id}").text
    browser.send(**fields(page) | {"title": "Sửa lại", "then": "publish"})
    db.expire_all()
    assert (draft.title, draft.standing) == ("Sửa lại", Standing.DRAFT)


def test_a_published_document_offers_a_new_version_instead_of_saving(browser, db, people, draft):
    service.publish(db, people[1], draft.id)
    db.commit()
    browser.be(people[0])
    page = browser.open(f"{DESK}/{draft.id}").text
    assert f'href="{DESK}/{draft.id}/ban-moi"' in page
    assert 'value="save"' not in page
    assert browser.send(**fields(page) | {"title": "Lén sửa"}).status_code == 409
    db.expire_all()
    assert draft.title != "Lén sửa"
