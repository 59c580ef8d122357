"""New books on a real screen, by keys, mouse and scans: from the batch to the label, the hand-over and the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from tests.screen.at_counter import AtCounter

from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.dialogs.sheet_choice import SheetDialog
from deskcirc.ui.sectioned_page import SectionedPage
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.accession.batches_page import BatchesPage
from deskcirc.ui.tabs.accession.cataloguing_page import CataloguingPage
from deskcirc.ui.tabs.accession.delivery_page import DeliveryPage
from deskcirc.ui.tabs.accession.hand_over_page import HandOverPage
from deskcirc.ui.tabs.accession.labels_page import LabelsPage
from deskcirc.ui.tabs.ledgers.ledgers_page import LedgersPage

pytestmark = pytest.mark.screen
NEW: Final = "9787302164548"
OTHER: Final = "9787544291170"
_PACE: Final = ("--delay", "400")  # of somebody who looks before the next key: no gun strikes so
_MOST_TABS: Final = 30
SECTIONS: Final = ("batches", "delivery", "cataloguing", "to_complete", "numbers", "labels", "hand_over")


def tab(at: AtCounter, key: str, name: str) -> SectionedPage:
    """A tab of sections, brought up by its key."""
    at.press(key)
    at.wait(lambda: at.counter.window.header.current == name)
    page = at.counter.window.show_tab(name)
    assert isinstance(page, SectionedPage)
    return page


def section(at: AtCounter, name: str) -> TabPage:
    """A section of the Accession tab, chosen by the mouse."""
    page = tab(at, "F9", "accession")
    item = page.list.visualItemRect(page.list.item(SECTIONS.index(name))).center()
    at.click(page.list.viewport().mapToGlobal(item), 1)
    found = page.page(name)
    at.wait(found.isVisible)
    return found


def middle(widget: QWidget) -> QPoint:
    """Where a person points at to click on it."""
    return widget.mapToGlobal(widget.rect().center())


def click(at: AtCounter, button: QWidget) -> None:
    """Click on it, once it can be clicked on."""
    at.wait(lambda: button.isVisible() and button.isEnabled())
    at.click(middle(button), 1)


def go_to(at: AtCounter, button: QWidget) -> None:
    """Walk with Tab until it has the keyboard."""
    for _step in range(_MOST_TABS):
        if button.hasFocus():
            return
        at.press(*_PACE, "Tab")
    raise AssertionError(f"no Tab leads to {button}")


def a_batch(at: AtCounter, dealer: str = "Xinhua") -> None:
    """Open a batch by keys alone."""
    page = section(at, "batches")
    assert isinstance(page, BatchesPage)
    go_to(at, page.open)
    at.press("space")
    dialog = at.wait_for_dialog()
    assert isinstance(dialog, QuestionDialog)
    at.press(*_PACE, "Tab")
    at.strike(dealer, gap=120, end="")
    at.press(*_PACE, "Return")
    at.wait_for_counter()
    at.wait(lambda: at.message.headline.startswith("Batch "))


def a_title(at: AtCounter, name: str = "深海奇遇记") -> CataloguingPage:
    """Scan an ISBN that nobody knows and write the title, in Chinese."""
    page = section(at, "cataloguing")
    assert isinstance(page, CataloguingPage)
    at.strike(NEW)
    at.wait(lambda: at.message.headline == f"{NEW} is new: type its title")
    title = page.sheet.form.fields.edits["title"]
    at.wait(title.hasFocus)
    at.strike(name, gap=200, end="")
    at.wait(lambda: page.sheet.form.fields.values()["title"] == name)
    return page


def test_a_book_comes_in_a_batch_and_stands_in_the_ledger_with_its_label(at: AtCounter) -> None:
    a_batch(at)
    delivery = section(at, "delivery")
    assert isinstance(delivery, DeliveryPage)
    at.strike(OTHER)
    at.wait(lambda: at.message.headline == f"Not on the list: {OTHER}")
    page = a_title(at)
    at.press("ctrl+s")
    at.wait(lambda: at.message.headline == "《深海奇遇记》 is catalogued")
    count = page.sheet.panel.findChild(QLineEdit, "count")
    at.wait(lambda: count is not None and count.hasFocus())
    at.strike("3", gap=120, end="")
    at.press(*_PACE, "Return")
    at.wait(lambda: at.message.headline.startswith("3 copies are registered: "))
    number = at.message.headline.removeprefix("3 copies are registered: ").partition("–")[0]
    labels = section(at, "labels")
    assert isinstance(labels, LabelsPage)
    at.wait(lambda: len(labels.copies.lines) == 3)
    hand_over(at)
    ledgers = tab(at, "F11", "ledgers").page("ledgers")
    assert isinstance(ledgers, LedgersPage)
    at.strike(number)
    at.wait(lambda: at.message.headline == f"The line of {number} in the accession ledger")
    assert at.school.breaches() == []


def hand_over(at: AtCounter) -> None:
    """Everything that waits is ticked and handed over by mouse and keys."""
    page = section(at, "hand_over")
    assert isinstance(page, HandOverPage)
    click(at, page.tick_all)
    click(at, page.go)
    at.wait_for_dialog()
    at.strike("Li", gap=120, end="")
    at.press(*_PACE, "Return")
    at.wait(lambda: at.message.headline.startswith("3 copies handed over: "))
    at.wait_for_counter()


def test_a_scan_over_the_form_waits_and_nothing_of_it_lands_in_the_field(at: AtCounter) -> None:
    page = a_title(at)
    assert isinstance(at.text_field(), QLineEdit)
    at.strike(OTHER)
    at.wait(lambda: at.message.headline == "《深海奇遇记》 is not saved yet")
    values = page.sheet.form.fields.values()
    assert (values["title"], values["isbn"]) == ("深海奇遇记", NEW)
    at.strike("DC-YES")
    at.wait(lambda: at.message.headline.startswith(f"{OTHER} is new"))
    assert page.sheet.form.fields.values()["title"] == ""
    assert at.school.acts()[-1] == "catalogue"


def labels_dialog(at: AtCounter) -> QWidget:
    """The sheet for labels of a copy whose label is worn."""
    page = section(at, "labels")
    assert isinstance(page, LabelsPage)
    at.strike("0009040")
    at.wait(lambda: len(page.copies.lines) == 1)
    click(at, page.print)
    dialog = at.wait_for_dialog()
    assert isinstance(dialog, SheetDialog)
    return dialog


def batch_dialog(at: AtCounter) -> QWidget:
    """The form of a batch."""
    page = section(at, "batches")
    assert isinstance(page, BatchesPage)
    click(at, page.open)
    return at.wait_for_dialog()


def escape(at: AtCounter, _dialog: QWidget) -> None:
    """Leave it with Esc."""
    at.press("Escape")


def window_button(at: AtCounter, _dialog: QWidget) -> None:
    """Close it as any window."""
    at.press("alt+F4")


def cancel(at: AtCounter, dialog: QWidget) -> None:
    """Click on the button that leaves it."""
    buttons = [button for button in dialog.findChildren(QPushButton) if button.text().startswith(("Cancel", "Close"))]
    click(at, buttons[0])


@pytest.mark.parametrize("leave", [escape, window_button, cancel])
@pytest.mark.parametrize("opened", [batch_dialog, labels_dialog])
def test_after_a_dialog_of_new_books_a_scan_lands_again(
    at: AtCounter, opened: Callable[[AtCounter], QWidget], leave: Callable[[AtCounter, QWidget], None]
) -> None:
    leave(at, opened(at))
    at.wait_for_counter()
    before = at.message.headline
    at.strike("0009041")
    at.wait(lambda: at.message.headline != before)
    told = " ".join((at.message.headline, *at.message.details))
    assert "0009041" in told or "choose a batch here" in told
    assert QApplication.activeModalWidget() is None
