"""The shell: keys, tabs, the smallest screen, names for a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTabBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskcirc import text
from deskcirc.ui.header import TabKind
from deskcirc.ui.main_window import COMMON_SCREEN, MainWindow
from deskcirc.ui.outcome import Message, Tone
from deskcirc.ui.sectioned_page import SectionedPage
from deskcirc.ui.tab_kinds import tab_kinds
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


class Page(TabPage):
    """A page with a field and a button."""

    made = 0

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        Page.made += 1
        self.name = QLineEdit()
        self.name.setAccessibleName("Name")
        layout = QVBoxLayout(self)
        layout.addWidget(self.name)
        layout.addWidget(self.button("Next", "next", "next", main=True))

    def show_state(self, state: object) -> None:
        """Show the state as a sentence."""
        self.name.setText(str(state))


TABS = (
    TabKind("checkout", "Checkout", "F2", "lend", "Scan a card or a copy", Page),
    TabKind("returns", "Returns", "F3", "return", "Scan a copy", Page),
)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """The shell on the smallest screen."""
    Page.made = 0
    made = MainWindow(Theme(), TABS)
    qtbot.addWidget(made)
    made.show_tab("checkout")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def acts(window: MainWindow) -> list[str]:
    """Every act asked for."""
    heard: list[str] = []
    window.acted.connect(lambda act, _values: heard.append(act))
    return heard


@pytest.mark.parametrize(
    ("key", "modifier", "act"),
    [
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "tab:checkout"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "tab:returns"),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "undo"),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "next"),
    ],
)
def test_the_keys_of_the_counter(
    window: MainWindow, acts: list[str], key: Qt.Key, modifier: Qt.KeyboardModifier, act: str
) -> None:
    QTest.keyClick(window.windowHandle(), key, modifier)
    assert acts == [act]


def test_escape_first_empties_the_line_and_leaves_a_field(window: MainWindow, acts: list[str]) -> None:
    QTest.keyClicks(window.scan_box.line, "002")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert window.scan_box.line.text() == ""
    page = window.show_tab("checkout")
    assert isinstance(page, Page)
    page.name.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert window.scan_box.line.hasFocus()
    assert acts == []


def test_a_tab_is_made_when_it_is_wanted(window: MainWindow) -> None:
    assert Page.made == 1
    window.show_tab("returns")
    window.show_tab("checkout")
    assert Page.made == 2
    assert window.header.current == "checkout"
    assert window.scan_box.line.placeholderText() == "Scan a card or a copy"


def test_a_click_on_a_button_leaves_the_scan_focus_where_it_is(window: MainWindow, acts: list[str]) -> None:
    window.scan_box.setFocus()
    button = window.show_tab("checkout").findChild(QAbstractButton)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert acts == ["next"]
    assert window.scan_box.line.hasFocus()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_nothing_asks_for_more_room_than_the_common_screen_has(qtbot: QtBot, scale: float) -> None:
    window = MainWindow(Theme(scale=scale), TABS)
    qtbot.addWidget(window)
    window.show_tab("checkout")
    window.banner.show_message(Message(Tone.STOP, "《" + "长" * 90 + "》", ("because",) * 6))
    window.header.corner.show_operator("学生管理员 李想")
    window.resize(COMMON_SCREEN)
    window.show()
    QApplication.processEvents()
    hint = window.minimumSizeHint()
    assert (hint.width(), hint.height()) <= (COMMON_SCREEN.width(), COMMON_SCREEN.height())
    bar = window.findChild(QTabBar)
    assert bar is not None
    assert bar.tabRect(1).right() <= bar.width()
    assert bar.geometry().right() < window.header.corner.geometry().left() + 1


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_tab_of_the_program_can_be_read_beside_the_corner(qtbot: QtBot, language: str, scale: float) -> None:
    text.use_language(language)
    window = MainWindow(Theme(scale=scale), tab_kinds(dict))
    qtbot.addWidget(window)
    window.header.corner.show_operator("学生管理员 李想")
    window.resize(COMMON_SCREEN)
    window.show()
    QApplication.processEvents()
    bar = window.findChild(QTabBar)
    assert bar is not None
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()
    assert bar.geometry().right() <= window.header.corner.geometry().left()


def test_half_the_common_screen_has_every_tab_by_its_icon(qtbot: QtBot) -> None:
    window = MainWindow(Theme(), tab_kinds(dict))
    qtbot.addWidget(window)
    window.header.corner.show_operator("学生管理员 李想")
    window.resize(COMMON_SCREEN / 2)
    window.show()
    QApplication.processEvents()
    bar = window.findChild(QTabBar)
    assert bar is not None
    assert window.header.width() == COMMON_SCREEN.width() // 2
    assert bar.sizeHint().width() <= bar.width()
    assert bar.geometry().left() >= 0
    assert bar.geometry().right() <= window.header.corner.geometry().left()


def test_a_screen_reader_has_a_name_for_everything_that_can_be_used(window: MainWindow) -> None:
    unnamed = [
        widget
        for kind in (QAbstractButton, QLineEdit, QTabBar)
        for widget in window.findChildren(kind)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert unnamed == []


def test_closing_is_said_before_the_window_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()
    assert not window.isVisible()
    QApplication.processEvents()


class WindowsShown(QObject):
    """Hears of every widget that comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Note it, and let it pass."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(f"{type(watched).__name__} {watched.objectName()}".strip())
        return False


def test_a_page_that_is_made_shows_no_window_which_would_take_the_scans(qtbot: QtBot) -> None:
    made = MainWindow(Theme(), tab_kinds(dict))
    qtbot.addWidget(made)
    made.show()
    shown = WindowsShown()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(shown)
    for kind in tab_kinds(dict):
        page = made.show_tab(kind.name)
        for name in page.section_names if isinstance(page, SectionedPage) else ():
            assert isinstance(page, SectionedPage)
            page.page(name)
            assert shown.names == [], f"{kind.name} {name}"
        assert shown.names == [], kind.name
    application.removeEventFilter(shown)


def test_no_page_takes_a_key_of_the_window_for_itself(qtbot: QtBot) -> None:
    made = MainWindow(Theme(), tab_kinds(dict))
    qtbot.addWidget(made)
    for kind in tab_kinds(dict):
        page = made.show_tab(kind.name)
        if isinstance(page, SectionedPage):
            for name in page.section_names:
                page.page(name)
    shortcuts = made.findChildren(QShortcut)
    of_window = {each.key().toString() for each in shortcuts if each.parent() is made}
    of_pages = {each.key().toString() for each in shortcuts if each.parent() is not made}
    assert "Ctrl+L" in of_pages
    assert of_window & of_pages == set()
