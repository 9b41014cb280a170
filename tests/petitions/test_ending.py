"""What time does: closed, lapsed, and in the end nobody knows who signed."""

from datetime import timedelta

from sqlalchemy import select, text

from portal import clock
from portal.cases.evidence import faults
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import Role
from portal.petitions import addresses, counts, ending, papers
from portal.petitions.models import Petition, Signature
from portal.petitions.rules import Standing, State
from portal.petitions.stepping import settings_of
from tests.petitions.conftest import ACTION, many
from tests.petitions.test_papers import SCAN


def after(days):
    return clock.at(clock.now() + timedelta(days=days))


def test_it_closes_after_its_last_day_and_not_before(db, make_petition, means):
    petition = make_petition()
    last = (petition.closes_on - clock.today()).days
    with after(last):
        ending.tend(db, **means)
        assert petition.state is State.OPEN
    with after(last + 1):
        ending.tend(db, **means)
        assert petition.state is State.CLOSED


def test_without_supporters_or_a_word_from_its_starter_it_lapses(db, make_petition, means):
    silent, lonely = make_petition(State.PENDING), make_petition(State.GATHERING)
    with after(8):
        ending.tend(db, **means)
    assert (silent.state, lonely.state) == (State.LAPSED, State.GATHERING)
    with after(31):
        ending.tend(db, **means)
    assert lonely.state is State.LAPSED
    db.expire_all()
    assert {one.contact for one in db.scalars(select(Signature))} == {""}
    assert ACTION not in {silent.action, lonely.action}
    assert list(faults(db)) == []


def test_whoever_never_said_a_word_is_forgotten_after_a_week(db, make_petition, sign, means):
    petition = make_petition()
    sign(petition, confirmed=False)
    with after(6):
        ending.tend(db, **means)
        assert counts.standings(db, petition)[Standing.WAITING] == 1
    with after(8):
        ending.tend(db, **means)
        assert counts.standings(db, petition)[Standing.WAITING] == 0


def test_in_the_end_who_signed_is_forgotten_and_how_many_stays(
    db, make_petition, sign, make_official, actor_of, settings, means
):
    petition = make_petition()
    many(db, petition, 9, village="Đông Khê")
    many(db, petition, 9, village="Vân Hạ")
    clerk = actor_of(make_official(Role.CLERK))
    sheet = papers.enter(db, clerk, petition, count=3, village="", scan=SCAN, **means)
    scan = sheet.stored_as
    token = addresses.token_of(settings, sign(petition))
    before, villages = counts.count(db, petition), counts.by_village(db, petition)
    over = (petition.closes_on - clock.today()).days + 1
    with after(over):
        ending.tend(db, **means)
    with after(over + settings_of(db).keep_days + 1):
        ending.tend(db, **means)
        ending.tend(db, **means)
    db.expire_all()
    assert counts.count(db, petition) == before
    assert counts.by_village(db, petition) == villages
    personal = "name, contact, nonce, contact_mark, device_mark, block_mark, domain_mark"
    rows = db.execute(text(f"SELECT {personal} FROM petition_signatures")).all()  # noqa: S608
    assert {value for row in rows for value in row} == {"", None}
    assert addresses.signature_by(db, settings, token) is None
    dropped = [row.payload for row in db.query(Effect).filter(Effect.kind == "file.drop")]
    assert dropped == [{"name": scan}]
    acts = [event.act for event in events_of(db, "petition", petition.id)]
    assert acts.count("anonymised") == 1


def test_the_signers_of_what_was_refused_are_forgotten_too(db, make_petition, means):
    make_petition(State.REFUSED)
    with after(settings_of(db).keep_days + 1):
        ending.tend(db, **means)
    assert db.scalars(select(Petition)).one().anonymised_at is not None
    assert {one.contact for one in db.scalars(select(Signature))} == {""}
