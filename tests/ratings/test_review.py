"""A bad rating becomes an item in one tap, past the office it is about."""

import pytest
from sqlalchemy import func, select

from portal.cases import reading, service
from portal.cases.models import Case
from portal.cases.reading import Filters
from portal.errors import Invalid, NotAllowed
from portal.permissions import Role
from portal.ratings.models import ExtraReport, Rating


@pytest.fixture
def places(make_office, make_counter):
    """The leaders' office, the counter's office below it, and the counter."""
    above = make_office("Lãnh đạo Ủy ban nhân dân xã")
    below = make_office("Trung tâm Phục vụ hành chính công", parent=above)
    return above, below, make_counter(below, "Quầy số 1")


@pytest.fixture
def address(places):
    return f"/q/{places[2].tokens[0].token}"


def complain(browser, address, **answers):
    browser.open(address)
    browser.send(score="1")
    return browser.send(f"{address}/xem-lai", _follow=True, score="1", **answers)


def test_one_tap_opens_an_item_followed_by_its_code_without_a_name(browser, db, address, places):
    page = complain(browser, address)
    assert page.status_code == 200
    assert 'id="tracking-code"' in page.text
    case = db.scalar(select(Case))
    assert case.contact is None
    assert (case.office_id, case.past_office_id) == (places[0].id, places[1].id)
    assert case.counter_id == places[2].id


def test_what_was_answered_and_written_goes_along(browser, db, address):
    complain(browser, address, asked="words", attitude="bad", words="Chờ 50 phút.")
    text = db.scalar(select(Case.text))
    assert "Chưa tốt" in text
    assert "Chờ 50 phút." in text


def test_a_second_tap_opens_no_second_item(browser, db, address):
    first = complain(browser, address)
    again = browser.client.get("/gop-y/bien-nhan")
    assert first.text.count("YK-") == again.text.count("YK-")
    browser.open(address)
    form = {name: browser.token(name) for name in ("csrf_token", "form_token")} | {"score": "1"}
    for words in ("", "Nói thêm", ""):
        reply = browser.client.post(f"{address}/xem-lai", data=form | {"words": words})
        assert reply.status_code == 303
    assert db.scalar(select(func.count(Case.id))) == 2


def test_the_rated_office_neither_reads_lists_nor_receives_it(
    browser, db, address, places, make_official, actor_of
):
    complain(browser, address)
    above, below, _ = places
    case = db.scalar(select(Case))
    rated = [
        actor_of(make_official(role, office=below))
        for role in (Role.OFFICER, Role.HEAD, Role.DISPATCHER, Role.LEADER, Role.MODERATOR)
    ]
    for actor in rated:
        with pytest.raises(NotAllowed):
            service.read_case(db, actor, case.number)
        assert reading.desk_items(db, actor, Filters()).total == 0
    head = actor_of(make_official(Role.HEAD, office=above))
    assert service.read_case(db, head, case.number) is case
    assert reading.desk_items(db, head, Filters()).total == 1
    dispatcher = actor_of(make_official(Role.DISPATCHER, office=above))
    with pytest.raises(Invalid):
        service.assign(db, dispatcher, case, below)


def test_where_no_office_stands_above_the_dispatcher_gets_it(browser, db, make_counter):
    counter = make_counter()
    complain(browser, f"/q/{counter.tokens[0].token}")
    case = db.scalar(select(Case))
    assert (case.office_id, case.past_office_id) == (None, counter.office_id)


def test_a_good_rating_offers_no_review(browser, address):
    browser.open(address)
    assert "/xem-lai" not in browser.send(score="3").text
    browser.open(address)
    assert "/xem-lai" in browser.send(score="2").text


class TestExtra:
    """Asked for something beyond the rules: nobody of the counter's office hears of it."""

    def say(self, browser, address):
        browser.open(address)
        browser.send(score="4", asked="extra", extra="yes")
        return browser.send(score="4", asked="words", words="Cán bộ Lan đòi 200 nghìn.")

    def test_words_go_to_the_report_alone(self, browser, db, address):
        page = self.say(browser, address)
        assert "/gui-kin" in page.text
        report = db.scalar(select(ExtraReport))
        assert report.words == "Cán bộ Lan đòi 200 nghìn."
        assert db.scalar(select(Rating.words)) is None

    def test_words_said_before_move_there_too(self, browser, db, address):
        browser.open(address)
        browser.send(score="4", asked="time", words="Đòi thêm tiền.")
        browser.send(score="4", extra="yes")
        assert db.scalar(select(Rating.words)) is None
        assert db.scalar(select(ExtraReport)).words == "Đòi thêm tiền."

    def test_what_is_stored_is_unreadable(self, browser, db, address):
        from sqlalchemy import text

        self.say(browser, address)
        assert "200" not in db.execute(text("SELECT words FROM extra_reports")).scalar()

    @pytest.mark.parametrize(
        ("role", "status"),
        [(Role.LEADER, 200), (Role.INSPECTOR, 200), (Role.HEAD, 403), (Role.ADMINISTRATOR, 403)],
    )
    def test_inspector_and_leader_read(
        self, browser, address, make_official, actor_of, role, status
    ):
        self.say(browser, address)
        browser.be(actor_of(make_official(role)))
        page = browser.open("/quan-tri/danh-gia/ngoai-quy-dinh")
        assert page.status_code == status
        assert ("200 nghìn" in page.text) == (status == 200)

    def test_a_leader_of_the_very_office_reads_nothing(
        self, browser, address, places, make_official, actor_of
    ):
        self.say(browser, address)
        browser.be(actor_of(make_official(Role.LEADER, office=places[1])))
        assert "200 nghìn" not in browser.open("/quan-tri/danh-gia/ngoai-quy-dinh").text

    def test_the_leader_writes_what_came_of_it(self, browser, db, address, make_official, actor_of):
        self.say(browser, address)
        report = db.scalar(select(ExtraReport))
        browser.be(actor_of(make_official(Role.LEADER)))
        browser.open("/quan-tri/danh-gia/ngoai-quy-dinh")
        url = f"/quan-tri/danh-gia/ngoai-quy-dinh/{report.id}"
        assert browser.send(url, outcome=" ").status_code == 422
        browser.open("/quan-tri/danh-gia/ngoai-quy-dinh")
        page = browser.send(url, _follow=True, outcome="Đã làm việc với quầy.")
        assert "Đã làm việc với quầy." in page.text
