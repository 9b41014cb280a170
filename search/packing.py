"""The file of one segment: for every token of every field the set of its places, packed small.

A dense set is kept as its bits, a thin one as the gaps between its places. Tokens stand in
blocks, sorted; a directory at the end names the first token of each block.
"""

import json
import struct
import sys
import threading
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise, takewhile
from typing import Any, NamedTuple

from search import bits

EXTENSION = ".set"
IN_BLOCK = 128
BLOCKS_KEPT = 256
# From this share of places on, the bits are smaller than the gaps.
DENSE = 1 / 24
BITS, PRESSED = b"b", b"z"
END = struct.Struct("<QI")
WIDTHS = "BHI"


class Block(NamedTuple):
    """Some tokens in order, how many places each has, and where sets begin; the last one ends."""

    tokens: list[bytes]
    counts: "array[int]"
    starts: list[int]


class Packer:
    """Writes a segment's file, field after field."""

    def __init__(self, file: Any) -> None:
        """Write into `file`."""
        self._file, self._at = file, 0
        self._directory: dict[str, list[tuple[str, int, int]]] = {}
        self.is_closed = False

    def add_field(self, name: str, sets: Mapping[bytes, "array[int]"], size: int) -> None:
        """Write the places of each token of a field; there are `size` places in all."""
        tokens = sorted(sets)
        self._directory[name] = [
            self._add_block(tokens[start : start + IN_BLOCK], sets, size)
            for start in range(0, len(tokens), IN_BLOCK)
        ]

    def _add_block(
        self, tokens: list[bytes], sets: Mapping[bytes, "array[int]"], size: int
    ) -> tuple[str, int, int]:
        """Write some sets and the block of their tokens; return its line in the directory."""
        packed = [pack(sets[token], size) for token in tokens]
        start = self._at
        for one in packed:
            self._write(one)
        numbers = array("I", map(len, tokens)) + array("I", map(len, packed))
        numbers.extend(len(sets[token]) for token in tokens)
        head = zlib.compress(_little(numbers).tobytes() + b"".join(tokens), 6)
        at = self._at
        self._write(struct.pack("<QH", start, len(tokens)) + head)
        return tokens[0].decode("latin-1"), at, self._at - at

    def _write(self, content: bytes) -> None:
        """Append `content`."""
        self._file.write(content)
        self._at += len(content)

    def close(self) -> None:
        """Write the directory and let go of the file."""
        at = self._at
        self._write(zlib.compress(json.dumps(self._directory).encode(), 6))
        self._file.write(END.pack(at, self._at - at))
        self._file.close()
        self.is_closed = True


