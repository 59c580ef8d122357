"""The history counts one thing as one."""

from __future__ import annotations

import pytest

from deskcirc import text
from deskcirc.domain.changes import ActName, act_sentence
from deskcirc.domain.counted_acts import COUNTED_ACTS


@pytest.mark.parametrize(
    ("count", "words"), [(1, "Put 1 copy back on its shelf"), (2, "Put 2 copies back on their shelves")]
)
def test_one_copy_is_one_copy_in_the_history(count: int, words: str) -> None:
    assert act_sentence("shelve", {"count": count}) == words


def test_an_old_entry_without_its_number_still_has_a_sentence() -> None:
    assert act_sentence("shelve", {}).endswith("copies back on their shelves")


def test_every_counted_sentence_belongs_to_an_act() -> None:
    assert set(COUNTED_ACTS) <= {name.value for name in ActName}


def test_chinese_has_one_form_for_both() -> None:
    before = text.language()
    text.use_language("zh_CN")
    try:
        said = [act_sentence("shelve", {"count": count}) for count in (1, 2)]
    finally:
        text.use_language(before)
    assert said[0].replace("1", "2") == said[1]
    assert "copies" not in said[0]


def test_of_a_batch_the_copies_that_were_expected_say_whether_there_is_one() -> None:
    facts = {"number": "PC1", "arrived": 1}
    assert act_sentence("check_batch", {**facts, "expected": 1}) == "Checked batch PC1: 1 of 1 copy arrived"
    assert act_sentence("check_batch", {**facts, "expected": 2}) == "Checked batch PC1: 1 of 2 copies arrived"
