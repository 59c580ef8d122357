"""The shell of the counter: tabs, scan box, banner, the tab's own page, the corner and the line at the foot.

It shows and it asks; what an input means is the station's affair (ui/station.py), reached through three signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.corner import Corner, ScannerSign
from deskcirc.ui.foot import Foot
from deskcirc.ui.messages import Banner
from deskcirc.ui.outcome import Message
from deskcirc.ui.scan_box import ScanBox
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme

SMALLEST: Final = QSize(1366, 768)
"""The screen of a ten-year-old school PC; the window opens no larger than this and maximised where that is all."""


@dataclass(frozen=True, slots=True)
class TabKind:
    """One tab: the station's name for it, its title, key and icon, the scan box's hint, and how its page is made."""

    name: str
    title: str
    key: str
    icon: str
    hint: str
    make: Callable[[Theme], TabPage]


class MainWindow(QMainWindow):
    """`scanned` carries a line typed into the scan box, `acted` an act with its values, `closing` is the last."""

    scanned = Signal(str)
    acted = Signal(str, object)
    help_wanted = Signal()
    closing = Signal()

    def __init__(self, theme: Theme, tabs: Sequence[TabKind]) -> None:
        super().__init__()
        self._theme = theme
        self._tabs = tuple(tabs)
        self._pages: dict[str, TabPage] = {}
        self.setWindowTitle(_("Library counter"))
        self.setWindowIcon(icons.icon("book", theme.palette.accent, 64))
        self.scan_box = ScanBox(theme)
        self.scan_box.entered.connect(self.scanned)
        self.banner = Banner(theme)
        self.status_corner = Corner(theme)
        self.status_corner.help_wanted.connect(self.help_wanted)
        self.status_corner.operator_wanted.connect(lambda: self.acted.emit("operator", {}))
        self.foot = Foot(theme)
        self._tab_bar = self._made_tab_bar()
        self._stack = QStackedWidget()
        self.setCentralWidget(self._made_body())
        self.setStatusBar(self.foot)
        self._add_keys()
        self.resize(SMALLEST)
        self.scan_box.setFocus()

    @property
    def tab(self) -> str:
        """The name of the tab on top."""
        return self._tabs[self._tab_bar.currentIndex()].name if self._tabs else ""

    def show_tab(self, name: str) -> TabPage:
        """Bring a tab to the top, making its page when it is wanted for the first time."""
        place = next(at for at, kind in enumerate(self._tabs) if kind.name == name)
        kind = self._tabs[place]
        if name not in self._pages:
            page = kind.make(self._theme)
            page.acted.connect(self.acted)
            self._pages[name] = page
            self._stack.addWidget(page)
        if self._tab_bar.currentIndex() != place:
            self._tab_bar.setCurrentIndex(place)
        if self._stack.currentWidget() is not self._pages[name]:
            self._stack.setCurrentWidget(self._pages[name])
        self.scan_box.set_hint(_(kind.hint))
        return self._pages[name]

    def show_message(self, message: Message) -> None:
        """Put an outcome into the banner and its headline at the foot."""
        self.banner.show_message(message)

    def show_scanner(self, sign: ScannerSign) -> None:
        """Show how the scanner is doing."""
        self.status_corner.show_scanner(sign)

    def take_focus_back(self) -> None:
        """Put the scan focus where it belongs, unless a dialog is open or a person is in a field of the page."""
        self.scan_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Let the work in hand be finished first."""
        self.closing.emit()
        super().closeEvent(event)

    def _made_tab_bar(self) -> QTabBar:
        bar = QTabBar()
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setIconSize(QSize(self._theme.px(22), self._theme.px(22)))
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for place, kind in enumerate(self._tabs):
            bar.addTab(self._tab_icon(kind.icon), f"{_(kind.title)} {kind.key}")
            bar.setTabToolTip(place, kind.key)
            bar.setAccessibleTabName(place, _(kind.title))
        bar.tabBarClicked.connect(self._tab_clicked)
        return bar

    def _tab_icon(self, name: str) -> QIcon:
        size = self._theme.px(22)
        made = QIcon(icons.pixmap(name, self._theme.palette.quiet, size))
        made.addPixmap(icons.pixmap(name, self._theme.palette.accent, size), QIcon.Mode.Selected, QIcon.State.On)
        made.addPixmap(icons.pixmap(name, self._theme.palette.accent, size), QIcon.Mode.Normal, QIcon.State.On)
        return made

    def _made_body(self) -> QWidget:
        header = QWidget()
        header.setProperty("part", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(header)
        row.setContentsMargins(self._theme.px(8), 0, self._theme.px(12), 0)
        row.addWidget(self._tab_bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch()
        row.addWidget(self.status_corner)
        middle = QVBoxLayout()
        margin = self._theme.px(12)
        middle.setContentsMargins(margin, self._theme.px(10), margin, self._theme.px(10))
        middle.setSpacing(self._theme.px(10))
        middle.addWidget(self.scan_box)
        middle.addWidget(self.banner)
        middle.addWidget(self._stack, 1)
        body = QWidget()
        body.setProperty("part", "ground")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addLayout(middle, 1)
        return body

    def _add_keys(self) -> None:
        for kind in self._tabs:
            self._add_key(kind.key, partial(self._act, f"tab:{kind.name}"))
        self._add_key("Ctrl+Z", lambda: self._act("undo"))
        self._add_key("Esc", self._escape)
        self._add_key("F1", self.help_wanted.emit)

    def _add_key(self, key: str, call: Callable[[], None]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(call)

    def _escape(self) -> None:
        """Esc empties the scan line if something is typed there, else it is the next patron, please."""
        if self.scan_box.line.text():
            self.scan_box.line.clear()
        else:
            self._act("next")

    def _tab_clicked(self, place: int) -> None:
        if place >= 0:
            self._act(f"tab:{self._tabs[place].name}")

    def _act(self, act: str) -> None:
        self.acted.emit(act, {})
