"""Whatever stands over the counter, a scan lands at the counter, whole and once, and again when it has gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from tests.screen.at_counter import AtCounter
from tests.screen.keys import HAND
from tests.screen.school import Visit

pytestmark = pytest.mark.screen

Opened = Callable[[AtCounter], QWidget]


def finder(at: AtCounter) -> QWidget:
    """Looking for a patron without a card."""
    at.press("ctrl+f")
    return at.wait_for_dialog()


def override(at: AtCounter) -> QWidget:
    """A fourth copy was refused; a reason is asked for."""
    (full,) = at.school.visits(1, 3)
    at.strike(full.card, *full.copies)
    at.strike("0009000", "DC-OVERRIDE")
    return at.wait_for_dialog()


def damage(at: AtCounter) -> QWidget:
    """What is damaged in the copy that came back.

    A question left open there stands again when Returns comes back, and the copy answers it: first let it go.
    """
    at.strike("DC-RETURNS", "0009040")
    at.wait(lambda: at.counter.window.header.current == "returns" and at.counter.counter.questions.dialog is None)
    at.wait_for_counter()
    at.press("ctrl+d")
    return at.wait_for_dialog()


def choice(at: AtCounter) -> QWidget:
    """Which of the copies a patron has."""
    (full,) = at.school.visits(1, 3)
    at.strike(full.card, *full.copies, "DC-RETURNS", full.card)
    return at.wait_for_dialog()


def manual(at: AtCounter) -> QWidget:
    """The manual beside the counter."""
    at.press("F1")
    return at.wait_for_dialog()


def operator(at: AtCounter) -> QWidget:
    """Who takes over the counter."""
    at.counter.counter.act("window:operator", {})
    return at.wait_for_dialog()


def file_choice(at: AtCounter) -> QWidget:
    """Another library is looked for among the files."""
    at.choose_in_menu("Open another library")
    return at.wait_for_dialog()


def bug_report(at: AtCounter) -> QWidget:
    """The program made a mistake, and says so."""
    at.counter.counter.crashed.emit("Traceback (most recent call last): …")
    return at.wait_for_dialog()


DIALOGS: Final = (finder, override, damage, choice, manual, operator, file_choice, bug_report)


def escape(at: AtCounter, _dialog: QWidget) -> None:
    """Leave it with Esc."""
    at.press("Escape")


def window_button(at: AtCounter, _dialog: QWidget) -> None:
    """Close it with the window manager's button."""
    at.press("alt+F4")


WAYS_OUT: Final = (escape, window_button)


def scan(at: AtCounter, visit: Visit) -> None:
    """Scan a card and its copies, wherever the counter was, and see them lent."""
    at.strike("DC-CHECKOUT", visit.card, *visit.copies)
    at.lands(visit)


def menu(at: AtCounter) -> None:
    """The menu at the top right is down."""
    (button,) = (button for button in at.counter.window.header.findChildren(QPushButton) if button.menu())
    QTimer.singleShot(0, button.showMenu)


def list_of_a_field(at: AtCounter) -> None:
    """A field's list of choices is down."""
    operator(at).findChildren(QComboBox)[0].showPopup()


def menu_of_a_field(at: AtCounter) -> None:
    """Somebody clicked the scan box with the right button."""
    place = at.counter.window.scan_box.mapToGlobal(at.counter.window.scan_box.rect().center())
    at.click(place, button=3)


@pytest.mark.parametrize("popup", [menu, list_of_a_field, menu_of_a_field], ids=lambda popup: popup.__name__)
def test_scans_land_while_a_menu_or_a_list_is_down(at: AtCounter, popup: Callable[[AtCounter], None]) -> None:
    (visit,) = at.school.visits(1, 3)
    popup(at)
    at.wait(lambda: QApplication.activePopupWidget() is not None)
    scan(at, visit)
    assert at.counter.window.scan_box.line.text() == ""


def test_scans_land_while_dialogs_open_and_close_under_them(at: AtCounter) -> None:
    visits = at.school.visits(4, 3)
    for key, visit in zip(("ctrl+f", "F1", "Escape", "ctrl+f"), visits, strict=True):
        at.press_and_strike(key, visit.card, *visit.copies)
        at.lands(visit)
    assert at.school.acts() == ["check_out"] * 12


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: dialog.__name__)
def test_scans_land_through_a_dialog_and_after_it_was_closed(at: AtCounter, dialog: Opened) -> None:
    _full, *visits = at.school.visits(2 + len(WAYS_OUT), 3)
    dialog(at)
    scan(at, visits.pop())
    lent = 3
    while (top := at.settled_top()) is not at.counter.window:
        escape(at, top)
        at.wait(lambda top=top: at.top() is not top)  # type: ignore[misc]
    for way_out in WAYS_OUT:
        before = at.settled_top()
        way_out(at, dialog(at))
        at.wait(lambda before=before: at.top() is before)  # type: ignore[misc]
        scan(at, visits.pop())
        lent += 3
    assert at.school.acts().count("check_out") >= lent
    at.program.shut()
    assert at.school.breaches() == []


def test_a_path_typed_slowly_into_the_file_dialog_keeps_its_letters(at: AtCounter) -> None:
    line = file_choice(at).findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    for typed in ("/usr/shar", "e/doc/abc"):
        before = line.text() if typed.startswith("e") else ""
        at.strike(typed, gap=HAND, end="")
        at.wait(lambda wanted=before + typed: len(line.text()) >= len(wanted))  # type: ignore[misc]
    assert line.text() == "/usr/share/doc/abc"
