"""Choosing a sheet: the first cell by a click on its picture, what doesn't fit is said, what is chosen is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.test_printed_cards import cards

from deskcirc import paths
from deskcirc.labels.cards import CardOrder
from deskcirc.labels.paper import Bars, Box, Paper
from deskcirc.ui.dialogs.sheet_choice import SheetDialog
from deskcirc.ui.order_printing import print_wanted
from deskcirc.ui.printing import PrintDialog


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "settings_folder", lambda: tmp_path / "settings")


@pytest.fixture
def dialog(qtbot: QtBot) -> SheetDialog:
    made = SheetDialog(CardOrder(tuple(cards(1))))
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog: SheetDialog, code: str) -> None:
    dialog.sheets.list.setCurrentRow([sheet.code for sheet in dialog.sheets.sheets].index(code))


def click(dialog: SheetDialog, cell: int, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    spot = dialog.picture._cell(cell).center().toPoint()
    QTest.mouseClick(dialog.picture, button, Qt.KeyboardModifier.NoModifier, QPoint(spot.x(), spot.y()))


def result(dialog: SheetDialog, qtbot: QtBot) -> Paper:
    with qtbot.waitSignal(dialog.chosen) as caught:
        dialog.accept()
    assert caught.args is not None
    assert isinstance(caught.args[0], Paper)
    return caught.args[0]


def shown(dialog: SheetDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_click_on_the_picture_says_where_the_one_card_comes(dialog: SheetDialog, qtbot: QtBot) -> None:
    click(dialog, 4)
    assert dialog.first.value() == 4
    (frame,) = [shape for shape in result(dialog, qtbot).pages[0] if isinstance(shape, Box) and shape.height]
    assert (frame.x, frame.y) == pytest.approx((19.4 + 85.6, 13.5 + 54))


def test_a_single_cell_in_between_can_be_marked_as_used(qtbot: QtBot) -> None:
    dialog = SheetDialog(CardOrder(tuple(cards(3))))
    qtbot.addWidget(dialog)
    dialog.show()
    click(dialog, 2)
    click(dialog, 3, Qt.MouseButton.RightButton)
    assert dialog.picture.used == {1, 3}
    bars = [shape for shape in result(dialog, qtbot).pages[0] if isinstance(shape, Bars)]
    assert len({(shape.x, shape.y) for shape in bars}) == 3


def test_the_first_cell_can_be_chosen_by_keyboard(dialog: SheetDialog) -> None:
    QTest.keyClick(dialog.picture, Qt.Key.Key_Down)
    QTest.keyClick(dialog.picture, Qt.Key.Key_Right)
    assert dialog.picture.first == 4
    dialog.first.setValue(10)
    assert dialog.picture.used == set(range(1, 10))


def test_a_sheet_too_small_for_a_code_is_refused_and_nothing_can_be_printed(qtbot: QtBot) -> None:
    (card,) = cards(1)
    long = type(card)(card.name, "", "", "", "L012345678901234567", "")
    dialog = SheetDialog(CardOrder((long,)))
    qtbot.addWidget(dialog)
    choose(dialog, "labels_5x13")
    assert "needs cells 44" in shown(dialog)
    assert not next(each for each in dialog.findChildren(QPushButton) if each.text() == "Go on to printing").isEnabled()
    choose(dialog, "cards_2x5")
    assert "1 page" in shown(dialog)


def test_the_schools_own_sheet_is_added_or_refused_in_the_dialog(dialog: SheetDialog, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("paper = [210, 297]\ncorner = [5, 5]\ncolumns = 3\nrows = 5\ncell = [85.6, 54]\n", encoding="utf-8")
    dialog.sheets.add_definition(file)
    assert "3 cells end 261.8 mm" in shown(dialog)
    file.write_text("paper = [210, 297]\ncorner = [5, 5]\ncolumns = 2\nrows = 5\ncell = [90, 54]\n", encoding="utf-8")
    dialog.sheets.add_definition(file)
    assert dialog.sheet.code == "own"


def test_ordered_cards_lead_over_the_choice_to_the_print_preview(qtbot: QtBot, dialog: SheetDialog) -> None:
    asked = print_wanted(dialog, CardOrder(tuple(cards(2))))
    assert isinstance(asked, SheetDialog)
    asked.accept()
    preview = dialog.findChild(PrintDialog)
    assert isinstance(preview, PrintDialog)
    assert preview.paper.name == "Library cards"
    preview.close()
