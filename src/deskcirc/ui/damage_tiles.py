"""Tiles to tick what is damaged and how badly: a picture and two words each, for children and for who has no time."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskcirc.domain.repair import DAMAGE_KIND_WORDS, SEVERITY_WORDS, DamageKind, Severity
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui import icons
from deskcirc.ui.theme import Theme

_IN_A_ROW: Final = 3
_ICON: Final = 24
_KINDS: Final = {
    DamageKind.TORN: marked("Torn"),
    DamageKind.LOOSE_PAGES: marked("Loose pages"),
    DamageKind.SPINE: marked("Spine"),
    DamageKind.COVER: marked("Cover off"),
    DamageKind.STAINED: marked("Stained"),
    DamageKind.LABEL_GONE: marked("No label"),
    DamageKind.PIECE_MISSING: marked("Part gone"),
    DamageKind.PAGES_MISSING: marked("Pages gone"),
    DamageKind.MOULD: marked("Mould"),
    DamageKind.WRITTEN_IN: marked("Scribbled"),
    DamageKind.OTHER: marked("Other damage"),
}
"""What stands on a tile; a screen reader and the tip say it whole."""
_SEVERITIES: Final = {
    Severity.LIGHT: marked("A little"),
    Severity.MEDIUM: marked("Quite a bit"),
    Severity.HEAVY: marked("Badly"),
}


class DamageTiles(QWidget):
    """`touched` carries the code of the kind or severity that was pressed; who shows the tiles says what is ticked."""

    touched = Signal(str)

    def __init__(self, theme: Theme, in_a_row: int = _IN_A_ROW, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.kinds = {
            kind: self._tile(f"damage-{kind}", kind.value, _(_KINDS[kind]), _(DAMAGE_KIND_WORDS[kind]))
            for kind in DamageKind
        }
        self.severities = {
            each: self._tile(f"severity-{each}", each.value, _(_SEVERITIES[each]), _(SEVERITY_WORDS[each]))
            for each in Severity
        }
        grid = QGridLayout()
        grid.setSpacing(theme.px(4))
        for place, tile in enumerate(self.kinds.values()):
            grid.addWidget(tile, place // in_a_row, place % in_a_row)
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        for tile in self.severities.values():
            row.addWidget(tile, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        rows.addLayout(grid)
        rows.addLayout(row)

    def show_ticks(self, kinds: Collection[DamageKind], severity: Severity | None) -> None:
        """Tick what is known."""
        for kind, tile in self.kinds.items():
            tile.setChecked(kind in kinds)
        for each, tile in self.severities.items():
            tile.setChecked(each is severity)

    def _tile(self, icon: str, word: str, words: str, whole: str) -> QPushButton:
        tile = _Tile(words)
        tile.setAccessibleName(whole)
        tile.setToolTip(whole)
        tile.setProperty("part", "tick")
        tile.setCheckable(True)
        tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tile.setAutoDefault(False)
        side = self._theme.px(_ICON)
        made = QIcon(icons.pixmap(icon, self._theme.palette.ink, side))
        made.addPixmap(icons.pixmap(icon, self._theme.palette.accent, side), QIcon.Mode.Normal, QIcon.State.On)
        tile.setIcon(made)
        tile.setIconSize(QSize(side, side))
        tile.clicked.connect(partial(self._touch, tile, word))
        return tile

    def _touch(self, tile: QPushButton, word: str) -> None:
        tile.setChecked(not tile.isChecked())  # what is ticked is what was written, not what was pressed
        self.touched.emit(word)


class _Tile(QPushButton):
    """A tile that Space ticks: Return is for the question around it, also on desktops where Return presses buttons."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Leave Return to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)
