"""A title in a sentence stands in 书名号, and only the outermost are double."""

from __future__ import annotations

from deskcirc.domain.title_names import quoted


def test_a_volume_stands_inside_with_its_title() -> None:
    assert quoted("十万个为什么", "植物") == "《十万个为什么 植物》"
    assert quoted("草房子") == "《草房子》"


def test_titles_within_a_title_stand_in_single_brackets() -> None:
    assert quoted("《三国》与《水浒》") == "《〈三国〉与〈水浒〉》"
