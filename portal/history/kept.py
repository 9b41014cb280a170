"""Values too personal for the log: it holds their salted hashes, and they stay where they are."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.history.models import Salt, new_salt

Values = Mapping[str, Any]  # part -> what JSON can hold


class Kept:
    """A table whose rows hold such values; the first event about a row, or naming it, covers them.

    Attributes:
        kept_as: the kind of subject, and the name of the fact, by which events point to a row.
        kept_anew: parts that an act may change, with the one act that covers them, each time.

    """

    id: Any
    kept_as: ClassVar[str]
    kept_anew: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def kept_values(self) -> Values:
        """Return the values by part; a part that is empty is left out."""
        raise NotImplementedError


def tables() -> dict[str, type[Kept]]:
    """Return every such table by the name events use."""
    return {table.kept_as: table for table in Kept.__subclasses__()}


def hash_of(salt: str, value: object) -> str:
    """Return the hash that covers `value`: nothing to whoever has not got the salt."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(bytes.fromhex(salt), canonical.encode(), hashlib.sha256).hexdigest()


def name_of(subject: str, key: int, part: str) -> str:
    """Return the name under which an event holds the hash of one value."""
    return f"{subject}:{key}:{part}"


def cover(session: Session, named: Mapping[str, int], act: str) -> dict[str, str]:
    """Return the hashes an event must hold for the rows it names, those not yet covered.

    Args:
        session: the transaction of the event.
        named: kind of row to its id; other kinds are passed over.
        act: the event's verb.

    """
    found: dict[str, str] = {}
    known = tables()
    with session.no_autoflush:
        for subject, key in named.items():
            row = session.get(known[subject], key) if subject in known else None
            if row is None:
                continue
            covered = salts(session, subject, key)
            for part, value in row.kept_values().items():
                if row.kept_anew.get(part, act) == act and (
                    part not in covered or part in row.kept_anew
                ):
                    salt = covered.get(part) or Salt(subject=subject, subject_id=key, part=part)
                    salt.value = new_salt()
                    session.add(salt)
                    found[name_of(subject, key, part)] = hash_of(salt.value, value)
    return found


def salts(session: Session, subject: str, key: int) -> dict[str, Salt]:
    """Return the salts of one row by part; none when it was never covered, or was erased."""
    stored = session.scalars(select(Salt).where(Salt.subject == subject, Salt.subject_id == key))
    fresh = (
        new
        for new in session.new
        if isinstance(new, Salt) and (new.subject, new.subject_id) == (subject, key)
    )
    return {salt.part: salt for salt in (*stored, *fresh)}


def forget(session: Session, subject: str, key: int) -> list[str]:
    """Destroy the salts of one row; return the names of the hashes that say nothing now."""
    session.flush()
    found = salts(session, subject, key)
    for salt in found.values():
        session.delete(salt)
    session.flush()
    return [name_of(subject, key, part) for part in found]
