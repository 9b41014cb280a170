"""Who may do what: one table, read by views, templates and tests alike."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol


class Role(StrEnum):
    """What somebody is to the authority."""

    VISITOR = "visitor"
    HOLDER = "holder"  # a visitor holding the secret code of one item
    EDITOR = "editor"
    DISPATCHER = "dispatcher"
    OFFICER = "officer"
    HEAD = "head"
    MODERATOR = "moderator"
    INSPECTOR = "inspector"
    CLERK = "clerk"  # enters what people bring to the counter
    LEADER = "leader"  # the chairman's office
    CONFIDANT = "confidant"  # named to open sealed denunciations
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done, written `<thing>:<verb>`."""

    APOLOGY_READ = "apology:read"
    APOLOGY_WRITE = "apology:write"
    CALENDAR_MANAGE = "calendar:manage"
    CASE_OPEN = "case:open"
    CASE_FOLLOW = "case:follow"
    CASE_READ = "case:read"
    CASE_DISPATCH = "case:dispatch"
    CASE_HANDLE = "case:handle"
    CASE_APPROVE = "case:approve"
    CASE_ENTER = "case:enter"
    CASE_EXPORT = "case:export"
    CASE_ERASE = "case:erase"
    CASE_EXTEND = "case:extend"
    CASE_MODERATE = "case:moderate"
    CHANGE_TELL = "change:tell"  # what was changed because of ratings
    CONTACT_READ = "contact:read"
    COUNTER_READ = "counter:read"
    COUNTER_MANAGE = "counter:manage"
    DESK_READ = "desk:read"
    DISCLOSURE_MANAGE = "disclosure:manage"
    DISCLOSURE_READ = "disclosure:read"
    DISCLOSURE_RECORD = "disclosure:record"
    EXTRA_READ = "extra:read"  # reports of something asked beyond the rules
    EXTRA_SETTLE = "extra:settle"
    FIGURES_READ = "figures:read"
    NOTES_READ = "notes:read"  # drafts, and what officials say to each other about a case
    OFFICE_MANAGE = "office:manage"
    OFFICIAL_MANAGE = "official:manage"
    PETITION_ENTER = "petition:enter"  # sheets of paper, and who confirms at the counter
    PETITION_MANAGE = "petition:manage"
    PETITION_MODERATE = "petition:moderate"
    PETITION_READ = "petition:read"
    PETITION_SCHEDULE = "petition:schedule"  # the dialogue, and what came of it
    PETITION_SIGN = "petition:sign"
    PETITION_START = "petition:start"
    PROCEDURE_MANAGE = "procedure:manage"
    PUBLICATION_EDIT = "publication:edit"
    PUBLICATION_PUBLISH = "publication:publish"
    PUBLICATION_READ = "publication:read"
    RECEPTION_BOOK = "reception:book"
    RECEPTION_MANAGE = "reception:manage"
    RATING_GIVE = "rating:give"
    RATING_READ = "rating:read"
    SEALED_MANAGE = "sealed:manage"  # the public keys; never an item
    SEALED_READ = "sealed:read"
    SEALED_SEND = "sealed:send"
    SYSTEM_MANAGE = "system:manage"
    SYSTEM_READ = "system:read"
    TEMPLATE_MANAGE = "template:manage"
    VISIT_ISSUE = "visit:issue"


class Scope(IntEnum):
    """How far a grant reaches."""

    OWN_OFFICE = 1  # the official's office with all below it
    EVERYWHERE = 2


OWN, ALL = Scope.OWN_OFFICE, Scope.EVERYWHERE

