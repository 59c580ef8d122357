"""The list for the trolley: every copy once, in the order it came, with a box, on numbered pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskcirc.labels.paper import Box, Words
from deskcirc.labels.shelving_list import shelving_list

DAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Copy:
    call_number: str
    title: str
    location: str = ""


def words(page: object) -> list[str]:
    assert isinstance(page, tuple)
    return [shape.text for shape in page if isinstance(shape, Words)]


def test_a_long_trolley_takes_as_many_pages_as_it_needs_and_each_says_which_it_is() -> None:
    copies = [Copy(f"I287.45/{number}", f"Story {number}") for number in range(70)]
    pages = shelving_list(copies, "Red Star School", DAY).pages
    shown = [text for page in pages for text in words(page)]
    assert [text for text in shown if text.startswith("Story")] == [copy.title for copy in copies]
    assert [text for text in shown if text.startswith("Page")] == ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]
    assert all("Red Star School · Fri 20 Nov · 70 copies" in words(page) for page in pages)


def test_each_copy_has_a_box_to_tick() -> None:
    (page,) = shelving_list([Copy("", "A"), Copy("B/1", "B", "Room 2")], "", DAY).pages
    boxes = [shape for shape in page if isinstance(shape, Box) and shape.height]
    assert len(boxes) == 2
    assert "–" in words(page)
    assert "Room 2" in words(page)


def test_an_empty_trolley_says_so() -> None:
    (page,) = shelving_list([], "", DAY).pages
    assert "The trolley is empty." in words(page)
