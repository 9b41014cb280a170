from datetime import timedelta

import pytest

from portal import clock
from portal.errors import NotAllowed
from portal.permissions import VISITOR, Role
from portal.ratings import figures, service


@pytest.fixture
def rate(db):
    def make(counter, *words, score=4):
        with clock.at(clock.now() - timedelta(hours=3)):
            for at, text in enumerate(words):
                given = service.Given(
                    score=score, answers={}, words=text, form_mark=f"{counter.id}-{at}-{text}"
                )
                service.rate(db, VISITOR, counter, given)
        db.commit()

    return make


@pytest.fixture
def officer(make_official, make_counter, actor_of):
    """An officer, and a counter of their office."""

    def make(*roles):
        counter = make_counter()
        return actor_of(make_official(*roles, office=counter.office)), counter

    return make


def test_words_wait_until_their_five_are_full(db, officer, rate):
    actor, counter = officer(Role.OFFICER)
    rate(counter, "một", "hai", "ba", "bốn")
    assert figures.words(db, actor, counter) == []
    rate(counter, "năm", "sáu")
    assert figures.words(db, actor, counter) == sorted(["một", "hai", "ba", "bốn", "năm"])


def test_another_office_reads_no_words(db, officer, rate, make_counter):
    actor, _ = officer(Role.OFFICER)
    other = make_counter()
    rate(other, *"abcde")
    assert other not in figures.counters_read_by(db, actor)
    with pytest.raises(NotAllowed):
        figures.words(db, actor, other)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OFFICER, 200),
        (Role.HEAD, 200),
        (Role.INSPECTOR, 200),
        (Role.EDITOR, 403),
        (Role.MODERATOR, 403),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_only_those_who_answer_or_inspect_see_the_page(browser, officer, rate, role, status):
    actor, counter = officer(role)
    rate(counter, "<script>alert(1)</script>", "b", "c", "d", "e")
    browser.be(actor)
    page = browser.open("/quan-tri/danh-gia")
    assert page.status_code == status
    assert "<script>alert" not in page.text
    assert ("&lt;script&gt;" in page.text) == (status == 200)


def test_fewer_than_five_say_so(browser, officer, rate):
    actor, counter = officer(Role.HEAD)
    rate(counter, "bí mật", "hai")
    browser.be(actor)
    page = browser.open("/quan-tri/danh-gia")
    assert "bí mật" not in page.text
    assert "Chưa đủ năm lượt" in page.text


def test_a_rating_leaves_no_instant_in_the_log(db, officer, rate):
    from sqlalchemy import func, select

    from portal.history.models import Event

    _, counter = officer(Role.HEAD)
    rate(counter, "một")
    assert db.scalar(select(func.count(Event.id)).where(Event.act == "rated")) == 0
