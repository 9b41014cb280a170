"""Sets of places as a segment's file keeps them."""

from array import array

from hypothesis import example, given
from hypothesis import strategies as st
from whoosh.filedb.structfile import BufferFile

from search import bits
from search.packing import IN_BLOCK, Packed, Packer, pack, unpack, unpack_ids
from tests.search.makers import calm


class Written:
    """A file that is kept in memory."""

    def __init__(self):
        self.content = b""

    def write(self, content):
        self.content += content

    def close(self):
        pass


def packed(fields, size):
    file = Written()
    packer = Packer(file)
    for name, sets in fields.items():
        packer.add_field(name, {t: array("I", places) for t, places in sets.items()}, size)
    packer.close()
    return Packed(BufferFile(memoryview(file.content)), len(file.content))


@calm
@given(st.sets(st.integers(0, 70_000), min_size=1))
@example(set(range(70_000)))
@example({0})
@example({69_999})
@example({0, 300, 69_999})
def test_a_set_comes_back_as_it_was(members):
    places = sorted(members)
    kept = pack(array("I", places), 70_000)
    assert unpack_ids(kept) == places
    assert unpack(kept) == bits.from_ids(places)


def test_every_token_of_every_field_is_found_and_no_other():
    words = {f"{n:04}".encode(): [n, n + 7] for n in range(0, 3 * IN_BLOCK, 2)}
    file = packed({"one": words, "two": {"ư".encode(): [1]}, "none": {}}, 1000)
    for token, places in words.items():
        assert file.places("one", token) == bits.from_ids(places)
        assert file.count("one", token) == 2
    for token in (b"", b"0001", b"9", b"\xff"):
        assert file.places("one", token) == file.count("one", token) == 0
        assert file.places("none", token) == file.places("other", token) == 0
    assert dict(file.each("one")) == words
    assert dict(file.each("two")) == {"ư".encode(): [1]}
    assert list(file.each("none")) == []


def test_tokens_are_listed_by_their_beginning():
    words = {f"{n:04}".encode(): [0] for n in range(3 * IN_BLOCK)}
    file = packed({"one": words}, 1)
    assert list(file.tokens("one")) == sorted(words)
    for prefix in (b"0", b"01", b"012", b"0127", b"0383"):
        assert list(file.tokens("one", prefix)) == [w for w in words if w.startswith(prefix)]
    assert list(file.tokens("one", b"x")) == list(file.tokens("other")) == []
