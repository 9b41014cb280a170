"""Sets of documents as Python integers: bit n stands for document n."""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

FEW = 128
FILLED = re.compile(rb"[^\0]")


def from_ids(ids: Iterable[int]) -> int:
    """Return the set of `ids`."""
    ids = list(ids)
    if not ids:
        return 0
    buffer = bytearray(max(ids) // 8 + 1)
    for number in ids:
        buffer[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(buffer, "little")


def from_gaps(gaps: Iterable[int]) -> int:
    """Return the set of the ids whose differences are `gaps`."""
    return from_ids(accumulate(gaps))


def ids(bits: int) -> list[int]:
    """Return the members of `bits`, lowest first."""
    found: list[int] = []
    content = column(bits)
    for match in FILLED.finditer(content):
        place = match.start()
        byte = content[place]
        found.extend(place * 8 + bit for bit in range(8) if byte >> bit & 1)
    return found


def add(levels: list[int], members: int, weight: int) -> None:
    """Add `weight` to the number that `levels`, lowest bit first, hold for each of `members`."""
    level = 0
    while weight:
        if weight & 1:
            _carry(levels, level, members)
        weight >>= 1
        level += 1


def _carry(levels: list[int], level: int, carry: int) -> None:
    """Add one at `level` for each member of `carry`."""
    while carry:
        while len(levels) <= level:
            levels.append(0)
        levels[level], carry = levels[level] ^ carry, levels[level] & carry
        level += 1


def at_least(levels: Sequence[int], bound: int, among: int) -> int:
    """Return those `among` whose number in `levels` is at least `bound`."""
    above, equal = 0, among
    for level in reversed(range(max(len(levels), bound.bit_length()))):
        here = levels[level] if level < len(levels) else 0
        if bound >> level & 1:
            equal &= here
        else:
            above |= equal & here
            equal &= ~here
    return above | equal


def column(members: int) -> bytes:
    """Return `members` as bytes, in which single members are looked up without shifting it all."""
    return members.to_bytes((members.bit_length() + 7) // 8, "little")


def holds(members: bytes, member: int) -> bool:
    """Whether `member` is in the set `members`, a column."""
    byte = member >> 3
    return byte < len(members) and bool(members[byte] >> (member & 7) & 1)


def between(members: bytes, first: int, count: int) -> int:
    """Return the `count` places from `first` on of `members`, a column, as a small set."""
    start = first >> 3
    window = int.from_bytes(members[start : (first + count + 7) >> 3], "little")
    return window >> (first & 7) & ((1 << count) - 1)


def value(columns: Sequence[bytes], member: int) -> int:
    """Return the number that levels, each a column, hold for `member`."""
    return sum(holds(level, member) << place for place, level in enumerate(columns))


def ranked(members: int, levels: Sequence[int], skip: int, take: int) -> list[int]:
    """Return `take` of `members` after `skip`, highest number in `levels` first.

    Walks the levels from the highest bit and parts the members by it, so that only what
    stands on the page is ever taken out of the sets.
    """
    found: list[int] = []
    groups = [(members, len(levels))]
    while groups and len(found) < take:
        group, level = groups.pop()
        count = group.bit_count()
        if count <= skip:
            skip -= count
        elif level == 0 or count <= FEW:
            found += _sorted(group, levels)[skip:]
            skip = 0
        else:
            high = group & levels[level - 1]
            groups += [(group ^ high, level - 1), (high, level - 1)]
    return found[:take]


def _sorted(group: int, levels: Sequence[int]) -> list[int]:
    """Return the few members of `group`, highest number first, then highest id."""
    columns = [column(level) for level in reversed(levels)]
    return sorted(
        ids(group), key=lambda n: ([holds(level, n) for level in columns], n), reverse=True
    )
