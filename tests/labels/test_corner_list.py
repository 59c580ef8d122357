"""The papers of a class corner: the list for the wall, and the sheet of what came back."""

from __future__ import annotations

from datetime import date

from deskcirc.labels.corner_list import ListedCopy, Part, corner_list, corner_result
from deskcirc.labels.paper import Words

DAY = date(2026, 6, 26)


def words(page: object) -> list[str]:
    assert isinstance(page, tuple)
    return [shape.text for shape in page if isinstance(shape, Words)]


def test_fifty_copies_stand_numbered_on_two_pages() -> None:
    copies = [ListedCopy(f"I287.45/{number}", f"Story {number}", f"B{number:05}") for number in range(50)]
    pages = corner_list("四（2）班", "Red Star School", copies, DAY).pages
    assert len(pages) == 2
    shown = [text for page in pages for text in words(page)]
    assert [text for text in shown if text.startswith("Story")] == [copy.title for copy in copies]
    assert "50" in shown
    assert all("Class corner of 四（2）班" in words(page) for page in pages)


def test_the_sheet_names_every_part_that_has_copies_with_its_count() -> None:
    short = Part("Short", (ListedCopy("I247/1", "A", "B1", "陈子墨"),))
    (page,) = corner_result("四（2）班", "", [short, Part("Swapped", ())], DAY).pages
    assert "Short 1 · Swapped 0" in " ".join(words(page))
    assert words(page).count("Short") == 1
    assert "陈子墨" in words(page)
    assert "Swapped" not in words(page)


def test_an_empty_corner_says_so() -> None:
    assert "Nothing is lent to this corner yet." in words(corner_list("四（2）班", "", [], DAY).pages[0])
