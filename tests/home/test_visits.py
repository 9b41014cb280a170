"""How visits were rated: the page, its file, the screen; small groups are not worked out."""

import csv
import io
from datetime import timedelta
from itertools import count

import pytest

from portal import clock
from portal.counters.questions import EDITIONS, USUAL
from portal.errors import NotAllowed
from portal.home import visits
from portal.home.periods import period
from portal.permissions import Role
from portal.ratings import notes
from portal.ratings.models import Answer, ChangeNote, Rating


@pytest.fixture
def put(db):
    """Put ratings that can be seen at a counter."""

    marks = count()

    def make(counter, *scores, verified=False, answers=None, day=None):
        for score in scores:
            given = clock.start_of(day or clock.today())
            rating = Rating(
                counter_id=counter.id,
                office_id=counter.office_id,
                score=score,
                given_at=given,
                shown_from=given,
                form_mark=str(next(marks)),
                questions=USUAL,
                verified=verified,
            )
            for question, value in (answers or {}).items():
                rating.answers.append(Answer(question=question, value=value))
            db.add(rating)
        db.commit()

    return make


def rows(reply):
    return list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))


def this_month(db, code=""):
    return visits.report(db, period("thang-nay", clock.today()), code)


def test_the_page_tells_mean_interval_and_what_was_proven(browser, put, make_counter):
    counter = make_counter(name="Quầy số 1")
    put(counter, 5, 5, 4, 4, 3, 1, answers={"attitude": "good", "extra": "yes"})
    put(counter, 5, 5, 5, 5, 5, verified=True)
    page = browser.open("/danh-gia?ky=thang-nay").text
    assert "4,3 ±" in page
    assert "(n = 11)" in page
    assert "45 %" in page  # five of eleven came with a code
    assert "Niềm nở: 100 %" in page
    assert "Quầy số 1" in page
    assert 'role="img"' in page
    assert "ngoài quy định" not in page  # what goes to the restricted reports is nobody's figure


def test_a_small_counter_cannot_be_worked_out_from_the_others(db, put, make_counter):
    large, small, other = make_counter(), make_counter(), make_counter()
    put(large, *[5] * 20)
    put(other, *[4] * 6)
    put(small, 1, 1)
    report = this_month(db)
    told = {row.counter.id: row.scores.count for row in report.counters}
    assert told == {large.id: 20, small.id: None, other.id: None}
    assert this_month(db, small.code).told.scores.count == 0
    assert this_month(db, other.code).told.scores.count == 0


def test_nor_can_who_came_with_a_code_or_answered_a_question(db, put, make_counter):
    large, other = make_counter(), make_counter()
    for counter, many in ((large, 9), (other, 2)):
        put(counter, *[5] * many, verified=True, answers={"attitude": "good"})
        put(counter, *[5] * 9)
    told = {row.counter.id: row.told for row in this_month(db).counters}
    for counter in (large, other):
        assert told[counter.id].scores.count in {18, 11}
        assert told[counter.id].verified.count is None
        assert [row.count for row in told[counter.id].answered] == [None]


def test_the_file_tells_the_same_and_its_dictionary_every_column(browser, put, make_counter):
    counter = make_counter()
    put(counter, 5, 4, 4, 4, 1, answers={"trips": "2"})
    found = rows(browser.open("/danh-gia.csv?ky=thang-nay"))
    scores = {
        row["value"]: row["count"]
        for row in found
        if (row["counter"], row["proof"], row["question"]) == (counter.code, "all", "score")
    }
    assert scores == {"1": "1", "2": "0", "3": "0", "4": "3", "5": "1"}
    trips = [row["count"] for row in found if row["question"] == "trips"]
    assert trips == ["0", "0", "5"] * 2  # of all counters, then of this one
    explained = {row["Cột"] for row in rows(browser.open("/danh-gia/tu-dien.csv"))}
    assert {name for name in explained if not name.startswith("edition ")} == set(found[0])
    assert "edition 2, question trips, value 2" in explained


