"""Importing in the window: by keys alone, with a real worker and a real library, scans going on meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMainWindow
from pytestqt.qtbot import QtBot
from tests.builders import a_desk
from tests.ui.conftest import Keys

from deskcirc import paths, settings
from deskcirc.app import Program
from deskcirc.desk.access import add_operator
from deskcirc.desk.desk import Desk
from deskcirc.domain.operators import Operator, Role
from deskcirc.exchange import Column, TableKind
from deskcirc.labels.paper import Words
from deskcirc.store.database import open_library
from deskcirc.ui.dialogs.file_drop import FileDrop
from deskcirc.ui.dialogs.import_dialog import ImportDialog
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.printing import PrintDialog
from deskcirc.ui.runner import Runner
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.theme import Theme
from deskcirc.ui.wedge import Wedge

STOCK = "题名,责任者,ISBN,单价,册数\n小王子,圣埃克苏佩里,9787020042494,22.00,2\n,无名,,10,1\n草房子,曹文轩,123,abc,1\n"
FILES = Path(__file__).parents[1] / "files"
DEADLINE = 30_000


class AtTheCounter:
    """One open library with its worker, and the import dialog above a window."""

    def __init__(self, library_file: Path) -> None:
        self.file = library_file
        self.station: Station | None = None
        self.shown: list[Shown] = []
        self.window = QMainWindow()
        self.runner = Runner(self._open, Input(datetime.now(UTC), act="tab:checkout"), self.window)
        self.runner.shown.connect(lambda _given, shown: self.shown.append(shown))
        self.runner.start()
        self.window.show()
        self.dialog = ImportDialog(Theme(), self.runner.run_job, self.desk, self.window)
        self.dialog.open()

    def desk(self) -> Desk:
        assert self.station is not None
        return Desk(self.station.library, self.station.operator, "counter", datetime.now(UTC))

    def count(self, table: str) -> int:
        with sqlite3.connect(self.file) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _open(self) -> Station:
        self.station = Station(open_library(self.file), "counter")
        return self.station


@pytest.fixture
def counter(library_file: Path, qtbot: QtBot) -> Iterator[AtTheCounter]:
    made = AtTheCounter(library_file)
    qtbot.addWidget(made.window)
    yield made
    made.runner.stop()


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    file = tmp_path / "stock.csv"
    file.write_bytes(STOCK.encode("gb18030"))
    return file


Reaches = Callable[[str], None]


@pytest.fixture
def reaches(counter: AtTheCounter, qtbot: QtBot) -> Reaches:
    """Wait until the dialog has come to a step."""

    def wait(step: str) -> None:
        qtbot.waitUntil(lambda: counter.dialog.step == step, timeout=DEADLINE)

    return wait


def press(dialog: ImportDialog, key: Qt.Key) -> None:
    """One key to whatever has the keyboard in the dialog."""
    QTest.keyClick(dialog.focusWidget() or dialog, key)


def words(dialog: ImportDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def cells(dialog: ImportDialog) -> list[list[str]]:
    model = dialog.preview.list.model()
    return [
        [str(model.index(row, place).data()) for place in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_a_list_is_imported_and_taken_back_with_the_return_key_alone(
    counter: AtTheCounter, reaches: Reaches, stock: Path, qtbot: QtBot
) -> None:
    dialog = counter.dialog
    dialog.open_file(stock)
    reaches("preview")
    press(dialog, Qt.Key.Key_Return)
    reaches("tried")
    assert "2 rows will be added" in words(dialog)
    assert counter.count("titles") == 0
    with qtbot.waitSignal(dialog.imported, timeout=DEADLINE):
        press(dialog, Qt.Key.Key_Return)
    reaches("done")
    assert "2 rows were added" in words(dialog)
    assert "New in the library: 2 titles, 3 copies." in words(dialog)
    assert counter.count("titles") == 2
    dialog.button("undo").setFocus()
    with qtbot.waitSignal(dialog.imported, timeout=DEADLINE):
        press(dialog, Qt.Key.Key_Space)
    assert counter.count("titles") == 0
    assert "was undone" in words(dialog)
    assert dialog.results._figures["added"].text() == "0"
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_first_rows_stand_there_as_they_will_be_read_and_doubts_are_marked(
    counter: AtTheCounter, reaches: Reaches, stock: Path
) -> None:
    counter.dialog.open_file(stock)
    reaches("preview")
    little_prince, nameless, grass_house = cells(counter.dialog)
    assert little_prince == ["2", "小王子", "圣埃克苏佩里", "9787020042494", "22.00", "2", ""]
    assert nameless[-1] == "The row has no title."
    assert "ISBN 123" in grass_house[-1]
    assert "abc" in grass_house[-1]
    assert "encoding gb18030" in words(counter.dialog)


def test_the_refused_rows_are_listed_and_their_folder_opens(
    counter: AtTheCounter, reaches: Reaches, stock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog = counter.dialog
    dialog.open_file(stock)
    reaches("preview")
    dialog.button("try").click()
    reaches("tried")
    assert not dialog.button("folder").isVisible()
    dialog.button("import").click()
    reaches("done")
    assert dialog.results.list.lines[0].sentence == "The row has no title."
    assert "stock-refused.csv" in words(dialog)
    dialog.button("folder").click()
    assert [Path(url.toLocalFile()) for url in opened] == [stock.parent]


def test_a_column_that_means_something_else_is_changed_by_its_combo(
    counter: AtTheCounter, reaches: Reaches, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("书名,出版社,甲,乙\n草房子,江苏少儿,曹文轩,25.00\n", encoding="utf-8")
    dialog = counter.dialog
    dialog.open_file(file)
    reaches("preview")
    assert cells(dialog)[0][2] == "–"
    combo = dialog.preview.columns.combo(2)
    combo.setCurrentIndex(combo.findData(Column.AUTHOR.value))
    qtbot.waitUntil(lambda: cells(dialog)[0][2] == "曹文轩", timeout=DEADLINE)
    combo = dialog.preview.columns.combo(3)
    combo.setCurrentIndex(combo.findData(Column.PRICE.value))
    qtbot.waitUntil(lambda: cells(dialog)[0][4] == "25.00", timeout=DEADLINE)


def test_a_list_whose_headers_nobody_knows_is_read_once_a_column_is_named(
    counter: AtTheCounter, reaches: Reaches, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("甲,乙\n草房子,曹文轩\n", encoding="utf-8")
    dialog = counter.dialog
    dialog.open_file(file)
    reaches("preview")
    assert not dialog.button("try").isEnabled()
    assert "No known header" in words(dialog)
    combo = dialog.preview.columns.combo(0)
    combo.setCurrentIndex(combo.findData(Column.TITLE.value))
    qtbot.waitUntil(lambda: [row[1] for row in cells(dialog)] == ["草房子"], timeout=DEADLINE)
    assert dialog.button("try").isEnabled()


def test_a_file_read_in_the_wrong_encoding_is_read_anew_in_the_right_one(
    counter: AtTheCounter, reaches: Reaches, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "big5.csv"
    file.write_bytes("title,author\n紅樓夢,曹雪芹\n".encode("big5"))
    dialog = counter.dialog
    dialog.open_file(file)
    reaches("preview")
    assert cells(dialog)[0][1] != "紅樓夢"
    dialog.preview.of_file.encoding.setCurrentIndex(dialog.preview.of_file.encoding.findData("big5"))
    dialog.preview.of_file.encoding.activated.emit(dialog.preview.of_file.encoding.currentIndex())
    qtbot.waitUntil(lambda: any("紅樓夢" in row for row in cells(dialog)), timeout=DEADLINE)
    assert dialog.button("try").isEnabled()


def test_a_workbook_shows_each_sheet_and_one_can_be_left_out(
    counter: AtTheCounter, reaches: Reaches, tmp_path: Path, qtbot: QtBot
) -> None:
    file = Path(shutil.copy(paths.resources() / "practice" / "rural_school.xlsx", tmp_path))
    dialog = counter.dialog
    dialog.open_file(file)
    reaches("preview")
    sheets = [dialog.preview.of_file.sheet.itemText(place) for place in range(dialog.preview.of_file.sheet.count())]
    assert len(sheets) == 2
    look = dialog.preview.look
    assert look is not None
    books = next(place for place, sheet in enumerate(look.shown.sheets) if sheet.plan.kind is TableKind.STOCK)
    dialog.preview.of_file.sheet.activated.emit(books)
    qtbot.waitUntil(lambda: dialog.preview.look is not look, timeout=DEADLINE)
    assert dialog.preview.of_sheet.kind.currentData() == "stock"
    dialog.preview.of_sheet.kind.setCurrentIndex(0)
    dialog.preview.of_sheet.kind.activated.emit(0)
    qtbot.waitUntil(lambda: "left out" in dialog.preview.of_file.sheet.currentText(), timeout=DEADLINE)
    dialog.button("try").click()
    reaches("tried")
    assert dialog.outcome is not None
    assert (dialog.outcome.summary.titles_added, dialog.outcome.summary.patrons_added) == (0, 334)


def test_records_without_copies_get_as_many_as_the_librarian_says(
    counter: AtTheCounter, reaches: Reaches, tmp_path: Path
) -> None:
    file = Path(shutil.copy(FILES / "marc" / "pymarc_marc.dat", tmp_path))
    dialog = counter.dialog
    dialog.open_file(file)
    reaches("preview")
    assert not dialog.preview.columns.isVisible()
    dialog.preview.of_sheet.copies.setCurrentIndex(2)
    dialog.button("try").click()
    reaches("tried")
    assert dialog.outcome is not None
    assert dialog.outcome.summary.copies_added == 2 * dialog.outcome.summary.titles_added > 0


def test_a_file_with_nothing_to_import_is_told_and_another_can_be_chosen(
    counter: AtTheCounter, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    counter.dialog.open_file(picture)
    qtbot.waitUntil(lambda: "is a picture" in words(counter.dialog), timeout=DEADLINE)
    assert counter.dialog.step == "choose"
    press(counter.dialog, Qt.Key.Key_Return)
    assert counter.dialog.findChild(QFileDialog) is not None


def test_a_helper_may_not_import(counter: AtTheCounter, reaches: Reaches, stock: Path, qtbot: QtBot) -> None:
    counter.dialog.open_file(stock)
    reaches("preview")
    assert counter.station is not None
    counter.station.operator = Operator(9, "小李", Role.HELPER)
    counter.dialog.button("try").click()
    qtbot.waitUntil(lambda: "小李 may not import." in words(counter.dialog), timeout=DEADLINE)
    assert counter.dialog.step == "preview"


def test_esc_cancels_an_import_and_nothing_of_it_is_stored(
    counter: AtTheCounter, reaches: Reaches, stock: Path, qtbot: QtBot
) -> None:
    dialog, go_on = counter.dialog, Event()
    dialog.open_file(stock)
    reaches("preview")
    counter.runner.run_job(lambda _progress: go_on.wait(DEADLINE / 1000))
    dialog.button("try").click()
    reaches("progress")
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Stopping" in words(dialog)
    go_on.set()
    qtbot.waitUntil(lambda: "ancelled" in words(dialog), timeout=DEADLINE)
    assert dialog.step == "preview"
    assert counter.count("imports") == 0
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_scan_made_while_the_dialog_is_open_reaches_the_counter(
    counter: AtTheCounter, reaches: Reaches, stock: Path, strike: Keys, qtbot: QtBot
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    wedge = Wedge()
    wedge.install(application)
    wedge.scanned.connect(lambda line: counter.runner.submit(Input(datetime.now(UTC), scan=line)))
    try:
        counter.dialog.open_file(stock)
        reaches("preview")
        counter.dialog.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is counter.dialog.windowHandle(), timeout=DEADLINE)
        strike("T0012345\r", 4, 1000)
        qtbot.waitUntil(lambda: bool(counter.shown), timeout=DEADLINE)
    finally:
        wedge.remove()
    assert counter.shown[-1].told.copy == "T0012345"
    assert counter.dialog.step == "preview", "the scanner's Return pressed no button"


def test_a_file_dropped_on_a_window_is_taken(qtbot: QtBot, tmp_path: Path) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    taken: list[Path] = []
    drop = FileDrop(window)
    drop.dropped.connect(taken.append)
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "list.xlsx"))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, dragged, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, dragged, left, none))
    assert taken == [tmp_path / "list.xlsx"]


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    """The whole program in English and silent, with settings of its own."""
    settings.save_station_settings(tmp_path / "settings", {"language": '"en"', "sound": "false"})
    made = Program(qapp, tmp_path / "settings")
    yield made
    made.shut()
    made.deleteLater()


def test_what_was_imported_in_the_window_is_lent_by_the_next_scan(
    program: Program, library_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    stock, roster = tmp_path / "stock.csv", tmp_path / "roster.csv"
    stock.write_text("题名,登录号\n草房子,A0001\n", encoding="utf-8")
    roster.write_text("姓名,学号,班级\n张小雨,20240101,三（2）班\n", encoding="utf-8")
    program.open(library_file)
    counter = program.counter
    assert counter is not None
    with qtbot.waitSignal(counter.counter.opened, timeout=DEADLINE):
        pass
    for file in (stock, roster):
        counter.import_file(file)
        dialog = next(each for each in counter.window.findChildren(ImportDialog) if each.isVisible())
        for step in ("preview", "tried", "done"):
            qtbot.waitUntil(lambda dialog=dialog, step=step: dialog.step == step, timeout=DEADLINE)  # type: ignore[misc]
            press(dialog, Qt.Key.Key_Return)
    for code in ("20240101", "A0001"):
        counter.scans.line.emit(code)

    def is_lent() -> bool:
        message = counter.window.banner.message
        return message is not None and message.tone is Tone.DONE and "草房子" in message.headline

    qtbot.waitUntil(is_lent, timeout=DEADLINE)


def test_the_command_sheet_bears_the_cards_of_the_librarys_operators(
    program: Program, library_file: Path, qtbot: QtBot
) -> None:
    with open_library(library_file) as library:
        assert add_operator(a_desk(library), "小李", Role.HELPER, card="OP-7") == ""
    program.open(library_file)
    assert program.counter is not None
    window = program.counter.window
    program.counter.print_command_sheet()
    qtbot.waitUntil(lambda: bool(window.findChildren(PrintDialog)), timeout=DEADLINE)
    (dialog,) = window.findChildren(PrintDialog)
    (page,) = dialog.paper.pages
    assert {"小李", "OP-7"} <= {shape.text for shape in page if isinstance(shape, Words)}


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_page_fits_the_common_screen(scale: float, qtbot: QtBot) -> None:
    dialog = ImportDialog(
        Theme(scale=scale), lambda work: pytest.fail(f"{work} was queued"), lambda: pytest.fail("no desk")
    )
    qtbot.addWidget(dialog)
    hint = dialog.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= 768 - 60
