"""Looking, before something is changed, whether it still stands as the log says.

What does not is written down by the same transaction (`journal`), and stays in the log for ever:
whoever alters a row and lets the portal write over it, or puts it back later, has not hidden it.
The act itself goes on: a citizen does not wait because somebody tampered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session, SessionTransaction

from portal.history import kept, rows
from portal.history.rows import Found, Held, Owner

KEY = "looked"
RELIED = "relied on"
TRIES = 3
BATCH = 500


@dataclass
class Looked:
    """What one transaction looked at.

    Attributes:
        within: the transaction; a savepoint that is taken back takes nothing of this back.
        at: things that were compared, and need not be again.
        found: what was found altered.

    """

    within: SessionTransaction | None
    at: set[Owner] = field(default_factory=set)
    found: dict[Owner, Found] = field(default_factory=dict)


def look(session: Session, owners: Iterable[Owner]) -> None:
    """Compare some things with the log, those this transaction did not look at before."""
    looked = _looked(session)
    by_kind: defaultdict[str, set[int]] = defaultdict(set)
    for kind, key in set(owners) - looked.at:
        by_kind[kind].add(key)
    for kind, keys in sorted(by_kind.items()):
        for ids in rows.in_order(keys, BATCH):
            looked.found |= {(kind, key): found for key, found in _altered(session, kind, ids)}
        looked.at |= {(kind, key) for key in keys}


def skip(session: Session, born: Iterable[Owner]) -> None:
    """Do not compare what this transaction itself put in: the log speaks of it when it commits."""
    _looked(session).at.update(born)


def rely(session: Session, kind: str) -> None:
    """Let the rows of a kind be compared as well when this session writes: it goes by them."""
    session.info.setdefault(RELIED, set()).add(kind)


def look_again(session: Session, born: Collection[Owner]) -> None:
    """Compare what this transaction went by, and things whose id the log already knows."""
    looked = _looked(session)
    for kind in sorted(session.info.get(RELIED, ())):
        for key, found in _altered(session, kind, None):
            if (kind, key) not in looked.at and (kind, key) not in born:
                looked.found[kind, key] = found
    for kind in {kind for kind, _key in born}:
        for ids in rows.in_order((key for other, key in born if other == kind), BATCH):
            for key, thing in rows.held(session, kind, ids)[0].items():
                if thing.rows:  # it was taken out, and its number was given to another
                    looked.found[kind, key] = dict.fromkeys(thing.rows)


def found(session: Session) -> Iterator[tuple[Owner, Found]]:
    """Yield what was found altered in this transaction; it is over then."""
    looked = _looked(session)
    session.info.pop(KEY, None)
    yield from sorted(looked.found.items())


def forget(session: Session, kind: str, key: int) -> list[str]:
    """Destroy the salt of the rows of one thing; return the names of what says nothing now.

    They are compared before: erasing does not cover up for anybody.
    """
    look(session, [(kind, key)])
    return kept.forget(session, rows.subject_of(kind), key)


def _looked(session: Session) -> Looked:
    whole = session.get_transaction()
    looked: Looked | None = session.info.get(KEY)
    if looked is None or looked.within is not whole:
        looked = session.info[KEY] = Looked(whole)
    return looked


def _altered(
    session: Session, kind: str, ids: Collection[int] | None
) -> Iterator[tuple[int, Found]]:
    """Yield what does not stand as the log says.

    Others may commit between one question and the next; what differs is then asked for again.
    """
    for _ in range(TRIES):
        said, many = rows.held(session, kind, ids)
        different = list(_different(session, kind, ids, said))
        if not different or rows.count(session, kind, ids) == many:
            yield from different
            return


def _different(
    session: Session, kind: str, ids: Collection[int] | None, said: dict[int, Held]
) -> Iterator[tuple[int, Found]]:
    salts = rows.salts(session, kind, ids)
    try:
        there = rows.stored(session, kind, ids)
    except (ValueError, LookupError, TypeError):  # no value of its column at all
        yield from ((key, {}) for key in said)
        return
    for key in there.keys() | said.keys():
        if key in said and key in salts:
            different = rows.differing(said[key].rows, there[key], salts[key])
            if different:
                yield key, different
        elif key not in said and rows.subject_of(kind) in rows.begun(session):
            yield key, dict(there[key])
