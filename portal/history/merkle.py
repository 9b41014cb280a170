"""The tree of RFC 6962 over the log: roots, proofs of inclusion and of consistency. Pure.

A tree is seen through one function, `node(level, index)`: the hash of the whole subtree over the
leaves from `index << level` up to `(index + 1) << level`. Level 0 are the leaves.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

Node = Callable[[int, int], bytes]
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of one entry."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees; its prefix keeps it from passing as an entry."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(node: Node, size: int) -> bytes:
    """Return the root of the tree over the first `size` leaves."""
    return _over(node, 0, size) if size else EMPTY


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """Return the path that leads from leaf `index` to the root over `size` leaves.

    Raises:
        ValueError: there is no such leaf.

    """
    if not 0 <= index < size:
        msg = f"no leaf {index} among {size}"
        raise ValueError(msg)
    return _path(node, index, 0, size)


def consistency(node: Node, first: int, second: int) -> list[bytes]:
    """Return the proof that the first `first` leaves are the beginning of the first `second`.

    Raises:
        ValueError: they are not 0 < first <= second.

    """
    if not 0 < first <= second:
        msg = f"no consistency between {first} and {second}"
        raise ValueError(msg)
    return [] if first == second else _proof(node, first, 0, second, whole=True)


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root `path` leads to (RFC 9162, 2.1.3.2); raise ValueError for a wrong length."""
    if not 0 <= index < size:
        msg = "no such leaf"
        raise ValueError(msg)
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            msg = "the path is too long"
            raise ValueError(msg)
        if at % 2 or at == last:
            found = node_hash(step, found)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    if last:
        msg = "the path is too short"
        raise ValueError(msg)
    return found


def is_consistent(
    first: tuple[int, bytes], second: tuple[int, bytes], proof: Sequence[bytes]
) -> bool:
    """Return whether `proof` shows that one tree grew into the other (RFC 9162, 2.1.4.2).

    Args:
        first: size and root of the older tree.
        second: size and root of the newer one.
        proof: what `consistency` gave.

    """
    if not 0 < first[0] <= second[0]:
        return False
    if first[0] == second[0]:
        return not proof and first[1] == second[1]
    steps = list(proof)
    if first[0] & (first[0] - 1) == 0:
        steps.insert(0, first[1])
    return bool(steps) and _leads(first, second, steps)


def _leads(first: tuple[int, bytes], second: tuple[int, bytes], steps: list[bytes]) -> bool:
    at, last = first[0] - 1, second[0] - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            older, newer = node_hash(step, older), node_hash(step, newer)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, step)
        at, last = at >> 1, last >> 1
    return (older, newer, last) == (first[1], second[1], 0)


class Growing:
    """A tree while leaves are added: it keeps its right edge and tells the nodes it completes."""

    def __init__(self, node: Node | None = None, size: int = 0) -> None:
        """Go on from the tree seen through `node`, or begin an empty one."""
        self.size = size
        self._edge: list[bytes] = []
        if node is not None:
            self._edge = [node(level, index) for level, index in whole_parts(size)]

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add a leaf; yield level, index and hash of every node above the leaves it completes."""
        self._edge.append(leaf)
        self.size += 1
        level, index = 0, self.size
        while index % 2 == 0:
            level, index = level + 1, index >> 1
            right = self._edge.pop()
            self._edge[-1] = node_hash(self._edge[-1], right)
            yield level, index - 1, self._edge[-1]

    def root(self) -> bytes:
        """Return the root as it stands."""
        if not self._edge:
            return EMPTY
        found = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            found = node_hash(left, found)
        return found


def whole_parts(size: int) -> Iterator[tuple[int, int]]:
    """Yield level and index of the whole subtrees a tree of `size` leaves is made of, in order."""
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, start >> level
            start += 1 << level


def _split(length: int) -> int:
    """Return the largest power of two below `length`."""
    return 1 << (length - 1).bit_length() - 1


def _over(node: Node, start: int, end: int) -> bytes:
    """Return the hash over the leaves from `start` up to `end`."""
    length = end - start
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(length)
    return node_hash(_over(node, start, middle), _over(node, middle, end))


def _path(node: Node, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(node, index, start, middle), _over(node, middle, end)]
    return [*_path(node, index, middle, end), _over(node, start, middle)]


def _proof(node: Node, first: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    if first == end:
        return [] if whole else [_over(node, start, end)]
    middle = start + _split(end - start)
    if first <= middle:
        return [*_proof(node, first, start, middle, whole=whole), _over(node, middle, end)]
    return [*_proof(node, first, middle, end, whole=False), _over(node, start, middle)]
