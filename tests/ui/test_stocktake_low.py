"""The Stocktake tab in the window of a common screen at 150 per cent: what people work with is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_desk, days_later
from tests.desk.counts import a_copy_at, a_count, a_shelf
from tests.ui.at_resolving import every_matter
from tests.ui.at_section import Counter

from deskcirc import text
from deskcirc.domain.stocktake import Scope
from deskcirc.store.database import Library
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.main_window import MainWindow
from deskcirc.ui.messages import HEADLINE_PIXELS
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.spin_room import with_room
from deskcirc.ui.tab_kinds import tab_kinds
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.stocktake.counts_page import CountsPage
from deskcirc.ui.tabs.stocktake.files_page import FilesPage
from deskcirc.ui.tabs.stocktake.report_page import ReportPage
from deskcirc.ui.tabs.stocktake.resolving_page import ResolvingPage
from deskcirc.ui.tabs.stocktake.scanning_page import ScanningPage
from deskcirc.ui.tabs.stocktake.shelves_dialogs import MakeShelvesDialog
from deskcirc.ui.tabs.stocktake.shelves_page import ShelvesPage
from deskcirc.ui.tabs.stocktake.tab import StocktakeTabPage
from deskcirc.ui.theme import Theme

WHOLE_SCREEN, WITH_TITLE, WITH_TASK_BAR = (911, 512), (911, 499), (911, 466)
"""1366 by 768 by 1.5; the same less a thin title; less a title and a task bar."""
SECTIONS = ("counts", "scanning", "files", "resolving", "report", "shelves")


class Screen:
    """A station at two counts, and the window that shows it."""

    def __init__(self, library: Library, qtbot: QtBot) -> None:
        desk = days_later(a_desk(library), -2)
        for number in range(20):
            a_copy_at(library, f"C{number}", title=f"百年老校的第 {number} 册校史与校友通讯录")
        every_matter(desk)
        a_shelf(library, "SH003", "P1", name="第三阅览室东侧第一架", place=3)
        self.count = a_count(
            days_later(desk, 3), name="2026年秋季期末全馆盘点", scope=Scope(class_from="A", class_to="C")
        )
        self.counter = Counter(library, "stocktake", "counts")
        self.counter.now = NOON + timedelta(days=30)
        self.window = MainWindow(Theme(), tab_kinds(dict))
        qtbot.addWidget(self.window)

    def show(self, size: tuple[int, int], section: str, *acts: str) -> TabPage:
        """The page of the section in a window of this size, after these acts of it."""
        self.window.resize(*size)
        self.window.show()
        shown = self.counter.act(f"section:{section}")
        for act in acts:
            shown = self.counter.act(f"{section}.{act}")
        page = self.window.show_tab("stocktake")
        assert isinstance(page, StocktakeTabPage)
        assert isinstance(shown.state, SectionedState)
        page.show_state(shown.state)
        self.window.banner.show_message(shown.message, shown.state.offers)
        for _round in range(3):
            QApplication.processEvents()
        assert (self.window.width(), self.window.height()) == size
        return page.page(section)

    def room(self, page: TabPage) -> QScrollArea:
        """What the page would scroll in."""
        (room,) = (each for each in self.window.findChildren(QScrollArea) if each.widget() is page)
        return room


@pytest.fixture
def screen(library: Library, qtbot: QtBot) -> Screen:
    return Screen(library, qtbot)


@pytest.fixture(params=["en", "zh_CN"])
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    text.use_language(request.param)
    yield
    text.use_language("en")


def buttons_in(page: TabPage) -> list[QPushButton]:
    return [each for each in page.findChildren(QPushButton) if each.isVisible()]


def place_in(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize("size", [WHOLE_SCREEN, WITH_TITLE, WITH_TASK_BAR])
@pytest.mark.parametrize("section", SECTIONS)
def test_no_section_scrolls_and_no_button_is_cut(screen: Screen, section: str, size: tuple[int, int]) -> None:
    acts = [f"choose:{screen.count.id}"] if section in ("scanning", "files") else []
    page = screen.show(size, section, *acts)
    room = screen.room(page)
    assert (room.horizontalScrollBar().maximum(), room.verticalScrollBar().maximum()) == (0, 0)
    assert buttons_in(page)
    for button in buttons_in(page):
        assert page.rect().contains(place_in(button, page)), button.text()
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert button.width() >= words, button.text()


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize("size", [WHOLE_SCREEN, WITH_TITLE, WITH_TASK_BAR])
def test_six_of_the_last_scans_are_seen_whole_and_the_outcome_stays_big(screen: Screen, size: tuple[int, int]) -> None:
    screen.show(WHOLE_SCREEN, "scanning", f"choose:{screen.count.id}")
    with screen.counter.station.library.reading() as connection:
        codes = connection.exec_driver_sql("SELECT coalesce(barcode, accession_number) FROM copies LIMIT 20").scalars()
        scanned = list(codes)
    for code in ("SH001", *scanned):
        screen.counter.scan(code)
    page = screen.show(size, "scanning", f"choose:{screen.count.id}")
    assert isinstance(page, ScanningPage)
    rows = page.scans.verticalHeader().defaultSectionSize()
    assert page.scans.viewport().height() // rows >= 6
    assert rows >= page.scans.fontMetrics().height() + 4
    assert page.scans.viewport().height() % rows < 12, "no half of a line"
    (side,) = (each for each in page.findChildren(QScrollArea) if each.widget() is page.shelf)
    assert (side.horizontalScrollBar().maximum(), side.verticalScrollBar().maximum()) == (0, 0)
    assert page.figures.isVisible() is (size != WITH_TASK_BAR)
    assert screen.window.banner.headline_font().pixelSize() == HEADLINE_PIXELS


def test_the_buttons_that_have_no_room_are_in_a_menu_with_their_keys(screen: Screen) -> None:
    page = screen.show(WITH_TASK_BAR, "scanning", f"choose:{screen.count.id}")
    assert isinstance(page, ScanningPage)
    page.more.fill()
    words = [action.text() for action in page.more.menu().actions()]
    assert words == ["Undo  Ctrl+Z", "Mark damaged  Ctrl+D", "Print the barcodes", "Pause"]
    heard: list[str] = []
    page.acted.connect(lambda act, _values: heard.append(act))
    page.more.menu().actions()[3].trigger()
    assert heard == [f"pause:{screen.count.id}"]
    screen.window.resize(1366, 768)
    QApplication.processEvents()
    assert not page.more.isVisible()
    assert page.pause.isVisible()


def test_in_resolving_the_first_steps_are_buttons_and_the_others_in_the_menu(screen: Screen) -> None:
    page = screen.show(WITH_TASK_BAR, "resolving", "count:1", "matter:not_seen")
    assert isinstance(page, ResolvingPage)
    assert [button.isVisible() for _step, button in page.sheet.steps] == [True, True, False, False, False]
    page.sheet.more.fill()
    assert [action.text() for action in page.sheet.more.menu().actions()] == [
        "Missing\tCtrl+3",
        "Declare it lost …\tCtrl+4",
        "Propose withdrawal …\tCtrl+5",
    ]
    page = screen.show(WITH_TASK_BAR, "resolving", "matter:on_loan")
    assert isinstance(page, ResolvingPage)
    assert not page.sheet.more.isVisible(), "one step needs no menu"


@pytest.mark.usefixtures("_language")
@pytest.mark.parametrize("section", ["resolving", "report", "files"])
def test_the_sign_of_a_long_reading_makes_no_page_wider(screen: Screen, section: str) -> None:
    page = screen.show(WITH_TITLE, section)
    assert isinstance(page, ResolvingPage | ReportPage | FilesPage)
    page.reading.show()
    for _round in range(3):
        QApplication.processEvents()
    assert page.reading.isVisible()
    assert screen.room(page).horizontalScrollBar().maximum() == 0


def test_the_first_column_of_the_report_is_read_whole(screen: Screen) -> None:
    for size in (WHOLE_SCREEN, WITH_TASK_BAR, (1366, 768), (683, 512)):
        page = screen.show(size, "report", "table:totals")
        assert isinstance(page, ReportPage)
        page.table.grab()
        letters = page.table.fontMetrics()
        model = page.table.model()
        words = [str(model.index(row, 0).data() or "") for row in range(model.rowCount())]
        assert page.table.columnWidth(0) > max(map(letters.horizontalAdvance, words))


def test_seal_and_last_count_take_the_place_of_the_table_when_they_are_asked_for(screen: Screen) -> None:
    page = screen.show(WITH_TASK_BAR, "report")
    assert isinstance(page, ReportPage)
    assert page.table.isVisible()
    assert not page.sealed.isVisible()
    page.turn.click()
    assert page.sealed.isVisible()
    assert not page.table.isVisible()
    screen.window.resize(1366, 768)
    QApplication.processEvents()
    assert page.sealed.isVisible()
    assert page.table.isVisible()
    assert not page.turn.isVisible()


def test_a_low_list_of_shelves_keeps_the_room_of_its_buttons(screen: Screen) -> None:
    page = screen.show(WITH_TASK_BAR, "shelves")
    assert isinstance(page, ShelvesPage)
    assert page.list.viewport().height() >= 5 * page.list.verticalHeader().defaultSectionSize()
    assert {button.text() for button in buttons_in(page)} == {
        "Make shelves …",
        "More ▾",
        "Print all labels  Ctrl+P",
    }
    page.foot.more.fill()
    assert len(page.foot.more.menu().actions()) == 8


def test_at_200_percent_the_lists_keep_three_whole_lines(screen: Screen) -> None:
    size = (683, 384)
    counts = screen.show(size, "counts")
    assert isinstance(counts, CountsPage)
    screen.show(size, "scanning", f"choose:{screen.count.id}")
    scanning = screen.show(size, "scanning")
    assert isinstance(scanning, ScanningPage)
    for lines in (counts.counts, scanning.scans):
        assert lines.viewport().height() >= 3 * lines.verticalHeader().defaultSectionSize()
    assert scanning.scans.columnWidth(1) > 120


def test_likeliest_first_begins_with_the_likeliest(screen: Screen) -> None:
    page = screen.show(WITH_TASK_BAR, "resolving", "count:1", "matter:not_seen")
    assert isinstance(page, ResolvingPage)
    page.stack.lines.select(len(page.stack.lines.lines) - 1)
    before = page.stack.line
    page = screen.show(WITH_TASK_BAR, "resolving", "by_chance")
    assert isinstance(page, ResolvingPage)
    assert page.stack.line is page.stack.lines.lines[0][0]
    assert page.stack.line != before
    assert page.stack.lines.verticalScrollBar().value() == 0


def test_a_count_says_its_name_once(screen: Screen) -> None:
    page = screen.show((1366, 768), "resolving")
    assert isinstance(page, ResolvingPage)
    assert page.kinds.count.isVisible()
    assert "盘点" not in page.told.text()
    scanning = screen.show((1366, 768), "scanning", f"choose:{screen.count.id}")
    assert isinstance(scanning, ScanningPage)
    assert scanning.counts.isVisible()
    assert not scanning.title.isVisible()
    scanning = screen.show((1366, 768), "scanning", f"pause:{screen.count.id}")
    assert isinstance(scanning, ScanningPage)
    assert scanning.title.text() == "paused"


def test_a_number_stands_off_the_edge_of_its_field(qtbot: QtBot) -> None:
    box = with_room(QSpinBox())
    qtbot.addWidget(box)
    assert box.lineEdit().textMargins().left() >= box.fontMetrics().horizontalAdvance("0")


def test_the_dialogs_are_no_higher_than_the_window_with_the_task_bar(screen: Screen, qtbot: QtBot) -> None:
    page = screen.show(WITH_TASK_BAR, "counts")
    assert isinstance(page, CountsPage)
    page.open.click()
    make = MakeShelvesDialog((), "SH004", screen.window)
    long = QuestionDialog("期末盘点", ["One sentence of those a closing says. " * 3] * 5, (), "Yes", screen.window)
    assert page.dialog is not None
    for dialog in (page.dialog, make, long):
        dialog.show()
        QApplication.processEvents()
        assert dialog.height() <= WITH_TASK_BAR[1]
        assert_whole(dialog)
        dialog.reject()


def assert_whole(dialog: QDialog) -> None:
    """No word of the dialog is cut off for want of height."""
    layout = dialog.layout()
    assert layout is not None
    wanted = (
        layout.totalHeightForWidth(dialog.width()) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
    )
    assert dialog.height() >= wanted
