from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.facts import Unfit
from portal.counters import service
from portal.counters.models import Counter, CounterToken
from portal.counters.service import CounterFacts
from portal.errors import NotAllowed, NotFound
from portal.history.service import events_of
from portal.permissions import VISITOR, Role
from qr.poster import pdf

from .conftest import codes_in, text_of


@pytest.fixture
def facts(make_office):
    return CounterFacts(
        code="Q1", name="Hộ tịch - Chứng thực", office_id=make_office().id, window="1"
    )


def test_a_new_counter_has_a_token_that_leads_to_it(db, keeper, facts):
    counter = service.create_counter(db, keeper, facts)
    found, token = service.resolve(db, service.current_token(counter).token)
    assert found is counter
    assert token.replaced_at is None
    assert [event.act for event in events_of(db, "counter", counter.id)] == ["created"]


def test_a_token_is_found_however_it_is_typed(db, make_counter):
    counter = make_counter()
    token = counter.tokens[0]
    token.token = "0A1B2C3D"
    db.flush()
    for typed in ("0a1b-2c3d", "OAIB2C3D", "oalb 2c3d"):
        assert service.resolve(db, typed) == (counter, token)


@pytest.mark.parametrize("typed", ["", "ZZZZ-ZZZZ", "<script>", "1 OR 1=1", "ABCDEFGH" * 100])
def test_an_unknown_token_is_not_found(db, make_counter, typed):
    make_counter()
    with pytest.raises(NotFound):
        service.resolve(db, typed)


def test_a_replaced_token_still_tells_which_counter_it_was(db, keeper, facts):
    counter = service.create_counter(db, keeper, facts)
    old = service.current_token(counter).token
    new = service.replace_token(db, keeper, counter, "bị quét từ xa")
    assert new.token != old
    assert service.current_token(counter) is new
    found, token = service.resolve(db, old)
    assert found is counter
    assert token.replaced_at is not None
    event = events_of(db, "counter", counter.id)[-1]
    assert (event.act, event.facts["reason"]) == ("token_replaced", "bị quét từ xa")
    assert new.token not in str(event.facts)


def test_the_database_allows_one_current_token_a_counter(db, make_counter):
    second = CounterToken(token="ABCDEFGH", counter_id=make_counter().id, issued_at=clock.now())
    db.add(second)
    with pytest.raises(IntegrityError):
        db.flush()
    db.rollback()


def test_editing_a_counter_keeps_its_posters_good(db, keeper, facts):
    counter = service.create_counter(db, keeper, facts)
    token = service.current_token(counter)
    service.edit_counter(db, keeper, counter, replace(facts, name="Đất đai", active=False))
    assert service.current_token(counter) is token
    assert service.resolve(db, token.token)[0].active is False
    assert events_of(db, "counter", counter.id)[-1].facts["changed"]["name"] == [
        "Hộ tịch - Chứng thực",
        "Đất đai",
    ]


def test_a_code_belongs_to_one_counter(db, keeper, facts):
    service.create_counter(db, keeper, facts)
    with pytest.raises(Unfit) as refusal:
        service.create_counter(db, keeper, replace(facts, name="Khác"))
    assert refusal.value.field == "code"


def test_a_counter_belongs_to_an_office_that_exists(db, keeper, facts):
    with pytest.raises(Unfit) as refusal:
        service.create_counter(db, keeper, replace(facts, office_id=123_456))
    assert refusal.value.field == "office_id"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_but_an_administrator_changes_counters(
    db, make_counter, make_official, actor_of, facts, role
):
    counter = make_counter()
    actor = actor_of(make_official(role, office=counter.office))
    for act in (
        lambda: service.create_counter(db, actor, facts),
        lambda: service.edit_counter(db, actor, counter, facts),
        lambda: service.replace_token(db, actor, counter, "vì thế"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert db.scalar(select(func.count(Counter.id))) == 1
    assert db.scalar(select(func.count(CounterToken.id))) == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_an_officer_sees_the_counters_of_the_office_and_below(
    db, make_office, make_counter, make_official, actor_of, role
):
    office = make_office()
    own, below = make_counter(office), make_counter(make_office(parent=office))
    foreign = make_counter(make_office())
    actor = actor_of(make_official(role, office=office))
    assert set(service.counters(db, actor)) == {own, below}
    with pytest.raises(NotAllowed):
        service.counter_by(db, actor, foreign.code)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DISPATCHER, Role.ADMINISTRATOR])
def test_those_who_see_everything_see_every_counter(
    db, make_office, make_counter, make_official, actor_of, role
):
    counters = {make_counter(make_office()), make_counter(make_office())}
    assert set(service.counters(db, actor_of(make_official(role)))) == counters


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_those_without_business_at_counters_see_none(db, make_official, actor_of, role):
    with pytest.raises(NotAllowed):
        service.counters(db, actor_of(make_official(role)))


def test_a_visitor_sees_no_list_of_counters(db, make_counter):
    with pytest.raises(NotAllowed):
        service.counters(db, VISITOR)
    with pytest.raises(NotAllowed):
        service.counter_by(db, VISITOR, make_counter().code)


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_the_code_on_the_poster_leads_to_the_counter(db, keeper, facts, settings, paper):
    settings = replace(settings, public_url="https://gopy.vankhe.example.vn")
    counter = service.create_counter(db, keeper, facts)
    poster = service.poster_facts(settings, accounts.authority(db), counter)
    sheet = pdf([poster], paper)
    (address,) = codes_in(sheet)
    path, _, token = address.rpartition("/")
    assert path == "https://gopy.vankhe.example.vn/q"
    assert service.resolve(db, token)[0] is counter


def test_the_poster_says_who_where_what_and_how_without_a_camera(db, keeper, facts, settings):
    counter = service.create_counter(db, keeper, facts)
    poster = service.poster_facts(settings, accounts.authority(db), counter)
    words = text_of(pdf([poster], "A4"))
    short = service.short_address_of(settings, counter)
    assert service.resolve(db, short.rpartition("/")[2])[0] is counter
    for said in (counter.office.name, "Hộ tịch - Chứng thực, cửa số 1", short, "Scan to rate"):
        assert said in " ".join(words.split())
