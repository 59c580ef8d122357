"""A title in a sentence stands in 书名号, and only the outermost are double."""

from __future__ import annotations

from deskcirc.domain.title_names import quoted


def test_a_volume_stands_inside_with_its_title() -> None:
    assert quoted("十万个为什么", "植物") == "《十万个为什么 植物》"
    assert quoted("草房子") == "《草房子》"


def test_titles_within_a_title_stand_in_single_brackets() -> None:
    assert quoted("《三国》与《水浒》") == "《〈三国〉与〈水浒〉》"


def test_a_title_into_which_a_list_was_pasted_does_not_fill_the_screen() -> None:
    assert quoted("书" * 4000, "上") == f"《{'书' * 119}…》"
    assert quoted("书" * 120) == f"《{'书' * 120}》"