GRANTS: dict[Role, dict[Action, Scope]] = {
    Role.VISITOR: {
        Action.CASE_OPEN: ALL,
        Action.PETITION_SIGN: ALL,
        Action.PETITION_START: ALL,
        Action.RATING_GIVE: ALL,
        Action.RECEPTION_BOOK: ALL,
        Action.PUBLICATION_READ: ALL,
        Action.FIGURES_READ: ALL,
        Action.SEALED_SEND: ALL,
    },
    Role.HOLDER: {Action.CASE_FOLLOW: ALL},
    Role.EDITOR: {
        Action.DESK_READ: ALL,
        Action.DISCLOSURE_READ: OWN,
        Action.DISCLOSURE_RECORD: OWN,
        Action.PUBLICATION_EDIT: OWN,
        Action.PUBLICATION_PUBLISH: OWN,
    },
    Role.DISPATCHER: {
        Action.DESK_READ: ALL,
        Action.CASE_READ: ALL,
        Action.CASE_EXPORT: ALL,
        Action.CASE_DISPATCH: ALL,
        Action.COUNTER_READ: ALL,
    },
    Role.OFFICER: {
        Action.DESK_READ: ALL,
        Action.DISCLOSURE_READ: OWN,
        Action.DISCLOSURE_RECORD: OWN,
        Action.APOLOGY_READ: OWN,
        Action.APOLOGY_WRITE: OWN,
        Action.CASE_READ: OWN,
        Action.CASE_HANDLE: OWN,
        Action.CONTACT_READ: OWN,
        Action.COUNTER_READ: OWN,
        Action.NOTES_READ: OWN,
        Action.RATING_READ: OWN,
        Action.VISIT_ISSUE: OWN,
    },
    Role.HEAD: {
        Action.DESK_READ: ALL,
        Action.DISCLOSURE_READ: OWN,
        Action.DISCLOSURE_RECORD: OWN,
        Action.APOLOGY_READ: OWN,
        Action.APOLOGY_WRITE: OWN,
        Action.CASE_READ: OWN,
        Action.CASE_EXPORT: OWN,
        Action.CASE_HANDLE: OWN,
        Action.CASE_APPROVE: OWN,
        Action.CASE_EXTEND: OWN,
        Action.CONTACT_READ: OWN,
        Action.COUNTER_READ: OWN,
        Action.NOTES_READ: OWN,
        Action.RATING_READ: OWN,
        Action.TEMPLATE_MANAGE: OWN,
        Action.VISIT_ISSUE: OWN,
        Action.CHANGE_TELL: OWN,
    },
    Role.MODERATOR: {
        Action.DESK_READ: ALL,
        Action.CASE_READ: ALL,
        Action.CASE_MODERATE: ALL,
        Action.PETITION_MODERATE: ALL,
        Action.PETITION_READ: ALL,
    },
    Role.INSPECTOR: {
        Action.DESK_READ: ALL,
        Action.DISCLOSURE_READ: ALL,
        Action.APOLOGY_READ: ALL,
        Action.CASE_READ: ALL,
        Action.CONTACT_READ: ALL,
        Action.COUNTER_READ: ALL,
        Action.EXTRA_READ: ALL,
        Action.NOTES_READ: ALL,
        Action.PETITION_READ: ALL,
        Action.RATING_READ: ALL,
        Action.SYSTEM_READ: ALL,
    },
    Role.CLERK: {
        Action.DESK_READ: ALL,
        Action.CASE_ENTER: ALL,
        Action.RECEPTION_MANAGE: ALL,
        Action.COUNTER_READ: ALL,
        Action.PETITION_ENTER: ALL,
        Action.PETITION_READ: ALL,
        Action.VISIT_ISSUE: OWN,
    },
    Role.LEADER: {
        Action.DESK_READ: ALL,
        Action.RECEPTION_MANAGE: ALL,
        Action.DISCLOSURE_READ: ALL,
        Action.APOLOGY_READ: ALL,
        Action.CASE_READ: ALL,
        Action.CASE_EXPORT: ALL,
        Action.CASE_EXTEND: ALL,
        Action.CONTACT_READ: ALL,
        Action.COUNTER_READ: ALL,
        Action.EXTRA_READ: ALL,
        Action.EXTRA_SETTLE: ALL,
        Action.NOTES_READ: ALL,
        Action.PETITION_READ: ALL,
        Action.PETITION_SCHEDULE: ALL,
        Action.RATING_READ: ALL,
    },
    Role.CONFIDANT: {Action.DESK_READ: ALL, Action.SEALED_READ: ALL},
    Role.ADMINISTRATOR: {
        Action.DESK_READ: ALL,
        Action.CASE_ERASE: ALL,
        Action.CALENDAR_MANAGE: ALL,
        Action.PETITION_MANAGE: ALL,
        Action.PETITION_READ: ALL,
        Action.PROCEDURE_MANAGE: ALL,
        Action.DISCLOSURE_MANAGE: ALL,
        Action.DISCLOSURE_READ: ALL,
        Action.OFFICE_MANAGE: ALL,
        Action.OFFICIAL_MANAGE: ALL,
        Action.COUNTER_READ: ALL,
        Action.COUNTER_MANAGE: ALL,
        Action.SEALED_MANAGE: ALL,
        Action.SYSTEM_MANAGE: ALL,
        Action.SYSTEM_READ: ALL,
        Action.TEMPLATE_MANAGE: ALL,
        Action.VISIT_ISSUE: ALL,
    },
}


class HasOffice(Protocol):
    """Anything an office answers for."""

    @property
    def office_id(self) -> int | None:
        """The office answering, or None while unassigned."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever is asking.

    Attributes:
        roles: everybody is a visitor; an official holds one or more roles besides.
        offices: ids of the official's office and of all below it; empty for citizens.
        official_id: the official's account, None for citizens.
        home: the official's own office, None for citizens.

    """

    roles: frozenset[Role] = frozenset({Role.VISITOR})
    offices: frozenset[int] = frozenset()
    official_id: int | None = None
    home: int | None = None


VISITOR = Actor()
HOLDER = Actor(roles=frozenset({Role.VISITOR, Role.HOLDER}))


def scope_of(actor: Actor, action: Action) -> Scope | None:
    """Return how far `actor` may do `action`, or None for not at all."""
    scopes = [GRANTS[role][action] for role in actor.roles if action in GRANTS[role]]
    return max(scopes, default=None)


def allowed(actor: Actor, action: Action, thing: HasOffice | None = None) -> bool:
    """Return whether `actor` may do `action` (to `thing`, when there is one)."""
    scope = scope_of(actor, action)
    if scope is None or thing is None:
        return scope is not None
    if is_past(actor, thing):
        return False
    return scope is Scope.EVERYWHERE or thing.office_id in actor.offices


def is_past(actor: Actor, thing: HasOffice) -> bool:
    """Return whether `thing` goes past the office of `actor`: it is about that very office."""
    past: int | None = getattr(thing, "past_office_id", None)
    return past is not None and past == actor.home
