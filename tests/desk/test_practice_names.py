"""The practice library's people have names as in a school, and none is taken from a list."""

from __future__ import annotations

import random
from collections import Counter

from deskcirc.desk.practice_names import invented_name
from deskcirc.domain.pinyin import name_pinyin


def test_the_same_seed_gives_the_same_names() -> None:
    one, other = random.Random(7), random.Random(7)
    assert [invented_name(one) for _ in range(50)] == [invented_name(other) for _ in range(50)]
    assert invented_name(random.Random(1)) != invented_name(random.Random(2))


def test_there_are_names_for_a_large_school_and_some_are_borne_by_two() -> None:
    dice = random.Random(2026)
    names = Counter(invented_name(dice)[0] for _ in range(3000))
    assert len(names) >= 2000
    assert 10 <= sum(count > 1 for count in names.values()) <= 600


def test_both_genders_are_about_equally_frequent() -> None:
    dice = random.Random(3)
    genders = Counter(invented_name(dice)[1] for _ in range(1000))
    assert set(genders) == {"male", "female"}
    assert min(genders.values()) > 400


def test_every_name_is_two_to_four_characters_and_can_be_read() -> None:
    dice = random.Random(4)
    for name, _gender in (invented_name(dice) for _ in range(2000)):
        assert 2 <= len(name) <= 4
        assert all("\u4e00" <= character <= "\u9fff" for character in name)
        assert len(name_pinyin(name)[0].initials) == len(name)
        assert name[-1] != name[-2]
