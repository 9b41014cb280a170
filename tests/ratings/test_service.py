from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.errors import AlreadySent, NotAllowed
from portal.permissions import VISITOR, Role
from portal.ratings import figures, proof, service
from portal.ratings.models import Rating, VisitCode
from portal.ratings.weighing import Flag

NOON = datetime(2026, 11, 25, 10, 30, tzinfo=clock.VIETNAM)  # a Wednesday
EVENING = NOON + timedelta(hours=6)


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
    @pytest.fixture(autouse=True)
    def _a_working_day(self):
        with clock.at(NOON):
            yield

    def rate(self, db, counter, *scores, **kwargs):
        for at, score in enumerate(scores):
            service.rate(db, VISITOR, counter, given(score, mark=f"{counter.id}-{at}", **kwargs))
        db.flush()

    def scores(self, db, **where):
        with clock.at(EVENING):
            today = clock.today()
            return figures.scores(db, today - timedelta(days=1), today, **where)

    def test_fewer_than_five_are_not_shown(self, db, make_counter):
        self.rate(db, make_counter(), 5, 5, 5, 5)
        assert self.scores(db).count == 0

    def test_five_are_shown_with_their_distribution(self, db, make_counter):
        counter = make_counter()
        self.rate(db, counter, 5, 4, 4, 1, 3)
        found = self.scores(db, counter_ids=[counter.id])
        assert found.by_score == (1, 0, 1, 2, 1)
        assert (found.count, found.mean, found.satisfied) == (5, 3.4, 3)

    def test_five_are_not_shown_while_the_fifth_may_still_be_answering(self, db, make_counter):
        counter = make_counter()
        self.rate(db, counter, 5, 4, 4, 1, 3)
        today = clock.today()
        assert figures.scores(db, today, today).count == 0

    def test_the_sixth_waits_for_its_own_five(self, db, make_counter):
        counter = make_counter()
        self.rate(db, counter, 5, 4, 4, 1, 3, 1)
        assert self.scores(db, counter_ids=[counter.id]).by_score == (1, 0, 1, 2, 1)

    def test_nothing_changes_in_what_is_in_sight(self, db, make_counter):
        counter = make_counter()
        self.rate(db, counter, 5, 4, 4, 1, 3)
        with clock.at(EVENING):
            late = service.rate(
                db, VISITOR, counter, given(3, f"{counter.id}-4", "Trễ", time="bad")
            )
        assert (late.words, said(late)) == (None, {})

    def test_an_office_counts_its_own_ratings_only(self, db, make_counter):
        ours, theirs = make_counter(), make_counter()
        self.rate(db, ours, 5, 5, 5, 5, 5)
        self.rate(db, theirs, 1, 1, 1, 1, 1)
        with clock.at(EVENING):
            by_office = figures.scores_by_office(db, clock.today(), clock.today())
        assert by_office[ours.office_id].mean == 5
        assert by_office[theirs.office_id].count == 5
        assert self.scores(db, office_ids=[ours.office_id]).count == 5

    def test_yesterday_does_not_count_today(self, db, make_counter):
        self.rate(db, make_counter(), 5, 5, 5, 5, 5)
        day = clock.today() - timedelta(days=3)
        with clock.at(EVENING):
            assert figures.scores(db, day, day).count == 0

    def test_an_odd_rating_is_counted_but_weighs_less(self, db, make_counter):
        counter = make_counter()
        self.rate(db, counter, 5, 5, 5, 5)
        odd = given(1, "odd")
        service.rate(db, VISITOR, counter, replace(odd, flags=frozenset({Flag.OWN_NETWORK})))
        found = self.scores(db)
        assert (found.count, found.by_score) == (5, (1, 0, 0, 0, 4))
        assert found.mean == pytest.approx((4 * 5 + 0.5) / 4.5)


class TestProof:
    @pytest.fixture(autouse=True)
    def _a_working_day(self):
        with clock.at(NOON):
            yield

    @pytest.fixture
    def counter(self, make_counter):
        return make_counter()

    @pytest.fixture
    def codes(self, db, counter, settings, make_official, actor_of):
        clerk = actor_of(make_official(Role.CLERK, office=counter.office))
        return proof.issue(db, clerk, counter, 6, settings)

    def rate(self, db, settings, counter, code, mark, score=5):
        visit_mark = proof.mark_of(settings, code)
        one = replace(given(score, mark), visit_mark=visit_mark)
        return service.rate(db, VISITOR, counter, one)

    def test_a_code_verifies_one_rating_however_it_is_typed(self, db, settings, counter, codes):
        assert self.rate(db, settings, counter, codes[0].lower(), "a").verified
        assert not self.rate(db, settings, counter, codes[0], "b").verified

    def test_a_code_of_another_counter_or_month_proves_nothing(
        self, db, settings, counter, codes, make_counter
    ):
        assert not self.rate(db, settings, make_counter(), codes[0], "a").verified
        with clock.at(NOON + timedelta(days=31)):
            assert not self.rate(db, settings, counter, codes[0], "b").verified

    def test_a_code_outweighs_every_doubt(self, db, settings, counter, codes):
        mark = proof.mark_of(settings, codes[0])
        doubtful = replace(given(1), visit_mark=mark, flags=frozenset({Flag.REPEAT}))
        rating = service.rate(db, VISITOR, counter, doubtful)
        assert (rating.weight, rating.flags) == (100, "repeat")

    def test_proven_and_unproven_are_never_mixed(self, db, settings, counter, codes):
        for at, code in enumerate(codes[:5]):
            self.rate(db, settings, counter, code, f"proven {at}", score=5)
        for at in range(5):
            self.rate(db, settings, counter, "", f"unproven {at}", score=1)
        with clock.at(EVENING):
            today = clock.today()
            proven = figures.scores(db, today, today, verified=True)
            unproven = figures.scores(db, today, today, verified=False)
        assert (proven.count, proven.mean) == (5, 5)
        assert (unproven.count, unproven.mean) == (5, 1)

    def test_each_kind_waits_for_its_own_five(self, db, settings, counter, codes):
        self.rate(db, settings, counter, codes[0], "proven")
        for at in range(4):
            self.rate(db, settings, counter, "", f"unproven {at}")
        with clock.at(EVENING):
            assert figures.scores(db, clock.today(), clock.today()).count == 0

    def test_a_code_is_kept_nowhere_and_tied_to_no_rating(self, db, codes):
        kept = db.scalars(select(VisitCode)).all()
        assert not {one.code_hash for one in kept} & set(codes)
        assert not [one for one in VisitCode.__table__.columns if "rating" in one.name]

    def test_another_office_issues_none(self, db, counter, settings, make_official, actor_of):
        with pytest.raises(NotAllowed):
            proof.issue(db, actor_of(make_official(Role.CLERK)), counter, 1, settings)

    def test_visits_served_are_counted_once_a_day(self, db, counter, make_official, actor_of):
        clerk = actor_of(make_official(Role.OFFICER, office=counter.office))
        today = clock.today()
        proof.count_served(db, clerk, counter, today, 40)
        proof.count_served(db, clerk, counter, today, 41)
        assert proof.served(db, today, today) == {counter.id: 41}


def test_old_answers_keep_the_edition_they_answered(db, make_counter):
    counter = make_counter()
    rating = service.rate(db, VISITOR, counter, given(4, attitude="good"))
    counter.questions = 3
    service.rate(db, VISITOR, counter, given(4, index1="bad", time="bad"))
    assert rating.questions == 2
    assert said(rating) == {"attitude": "good", "time": "bad"}
