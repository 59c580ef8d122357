"""The shell of the counter: tabs, scan box, banner, the tab's own page, the line at the foot.

It shows and it asks; what an input means is the station's affair (ui/station.py), reached through its signals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.foot import Foot
from deskcirc.ui.header import Header, TabKind
from deskcirc.ui.messages import Banner, Room
from deskcirc.ui.scan_box import ScanBox
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.theme import Theme
from deskcirc.ui.turn_strip import TurnStrip, now
from deskcirc.ui.wedge import writes

COMMON_SCREEN: Final = QSize(1366, 768)
"""The screen of a ten-year-old school PC; the window fills it, and is no larger where there is more room."""

_LOW: Final = 620
_VERY_LOW: Final = 520
"""Windows lower than these have less room for the banner, and none for the foot: 125 and 150 % on the common screen."""

_MARGIN, _GAP = 12, 10
_LOW_GAP: Final = 5
"""Pixels at the sides, between what stands in the window, and between it where there is next to no height."""


class MainWindow(QMainWindow):
    """`entered` carries a line typed into the scan box, `acted` an act and its values.

    `painted` comes once, after the first pixels; `closing` is the last.
    """

    entered = Signal(str)
    acted = Signal(str, object)
    help_wanted = Signal()
    painted = Signal()
    closing = Signal()

    def __init__(self, theme: Theme, tabs: Sequence[TabKind], clock: Callable[[], datetime] = now) -> None:
        """`clock` gives the instant for the strip of turns."""
        super().__init__()
        self._theme = theme
        self._tabs: Mapping[str, TabKind] = {kind.name: kind for kind in tabs}
        self._is_painted = False
        self._is_office = False
        self._pages: dict[str, TabPage] = {}
        self.setWindowTitle(_("Library counter"))
        self.setWindowIcon(icons.icon("book", theme.palette.accent, 64))
        self.header = Header(theme, tabs)
        self.header.chosen.connect(self._choose_tab)
        self.header.corner.help_wanted.connect(self.help_wanted)
        self.header.corner.operator_wanted.connect(partial(self.act, "window:operator"))
        self.scan_box = ScanBox(theme)
        self.scan_box.entered.connect(self.entered)
        self.banner = Banner(theme)
        self.turn_strip = TurnStrip(theme, clock)
        self.foot = Foot(theme, clock)
        self._stack = QStackedWidget()
        self._stack.addWidget(Card(theme))
        self._middle = QVBoxLayout()
        self.setCentralWidget(self._body())
        self.setStatusBar(self.foot)
        self._add_keys()
        self.resize(COMMON_SCREEN)
        self.scan_box.setFocus()

    def open_on_screen(self) -> None:
        """Show the window: it fills a small screen, and stands in the middle of a large one."""
        room = QGuiApplication.primaryScreen().availableSize()
        if room.width() <= COMMON_SCREEN.width() or room.height() <= COMMON_SCREEN.height():
            self.showMaximized()
        else:
            self.show()

    def show_tab(self, name: str) -> TabPage:
        """Bring a tab to the top, making its page when it is wanted for the first time."""
        kind = self._tabs[name]
        if name not in self._pages:
            page = kind.make(self._theme)
            page.acted.connect(self.acted)
            self._pages[name] = page
            self._stack.addWidget(page)
        self.header.mark(name)
        self._is_office = kind.office
        self._fit_banner()
        if self._stack.currentWidget() is not self._pages[name]:
            self._stack.setCurrentWidget(self._pages[name])
            self.scan_box.setFocus()  # else Qt gives the keyboard to a list of the page, where a typed code is lost
        self.scan_box.set_hint(_(kind.hint) if kind.hint else "")
        return self._pages[name]

    def act(self, name: str) -> None:
        """Ask for an act that needs no values."""
        self.acted.emit(name, {})

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Tell, once this is on the screen, that the slow part of the start may begin."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the banner the room there is; where there is next to none, the foot gives way too."""
        low = event.size().height() < self._theme.px(_VERY_LOW)
        self._fit_banner()
        self.foot.setVisible(not low)
        self.turn_strip.set_low(low)
        self.scan_box.set_low(low=low)
        gap = self._theme.px(_LOW_GAP if low else _GAP)
        self._middle.setContentsMargins(self._theme.px(_MARGIN), gap, self._theme.px(_MARGIN), gap)
        self._middle.setSpacing(gap)
        super().resizeEvent(event)

    def _fit_banner(self) -> None:
        low = self.height() < self._theme.px(_LOW)
        self.banner.set_room(Room.SLIM if self._is_office else Room.LOW if low else Room.FULL)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Say so, that the work in hand is finished first."""
        self.closing.emit()
        super().closeEvent(event)

    def _body(self) -> QWidget:
        middle = self._middle
        middle.addWidget(self.scan_box)
        middle.addWidget(self.banner)
        middle.addWidget(self.turn_strip)
        middle.addWidget(self._stack, 1)
        body = QWidget()
        body.setProperty("part", "ground")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(middle, 1)
        return body

    def _add_keys(self) -> None:
        for kind in self._tabs.values():
            self._add_key(kind.key, partial(self._choose_tab, kind.name))
        self._add_key("Ctrl+Z", self._undo)
        self._add_key("Ctrl+T", partial(self.act, "print_label"))
        self._add_key("Esc", self._escape)
        self._add_key("F1", self.help_wanted.emit)

    def _add_key(self, key: str, call: Callable[[], None]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(call)

    def _choose_tab(self, name: str) -> None:
        self.act(f"tab:{name}")

    def _undo(self) -> None:
        """Ctrl+Z takes the last act back, whatever stands in the scan box."""
        self.act("undo")

    def _escape(self) -> None:
        """Esc leaves a field that is written in, else empties the scan line, else it is the next patron, please."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self.scan_box.line and writes(focus):
            self.scan_box.setFocus()
        elif self.scan_box.line.text():
            self.scan_box.line.clear()
        else:
            self.act("next")