def test_one_counter_has_its_own_page_and_an_unknown_one_none(browser, put, make_counter):
    one, other = make_counter(name="Quầy A"), make_counter(name="Quầy B")
    put(one, *[5] * 6)
    put(other, *[1] * 6)
    page = browser.open(f"/danh-gia?ky=thang-nay&quay={one.code}").text
    assert "5 ± 0" in page
    assert "Quầy B" not in page
    assert browser.open("/danh-gia?quay=khong-co").status_code == 404


def test_the_screen_tells_today_and_reloads_itself(browser, put, make_counter):
    put(make_counter(), *[5] * 6)
    page = browser.open("/danh-gia/man-hinh").text
    assert 'data-reload="300"' in page
    assert "100 %" in page


def test_ratings_per_hundred_visits_served(db, put, make_counter):
    from portal.ratings.models import Served

    counter = make_counter()
    put(counter, *[5] * 6)
    db.add(Served(counter_id=counter.id, on_day=clock.today(), visits=50))
    db.commit()
    assert this_month(db).told.per_hundred == 12


def test_every_open_question_may_be_told():
    told = [question for edition in EDITIONS.values() for question in edition.questions]
    assert {question.name for question in told if question.restricted} == {"extra"}


class TestChanges:
    @pytest.fixture
    def counter(self, make_counter):
        return make_counter(name="Quầy số 2")

    def tell(self, browser, counter, **typed):
        today = clock.today()
        facts = {
            "counter_id": counter.id,
            "title": "Mở thêm một ô trả kết quả",
            "text": "Từ nay có hai ô.",
            "since": (today - timedelta(days=20)).isoformat(),
            "until": (today - timedelta(days=10)).isoformat(),
            "changed_on": (today - timedelta(days=5)).isoformat(),
        } | typed
        browser.open("/quan-tri/danh-gia/thay-doi")
        return browser.send(_follow=True, **facts)

    def test_the_head_tells_and_everybody_reads_before_and_after(
        self, browser, put, counter, make_official, actor_of
    ):
        day = clock.today() - timedelta(days=15)
        put(counter, 2, 2, 2, 2, 2, day=day)
        put(counter, 5, 5, 5, 5, 5)
        browser.be(actor_of(make_official(Role.HEAD, office=counter.office)))
        assert "Đã công bố" in self.tell(browser, counter).text
        page = browser.open("/danh-gia").text
        assert "Mở thêm một ô trả kết quả" in page
        assert "2 ± 0 (n = 5). Từ khi thay đổi: 5 ± 0 (n = 5)." in page
        assert "Mở thêm một ô" in browser.open("/danh-gia/man-hinh").text

    @pytest.mark.parametrize("wrong", ["until", "changed_on"])
    def test_days_that_cannot_be_are_said_at_their_field(
        self, browser, counter, make_official, actor_of, wrong
    ):
        browser.be(actor_of(make_official(Role.HEAD, office=counter.office)))
        later = (clock.today() + timedelta(days=1)).isoformat()
        page = self.tell(browser, counter, **{wrong: later})
        assert page.status_code == 422
        assert f'id="{wrong}-error"' in page.text

    def test_nobody_tells_for_another_office_and_what_is_taken_down_is_gone(
        self, browser, db, counter, make_official, actor_of
    ):
        browser.be(actor_of(make_official(Role.HEAD, office=counter.office)))
        self.tell(browser, counter)
        note = db.query(ChangeNote).one()
        with pytest.raises(NotAllowed):
            notes.withdraw(db, actor_of(make_official(Role.HEAD)), note.id)
        browser.open("/quan-tri/danh-gia/thay-doi")
        browser.send(f"/quan-tri/danh-gia/thay-doi/{note.id}/go")
        assert "Mở thêm" not in browser.open("/danh-gia").text
