"""One moderator at a time reads it, and says yes, or no for a reason everyone reads."""

import pytest

from portal.cases.evidence import faults
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import events_of
from portal.permissions import Actor, Role
from portal.petitions import moderation, reading, starting
from portal.petitions.moderation import Refusal
from portal.petitions.rules import State
from tests.petitions.conftest import ACTION


@pytest.fixture
def other(make_official, actor_of):
    return actor_of(make_official(Role.MODERATOR, name="Đỗ Văn Hai"))


def test_two_never_decide_without_knowing_of_each_other(db, make_petition, moderator, other, means):
    petition = make_petition(State.MODERATING)
    moderation.claim(db, moderator, petition, seen=None)
    for attempt in (
        lambda: moderation.claim(db, other, petition, seen=None),  # saw it free
        lambda: moderation.admit(db, other, petition, **means),
        lambda: moderation.refuse(db, other, petition, Refusal(reason="unclear")),
    ):
        with pytest.raises(IllegalMove):
            attempt()
    moderation.claim(db, other, petition, seen=moderator.official_id)  # saw who has it
    with pytest.raises(IllegalMove):
        moderation.admit(db, moderator, petition, **means)
    moderation.admit(db, other, petition, **means)
    assert petition.state is State.OPEN


def test_nobody_decides_what_they_did_not_take(db, make_petition, moderator, means):
    with pytest.raises(IllegalMove):
        moderation.admit(db, moderator, make_petition(State.MODERATING), **means)


def test_no_other_role_decides(db, make_petition, means):
    petition = make_petition(State.MODERATING)
    for role in set(Role) - {Role.MODERATOR}:
        actor = Actor(roles=frozenset({role}))
        for attempt in (
            lambda actor: moderation.claim(db, actor, petition, seen=None),
            lambda actor: moderation.admit(db, actor, petition, **means),
            lambda actor: moderation.refuse(db, actor, petition, Refusal(reason="unclear")),
        ):
            with pytest.raises(NotAllowed):
                attempt(actor)


@pytest.mark.parametrize("state", [State.PENDING, State.GATHERING, State.MODERATING])
def test_nobody_reads_it_before_it_was_admitted(db, make_petition, state):
    petition = make_petition(state)
    with pytest.raises(NotFound):
        reading.public_petition(db, petition.id)
    assert reading.shelf(db, "all").petitions == []
    assert starting.alike(db, ACTION).petitions == []


def test_a_refusal_is_public_with_its_reason(db, make_petition):
    petition = make_petition(State.REFUSED)
    assert reading.public_petition(db, petition.id).reason == "elsewhere"
    assert not petition.hidden
    assert reading.shelf(db, "rejected").petitions == [petition]


def test_what_was_admitted_by_mistake_can_be_taken_down(db, make_petition, moderator):
    petition = make_petition()
    moderation.refuse(db, moderator, petition, Refusal(reason="insulting"))
    assert (petition.state, petition.hidden) == (State.REFUSED, True)
    assert reading.starter_name(db, petition) is None


def test_a_reason_stands_in_the_list_and_a_duplicate_says_of_what(db, make_petition, moderator):
    known, petition = make_petition(), make_petition(State.MODERATING)
    moderation.claim(db, moderator, petition, seen=None)
    for wrong in (
        Refusal(reason="because"),
        Refusal(reason="duplicate"),
        Refusal(reason="duplicate", same_as=petition.id),
        Refusal(reason="duplicate", same_as=999),
    ):
        with pytest.raises(Invalid):
            moderation.refuse(db, moderator, petition, wrong)
    moderation.refuse(db, moderator, petition, Refusal(reason="duplicate", same_as=known.id))
    assert petition.duplicate_of_id == known.id


def test_who_did_what_is_written_down(db, make_petition, moderator):
    petition = make_petition()
    told = [(event.act, event.official_id) for event in events_of(db, "petition", petition.id)]
    assert told == [
        ("started", None),
        ("confirm", None),
        ("supported", None),
        ("taken", moderator.official_id),
        ("admit", moderator.official_id),
    ]


def test_words_that_were_signed_cannot_be_changed_quietly(db, make_petition):
    petition = make_petition()
    assert list(faults(db)) == []
    petition.background = "Chúng tôi đồng ý tăng phí."
    db.flush()
    (fault,) = faults(db)
    assert (fault.where, fault.what) == (f"petition:{petition.id}:said", "was altered")


def test_similar_and_answered_ones_are_found_first(db, make_petition):
    petition = make_petition()
    found = starting.alike(db, "Xin làm vỉa hè từ cổng trường tiểu học đến chợ")
    assert found.petitions == [petition]
    assert starting.alike(db, "Xây sân bóng ở thôn Bãi Sậy").petitions == []
