"""Trees against an independent implementation, and references against slips of the finger and the
ear.
"""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from guichet.lib import merkle, reference

LEAVES = st.lists(st.binary(max_size=30), min_size=1, max_size=40)


@given(LEAVES)
def test_the_root_is_that_of_rfc_6962(leaves: list[bytes]) -> None:
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    assert merkle.root([merkle.leaf_hash(leaf) for leaf in leaves]) == tree.get_root()


@given(LEAVES, st.data())
def test_a_path_proves_its_leaf_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, path = merkle.root(hashes), merkle.path(hashes, index)
    assert merkle.root_from(hashes[index], index, len(leaves), path) == root
    assert (
        merkle.root_from(merkle.leaf_hash(leaves[index] + b"!"), index, len(leaves), path) != root
    )
    assert merkle.root_from(hashes[index], index, len(leaves), [*path, b"\x00" * 32]) is None


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = merkle.leaf_hash(b"a"), merkle.leaf_hash(b"b")
    assert merkle.root([left, right]) != merkle.leaf_hash(left + right)


NUMBERS = st.integers(0, 2**reference.BITS - 1)


@given(NUMBERS)
def test_a_reference_reads_back_however_it_is_spaced(number: int) -> None:
    text = reference.encode(number)
    for spelling in (text, text.lower(), text.replace("-", ""), text.replace("-", " ")):
        assert reference.decode(spelling) == number


@given(NUMBERS, st.integers(0, 12), st.sampled_from(reference.ALPHABET))
def test_one_wrong_character_is_found(number: int, place: int, letter: str) -> None:
    bare = reference.encode(number).replace("-", "")
    wrong = bare[:place] + letter + bare[place + 1 :]
    assert wrong == bare or reference.decode(wrong) is None


@given(NUMBERS, st.integers(0, 11))
def test_two_swapped_neighbours_are_found(number: int, place: int) -> None:
    bare = reference.encode(number).replace("-", "")
    wrong = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert wrong == bare or reference.decode(wrong) is None


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_a_column_of_references_is_that_of_its_numbers(numbers: list[int]) -> None:
    expected = [reference.encode(n) for n in numbers]
    assert reference.encoded(pl.Series(numbers, dtype=pl.Int64)).to_list() == expected
    many = pl.Series(numbers * 500, dtype=pl.Int64)
    assert reference.encoded(many).to_list() == expected * 500


@pytest.mark.parametrize("text", ["", "K7QM", "????-????-?????", "2" * 14, "٢" * 13])
def test_what_is_no_reference_is_none(text: str) -> None:
    assert reference.decode(text) is None
