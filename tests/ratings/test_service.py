from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.errors import AlreadySent
from portal.permissions import VISITOR
from portal.ratings import figures, service
from portal.ratings.models import Rating


def given(score=5, mark="m1", words="", **answers):
    return service.Given(score=score, answers=answers, words=words, form_mark=mark)


def said(rating):
    return {answer.question: answer.value for answer in rating.answers}


def test_a_rating_keeps_the_office_of_the_counter_and_only_the_hour(db, make_counter):
    counter = make_counter()
    rating = service.rate(
        db, VISITOR, counter, given(4, attitude="good", trips="9", never_asked="good")
    )
    assert (rating.score, said(rating)) == (4, {"attitude": "good"})
    assert rating.office_id == counter.office_id
    assert (rating.given_at.minute, rating.given_at.second) == (0, 0)


def test_the_same_form_twice_is_one_rating_completed(db, make_counter):
    counter = make_counter()
    service.rate(db, VISITOR, counter, given(2))
    service.rate(db, VISITOR, counter, given(2, words="Chờ lâu", time="bad"))
    assert db.scalar(select(func.count(Rating.id))) == 1
    kept = db.scalar(select(Rating))
    assert (kept.words, said(kept)) == ("Chờ lâu", {"time": "bad"})


def test_what_was_said_stays_said(db, make_counter):
    counter = make_counter()
    service.rate(db, VISITOR, counter, given(2, attitude="bad", words="Một"))
    service.rate(db, VISITOR, counter, given(2, attitude="good", words="Hai"))
    kept = db.scalar(select(Rating))
    assert (said(kept), kept.words) == ({"attitude": "bad"}, "Một")


def test_the_same_form_with_another_score_is_refused(db, make_counter):
    counter = make_counter()
    service.rate(db, VISITOR, counter, given(5))
    with pytest.raises(AlreadySent):
        service.rate(db, VISITOR, counter, given(1))


def test_the_same_form_at_another_counter_is_refused(db, make_counter):
    service.rate(db, VISITOR, make_counter(), given(5))
    with pytest.raises(AlreadySent):
        service.rate(db, VISITOR, make_counter(), given(5))


@pytest.mark.parametrize("score", [0, 6])
def test_the_database_itself_refuses_a_score_out_of_range(db, make_counter, score):
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError):
        service.rate(db, VISITOR, make_counter(), given(score))


class TestFigures:
    def rate(self, db, counter, *scores):
        for at, score in enumerate(scores):
            service.rate(db, VISITOR, counter, given(score, mark=f"{counter.id}-{at}"))
        db.flush()

    def scores(self, db, **where):
        today = clock.today()
        return figures.scores(db, today - timedelta(days=1), today, **where)

    def test_fewer_than_five_are_not_shown(self, db, make_counter):
        self.rate(db, make_counter(), 5, 5, 5, 5)
        found = self.scores(db)
        assert (found.count, found.by_score, found.mean, found.satisfied) == (None, (), None, None)

    def test_five_are_shown_with_their_distribution(self, db, make_counter):
        counter = make_counter()
        self.rate(db, counter, 5, 4, 4, 1, 3)
        found = self.scores(db, counter_id=counter.id)
        assert found.by_score == (1, 0, 1, 2, 1)
        assert (found.count, found.mean, found.satisfied) == (5, 3.4, 3)

    def test_an_office_counts_its_own_ratings_only(self, db, make_counter):
        ours, theirs = make_counter(), make_counter()
        self.rate(db, ours, 5, 5, 5, 5, 5)
        self.rate(db, theirs, 1, 1, 1, 1, 1, 1)
        today = clock.today()
        by_office = figures.scores_by_office(db, today, today)
        assert by_office[ours.office_id].mean == 5
        assert by_office[theirs.office_id].count == 6
        assert self.scores(db, office_ids=[ours.office_id]).count == 5

    def test_yesterday_does_not_count_today(self, db, make_counter):
        self.rate(db, make_counter(), 5, 5, 5, 5, 5)
        day = clock.today() - timedelta(days=3)
        assert figures.scores(db, day, day).count == 0


def test_old_answers_keep_the_edition_they_answered(db, make_counter):
    counter = make_counter()
    rating = service.rate(db, VISITOR, counter, given(4, attitude="good"))
    counter.questions = 3
    service.rate(db, VISITOR, counter, given(4, index1="bad", time="bad"))
    assert rating.questions == 2
    assert said(rating) == {"attitude": "good", "time": "bad"}
