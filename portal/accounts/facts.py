"""What an administrator states about the authority, its offices and officials, as values."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from portal.errors import Invalid
from portal.permissions import Role


class Unfit(Invalid):
    """One of the facts cannot be taken.

    Attributes:
        field: which one, by its name.

    """

    def __init__(self, advice: str, *, field: str) -> None:
        """Say about `field` what `advice` says."""
        super().__init__(advice)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class AuthorityFacts:
    """The letterhead; see `models.Authority`."""

    name: str
    short_name: str
    parent: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    reception: str = ""
    lawful_channel: str = ""
    brand_colour: str = "#0b5a63"


@dataclass(frozen=True, kw_only=True)
class OfficeFacts:
    """An office; see `models.Office`."""

    code: str
    name: str
    short_name: str = ""
    duties: str = ""
    phone: str = ""
    email: str = ""
    position: int = 0
    parent_id: int | None = None
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class TopicFacts:
    """A field citizens can choose; see `models.Topic`."""

    name: str
    office_id: int | None
    position: int = 0
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class OfficialFacts:
    """An official; see `models.Official`."""

    name: str
    title: str = ""
    email: str = ""
    office_id: int
    roles: frozenset[Role]
    active: bool = True


def apply(thing: Any, facts: Any, *, but: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Write `facts` into the row `thing`; return old and new of each that differs, as JSON.

    Args:
        thing: a row with an attribute for each fact.
        facts: one of the values of this module.
        but: facts the caller writes itself.

    """
    changes: dict[str, list[Any]] = {}
    for name in (field.name for field in fields(facts) if field.name not in but):
        old, new = getattr(thing, name), getattr(facts, name)
        if old != new:
            setattr(thing, name, new)
            changes[name] = [_plain(old), _plain(new)]
    return changes


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
