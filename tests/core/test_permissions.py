from dataclasses import dataclass

import pytest

from portal.permissions import GRANTS, HOLDER, VISITOR, Action, Actor, Role, Scope, allowed


@dataclass
class Thing:
    office_id: int | None


def official(role: Role) -> Actor:
    return Actor(
        roles=frozenset({Role.VISITOR, role}), offices=frozenset({1, 2}), official_id=1, home=1
    )


STAFF = [role for role in Role if role not in {Role.VISITOR, Role.HOLDER}]


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("action", list(Action))
def test_own_office_reaches_what_lies_below_and_no_further(role, action):
    granted = GRANTS[role].get(action) or GRANTS[Role.VISITOR].get(action)
    actor = official(role)
    assert allowed(actor, action) == (granted is not None)
    assert allowed(actor, action, Thing(2)) == (granted is not None)
    everywhere = granted is Scope.EVERYWHERE
    assert allowed(actor, action, Thing(3)) == everywhere
    assert allowed(actor, action, Thing(None)) == everywhere


def test_a_visitor_reads_no_case_and_no_desk():
    refused = {Action.CASE_READ, Action.DESK_READ, Action.CONTACT_READ, Action.CASE_FOLLOW}
    assert not [action for action in refused if allowed(VISITOR, action)]


def test_the_holder_of_a_code_may_follow():
    assert allowed(HOLDER, Action.CASE_FOLLOW)
    assert not allowed(HOLDER, Action.CASE_READ)


def test_two_roles_give_what_each_gives():
    both = Actor(roles=frozenset({Role.OFFICER, Role.MODERATOR}), offices=frozenset({1}))
    assert allowed(both, Action.CASE_MODERATE, Thing(9))
    assert allowed(both, Action.CASE_HANDLE, Thing(1))
    assert not allowed(both, Action.CASE_HANDLE, Thing(9))
