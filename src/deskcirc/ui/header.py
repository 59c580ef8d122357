"""The strip at the top of the window: the tabs with their keys, and the corner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.corner import Corner
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme

_NARROW: Final = 1100


@dataclass(frozen=True, slots=True)
class TabKind:
    """One tab: the station's name for it, its title, key and icon, the scan box's hint, and how its page is made.

    `title` and `hint` are written down before the language is known; an empty `hint` leaves the scan box alone.
    On a screen of the office (`office`) the page has more room than the banner.
    """

    name: str
    title: str
    key: str
    icon: str
    hint: str
    make: Callable[[Theme], TabPage]
    office: bool = False


class Header(QWidget):
    """The tabs and the corner; `chosen` carries the name of the tab clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, tabs: Sequence[TabKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = [kind.name for kind in tabs]
        self.setProperty("part", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it makes itself narrow, see below
        self.corner = Corner(theme)
        self._bar = QTabBar()
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(False)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setAccessibleName(_("Tabs"))
        for place, kind in enumerate(tabs):
            self._bar.addTab(self._icon(kind.icon), f"{_(kind.title)} {kind.key}")
            self._bar.setAccessibleTabName(place, _(kind.title))
        self._bar.tabBarClicked.connect(self._clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(12), 0)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch()
        row.addWidget(self.corner)

    @property
    def current(self) -> str:
        """The name of the tab that is marked."""
        return self._names[self._bar.currentIndex()]

    def mark(self, name: str) -> None:
        """Mark a tab as the one on top."""
        self._bar.setCurrentIndex(self._names.index(name))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A narrow window (150 % on a small screen) keeps the words of the tabs and gives up icons and corner words."""
        narrow = event.size().width() < self._theme.px(_NARROW)
        side = 0 if narrow else self._theme.px(22)
        self._bar.setIconSize(QSize(side, side))
        self.corner.set_narrow(narrow)
        super().resizeEvent(event)

    def _clicked(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(self._names[place])

    def _icon(self, name: str) -> QIcon:
        size = self._theme.px(22)
        made = QIcon(icons.pixmap(name, self._theme.palette.quiet, size))
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            made.addPixmap(icons.pixmap(name, self._theme.palette.accent, size), mode, QIcon.State.On)
        return made
