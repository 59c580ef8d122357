"""The strip at the top of the window: the tabs with their keys, and the corner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.corner import Corner
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


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


@dataclass(frozen=True, slots=True)
class Density:
    """How much of the tabs and of the corner is shown, and how near together; `tight` as the style sheet names it."""

    icons: bool = False
    words: bool = True
    keys: bool = False
    corner_words: bool = False
    tight: str = "most"


_ICON_PIXELS: Final = 22
_TAB_SIZES: Final = {
    "false": (17, 18),
    "true": (16, 14),
    "most": (16, 9),
    "all": (16, 1),
}  # letters, padding: as in the style sheet
_GAP: Final = 3  # what Qt adds to a tab
_ICON_ROOM: Final = _ICON_PIXELS + 13  # and to an icon
_EDGES: Final = 36
_DENSITIES: Final = (
    Density(icons=True, keys=True, corner_words=True, tight="false"),
    Density(keys=True, corner_words=True, tight="false"),
    Density(keys=True, corner_words=True, tight="true"),
    Density(keys=True, tight="true"),
    Density(keys=True),
    Density(),
    Density(icons=True, words=False),
    Density(icons=True, words=False, tight="all"),
)
"""From the roomiest on; the words of the tabs are given up last, where a large English screen would cut them off."""


class Header(QWidget):
    """The tabs and the corner; `chosen` carries the name of the tab clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, tabs: Sequence[TabKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tabs = tuple(tabs)
        self._names = [kind.name for kind in tabs]
        self._density: Density | None = None
        self.setProperty("part", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it makes itself narrow, see below
        self.corner = Corner(theme)
        self.corner.words_changed.connect(self.fit)
        self._bar = QTabBar()
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(False)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setAccessibleName(_("Tabs"))
        for place, kind in enumerate(tabs):
            self._bar.addTab("")
            self._bar.setAccessibleTabName(place, _(kind.title))
            self._bar.setTabToolTip(place, f"{_(kind.title)} {_shown_key(kind)}")
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
        """A narrow window (150 % on a small screen) keeps the words of the tabs and gives up what it must."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the roomiest density that leaves the corner free; asked again where the corner has other words."""
        room = self.width() - self._theme.px(_EDGES)
        fitting = (each for each in _DENSITIES if self._wanted(each) <= room)
        density = next(fitting, _DENSITIES[-1])
        if density != self._density:
            self._density = density
            self._show(density)

    def _wanted(self, density: Density) -> int:
        """The width of tabs and corner, reckoned from their words: asking the widgets would change them first."""
        pixels, padding = _TAB_SIZES[density.tight]
        metrics = QFontMetrics(self._theme.font(pixels, bold=True))
        side = 2 * padding + _GAP + (_ICON_ROOM if density.icons else 0)
        words = sum(metrics.horizontalAdvance(_words(kind, density)) for kind in self._tabs)
        return words + len(self._tabs) * self._theme.px(side) + self.corner.wanted_width(density.corner_words)

    def _show(self, density: Density) -> None:
        side = self._theme.px(_ICON_PIXELS) if density.icons else 0
        self._bar.setIconSize(QSize(side, side))
        self._bar.setProperty("tight", density.tight)
        self._bar.style().unpolish(self._bar)
        self._bar.style().polish(self._bar)
        for place, kind in enumerate(self._tabs):
            # Drawing an icon takes a millisecond before the first pixels: only where it is seen.
            self._bar.setTabIcon(place, self._icon(kind.icon) if density.icons else QIcon())
            self._bar.setTabText(place, "")  # the same words again would leave the tab as wide as before
            self._bar.setTabText(place, _words(kind, density))
        self.corner.set_narrow(not density.corner_words)

    def _clicked(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(self._names[place])

    def _icon(self, name: str) -> QIcon:
        size = self._theme.px(_ICON_PIXELS)
        made = QIcon(icons.pixmap(name, self._theme.palette.quiet, size))
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            made.addPixmap(icons.pixmap(name, self._theme.palette.accent, size), mode, QIcon.State.On)
        return made


def _words(kind: TabKind, density: Density) -> str:
    if not density.words:
        return ""
    return f"{_(kind.title)} {_shown_key(kind)}" if density.keys else _(kind.title)


def _shown_key(kind: TabKind) -> str:
    """The key as keyboards print it: "⇧F3" says Shift and F3 in the room of three letters."""
    return kind.key.replace("Shift+", "⇧")
