"""Recomputing the whole log from what is stored, and naming what does not fit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.history import heads, merkle
from portal.history.heads import Signed, Stated
from portal.history.log import canonical, raw_events, stored_heads, unplaced
from portal.history.models import Branch, Event, Leaf
from portal.keys import Ring

CHUNK = 1_024
GRACE = timedelta(minutes=10)  # an event can be on its way into the tree that long

Made = tuple[int, int, bytes]  # level, index and hash of a branch
Tell = Callable[[int, int], None]  # how many of how many


@dataclass(frozen=True)
class Fault:
    """Something that does not fit: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.where}: {self.what}"


@dataclass
class Checked:
    """What was looked at.

    Attributes:
        size: how many entries the tree has.
        root: over all of them.
        roots: the root after so many entries, for the sizes the heads speak of.
        waiting: how many events have no place yet, which is no fault.

    """

    size: int = 0
    root: str = merkle.EMPTY.hex()
    roots: dict[int, str] = field(default_factory=dict)
    waiting: int = 0


def faults(
    session: Session,
    ring: Ring,
    against: Signed | None = None,
    tell: Tell = lambda _done, _all: None,
    checked: Checked | None = None,
) -> Iterator[Fault]:
    """Yield everything in the log that does not fit, the first bad entry first.

    Args:
        session: a reading transaction: one state of the database.
        ring: whose signing keys count.
        against: an older head, kept outside, that the log must be a continuation of.
        tell: is told how many entries were looked at.
        checked: is filled with what was looked at.

    """
    checked = checked if checked is not None else Checked()
    stored = list(stored_heads(session))
    sizes = {int(head["size"]) for head in stored if str(head["size"]).isdigit()}
    wanted = sizes | ({against.stated.size} if against else set())
    yield from _entries(session, wanted, tell, checked)
    yield from _heads(stored, heads.public_keys(ring), checked)
    yield from _unplaced(session, stored, checked)
    if against is not None:
        yield from _older(against, heads.public_keys(ring), checked)


def _entries(session: Session, wanted: set[int], tell: Tell, checked: Checked) -> Iterator[Fault]:
    """Hash every entry again, and every branch above; remember the roots that are asked for."""
    tree = merkle.Growing()
    many = session.scalar(select(func.count(Leaf.position))) or 0
    checked.roots[0] = tree.root().hex()
    branches: list[Made] = []
    with closing(session.execute(_rows(session))) as rows:
        for row in rows:
            found = merkle.leaf_hash(canonical(row[:-3]))
            yield from _entry(row, tree.size, found.hex())
            branches += tree.add(found)
            if tree.size in wanted:
                checked.roots[tree.size] = tree.root().hex()
            if len(branches) >= CHUNK:
                yield from _branches(session, branches)
                branches = []
                tell(tree.size, many)
    yield from _branches(session, branches)
    tell(many, many)
    checked.size, checked.root = tree.size, tree.root().hex()
    kept = session.scalar(select(func.count()).select_from(Branch)) or 0
    if kept != tree.size - tree.size.bit_count():
        yield Fault("branches", f"{kept} are kept over {tree.size} entries")


def _rows(session: Session) -> Select[Any]:
    """Return the question for every event as it is kept, with place, id and hash in the tree."""
    asked = raw_events(session).add_columns(Leaf.position, Leaf.event_id, Leaf.hash)
    asked = asked.select_from(Leaf).outerjoin(Event, Event.id == Leaf.event_id)
    return asked.order_by(Leaf.position).execution_options(yield_per=CHUNK)


def _entry(row: Sequence[Any], place: int, found: str) -> Iterator[Fault]:
    event, position, event_id, hashed = row[0], row[-3], row[-2], row[-1]
    where = f"entry {place} (event {event_id})"
    if position != place:
        yield Fault(where, f"the tree goes on with place {position}")
    if event is None:
        yield Fault(where, "the event is gone")
    elif found != hashed:
        yield Fault(where, "the event was altered")


def _branches(session: Session, made: list[Made]) -> Iterator[Fault]:
    for level, group in groupby(sorted(made), key=lambda branch: branch[0]):
        wanted = {index: hashed.hex() for _, index, hashed in group}
        rows = select(Branch.index, Branch.hash).where(
            Branch.level == level, Branch.index.between(min(wanted), max(wanted))
        )
        kept = {row[0]: row[1] for row in session.execute(rows)}
        for index, hashed in wanted.items():
            if kept.get(index) != hashed:
                yield Fault(f"branch {level}/{index}", "is not over the entries below it")


def _heads(
    stored: list[Mapping[str, Any]], keys: Mapping[str, bytes], checked: Checked
) -> Iterator[Fault]:
    size = 0
    for number, head in enumerate(stored, 1):
        where = f"head {head['number']} (over {head['size']} entries)"
        signed = _signed(head)
        if signed is None or signed.stated.number != number:
            yield Fault(where, "is not what a head looks like, or one before it is gone")
            continue
        if signed.stated.size <= size:
            yield Fault(where, "does not grow")
        size = signed.stated.size
        if signed.key_id not in keys:
            yield Fault(where, f"is signed with key {signed.key_id}, which is not on the ring")
        elif not heads.is_genuine(signed, keys):
            yield Fault(where, "its signature does not fit")
        if checked.roots.get(size) != signed.stated.root:
            yield Fault(where, "its root is not that of the entries")
    if size != checked.size:
        yield Fault(f"entry {size}", f"{checked.size} entries, but heads cover {size}")


def _signed(head: Mapping[str, Any]) -> Signed | None:
    try:
        stated = Stated(
            number=int(head["number"]),
            size=int(head["size"]),
            root=str(head["root"]),
            at=heads.written(heads.read_instant(str(head["at"]))),
        )
    except ValueError:
        return None
    whole = stated.at == head["at"]
    signed = Signed(stated=stated, key_id=str(head["key_id"]), signature=str(head["signature"]))
    return signed if whole else None


def _unplaced(
    session: Session, stored: list[Mapping[str, Any]], checked: Checked
) -> Iterator[Fault]:
    """Events without a place wait for the worker; one from long before the last head was put in."""
    waiting = unplaced(session, everything=True).add_columns(Event.at)
    try:
        last = heads.read_instant(str(stored[-1]["at"])) if stored else None
        for event_id, at in session.execute(waiting):
            checked.waiting += 1
            if last is not None and at < last - GRACE:
                yield Fault(f"event {event_id}", "was put in after its time")
    except ValueError:
        yield Fault("an event without a place", "has a time that is none")


def _older(against: Signed, keys: Mapping[str, bytes], checked: Checked) -> Iterator[Fault]:
    where = f"the older head (over {against.stated.size} entries)"
    if against.signature and not heads.is_genuine(against, keys):
        yield Fault(where, "is not signed with a key of this ring")
    if against.stated.size > checked.size:
        yield Fault(where, f"covers more than the {checked.size} entries there are")
    elif checked.roots.get(against.stated.size) != against.stated.root:
        yield Fault(where, "the log is not a continuation of it")