class Packed:
    """Reads a segment's file; several threads may ask at once."""

    def __init__(self, file: Any, length: int) -> None:
        """Read from `file` of `length` bytes."""
        self._file, self._lock = file, threading.Lock()
        self._blocks: OrderedDict[int, Block] = OrderedDict()
        at, size = END.unpack(self._read(length - END.size, END.size))
        directory = json.loads(zlib.decompress(self._read(at, size)))
        self._firsts = {
            field: [first.encode("latin-1") for first, _, _ in lines]
            for field, lines in directory.items()
        }
        self._extents = {
            field: [(at, size) for _, at, size in lines] for field, lines in directory.items()
        }

    def places(self, field: str, token: bytes) -> int:
        """Return the set of the places of `token`; empty when it is not there."""
        block, place = self._find(field, token)
        if block is None:
            return 0
        start, end = block.starts[place : place + 2]
        return unpack(self._read(start, end - start))

    def count(self, field: str, token: bytes) -> int:
        """Return how many places `token` has."""
        block, place = self._find(field, token)
        return block.counts[place] if block else 0

    def _find(self, field: str, token: bytes) -> tuple[Block | None, int]:
        """Return the block that holds `token` and its place there; no block when it is nowhere."""
        number = bisect_right(self._firsts.get(field, ()), token) - 1
        if number < 0:
            return None, 0
        block = self._block(*self._extents[field][number])
        place = bisect_left(block.tokens, token)
        if place == len(block.tokens) or block.tokens[place] != token:
            return None, 0
        return block, place

    def tokens(self, field: str, prefix: bytes = b"") -> Iterator[bytes]:
        """Yield the tokens of `field` that start with `prefix`, in order."""
        firsts = self._firsts.get(field, [])
        for extent in self._extents.get(field, [])[max(bisect_right(firsts, prefix) - 1, 0) :]:
            tokens = self._read_block(*extent).tokens
            here = tokens[bisect_left(tokens, prefix) :]
            yield from takewhile(lambda token: token.startswith(prefix), here)
            if here and not here[-1].startswith(prefix):
                return

    def each(self, field: str) -> Iterator[tuple[bytes, list[int]]]:
        """Yield each token of `field` with its places in order."""
        for extent in self._extents.get(field, []):
            block = self._read_block(*extent)
            content = self._read(block.starts[0], block.starts[-1] - block.starts[0])
            for place, token in enumerate(block.tokens):
                start, end = (at - block.starts[0] for at in block.starts[place : place + 2])
                yield token, unpack_ids(content[start:end])

    def _block(self, at: int, size: int) -> Block:
        """Return a block, kept from the last time if it was asked for lately."""
        with self._lock:
            if at in self._blocks:
                self._blocks.move_to_end(at)
                return self._blocks[at]
        block = self._read_block(at, size)
        with self._lock:
            self._blocks[at] = block
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        return block

    def _read_block(self, at: int, size: int) -> Block:
        """Return a block as it is written."""
        content = self._read(at, size)
        start, count = struct.unpack_from("<QH", content)
        words = zlib.decompress(content[struct.calcsize("<QH") :])
        numbers = array("I")
        numbers.frombytes(words[: 3 * numbers.itemsize * count])
        numbers = _little(numbers)
        ends = list(accumulate(numbers[:count], initial=3 * numbers.itemsize * count))
        tokens = [words[a:b] for a, b in pairwise(ends)]
        starts = list(accumulate(numbers[count : 2 * count], initial=start))
        return Block(tokens, numbers[2 * count :], starts)

    def _read(self, at: int, size: int) -> bytes:
        """Return `size` bytes from `at`."""
        return bytes(self._file.get(at, size))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def pack(places: "array[int]", size: int) -> bytes:
    """Return the set of `places`, ascending, among `size` places, as bytes."""
    if len(places) > DENSE * size:
        members = bits.from_ids(places)
        kind, content = BITS, members.to_bytes((members.bit_length() + 7) // 8, "little")
    else:
        gaps = [after - before for before, after in zip([0, *places], places, strict=False)]
        width = next(w for w in WIDTHS if max(gaps) < 1 << 8 * array(w).itemsize)
        kind, content = width.encode(), _planes(_little(array(width, gaps)))
    pressed = zlib.compress(content, 1)
    return PRESSED + kind + pressed if len(pressed) + 1 < len(content) else kind + content


def unpack(packed: bytes) -> int:
    """Return the set that `pack` made bytes of."""
    kind, content = _opened(packed)
    if kind == BITS:
        return int.from_bytes(content, "little")
    return bits.from_gaps(_joined(kind, content))


def unpack_ids(packed: bytes) -> list[int]:
    """Return the members of the set that `pack` made bytes of, lowest first."""
    kind, content = _opened(packed)
    if kind == BITS:
        return bits.ids(int.from_bytes(content, "little"))
    return list(accumulate(_joined(kind, content)))


def _opened(packed: bytes) -> tuple[bytes, bytes]:
    """Return how a set is kept, and what is kept."""
    pressed = packed[:1] == PRESSED
    content = zlib.decompress(packed[2:]) if pressed else packed[1:]
    return packed[pressed : pressed + 1], content


def _planes(values: "array[int]") -> bytes:
    """Return the lowest bytes of all `values`, then the next ones: so they press well."""
    content = values.tobytes()
    return b"".join(content[byte :: values.itemsize] for byte in range(values.itemsize))


def _joined(width: bytes, planes: bytes) -> "array[int]":
    """Return the values whose bytes stand in `planes`."""
    values = array(width.decode())
    size = values.itemsize
    count = len(planes) // size
    content = bytearray(len(planes))
    for byte in range(size):
        content[byte::size] = planes[byte * count : (byte + 1) * count]
    values.frombytes(bytes(content))
    return _little(values)


def _little(values: "array[int]") -> "array[int]":
    """Return `values` in the order of bytes the file has: the lowest first, on any machine."""
    if sys.byteorder == "big":
        values.byteswap()
    return values
