"""The tree of RFC 6962, against vectors that are older than it and a second way to compute it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.history import merkle

# The entries, roots and proofs by which certificate logs test each other.
ENTRIES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive(leaves):
    """The definition of the RFC, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    both = naive(leaves[:split]) + naive(leaves[split:])
    return hashlib.sha256(b"\x01" + both).digest()


def grown(count, content=b"entry"):
    leaves = [merkle.leaf_hash(content + bytes([at % 256, at // 256])) for at in range(count)]
    tree, kept = merkle.Growing(), {}
    for at, leaf in enumerate(leaves):
        kept[0, at] = leaf
        kept |= {(level, index): made for level, index, made in tree.add(leaf)}
    return leaves, tree, lambda level, index: kept[level, index]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_certificate_logs(size):
    tree = merkle.Growing()
    for entry in ENTRIES[:size]:
        list(tree.add(merkle.leaf_hash(entry)))
    assert tree.root().hex() == ROOTS[size - 1]


def test_a_path_is_that_of_certificate_logs():
    leaves = [merkle.leaf_hash(entry) for entry in ENTRIES]
    kept = {(0, at): leaf for at, leaf in enumerate(leaves)}
    tree = merkle.Growing()
    for leaf in leaves:
        kept |= {(level, index): made for level, index, made in tree.add(leaf)}
    path = merkle.inclusion(lambda level, index: kept[level, index], 0, 8)
    assert [step.hex() for step in path] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_nothing_has_the_hash_of_nothing():
    assert merkle.Growing().root() == merkle.root(None, 0) == hashlib.sha256(b"").digest()


@given(st.integers(1, 130), st.data())
def test_every_path_leads_to_the_root_and_no_other_leaf_does(size, data):
    leaves, tree, node = grown(size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(node, index, size)
    assert tree.root() == merkle.root(node, size) == naive(leaves)
    assert merkle.root_from_inclusion(leaves[index], index, size, path) == tree.root()
    other = merkle.leaf_hash(b"another entry")
    assert merkle.root_from_inclusion(other, index, size, path) != tree.root()
    for wrong in (path[:-1], [*path, other]):
        if wrong != path:
            with pytest.raises(ValueError, match="path"):
                merkle.root_from_inclusion(leaves[index], index, size, wrong)


@given(st.integers(1, 130), st.integers(1, 130), st.data())
def test_a_tree_that_grew_can_show_it_and_another_cannot(one, two, data):
    first, second = sorted((one, two))
    leaves, tree, node = grown(second)
    proof = merkle.consistency(node, first, second)
    older = (first, naive(leaves[:first]))
    assert merkle.is_consistent(older, (second, tree.root()), proof)
    forged = [merkle.leaf_hash(b"forged"), *leaves[1:first]]
    assert not merkle.is_consistent((first, naive(forged)), (second, tree.root()), proof)
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bent = [*proof[:at], bytes(32), *proof[at + 1 :]]
        assert not merkle.is_consistent(older, (second, tree.root()), bent)
        assert not merkle.is_consistent(older, (second, tree.root()), proof[:-1])


@given(st.integers(0, 70), st.integers(1, 40))
def test_a_tree_goes_on_where_it_was_left(size, more):
    leaves, whole, node = grown(size + more)
    again = merkle.Growing(node, size)
    for leaf in leaves[size:]:
        list(again.add(leaf))
    assert again.root() == whole.root()


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_path_to_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion(grown(3)[2], index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_there_is_no_consistency_with_what_never_was(first, second):
    with pytest.raises(ValueError, match="no consistency"):
        merkle.consistency(grown(4)[2], first, second)
    assert not merkle.is_consistent((first, b""), (second, b""), [])
