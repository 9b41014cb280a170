from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.accounts import service, staff, structure
from portal.accounts.facts import (
    AuthorityFacts,
    OfficeFacts,
    OfficialFacts,
    TopicFacts,
    Unfit,
)
from portal.accounts.models import Invitation, SignIn
from portal.errors import NotAllowed, NotFound
from portal.history.models import Event
from portal.history.service import events_of
from portal.permissions import VISITOR, Actor, Role

BOSS = Actor(roles=frozenset({Role.ADMINISTRATOR}))
OTHERS = [
    Actor(roles=frozenset({role}), official_id=1) for role in Role if role is not Role.ADMINISTRATOR
]
PASSWORD = "con mèo nằm cạnh bếp"


def office_facts(**changes) -> OfficeFacts:
    return OfficeFacts(
        **{"code": "KT", "name": "Phòng Kinh tế", "valid_from": date(2025, 7, 1)} | changes
    )


def facts_about(official, **changes) -> OfficialFacts:
    held = frozenset(row.role for row in official.roles)
    return OfficialFacts(
        **{
            "name": official.name,
            "title": official.title,
            "office_id": official.office_id,
            "roles": held,
        }
        | changes
    )


def test_an_office_is_staffed_by_its_own_or_by_officers_above_it(db, make_office, make_official):
    above = make_office("Phòng Kinh tế")
    below = make_office("Tổ địa chính", parent=above)
    led, empty = make_office("Công an xã"), make_office("Tổ trống")
    make_official(Role.HEAD, office=led)
    make_official(Role.EDITOR, Role.DISPATCHER, office=empty)
    make_official(office=empty, active=False)
    assert service.staffed_offices(db) == [led]
    make_official(Role.OFFICER, office=above)
    assert set(service.staffed_offices(db)) == {above, below, led}


def test_a_password_is_kept_as_argon2id_with_the_strength_promised(db, make_official):
    official = make_official()
    service.set_password(db, official, PASSWORD)
    assert official.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_unicode_composed_otherwise_still_signs_in(db, make_official):
    import unicodedata

    official = make_official(user_name="lan")
    service.set_password(db, official, PASSWORD)
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert service.check_password(db, "LAN", decomposed) is official


def test_an_account_out_of_use_or_without_password_does_not_sign_in(db, make_official):
    official = make_official(user_name="lan")
    assert service.check_password(db, "lan", PASSWORD) is None
    service.set_password(db, official, PASSWORD)
    official.active = False
    db.flush()
    assert service.check_password(db, "lan", PASSWORD) is None


def test_the_database_never_holds_the_secret_of_a_sign_in_or_link(db, make_official):
    official = make_official()
    secrets = {service.open_session(db, official), service.invite(db, official)}
    db.flush()
    kept = {*db.scalars(select(SignIn.token_hash)), *db.scalars(select(Invitation.token_hash))}
    assert len(kept) == 2
    assert not kept & secrets
    assert all(len(secret) >= 43 for secret in secrets)  # 256 bits


def test_whoever_proved_it_before_the_password_changed_is_not_admitted(db, make_official, sessions):
    official = make_official(user_name="lan")
    service.set_password(db, official, PASSWORD)
    db.commit()
    with sessions(writes=False) as reading:
        proved = service.check_password(reading, "lan", PASSWORD)
    service.set_password(db, official, "một câu hoàn toàn khác hẳn")
    db.flush()
    assert service.admit(db, proved) is None


def test_a_one_time_link_works_once_and_within_the_hour(db, make_official):
    official = make_official()
    secret = service.invite(db, official)
    db.flush()
    with time_machine.travel(clock.now() + timedelta(minutes=61)), pytest.raises(NotFound):
        service.invitation(db, secret)
    assert service.accept(db, secret, PASSWORD) is official
    with pytest.raises(NotFound):
        service.accept(db, secret, "một câu hoàn toàn khác hẳn")


def test_a_new_link_ends_the_one_before(db, make_official):
    official = make_official()
    first, second = service.invite(db, official), service.invite(db, official)
    with pytest.raises(NotFound):
        service.invitation(db, first)
    assert service.invitation(db, second).official is official


