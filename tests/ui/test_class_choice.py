"""The dialog of classes: by keyboard alone, by number, by words, with what the library has, and to look only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from deskcirc import text
from deskcirc.domain.classification import ClassesInStock
from deskcirc.exchange.clc_outline import outline
from deskcirc.ui.dialogs.class_choice import ClassDialog
from deskcirc.ui.theme import Theme

STOCK = ClassesInStock({"I287.45": 91, "I561.84": 9}, ("I561.84",), {"I561.84": "《最后的狼》"})
Open = Callable[..., ClassDialog]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    def open_it(class_number: str = "", *, stock: ClassesInStock = STOCK, to_look: bool = False) -> ClassDialog:
        dialog = ClassDialog(Theme(), outline(), stock, class_number, to_look=to_look)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return open_it


def press(dialog: ClassDialog, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(dialog.focusWidget() or dialog, key)


def shown(dialog: ClassDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def taken(dialog: ClassDialog, qtbot: QtBot) -> str:
    with qtbot.waitSignal(dialog.chosen) as caught:
        press(dialog, Qt.Key.Key_Return)
    assert caught.args is not None
    return str(caught.args[0])


def top(tree: QTreeWidget) -> list[str]:
    return [tree.model().index(row, 0).data() for row in range(tree.topLevelItemCount())]


def test_words_and_return_take_a_class(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    QTest.keyClicks(dialog.box, "tonghua")
    assert "I287.7" in shown(dialog)
    assert taken(dialog, qtbot) == "I287.7"


def test_a_number_deeper_than_the_outline_is_taken_as_typed(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    QTest.keyClicks(dialog.box, "i561.3")
    assert "I561.3" in shown(dialog)
    assert taken(dialog, qtbot) == "I561.3"


def test_the_arrows_go_through_the_lines_while_one_types(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    QTest.keyClicks(dialog.box, "I287")
    press(dialog, Qt.Key.Key_Down)
    assert dialog.focusWidget() is dialog.box
    assert taken(dialog, qtbot) == "I287.45"


def test_the_tree_is_walked_by_keys(opened: Open, qtbot: QtBot) -> None:
    dialog = opened("I287.45")
    assert dialog.line is not None
    assert dialog.line.class_number == "I287.45"
    assert "I Literature › I2 Chinese literature" in shown(dialog)
    assert "91 titles here" in shown(dialog)
    dialog.tree.setFocus()
    press(dialog, Qt.Key.Key_Down)
    assert taken(dialog, qtbot) == "I287.47"


def test_classes_of_the_library_stand_on_top_with_counts_and_an_example(opened: Open) -> None:
    dialog = opened()
    assert top(dialog.tree)[:3] == ["Used last here", "Most titles here", "A  " + outline().main_classes[0].name]
    first = dialog.tree.topLevelItem(0)
    assert first is not None
    line = first.child(0)
    assert line is not None
    assert [line.text(column) for column in range(3)] == [
        "I561.84  Literature of other countries",
        "9",
        "《最后的狼》",
    ]


def test_an_empty_library_begins_with_the_main_classes(opened: Open) -> None:
    assert len(top(opened(stock=ClassesInStock()).tree)) == 22


def test_a_heading_opens_and_is_not_taken(opened: Open, qtbot: QtBot) -> None:
    dialog = opened("I561.84")
    dialog.tree.setCurrentIndex(dialog.tree.currentIndex().parent())
    assert "I3/7 stands for several classes" in shown(dialog)
    (take,) = (button for button in dialog.findChildren(QPushButton) if button.property("part") == "main")
    assert not take.isEnabled()
    dialog.tree.setFocus()
    with qtbot.assertNotEmitted(dialog.chosen):
        press(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


@pytest.mark.parametrize(("typed", "said"), [("L247", "22 main classes"), ("qqq", "pinyin"), ("I17(1", "no partner")])
def test_what_nothing_answers_gets_a_sentence(opened: Open, qtbot: QtBot, typed: str, said: str) -> None:
    dialog = opened()
    QTest.keyClicks(dialog.box, typed)
    assert said in shown(dialog)
    with qtbot.assertNotEmitted(dialog.chosen):
        press(dialog, Qt.Key.Key_Return)


def test_escape_empties_the_box_first(opened: Open) -> None:
    dialog = opened()
    dialog.box.setText("童话")
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.box.text() == ""
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_to_look_there_is_nothing_to_take(opened: Open, qtbot: QtBot) -> None:
    dialog = opened("I287.45", to_look=True)
    with qtbot.assertNotEmitted(dialog.chosen):
        press(dialog, Qt.Key.Key_Return)
    assert [button.text() for button in dialog.findChildren(QPushButton) if button.isVisible()] == ["Close  Esc"]


def test_in_chinese_the_names_are_the_schedules(opened: Open) -> None:
    text.use_language("zh_CN")
    dialog = opened()
    QTest.keyClicks(dialog.box, "children's fiction")
    assert top(dialog.found) == ["I287.4  小说"]
