"""The scope of a count in one line, as its report says it."""

from __future__ import annotations

import pytest

from deskcirc.domain.scope_words import scope_words
from deskcirc.domain.stocktake import Scope


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(), "the whole stock"),
        (Scope(locations=(1, 0)), "location 书库, without a location"),
        (Scope(item_types=(2,)), "type 期刊"),
        (Scope(class_from="I", class_to="I"), "class I"),
        (Scope(class_from="I", class_to="K"), "class I to K"),
        (Scope(class_from="I"), "class I and after"),
        (Scope(class_to="K"), "up to class K"),
        (Scope(shelves=(7,)), "shelf 一排 1"),
        (Scope(locations=(1,), class_from="I", class_to="I"), "location 书库; class I"),
        (Scope(item_types=(9,)), "type 9"),
    ],
)
def test_a_scope_is_said_as_people_say_it(scope: Scope, said: str) -> None:
    assert scope_words(scope, {1: "书库"}, {2: "期刊"}, ["一排 1"] if scope.shelves else []) == said
