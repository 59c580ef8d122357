"""Buttons that fold into the menu of one button where a page has too little room for them, as on a screen at 150 %."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from deskcirc.text import gettext as _

KEYS = "keys"
"""The property of a button that names its keys, for the menu to say them too."""


class MoreButton(QPushButton):
    """Stands for rows of buttons that have no room; its menu holds those of them that the page shows just then."""

    def __init__(self, rows: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(_("More") + " ▾", parent)
        self._rows = tuple(rows)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        self.hide()

    @property
    def held(self) -> list[QPushButton]:
        """The buttons of the rows, but for those that the page itself hides."""
        return [each for row in self._rows for each in row.findChildren(QPushButton) if each.isVisibleTo(row)]

    def fold(self, *, folded: bool) -> None:
        """Take the rows' place, or give it back; asked again whenever the page has shown or hidden a button."""
        for row in self._rows:
            row.setVisible(not folded)
        self.setVisible(folded and bool(self.held))

    def fill(self) -> None:
        """Write the menu anew: each button by its words, to be pressed where it may be pressed."""
        menu = self.menu()
        menu.clear()
        for button in self.held:
            keys = button.property(KEYS)
            action = menu.addAction(f"{button.text()}\t{keys}" if keys else button.text())
            action.setEnabled(button.isEnabled())
            action.setCheckable(button.isCheckable())
            action.setChecked(button.isChecked())
            action.triggered.connect(lambda _checked=False, pressed=button: pressed.click())


class FoldingRow(QWidget):
    """`left`, then what may fold, then `right`: a row that is never wider than its page.

    `below` is a further row that folds with it, into the same menu.
    """

    def __init__(
        self,
        spacing: int,
        left: Sequence[QWidget],
        folding: Sequence[QWidget],
        right: Sequence[QWidget] = (),
        below: QWidget | None = None,
        *,
        room_after: bool = False,
    ) -> None:
        """`room_after`: the room there is comes behind what may fold, not before it."""
        super().__init__()
        self._is_low, self._spacing = False, spacing
        self._ends = (*left, *right)
        self._middle = button_row(spacing, folding)
        self.more = MoreButton((self._middle, below) if below is not None else (self._middle,))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing)
        for widget in left:
            row.addWidget(widget)
        middle = (self._middle, self.more)
        for each in (*middle, None, *right) if room_after else (None, *middle, *right):
            if each is None:
                row.addStretch()
            else:
                row.addWidget(each)

    def set_low(self, *, low: bool) -> None:
        """Fold whatever the width, for a page of little height."""
        self._is_low = low
        self.fit()

    def fit(self) -> None:
        """Fold where the buttons are wider than the row; before it is on the screen it has no width to go by."""
        narrow = self.isVisible() and self._width_with(self._middle) > self.width()
        self.more.fold(folded=self._is_low or narrow)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as it is folded: else a page that scrolls would be made wider and never fold it."""
        return QSize(self._width_with(self.more), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Another width may have room for the buttons, or for the menu alone."""
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """As any widget; a button that the page shows, hides or gives other words needs another width."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.fit()
        return done

    def _width_with(self, middle: QWidget) -> int:
        widgets = [*(each for each in self._ends if not each.isHidden()), *([middle] if self.more.held else [])]
        return sum(each.sizeHint().width() for each in widgets) + self._spacing * len(widgets)


def button_row(spacing: int, widgets: Sequence[QWidget | None]) -> QWidget:
    """Widgets beside each other that are shown and hidden as one; None is room between them."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget)
            widget.setVisible(True)  # a row that is hidden before it was ever seen would hide its widgets for good
    return made
