"""The words suggestions rest on: added to by the administrator, never made blind."""

import re

import pytest
from sqlalchemy import select

from portal.cases import phrases
from portal.cases.phrases import TriagePhrase
from portal.cases.suggesting import propose
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.models import Event
from portal.permissions import Role

PAGE = "/quan-tri/tu-goi-y"
RUBBISH = "fields.moi-truong-rac-thai"


@pytest.fixture
def chief(make_official, actor_of):
    return actor_of(make_official(Role.ADMINISTRATOR, name="Phùng Đức Anh"))


@pytest.fixture
def at_page(browser, chief, db, staff, make_topic):
    """Open the page of a list as the administrator; return the browser."""
    topic = make_topic(staff.office, "Môi trường, rác thải")
    topic.slug = "moi-truong-rac-thai"
    db.commit()
    browser.be(chief)

    def make(name=RUBBISH):
        assert browser.open(f"{PAGE}?muc={name}").status_code == 200
        return browser

    return make


def test_an_added_phrase_decides_where_a_text_goes_and_says_why(at_page, db, staff):
    browser = at_page()
    assert browser.send(f"{PAGE}?muc={RUBBISH}", phrase="lò gạch ông Tám").status_code == 303
    found = propose(db, "Khói lo gach ong tam bay vào nhà")
    assert (found.office, found.by_words) == (staff.office, ("lò gạch ông Tám",))
    page = browser.open(f"{PAGE}?muc={RUBBISH}").text
    assert "lò gạch ông Tám" in page
    assert "Phùng Đức Anh" in page
    tried = browser.send(f"{PAGE}/thu", text="Khói lò gạch ông Tám").text
    for told in ("Môi trường, rác thải", "lò gạch ông Tám", staff.office.name):
        assert told in tried


def test_a_phrase_that_came_is_left_out_and_counted_again(at_page, db, chief):
    browser = at_page()
    assert browser.send(f"{PAGE}/bo-qua?muc={RUBBISH}", phrase="rác").status_code == 303
    assert propose(db, "rác").topic is None
    entry = db.scalar(select(TriagePhrase))
    browser.open(f"{PAGE}?muc={RUBBISH}")
    assert browser.send(f"{PAGE}/{entry.id}/go").status_code == 303
    db.info.pop(phrases.KEPT)
    db.expire_all()
    assert propose(db, "rác").topic is not None
    acts = db.scalars(select(Event.act).where(Event.subject == "triage_phrase"))
    assert list(acts) == ["phrase_left_out", "phrase_struck"]
    with pytest.raises(NotFound):
        phrases.strike(db, chief, entry.id)


@pytest.mark.parametrize("name", ["sensitive.denunciation", "sensitive.accused", "urgent.114"])
def test_nothing_is_taken_out_of_what_must_not_be_missed(at_page, db, name):
    browser = at_page(name)
    came = phrases.built_in(name)[0]
    assert browser.send(f"{PAGE}/bo-qua?muc={name}", phrase=came).status_code == 422
    assert db.scalar(select(TriagePhrase)) is None


@pytest.mark.parametrize("name", ["sensitive.not", "past.words", "short.ko", "fields.x", "", "a"])
def test_other_tables_are_not_to_be_had(at_page, browser, name):
    at_page()
    assert browser.send(f"{PAGE}?muc={name}", phrase="không tố cáo ai").status_code == 404
    assert browser.open(f"{PAGE}?muc={name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        (RUBBISH, ""),
        (RUBBISH, "?!"),
        (RUBBISH, "x" * 61),
        (RUBBISH, "THÙNG RÁC"),
        ("urgent.114", "cháy"),
        ("sensitive.accusation", "tiền"),
    ],
)
def test_a_phrase_that_would_say_nothing_or_too_much_is_refused(at_page, db, name, phrase):
    reply = at_page(name).send(f"{PAGE}?muc={name}", phrase=phrase)
    assert reply.status_code in {413, 422}
    assert db.scalar(select(TriagePhrase)) is None


def test_there_is_an_end_to_it(db, chief, monkeypatch):
    monkeypatch.setattr(phrases, "MOST", 1)
    phrases.add(db, chief, RUBBISH, "bãi tập kết")
    with pytest.raises(Invalid):
        phrases.add(db, chief, RUBBISH, "lò gạch")


def test_what_was_added_asks_and_warns_on_the_form(browser, db, chief):
    phrases.add(db, chief, "sensitive.accusation", "cắt xén tiền")
    phrases.add(db, chief, "urgent.114", "thuyền lật")
    db.commit()
    browser.open("/gop-y")
    words = {"kind": "reflection", "subject": "Việc xã", "form_token": browser.token("form_token")}
    asked = browser.send("/gop-y", text="Cán bộ cắt xén tiền hỗ trợ của dân", **words)
    assert (asked.status_code, "tố cáo" in asked.text) == (422, True)
    browser.open("/gop-y")
    words["form_token"] = browser.token("form_token")
    receipt = browser.send("/gop-y", _follow=True, text="Thuyền lật ngoài bến đò", **words)
    assert re.search(r"\b114\b", receipt.text)


def test_nobody_but_the_administrator_opens_or_changes_it(browser, db, staff, genuine):
    for actor in (staff.officer, staff.head, staff.dispatcher, staff.moderator):
        browser.be(actor)
        assert browser.open(PAGE).status_code == 403
        for path in ("", "/bo-qua", "/thu", "/1/go"):
            assert browser.send(f"{PAGE}{path}", csrf_token=genuine()).status_code == 403
        with pytest.raises(NotAllowed):
            phrases.add(db, actor, RUBBISH, "lò gạch")
