"""The school year at one counter: rules, rota, a class corner, a visit, a new card, by mouse, keys and scans."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from tests.screen.at_counter import AtCounter
from tests.screen.school import Visit
from tests.screen.test_patrons import form, patrons_tab

from deskcirc.domain.changes import ActName
from deskcirc.ui.sectioned_page import SectionedPage

pytestmark = pytest.mark.screen

_COPIES = tuple(f"{number:07}" for number in range(2000, 2400, 40))
_EXTRA = "0002400"


def mouse(at: AtCounter, words: str) -> None:
    """Click the button with these words that can be seen, once it may be pressed."""

    def seen() -> list[QPushButton]:
        buttons = (each for each in QApplication.allWidgets() if isinstance(each, QPushButton))
        top = QApplication.activeModalWidget() or at.counter.window
        offered = [each for each in buttons if each.window() is top and each.isVisible() and each.isEnabled()]
        exactly = [each for each in offered if each.text() == words]
        return exactly or [each for each in offered if each.text().startswith(words)]

    places: list[QPoint] = []

    def stands_still() -> bool:
        found = seen()
        places.extend(button.mapToGlobal(button.rect().center()) for button in found)
        return len(found) == 1 and places[-3:] == places[-1:] * 3

    at.wait(stands_still)
    at.click(places[-1], 1)


def section(at: AtCounter, key: str, tab: str, words: str) -> None:
    """Open a tab by its key and click one of its sections."""
    at.press(key)
    at.wait(lambda: at.counter.window.header.current == tab)
    page = at.counter.window.show_tab(tab)
    assert isinstance(page, SectionedPage)
    (item,) = page.list.findItems(words, Qt.MatchFlag.MatchExactly)
    place = page.list.visualItemRect(item).center()
    at.click(page.list.viewport().mapToGlobal(place), 1)
    at.wait(lambda: page.list.currentItem() is item)


def says(at: AtCounter, words: str) -> None:
    """Wait until the banner's headline holds these words and no dialog stands over it."""
    at.wait(lambda: words in at.message.headline)
    at.wait_for_counter()


def rules_by_preset(at: AtCounter) -> None:
    """Take over the rules of another kind of school, regret it, take them over again."""
    section(at, "F8", "school_year", "Circulation rules")
    for _again in range(2):
        mouse(at, "Presets")
        at.wait(lambda: QApplication.activePopupWidget() is not None)
        at.press("Down", "Down", "Return")
        at.wait_for_dialog()
        at.press("Return")
        says(at, "Rules taken over")
        if not _again:
            at.press("ctrl+z")
            says(at, "Undone")


def rota_by_clicks(at: AtCounter) -> None:
    """Three slots at lunch, the rota they make, kept."""
    section(at, "F8", "school_year", "Rota")
    mouse(at, "Begin with three slots")
    mouse(at, "Make the rota")
    at.wait_for_dialog()
    at.press("Return")
    mouse(at, "Save this rota")
    says(at, "The rota is saved")


def corner_by_scans(at: AtCounter) -> None:
    """A corner is opened, filled in one act, and taken back in one: one copy damaged, one missing, one too many."""
    section(at, "F7", "classes", "Class corners")
    mouse(at, "Open a class corner")
    at.wait_for_dialog()
    at.press("Return")
    says(at, "is open")
    at.strike(*_COPIES)
    at.wait(lambda: "Grade 1: 10 of 50 copies" in at.message.details)
    at.strike("DC-UNDO")
    says(at, "Taken off the pile")
    at.strike(_COPIES[-1])
    at.wait(lambda: "Grade 1: 10 of 50 copies" in at.message.details)
    at.strike("DC-YES")
    at.wait(lambda: ActName.FILL_CORNER in at.school.acts())
    assert at.school.lent_and_returned() == (len(_COPIES), 0)
    mouse(at, "Take back")
    at.strike(*_COPIES[:8], _EXTRA, _COPIES[8])
    says(at, "of this corner")
    at.press("ctrl+d")
    at.wait_for_dialog()
    mouse(at, "To repair")
    says(at, "will go to repair")
    at.strike("DC-YES")
    at.wait(lambda: ActName.EMPTY_CORNER in at.school.acts())
    assert at.school.lent_and_returned() == (len(_COPIES), 9)


def visit_by_card(at: AtCounter, visit: Visit) -> None:
    """Who comes in is counted by one scan."""
    at.press("F4")
    at.wait(lambda: at.counter.window.header.current == "reading_room")
    at.strike(visit.card)
    at.wait(lambda: ActName.VISIT in at.school.acts())


def new_card(at: AtCounter, visit: Visit) -> None:
    """A lost card is replaced; the old one lends nothing, the new one does."""
    page = patrons_tab(at)
    at.strike(visit.card)
    at.wait(page.patron.isVisible)
    at.press("ctrl+k")
    form(at, page, "card")
    at.strike("NEWCARD3")
    at.wait(lambda: page.dialog is None and page.patron.side.card_code.text() == "Card NEWCARD3")
    at.wait_for_counter()
    at.press("F2")
    at.strike(visit.card, visit.copies[0])
    says(at, "Not lent")
    at.strike("NEWCARD3", visit.copies[1])
    says(at, "Lent")


def test_a_school_year_is_set_up_and_lived_by_mouse_keys_and_scans(at: AtCounter) -> None:
    first, second = at.school.visits(2, 2)
    rules_by_preset(at)
    rota_by_clicks(at)
    corner_by_scans(at)
    visit_by_card(at, first)
    new_card(at, second)
    assert at.school.acts()[-3:] == [ActName.VISIT, ActName.REPLACE_CARD, ActName.CHECK_OUT]
    assert at.school.breaches() == []
