"""Labels on their way to paper: the sheet is remembered, used cells are left out, what came out is told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskcirc import paths
from deskcirc.labels.copy_labels import LabelKind, LabelOrder
from deskcirc.labels.label_faces import CopyFace
from deskcirc.labels.paper import Bars, Paper, Words
from deskcirc.labels.sheets import usual_sheets
from deskcirc.ui.dialogs.came_out import CameOutDialog
from deskcirc.ui.dialogs.sheet_choice import SheetDialog
from deskcirc.ui.dialogs.sheet_offset import OffsetDialog
from deskcirc.ui.order_printing import print_wanted
from deskcirc.ui.printing import PrintDialog, print_at_once
from deskcirc.ui.sheet_memory import LastUse, SheetMemory, used_after

SHEETS = {sheet.code: sheet for sheet in usual_sheets()}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "settings_folder", lambda: tmp_path / "settings")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def order(count: int, *, straight: bool = False, call_number: str = "I287.47/12") -> LabelOrder:
    faces = tuple(CopyFace(number, f"T{number:06}", "草房子", call_number) for number in range(1, count + 1))
    return LabelOrder(faces, LabelKind.BARCODE, done="labels_printed", straight=straight)


class Acts:
    """Remembers what was asked to be done."""

    def __init__(self) -> None:
        self.done: list[tuple[str, Mapping[str, str]]] = []

    def __call__(self, act: str, values: Mapping[str, str]) -> None:
        self.done.append((act, values))


def save_pages(window: QWidget, folder: Path) -> None:
    """What a person does in the preview: save the pages, close."""
    preview = window.findChildren(PrintDialog)[-1]
    preview.save_pdf_as(folder / "labels.pdf")
    preview.reject()


def sheet_dialog(window: QWidget, wanted: LabelOrder, acts: Acts) -> SheetDialog:
    dialog = print_wanted(window, wanted, acts)
    assert isinstance(dialog, SheetDialog)
    return dialog


def bars_of(dialog: SheetDialog) -> Bars:
    assert dialog.paper is not None
    (bars,) = [shape for shape in dialog.paper.pages[0] if isinstance(shape, Bars)]
    return bars


def words_of(dialog: SheetDialog) -> list[str]:
    assert dialog.paper is not None
    return [shape.text for shape in dialog.paper.pages[0] if isinstance(shape, Words)]


def button(dialog: QWidget, words: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


def test_the_next_labels_go_on_where_the_last_ones_ended(window: QWidget, tmp_path: Path) -> None:
    acts = Acts()
    dialog = sheet_dialog(window, order(3), acts)
    dialog.sheets.list.setCurrentRow([sheet.code for sheet in dialog.sheets.sheets].index("labels_4x10"))
    dialog.picture.begin_at(5)
    dialog.accept()
    save_pages(window, tmp_path)
    again = sheet_dialog(window, order(2), acts)
    assert (again.sheet.code, again.first.value()) == ("labels_4x10", 8)
    again.start_new_sheet()
    assert again.first.value() == 1


def test_each_kind_of_label_remembers_its_own_sheet() -> None:
    memory = SheetMemory()
    memory.note_use("spine", LastUse("roll_25x30", printer="roll printer"))
    memory.note_use("barcode", LastUse("labels_5x13", frozenset({1, 2, 7})))
    read = SheetMemory()
    assert read.last_use("spine") == LastUse("roll_25x30", frozenset(), "roll printer")
    assert read.last_use("barcode") == LastUse("labels_5x13", frozenset({1, 2, 7}))
    assert read.last_use("cards") is None


@pytest.mark.parametrize(
    "written", ["", "{", "[]", '{"last": 1, "offsets": {"a": [1, "x"]}}', '{"last": {"spine": {"sheet": 3}}}', "\x00"]
)
def test_a_spoilt_memory_is_an_empty_one(tmp_path: Path, written: str) -> None:
    (tmp_path / "memory.json").write_text(written, encoding="utf-8")
    memory = SheetMemory(tmp_path / "memory.json")
    assert memory.last_use("spine") is None
    assert memory.offset("a") == (0.0, 0.0)
    assert memory.choice("kind", "both") == "both"


@pytest.mark.parametrize(
    ("code", "used", "count", "after"),
    [
        ("labels_5x13", set(), 3, {1, 2, 3}),
        ("labels_5x13", {1, 2, 5}, 3, {1, 2, 3, 4, 5, 6}),
        ("labels_5x13", set(range(1, 65)), 3, {1, 2}),
        ("labels_5x13", set(), 65, set()),
        ("roll_40x30", set(), 7, set()),
    ],
)
def test_cells_are_used_up_by_what_was_printed(code: str, used: set[int], count: int, after: set[int]) -> None:
    assert used_after(SHEETS[code], frozenset(used), count) == after


def test_all_labels_that_came_out_are_told_in_one_act(window: QWidget, tmp_path: Path) -> None:
    acts = Acts()
    sheet_dialog(window, order(3), acts).accept()
    save_pages(window, tmp_path)
    button(window.findChildren(CameOutDialog)[-1], "Yes, all of them").click()
    assert acts.done == [("labels_printed", {"copies": "1 2 3"})]


def test_from_a_spoilt_label_on_all_are_printed_again_and_only_those_before_are_done(
    window: QWidget, tmp_path: Path
) -> None:
    acts = Acts()
    sheet_dialog(window, order(4), acts).accept()
    save_pages(window, tmp_path)
    asked = window.findChildren(CameOutDialog)[-1]
    asked.number.setValue(3)
    assert "T000003" in " ".join(label.text() for label in asked.findChildren(QLabel))
    button(asked, "Print again from there").click()
    assert acts.done == [("labels_printed", {"copies": "1 2"})]
    again = window.findChildren(SheetDialog)[-1]
    assert isinstance(again.sheets.order, LabelOrder)
    assert [face.copy_id for face in again.sheets.order.faces] == [3, 4]
    assert again.first.value() == 5


def test_labels_of_which_none_came_out_stay_on_the_list(window: QWidget, tmp_path: Path) -> None:
    acts = Acts()
    sheet_dialog(window, order(2), acts).accept()
    save_pages(window, tmp_path)
    button(window.findChildren(CameOutDialog)[-1], "No, none of them").click()
    assert acts.done == []


def test_nothing_is_asked_where_nothing_was_printed(window: QWidget) -> None:
    acts = Acts()
    sheet_dialog(window, order(2), acts).accept()
    window.findChildren(PrintDialog)[-1].reject()
    assert window.findChildren(CameOutDialog) == []
    assert SheetMemory().last_use("barcode") is None


def test_one_label_from_the_counter_needs_one_key_more_and_says_why_where_no_printer_is(
    window: QWidget, tmp_path: Path
) -> None:
    acts = Acts()
    dialog = sheet_dialog(window, order(1, straight=True), acts)
    assert button(dialog, "Print").isDefault()
    dialog.accept()
    preview = window.findChildren(PrintDialog)[-1]  # there is no printer here: the pages are shown instead
    assert "No printer is set up" in " ".join(label.text() for label in preview.findChildren(QLabel))
    save_pages(window, tmp_path)
    assert acts.done == [("labels_printed", {"copies": "1"})]
    assert window.findChildren(CameOutDialog) == []


def test_a_printer_that_is_not_there_prints_nothing() -> None:
    assert print_at_once(Paper("x", ((),)), "a printer that was sold") is None


def test_copies_that_cannot_be_labelled_are_named_and_the_others_are_printed_when_somebody_says_so(
    window: QWidget, tmp_path: Path
) -> None:
    acts = Acts()
    good, bad = order(2).faces
    assert isinstance(bad, CopyFace)
    wanted = LabelOrder((good, CopyFace(2, "图1", "草房子")), LabelKind.BARCODE, done="labels_printed")
    dialog = sheet_dialog(window, wanted, acts)
    assert "Bars can't say the code “图1” of 草房子" in dialog.said.text()
    assert not button(dialog, "Go on to printing").isEnabled()
    dialog.leave_out.setChecked(True)
    dialog.accept()
    save_pages(window, tmp_path)
    assert acts.done == [("labels_printed", {"copies": "1"})]


def test_the_offset_of_a_sheet_is_kept_and_moves_what_is_printed_on_it(window: QWidget, qtbot: QtBot) -> None:
    dialog = sheet_dialog(window, order(1), Acts())
    before = bars_of(dialog)
    offset = OffsetDialog(dialog.sheet, dialog.memory, dialog)
    offset.kept.connect(dialog.sheets.moved)
    offset.right.setValue(1.5)
    offset.down.setValue(-0.4)
    offset.accept()
    assert SheetMemory().offset(dialog.sheet.code) == (1.5, -0.4)
    after = bars_of(dialog)
    assert (after.x - before.x, after.y - before.y) == pytest.approx((1.5, -0.4))
    with qtbot.waitSignal(offset.page_wanted) as caught:
        button(offset, "Calibration page …").click()
    assert caught.args is not None
    assert isinstance(caught.args[0], Paper)


def test_the_kind_of_label_and_what_stands_on_it_are_chosen_and_remembered(window: QWidget) -> None:
    dialog = sheet_dialog(window, order(1), Acts())
    options = dialog.sheets.options
    assert options is not None
    options.boxes["title_by_bars"].setChecked(False)
    assert words_of(dialog) == ["T000001"]
    options.kind.setCurrentIndex(options.kind.findData("spine"))
    options.kind.activated.emit(0)
    assert words_of(dialog) == ["I287.47", "12"]
    again = sheet_dialog(window, replace(order(1), kind=LabelKind.BOTH), Acts())
    assert again.sheets.options is not None
    assert not again.sheets.options.boxes["title_by_bars"].isChecked()
    assert isinstance(again.sheets.order, LabelOrder)
    assert again.sheets.order.kind is LabelKind.SPINE
