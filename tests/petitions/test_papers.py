"""Paper is entered with its scan and counted apart; who comes in person is confirmed there."""

import io

import pytest

from portal import upkeep
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import Actor, Role
from portal.petitions import counts, papers
from portal.petitions.rules import Standing, State, Way
from portal.web.media import NewFile
from tests.petitions.conftest import by_mail

SCAN = NewFile(name="to-1.pdf", media_type="application/pdf", content=b"%PDF-1 made up")


@pytest.fixture
def clerk(make_official, actor_of):
    return actor_of(make_official(Role.CLERK, name="Hà Thị Thu"))


@pytest.fixture
def enter(db, clerk, means):
    def make(petition, **changes):
        fields = {"count": 12, "village": "Đông Khê", "scan": SCAN} | changes
        sheet = papers.enter(db, clerk, petition, **fields, **means)
        db.commit()
        return sheet

    return make


def test_a_sheet_is_counted_apart_and_its_scan_kept(db, make_petition, enter, files):
    petition = make_petition()
    before = counts.count(db, petition)
    sheet = enter(petition)
    now = counts.count(db, petition)
    assert (now.online, now.paper) == (before.online, 12)
    assert now.total == before.total + 12
    assert upkeep.check(db, files).files == 1
    files.drop(sheet.stored_as)
    assert upkeep.check(db, files).missing == [sheet.stored_as]


def test_paper_alone_reaches_a_threshold(db, make_petition, enter):
    petition = make_petition()
    enter(petition, count=60)
    assert [row.paper for row in petition.duties] == [60]


def test_a_sheet_needs_its_scan_a_number_and_an_open_petition(db, make_petition, enter):
    petition = make_petition()
    for wrong in ({"scan": None}, {"count": 0}, {"count": 501}):
        with pytest.raises(Invalid):
            enter(petition, **wrong)
    enter(petition)
    with pytest.raises(Invalid):
        enter(petition)  # the same scan
    with pytest.raises(IllegalMove):
        enter(make_petition(State.REFUSED))


def test_a_struck_sheet_counts_no_more_and_loses_its_scan(db, make_petition, enter, clerk):
    petition = make_petition()
    sheet = enter(petition)
    name = sheet.stored_as
    with pytest.raises(Invalid):
        papers.strike(db, clerk, sheet, " ")
    papers.strike(db, clerk, sheet, "Nhập nhầm kiến nghị")
    assert counts.count(db, petition).paper == 0
    dropped = db.query(Effect).filter(Effect.kind == "file.drop").one()
    assert dropped.payload == {"name": name}
    with pytest.raises(IllegalMove):
        papers.strike(db, clerk, sheet, "lần nữa")


def test_no_other_role_enters_paper_or_confirms(db, make_petition, sign, means):
    petition = make_petition()
    waiting = sign(petition, confirmed=False)
    sheet = {"count": 1, "village": "", "scan": SCAN}
    for role in set(Role) - {Role.CLERK}:
        actor = Actor(roles=frozenset({role}))
        for attempt in (
            lambda actor: papers.enter(db, actor, petition, **sheet, **means),
            lambda actor: papers.vouch(db, actor, waiting, **means),
        ):
            with pytest.raises(NotAllowed):
                attempt(actor)


def test_who_comes_in_person_is_confirmed_by_a_clerk(db, make_petition, sign, clerk, means):
    petition = make_petition()
    waiting = sign(petition, by_mail("0912 345 678", way=Way.PHONE), confirmed=False)
    found = papers.find(db, clerk, petition, "+84912345678", settings=means["settings"])
    assert found is waiting
    assert events_of(db, "petition", petition.id)[-1].act == "found"
    papers.vouch(db, clerk, found, **means)
    assert waiting.standing is Standing.COUNTED
    with pytest.raises(IllegalMove):
        papers.vouch(db, clerk, found, **means)


def test_the_clerks_pages(browser, db, make_petition, sign, clerk):
    petition = make_petition()
    waiting = sign(petition, by_mail("0912345678", way=Way.PHONE), confirmed=False)
    browser.be(clerk)
    paper = f"/quan-tri/kien-nghi/{petition.id}/giay"
    browser.open(paper)
    assert browser.send(count="12", village="").status_code == 422
    picture = (io.BytesIO(_png()), "to-1.png")
    browser.open(paper)
    shown = browser.send(count="12", village="", scan=picture, _follow=True)
    assert "to-1.png" in shown.text
    (sheet,) = papers.sheets(db, petition)
    assert browser.open(f"{paper}/{sheet.id}").headers["Content-Disposition"].startswith("attach")
    browser.open(f"{paper}/{sheet.id}/bo")
    browser.send(reason="Nhập nhầm")
    assert counts.count(db, petition).paper == 0
    vouch = f"/quan-tri/kien-nghi/{petition.id}/xac-nhan"
    asked = "/quan-tri/kien-nghi/xac-nhan?so="
    assert browser.open(f"{asked}{petition.id}").location == vouch
    assert browser.open(f"{asked}99999999999").status_code == 404
    assert asked.partition("?")[0] in browser.open("/quan-tri/kien-nghi").text
    browser.open(vouch)
    assert "Nguyễn Thị Lan" in browser.send(contact="0912345678").text
    assert "đối chiếu rồi" in browser.send(contact="0912345678", shown="1").text
    browser.send(contact="0912345678", shown="1", sure="y")
    db.refresh(waiting)
    assert waiting.standing is Standing.COUNTED
    browser.open(vouch)
    assert "Không có chữ ký nào" in browser.send(contact="0912345678").text


def _png():
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(stream, "PNG")
    return stream.getvalue()