def test_a_new_password_ends_every_sign_in_and_link(db, make_official):
    official = make_official()
    secret, link = service.open_session(db, official), service.invite(db, official)
    service.change_password(db, official, PASSWORD)
    db.flush()
    assert service.signed_in(db, secret) is None
    with pytest.raises(NotFound):
        service.invitation(db, link)


def test_one_ends_only_ones_own_sign_ins(db, make_official, actor_of):
    mine, theirs = make_official(), make_official()
    service.open_session(db, theirs)
    db.flush()
    other = service.open_sessions(db, theirs.id)[0]
    with pytest.raises(NotFound):
        service.end_own_session(db, actor_of(mine), other.id)
    service.end_own_session(db, actor_of(theirs), other.id)
    assert service.open_sessions(db, theirs.id) == []


@pytest.mark.parametrize("actor", [VISITOR, *OTHERS])
def test_nobody_but_an_administrator_changes_the_structure(db, make_office, actor):
    office = make_office()
    topic = TopicFacts(name="Đất đai", office_id=None)
    acts = [
        lambda: structure.all_offices(db, actor),
        lambda: structure.all_topics(db, actor),
        lambda: structure.describe_authority(db, actor, AuthorityFacts(name="x", short_name="x")),
        lambda: structure.create_office(db, actor, office_facts()),
        lambda: structure.edit_office(db, actor, office, office_facts()),
        lambda: structure.end_office(db, actor, office, date(2026, 12, 31), None),
        lambda: structure.create_topic(db, actor, topic),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert db.scalar(select(Event)) is None


@pytest.mark.parametrize("actor", [VISITOR, *OTHERS])
def test_nobody_but_an_administrator_changes_accounts(db, make_official, actor):
    official = make_official()
    acts = [
        lambda: staff.officials(db, actor),
        lambda: staff.create_official(db, actor, "moi", facts_about(official)),
        lambda: staff.edit_official(db, actor, official, facts_about(official, name="x")),
        lambda: staff.invite_again(db, actor, official),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert db.scalar(select(Event)) is None


def test_every_change_of_an_office_is_in_the_log(db):
    office = structure.create_office(db, BOSS, office_facts())
    structure.edit_office(db, BOSS, office, office_facts(name="Phòng Kinh tế và Hạ tầng"))
    heir = structure.create_office(db, BOSS, office_facts(code="HT", name="Phòng Hạ tầng"))
    structure.end_office(db, BOSS, office, date(2026, 12, 31), heir)
    db.flush()
    assert [event.act for event in events_of(db, "office", office.id)] == [
        "created",
        "edited",
        "ended",
    ]
    assert events_of(db, "office", office.id)[1].facts["changed"]["name"] == [
        "Phòng Kinh tế",
        "Phòng Kinh tế và Hạ tầng",
    ]


def test_renaming_an_office_keeps_its_address(db):
    office = structure.create_office(db, BOSS, office_facts())
    structure.edit_office(db, BOSS, office, office_facts(name="Phòng Hạ tầng"))
    assert office.slug == "phong-kinh-te"


def test_two_offices_of_one_name_have_two_addresses(db):
    structure.create_office(db, BOSS, office_facts())
    second = structure.create_office(db, BOSS, office_facts(code="KT2"))
    assert second.slug == "phong-kinh-te-2"


def test_a_code_belongs_to_one_office(db):
    structure.create_office(db, BOSS, office_facts())
    with pytest.raises(Unfit) as refusal:
        structure.create_office(db, BOSS, office_facts(name="Khác"))
    assert refusal.value.field == "code"


def test_an_office_never_lies_below_itself(db, make_office):
    top = make_office(code="A")
    below = make_office(parent=make_office(parent=top))
    with pytest.raises(Unfit) as refusal:
        structure.edit_office(db, BOSS, top, office_facts(code="A", parent_id=below.id))
    assert refusal.value.field == "parent_id"


def test_an_ended_office_is_offered_until_its_last_day(db, make_office):
    office, heir = make_office(), make_office()
    structure.end_office(db, BOSS, office, clock.today(), heir)
    db.flush()
    assert office in service.offices(db)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert office not in service.offices(db)
        assert office in structure.all_offices(db, BOSS)


@pytest.mark.parametrize("who", ["itself", "gone"])
def test_a_successor_has_to_outlive_the_office(db, make_office, who):
    office, gone = make_office(), make_office(valid_to=date(2026, 1, 1))
    successor = office if who == "itself" else gone
    with pytest.raises(Unfit) as refusal:
        structure.end_office(db, BOSS, office, date(2026, 12, 31), successor)
    assert refusal.value.field == "successor_id"


def test_an_office_does_not_end_before_it_began(db, make_office):
    with pytest.raises(Unfit) as refusal:
        structure.end_office(db, BOSS, make_office(), date(2020, 1, 1), None)
    assert refusal.value.field == "last_day"


def test_a_topic_taken_out_is_no_longer_offered(db, make_topic, make_office):
    topic = make_topic(make_office())
    structure.edit_topic(
        db, BOSS, topic, TopicFacts(name=topic.name, office_id=topic.office_id, active=False)
    )
    db.flush()
    assert topic not in service.topics(db)
    assert topic in structure.all_topics(db, BOSS)


@pytest.mark.parametrize("change", ["roles", "office_id", "active"])
def test_new_rights_end_the_sign_ins_at_once(db, make_official, make_office, change):
    official = make_official(Role.OFFICER)
    secret = service.open_session(db, official)
    db.flush()
    new = {
        "roles": frozenset({Role.INSPECTOR}),
        "office_id": make_office().id,
        "active": False,
    }
    staff.edit_official(db, BOSS, official, facts_about(official, **{change: new[change]}))
    db.flush()
    assert service.signed_in(db, secret) is None


def test_a_new_title_ends_nothing(db, make_official):
    official = make_official(Role.OFFICER)
    secret = service.open_session(db, official)
    staff.edit_official(db, BOSS, official, facts_about(official, title="Phó Trưởng phòng"))
    db.flush()
    assert service.signed_in(db, secret) is not None


def test_the_log_says_what_changed_about_an_official_but_no_name(db, make_official):
    official = make_official(Role.OFFICER)
    staff.edit_official(
        db, BOSS, official, facts_about(official, name="Lê Thị Hoa", roles=frozenset({Role.HEAD}))
    )
    db.flush()
    event = events_of(db, "official", official.id)[-1]
    assert event.facts["changed"] == ["name", "roles"]
    assert event.facts["roles"] == ["head"]
    assert "Hoa" not in str(event.facts)


@pytest.mark.parametrize("change", [{"active": False}, {"roles": frozenset({Role.OFFICER})}])
def test_the_last_administrator_cannot_be_taken_away(db, make_official, change):
    last, without_password = make_official(Role.ADMINISTRATOR), make_official(Role.ADMINISTRATOR)
    service.set_password(db, last, PASSWORD)
    db.flush()
    with pytest.raises(Unfit):
        staff.edit_official(db, BOSS, last, facts_about(last, **change))
    staff.edit_official(db, BOSS, without_password, facts_about(without_password, **change))


def test_one_of_two_administrators_may_go(db, make_official):
    first, second = make_official(Role.ADMINISTRATOR), make_official(Role.ADMINISTRATOR)
    for official in (first, second):
        service.set_password(db, official, PASSWORD)
    staff.edit_official(db, BOSS, first, facts_about(first, active=False))
    assert staff.administrators(db) == [second]


@pytest.mark.parametrize("roles", [set(), {Role.VISITOR}, {Role.HOLDER}])
def test_an_official_holds_a_role_of_officials(db, make_official, roles):
    official = make_official()
    with pytest.raises(Unfit) as refusal:
        staff.edit_official(db, BOSS, official, facts_about(official, roles=frozenset(roles)))
    assert refusal.value.field == "roles"


def test_a_user_name_belongs_to_one_person_whatever_its_case(db, make_official):
    official = make_official(user_name="lan")
    with pytest.raises(Unfit) as refusal:
        staff.create_official(db, BOSS, "LAN", facts_about(official))
    assert refusal.value.field == "user_name"


def test_an_account_out_of_use_gets_no_link_and_loses_the_one_it_had(db, make_official):
    official = make_official(Role.OFFICER)
    link = service.invite(db, official)
    staff.edit_official(db, BOSS, official, facts_about(official, active=False))
    db.flush()
    with pytest.raises(NotFound):
        service.invitation(db, link)
    with pytest.raises(Unfit):
        staff.invite_again(db, BOSS, official)
