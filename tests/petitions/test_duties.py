"""So many signatures oblige the authority: an event, a case, a clock, an answer that stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.cases import service as cases
from portal.cases.models import Case
from portal.cases.rules import Visibility
from portal.errors import Invalid, NotAllowed
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import VISITOR, Actor, Role
from portal.petitions import deciding, duties, feed, moderation, reading, signing
from portal.petitions.deciding import Facts, Measure
from portal.petitions.feed import Site
from portal.petitions.models import Signature
from portal.petitions.moderation import Refusal
from portal.petitions.rules import Duty, Standing
from portal.petitions.stepping import settings_of
from tests.petitions.conftest import ACTION, many

ADMINISTRATOR = Actor(roles=frozenset({Role.ADMINISTRATOR}), official_id=None)
LEADER = Actor(roles=frozenset({Role.LEADER}))


@pytest.fixture
def office(make_office):
    return make_office("Phòng Kinh tế")


@pytest.fixture
def decided(db, make_office):
    """Ten signatures oblige the office, twenty the chairman, a tenth of 300 voters a dialogue."""
    leaders = make_office("Lãnh đạo")
    numbers = {Duty.ANSWER: 10, Duty.CHAIRMAN: 20, Duty.DIALOGUE: None}
    facts = Facts(supporters=2, open_days=90, keep_days=30, voters=300, villages="Đông Khê")
    measures = [
        Measure(
            duty=duty,
            signatures=number,
            percent=None if number else 10,
            office_id=None if duty is Duty.ANSWER else leaders.id,
            active=True,
        )
        for duty, number in numbers.items()
    ]
    deciding.decide(db, ADMINISTRATOR, facts, measures)
    db.commit()
    return leaders


@pytest.fixture
def reached(db, make_petition, sign, decided, office):
    """Return a petition with so many signatures, the last of them really signed."""

    def make(count):
        petition = make_petition(office=office.slug)
        have = settings_of(db).supporters + 1
        many(db, petition, count - 1 - have)
        sign(petition)
        return petition

    return make


def test_one_short_of_a_threshold_nothing_happens(db, reached):
    assert reached(9).duties == []
    assert db.scalars(select(Case)).all() == []


def test_a_threshold_reached_is_an_event_and_starts_the_clock_of_a_case(db, reached, office):
    petition = reached(10)
    (duty,) = petition.duties
    case = duty.case
    assert (duty.duty, duty.signatures, duty.paper) == (Duty.ANSWER, 10, 0)
    assert (case.kind, case.subject, case.office_id) == ("petition", ACTION, office.id)
    owed = cases.owed_answer(case)
    assert (owed.term, owed.started_on) == ("petition.answer", clock.today())
    assert case.due_on > clock.today()
    told = events_of(db, "petition", petition.id)[-1]
    assert (told.act, told.facts["number"]) == ("reached", case.number)
    letters = db.scalars(select(Effect).where(Effect.kind == "mail.petition")).all()
    assert letters[-1].payload["notice"] == "reached"


def test_each_threshold_is_reached_once_and_by_whom_it_names(db, reached, sign, decided):
    petition = reached(20)
    for _ in range(2):
        sign(petition)
    assert [(row.duty, row.case.kind) for row in petition.duties] == [
        (Duty.ANSWER, "petition"),
        (Duty.CHAIRMAN, "petition_chairman"),
    ]
    assert petition.duties[1].case.office_id == decided.id


def test_a_tenth_of_the_voters_makes_a_dialogue_due(db, reached):
    assert Duty.DIALOGUE in {row.duty for row in reached(30).duties}


def test_doubtful_signatures_oblige_nobody(db, make_petition, sign, decided):
    petition = make_petition()
    many(db, petition, 50, Standing.DOUBTFUL)
    sign(petition)
    assert petition.duties == []


def test_what_was_reached_stays_reached(db, reached):
    petition = reached(10)
    for signature in db.scalars(select(Signature).where(~Signature.starter)).all():
        signing.withdraw(db, VISITOR, signature)
    assert len(petition.duties) == 1


def test_nobody_alone_holds_the_case_many_asked_for(db, reached):
    """No contact gets its letters, and its code is derived from what is kept as a hash alone."""
    assert reached(10).duties[0].case.contact is None


def test_an_office_that_is_gone_is_followed_by_its_successor_or_the_dispatcher(
    db, reached, office, make_office
):
    after = make_office("Phòng Kinh tế và Hạ tầng")
    office.valid_to, office.successor_id = clock.today() - timedelta(days=1), after.id
    assert reached(10).duties[0].case.office_id == after.id
    office.successor_id = None
    assert reached(10).duties[0].case.office_id is None


def test_the_answer_is_read_once_a_moderator_released_it(
    db, reached, office, make_official, actor_of, moderator
):
    petition = reached(10)
    case = petition.duties[0].case
    officer = actor_of(make_official(Role.OFFICER, office=office))
    head = actor_of(make_official(Role.HEAD, office=office))
    cases.accept(db, officer, case)
    cases.submit(db, officer, case, "Sẽ làm vỉa hè trong quý I.")
    cases.approve(db, head, case)
    assert case.visibility is Visibility.PENDING
    assert reading.answers(db, petition)[0].along is None
    assert reading.shelf(db, "awaiting_response").petitions == [petition]
    cases.release(
        db, moderator, case, subject=case.subject, text=case.text, answer="Sẽ làm trong quý I."
    )
    assert reading.answers(db, petition)[0].along is not None
    assert reading.shelf(db, "with_response").petitions == [petition]
    site = Site(title="", author="", url="http://localhost")
    told = feed.as_one(db, site, petition)["data"]["attributes"]["government_response"]
    assert (told["summary"], told["details"]) == (ACTION, "Sẽ làm trong quý I.")
    moderation.refuse(db, moderator, petition, Refusal(reason="insulting"))
    assert ACTION not in str(feed.as_one(db, site, petition))
    assert case.visibility is Visibility.HIDDEN


def test_a_dialogue_is_announced_seven_days_before_and_its_outcome_told_after(db, reached):
    row = duties.duty_by(reached(30), Duty.DIALOGUE)
    week = clock.today() + timedelta(days=7)
    for day, place in ((week - timedelta(days=1), "Nhà văn hóa"), (week, " ")):
        with pytest.raises(Invalid):
            duties.schedule(db, LEADER, row, day, place)
    with pytest.raises(Invalid):
        duties.conclude(db, LEADER, row, "Đã thống nhất.")
    duties.schedule(db, LEADER, row, week, "Nhà văn hóa thôn Đông Khê")
    with clock.at(clock.start_of(week)):
        duties.conclude(db, LEADER, row, "Đã thống nhất.")
    assert (row.outcome, row.outcome_on) == ("Đã thống nhất.", week)
    with pytest.raises(NotAllowed):
        duties.schedule(db, ADMINISTRATOR, row, week, "x")


def test_a_threshold_has_one_measure_and_only_the_administrator_sets_it(db, decided):
    facts = Facts(supporters=5, open_days=90, keep_days=30, voters=0, villages="")
    for signatures, percent in ((None, None), (5, 10)):
        wrong = Measure(
            duty=Duty.ANSWER, signatures=signatures, percent=percent, office_id=None, active=True
        )
        with pytest.raises(Invalid):
            deciding.decide(db, ADMINISTRATOR, facts, [wrong])
    with pytest.raises(NotAllowed):
        deciding.decide(db, LEADER, facts, [])
