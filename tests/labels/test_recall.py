"""Recall lists and slips: every copy once, a class on one page as long as it can be read, one slip a pupil."""

from __future__ import annotations

from datetime import date

import pytest

from deskcirc.labels.paper import Box, Paper, Words
from deskcirc.labels.recall_list import RecallClass, RecallLine, recall_lists
from deskcirc.labels.recall_slips import recall_slips

BY, ON = date(2026, 6, 26), date(2026, 6, 15)


def a_class(copies: int, *, each: int = 1, corner: int = 0) -> RecallClass:
    lines = tuple(
        RecallLine(f"S{n // each:04}", f"陈{n // each}", f"《故事 {n}》", f"I287/{n}", f"T{n:05}", BY, n % 7 == 0)
        for n in range(copies)
    )
    return RecallClass("五年级（1）班", "王丽", lines, corner)


def words(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


@pytest.mark.parametrize("copies", [1, 20, 40, 59])
def test_a_class_stands_on_one_page_with_smaller_rows_before_a_second_is_begun(copies: int) -> None:
    paper = recall_lists([a_class(copies)], "红星小学", BY, ON)
    (page,) = paper.pages
    assert [text for text in words(paper) if text.startswith("《")] == [f"《故事 {n}》" for n in range(copies)]
    boxes = [shape for shape in page if isinstance(shape, Box) and shape.height]
    assert len(boxes) == copies
    assert all(shape.y + shape.height <= 290 for shape in page)


def test_a_class_with_very_many_copies_takes_two_numbered_pages() -> None:
    paper = recall_lists([a_class(70)], "", BY, ON)
    assert len(paper.pages) == 2
    assert sum(text.startswith("《") for text in words(paper)) == 70
    assert any("Page 2 of 2" in text for text in words(paper))


def test_who_has_several_copies_is_named_once() -> None:
    assert words(recall_lists([a_class(6, each=3)], "", BY, ON)).count("陈1") == 1


def test_the_list_says_by_when_and_to_whom_and_leaves_room_where_no_day_is_set() -> None:
    assert any(text.startswith("Dear 王丽, please") for text in words(recall_lists([a_class(1)], "", BY, ON)))
    assert "by 26 Jun 2026." in " ".join(words(recall_lists([a_class(1)], "", BY, ON)))
    assert "by __________." in " ".join(words(recall_lists([a_class(1)], "", None, ON)))


def test_copies_of_the_corner_are_counted_not_listed_and_cleared_classes_are_left_out() -> None:
    paper = recall_lists([a_class(0), a_class(0, corner=50)], "", BY, ON)
    assert len(paper.pages) == 1
    assert "and 50 copies of the class corner" in words(paper)
    assert words(recall_lists([a_class(0)], "", BY, ON)) == ["Everything is back."]


def test_every_pupil_gets_one_slip_that_stays_on_the_paper() -> None:
    paper = recall_slips([a_class(90, each=2)], "红星小学", BY)
    shown = words(paper)
    assert [text for text in shown if text.startswith("五年级")] == [f"五年级（1）班  陈{n}" for n in range(45)]
    assert sum(text.startswith("《") for text in shown) == 90
    for page in paper.pages:
        assert all(shape.y + shape.height <= 290 and shape.x + shape.width <= 203 for shape in page)


def test_who_holds_more_than_a_page_gets_another_slip() -> None:
    paper = recall_slips([a_class(60, each=60)], "", BY)
    assert sum(text.startswith("《") for text in words(paper)) == 60
    assert sum(text.startswith("五年级") for text in words(paper)) == 2
