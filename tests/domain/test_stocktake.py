"""A count of the shelves: its frozen groups, its scope as it is kept, its sums."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskcirc import text
from deskcirc.domain.stocktake import (
    BLOCK,
    CountKind,
    CountSums,
    FrozenGroups,
    Group,
    Scope,
    frozen,
    stored_scope,
    sums_of,
)

GROUPS = st.dictionaries(st.integers(1, 4 * BLOCK), st.sampled_from(Group), max_size=40)


@given(groups=GROUPS)
def test_what_was_frozen_is_read_again_and_nothing_else(groups: dict[int, Group]) -> None:
    kept = frozen(groups.items())
    assert {copy_id: kept.group_of(copy_id) for copy_id in groups} == groups
    assert kept.copies_in(*Group) == sorted(groups)
    assert sum(kept.sums().values()) == len(groups)
    others = {copy_id for near in groups for copy_id in (near - 1, near + 1)} - set(groups)
    assert not any(kept.group_of(copy_id) for copy_id in others)


@given(groups=GROUPS, wanted=st.sampled_from(Group))
def test_the_copies_of_one_group_are_told_apart(groups: dict[int, Group], wanted: Group) -> None:
    assert frozen(groups.items()).copies_in(wanted) == sorted(key for key, group in groups.items() if group is wanted)


def test_copies_come_by_their_number_in_whatever_order_their_blocks_are_read() -> None:
    assert FrozenGroups({1: b"\1", 0: b"\0\1"}).copies_in(Group.SHELF) == [1, BLOCK]


def test_a_scope_is_kept_as_it_was_ordered() -> None:
    scope = Scope(locations=(1, 3), item_types=(2,), shelves=(7,), class_from="G", class_to="I24")
    assert stored_scope(scope.stored()) == scope
    assert not scope.is_everything
    assert stored_scope(Scope().stored()).is_everything


@given(kinds=st.lists(st.sampled_from(CountKind)))
def test_every_line_is_in_exactly_one_of_the_sums(kinds: list[CountKind]) -> None:
    sums = sums_of(kinds)
    assert sums.read == len(kinds)
    assert sums.found == kinds.count(CountKind.FOUND)
    assert sums.sentence().startswith(str(len(kinds)))


def test_the_sentence_of_a_file_names_no_kind_without_a_line() -> None:
    assert CountSums(found=1200, repeat=3).sentence() == "1,203 lines = 1,200 found + 3 counted twice"
    assert CountSums().sentence() == "0 lines = 0 found"


def test_several_unknown_codes_are_said_as_several() -> None:
    assert CountSums(unknown=1).sentence() == "1 line = 0 found + 1 unknown code"
    assert CountSums(unknown=2).sentence() == "2 lines = 0 found + 2 unknown codes"


def test_in_chinese_the_kind_stands_before_its_number() -> None:
    text.use_language("zh_CN")
    assert CountSums(found=3, repeat=1).sentence() == "4 行 = 已找到 3 + 重复 1"
