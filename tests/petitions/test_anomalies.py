"""Odd signatures are kept, seen, judged together and put back; the count is always a recount."""

import pytest
from sqlalchemy import func, select

from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import events_of
from portal.permissions import VISITOR, Actor, Role
from portal.petitions import anomalies, counts, signing
from portal.petitions.anomalies import Choice
from portal.petitions.models import Signature
from portal.petitions.rules import Standing
from tests.petitions.conftest import many

INVALID = Choice("block", "abc", Standing.INVALID)
COUNTED = Choice("block", "abc", Standing.COUNTED)


@pytest.fixture
def petition(db, make_petition):
    made = make_petition()
    many(db, made, 12, block_mark="abc")
    many(db, made, 9, Standing.DOUBTFUL, block_mark="abc", doubt="block")
    many(db, made, 3, Standing.WAITING, block_mark="abc")
    many(db, made, 4, Standing.WITHDRAWN, block_mark="abc")
    return made


def recount(db, petition):
    wanted = select(func.count(Signature.id)).where(
        Signature.petition_id == petition.id, Signature.standing == Standing.COUNTED
    )
    return db.scalar(wanted)


def do(db, moderator, petition, choice, means, seen=None):
    seen = anomalies.preview(db, petition, choice) if seen is None else seen
    return anomalies.sweep(db, moderator, petition, choice, "Cùng một máy", seen=seen, **means)


def test_a_group_is_shown_with_its_flag_and_without_anybodys_name(db, petition, moderator):
    (group,) = anomalies.groups(db, moderator, petition)
    assert (group.mark, group.total, group.flagged) == ("block", 28, True)
    assert group.standings[Standing.DOUBTFUL] == 9


def test_what_was_previewed_is_done_counted_and_undone(db, petition, moderator, means):
    before = counts.count(db, petition).online
    standings = counts.standings(db, petition)
    assert anomalies.preview(db, petition, INVALID) == 21
    done = do(db, moderator, petition, INVALID, means)
    assert counts.count(db, petition).online == before - 12 == recount(db, petition)
    assert anomalies.undo(db, moderator, petition, done.id) == 21
    assert counts.count(db, petition).online == before == recount(db, petition)
    assert counts.standings(db, petition) == standings
    with pytest.raises(IllegalMove):
        anomalies.undo(db, moderator, petition, done.id)
    told = events_of(db, "petition", petition.id)[-2:]
    assert [(event.act, event.facts["count"]) for event in told] == [("swept", 21), ("unswept", 21)]


def test_doubtful_ones_are_counted_after_a_look(db, petition, moderator, means):
    before = counts.count(db, petition).online
    do(db, moderator, petition, COUNTED, means)
    assert counts.count(db, petition).online == before + 9


def test_nobody_signs_for_whoever_did_not_confirm_or_withdrew(db, petition, moderator, means):
    do(db, moderator, petition, INVALID, means)
    do(db, moderator, petition, COUNTED, means)
    found = counts.standings(db, petition)
    assert (found[Standing.WAITING], found[Standing.WITHDRAWN]) == (3, 4)


def test_a_signature_withdrawn_meanwhile_stays_withdrawn(db, petition, moderator, means):
    done = do(db, moderator, petition, INVALID, means)
    gone = db.scalars(select(Signature).where(Signature.sweep_id == done.id)).first()
    signing.withdraw(db, VISITOR, gone)
    assert anomalies.undo(db, moderator, petition, done.id) == 20
    assert gone.standing is Standing.WITHDRAWN


def test_of_two_decisions_each_puts_back_what_it_changed(db, petition, moderator, means):
    standings = counts.standings(db, petition)
    first = do(db, moderator, petition, INVALID, means)
    second = do(db, moderator, petition, COUNTED, means)
    assert anomalies.undo(db, moderator, petition, first.id) == 0  # judged anew since
    assert anomalies.undo(db, moderator, petition, second.id) == 21
    assert counts.standings(db, petition)[Standing.INVALID] == 21
    assert sum(counts.standings(db, petition).values()) == sum(standings.values())


def test_it_wants_a_reason_and_the_number_that_was_seen(db, petition, moderator, means):
    with pytest.raises(IllegalMove):
        do(db, moderator, petition, INVALID, means, seen=20)
    with pytest.raises(Invalid):
        anomalies.sweep(db, moderator, petition, INVALID, " ", seen=21, **means)
    for wrong in (("name", "x", Standing.INVALID), ("block", "x", Standing.WAITING)):
        with pytest.raises(NotFound):
            Choice(*wrong)


def test_no_other_role_judges_signatures(db, petition, means):
    for role in set(Role) - {Role.MODERATOR}:
        actor = Actor(roles=frozenset({role}))
        for attempt in (
            lambda actor: anomalies.groups(db, actor, petition),
            lambda actor: do(db, actor, petition, INVALID, means),
            lambda actor: anomalies.undo(db, actor, petition, 1),
        ):
            with pytest.raises(NotAllowed):
                attempt(actor)


def test_the_pages_preview_do_and_undo(browser, db, petition, moderator):
    browser.be(moderator)
    home = f"/quan-tri/kien-nghi/{petition.id}/chu-ky"
    assert "vượt giới hạn" in browser.open(home).text
    before = counts.count(db, petition).online
    browser.open(f"{home}/block/abc/invalid")
    assert browser.token("seen") == "21"
    assert counts.count(db, petition).online == before
    assert browser.send(reason="", seen="21").status_code == 422
    browser.open(f"{home}/block/abc/invalid")
    shown = browser.send(reason="Cùng một máy", seen="21", _follow=True)
    assert "Cùng một máy" in shown.text
    assert counts.count(db, petition).online == before - 12
    (done,) = anomalies.sweeps(db, petition)
    browser.send(f"/quan-tri/kien-nghi/{petition.id}/hoan-lai/{done.id}")
    assert counts.count(db, petition).online == before
